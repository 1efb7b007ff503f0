import type { Announcement } from '../../../src/community/announcements/announcement.js';
import { announcements } from '../../../src/community/announcements/announcement.js';
import { EVERYBODY } from '../../../src/community/announcements/audience.js';
import { announcementBooks, type Outcome } from '../../../src/community/announcements/bookkeeping.js';
import type { Draft } from '../../../src/community/announcements/compose.js';
import { type AnnouncementDelivery, deliveries } from '../../../src/community/announcements/delivery.js';
import { goOn } from '../../../src/community/announcements/plan.js';
import type { Content } from '../../../src/community/content/content.js';
import { type Resident, residents } from '../../../src/community/residents/resident.js';
import { hePing, liZhuren, sunJie } from '../../cast.js';
import { NOW } from '../../clock.js';
import { huimin, type SetOff, TestDesk } from '../desk.js';

type Posted = SetOff['posted'][number];

/** A member of a crowd: number 7 lives in grid huimin-yuan or minsheng-lu, reads Chinese or English, writes by Telegram or WeChat. */
export function neighbour(n: number, changes: Partial<Resident> = {}): Resident {
  const account = n % 2 === 0 ? 'telegram' : 'wechat';
  return {
    id: `neighbour-${n}`,
    locale: n % 5 === 0 ? 'en' : 'zh-Hans',
    since: NOW - 1_000_000 + n,
    kept: {},
    consents: [],
    grid: n % 3 === 0 ? 'minsheng-lu' : 'huimin-yuan',
    reach: { account, chat: `chat-${n}`, person: `chat-${n}`, kind: 'direct' },
    ...changes,
  };
}

export const WATER: Draft = {
  texts: {
    'zh-Hans': '周二9点到12点停水，请先存水。',
    en: 'No water on Tuesday from 9 to 12. Please store some.',
  },
  topic: 'notices',
  audience: EVERYBODY,
  urgent: false,
};

/** A desk with a crowd and an outbox: rows wait there until `deliver` takes them out, like the courier does. */
export class Town {
  readonly desk: TestDesk;
  readonly outbox: Posted[] = [];
  /** What arrived, by chat. */
  readonly arrived = new Map<string, Posted[]>();
  #messages = 0;

  private constructor(desk: TestDesk) {
    this.desk = desk;
  }

  static async of(people: number, content: Content = huimin): Promise<Town> {
    const town = new Town(await TestDesk.open(content, [hePing, liZhuren, sunJie]));
    await town.desk.hire(hePing, 'spokesperson');
    await town.desk.hire(liZhuren, 'lead');
    await town.desk.hire(sunJie, 'desk');
    // Only the crowd is to be reached.
    for (const actor of [hePing, liZhuren, sunJie]) {
      await town.change(actor.id, ({ reach: _, ...resident }) => resident);
    }
    for (let n = 1; n <= people; n += 1) await town.put(neighbour(n));
    return town;
  }

  put(resident: Resident): Promise<void> {
    return this.desk.store.transact('huimin', tx => tx.put(residents, resident));
  }

  async change(id: string, change: (resident: Resident) => Resident): Promise<void> {
    await this.desk.store.transact('huimin', async tx => {
      const resident = await tx.get(residents, id);
      if (resident) await tx.put(residents, change(resident));
    });
  }

  remove(id: string): Promise<void> {
    return this.desk.store.transact('huimin', tx => tx.remove(residents, id));
  }

  /** Takes the timers that are due, one transaction each, until `most` have run. Gives what staff and authors were told. */
  async plan(most = 1000): Promise<SetOff['told']> {
    const told: SetOff['told'][number][] = [];
    for (let done = 0; done < most; ) {
      const due = this.desk.due();
      if (due.length === 0) break;
      for (const { data } of due) {
        const { off } = await this.desk.timed(context => goOn(context, data));
        this.outbox.push(...off.posted);
        told.push(...off.told);
        done += 1;
      }
    }
    return told;
  }

  /** Takes up to `most` rows out of the outbox; `outcome` says what becomes of one that may leave. */
  async deliver(
    most = Number.POSITIVE_INFINITY,
    outcome: (row: Posted) => Outcome | undefined = () => undefined,
  ): Promise<void> {
    const books = announcementBooks(this.desk.content.community);
    const now = this.desk.now;
    for (const row of this.outbox.filter(row => (row.notBefore ?? 0) <= now).slice(0, most)) {
      const verdict = await this.desk.store.transact('huimin', tx => books.before(tx, row.about, now));
      if ('hold' in verdict) continue;
      this.#messages += 1;
      const became =
        'skip' in verdict
          ? { kind: 'skipped', reason: verdict.skip }
          : (outcome(row) ?? {
              kind: 'sent' as const,
              messageId: row.replaces?.messageId ?? `m-${this.#messages}`,
            });
      if (became.kind === 'sent')
        this.arrived.set(row.to.chat, [...(this.arrived.get(row.to.chat) ?? []), row]);
      await this.desk.store.transact('huimin', tx => books.after(tx, row.about, became, now));
      this.outbox.splice(this.outbox.indexOf(row), 1);
    }
  }

  announcement(id: string): Promise<Announcement | undefined> {
    return this.desk.store.read('huimin', tx => tx.get(announcements, id));
  }

  deliveries(id: string, state: AnnouncementDelivery['state']): Promise<AnnouncementDelivery[]> {
    return this.desk.store.read('huimin', tx =>
      tx.find(deliveries, 'byState', { prefix: [id, state], limit: 10_000 }),
    );
  }
}
