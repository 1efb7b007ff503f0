import { describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../../src/commands/client.js';
import { asJson } from '../../src/desk/effects.js';
import { chatName } from '../../src/desk/lane.js';
import { type Delivery, PRIORITY } from '../../src/desk/message.js';
import { deskStatusSchema } from '../../src/desk/status.js';
import { undelivered } from '../../src/desk/undelivered.js';
import { SeededChance } from '../clock.js';
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

/** `npm run test:crash` sets these: another seed, more rounds. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const KILLS = 5;
const CHATS = 60;
/** Announcements to each of them. */
const EACH = 5;

describe('killed in the middle of announcements', () => {
  const seeds = Array.from({ length: ROUNDS }, (_, round) => SEED + round);
  it.each(seeds)(
    'leaves nobody out and tells nobody twice, but for those it calls unknown: seed %i',
    {
      timeout: 120_000,
    },
    async seed => {
      const chance = new SeededChance(seed);
      const api = await fakeTelegram({ latency: 5 });
      const home = await DeskHome.make();
      onTestFinished(async () => {
        await api.close();
        await home.remove();
      });
      // Fast enough for a test, and slow enough for a kill to leave something to be sent.
      const env = { ...(await telegramSettings(api, 'polling')), TELEGRAM_MESSAGES_PER_SECOND: '100' };
      // The first start makes the key; it has nothing to say yet.
      const first = new DeskProcess({ home, env });
      onTestFinished(() => first.end());
      await first.open();
      await first.stop();
      const people = Array.from({ length: CHATS }, () => api.user());
      for (const { chat } of people) chat.access = 'open';
      await announce(
        home,
        people.map(({ chat }) => String(chat.id)),
      );

      const kills: string[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const desk = new DeskProcess({ home, env });
        onTestFinished(() => desk.end());
        const count = 1 + chance.below((CHATS * EACH) / (KILLS + 1));
        await atSend(api, count, () => desk.signal('SIGKILL'));
        await desk.ended;
        kills.push(`send ${count}`);
      }
      const desk = new DeskProcess({ home, env });
      onTestFinished(() => desk.end());
      await desk.open();
      const waiting = async () => deskStatusSchema.parse(await ask(home.data, 'status')).outbox.rows;
      await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
      expect(await desk.stop()).toMatchObject({ code: 0 });

      const unknown = await home.stored(undelivered);
      console.log(
        `seed ${seed}: ${unknown.length} of ${CHATS * EACH} unknown, killed at ${kills.join(', ')}`,
      );
      expect(await home.stored('outbox')).toEqual([]);
      for (const { chat } of people) {
        const own = unknown.filter(one => one.chat === String(chat.id));
        expect(own.filter(one => one.outcome !== 'unknown')).toEqual([]);
        // One lane has one message under way, and each crash can leave that one alone in doubt.
        expect(own.length, `seed ${seed}`).toBeLessThanOrEqual(KILLS);
        const arrived = chat.sent.map(({ text }) => Number(text.slice(1)));
        expect(new Set(arrived).size, `seed ${seed}: twice in ${arrived}`).toBe(arrived.length);
        expect(arrived, `seed ${seed}: out of order`).toEqual([...arrived].sort((a, b) => a - b));
        const missing = Array.from({ length: EACH }, (_, number) => number).filter(
          number => !arrived.includes(number),
        );
        const excused = own.map(one => Number(one.id.split('/')[1]));
        expect(excused, `seed ${seed}: lost`).toEqual(expect.arrayContaining(missing));
      }
    },
  );
});

/** So many messages to each chat, in the outbox of a desk that is not running. */
async function announce(home: DeskHome, chats: readonly string[]): Promise<void> {
  const store = await home.openStore();
  await store.transact('huimin', async tx => {
    for (let number = 0; number < EACH; number += 1) {
      for (const chat of chats) {
        const delivery: Delivery = {
          chat: { id: chat, kind: 'direct' },
          saying: { text: `第${number}`, locale: 'zh-Hans' },
          kind: 'broadcast',
          about: { announcement: number, to: chat },
        };
        await tx.enqueue('outbox', {
          id: `${chat}/${number}`,
          lane: chatName('telegram', chat),
          account: 'telegram',
          priority: PRIORITY.broadcast,
          notBefore: 0,
          body: asJson(delivery),
        });
      }
    }
  });
  await store.close();
}

/** Pulls the plug when the desk's so many-th message arrives. */
function atSend(api: FakeTelegram, count: number, pull: () => void): Promise<void> {
  return new Promise(resolve => {
    let left = count;
    api.onCall = method => {
      if (method !== 'sendMessage') return;
      left -= 1;
      if (left > 0) return;
      api.onCall = () => {};
      pull();
      resolve();
    };
  });
}
