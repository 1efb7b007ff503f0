import { neutralLines } from '../../../src/commands/transcript.js';
import { webchatChats } from '../../../src/platforms/webchat/mailbox.js';
import { type Webchat, webchatPlatform } from '../../../src/platforms/webchat.js';
import { createMetrics } from '../../../src/web/metrics.js';
import { createWebServer, type WebServer } from '../../../src/web/server.js';
import { silent } from '../../fakes/desk.js';
import { type Entry, Visitor } from '../../platforms/webchat-visitor.js';
import { realClock } from '../../web/real.js';
import { FACTS } from '../../web/site.js';
import type { Act } from '../act.js';
import type { Ground, Guest, Harness, Stage } from '../harness.js';
import type { Where } from '../transcript.js';
import { PaperStage } from './paper.js';

const EVERYWHERE = /^(?!desk:).*:(?:back|help|cancel|person)$/;

/** The web chat over HTTP and server-sent events, a server for each transcript; staff have their chat elsewhere. */
export const webchatHarness: Harness = {
  name: 'webchat',
  can: ['text', 'press', 'location'],
  tellsLocale: true,
  tellsName: false,
  stage: (ground, guests) => WebchatStage.open(ground, guests),
  close: async () => undefined,
};

class WebchatStage implements Stage {
  readonly platforms;
  readonly #ground: Ground;
  readonly #staff = new PaperStage();
  readonly #server: WebServer;
  readonly #visitors: ReadonlyMap<string, Visitor>;
  readonly #listening = new Set<string>();

  static async open(ground: Ground, guests: readonly Guest[]): Promise<WebchatStage> {
    const { store, content, clock, chance } = ground;
    const webchat = webchatPlatform({
      account: 'webchat',
      facts: FACTS,
      locales: content.community.locales,
      perMinute: 0,
      tools: {
        community: content.community.id,
        // The desk's time on every message; the signs of life on the line keep to the machine's.
        clock: { now: () => clock.now(), after: realClock.after },
        chance,
        store,
        log: silent,
      },
    });
    const server = await createWebServer({
      host: '127.0.0.1',
      port: 0,
      log: silent,
      clock: realClock,
      routes: webchat.routes,
      health: () => ({ store, accounts: [], stopping: false }),
      metrics: createMetrics({ process: false }),
      home: '/chat',
    });
    return new WebchatStage(ground, webchat, server, guests);
  }

  private constructor(ground: Ground, webchat: Webchat, server: WebServer, guests: readonly Guest[]) {
    this.#ground = ground;
    this.platforms = [webchat, ...this.#staff.platforms];
    this.#server = server;
    this.#visitors = new Map(guests.map(({ name }) => [name, new Visitor(server.url)]));
  }

  address(where: Where) {
    if (where.kind !== 'direct') return this.#staff.address(where);
    return { account: 'webchat', chat: this.#visitor(where.person).id };
  }

  async opened({ name }: Guest): Promise<void> {
    const visitor = this.#visitor(name);
    const { store, content } = this.#ground;
    await store.transact(content.community.id, tx => tx.put(webchatChats, { id: visitor.id, last: 0 }));
    this.#listening.add(name);
    await visitor.listen();
  }

  async act(guest: Guest, where: Where, act: Act): Promise<void> {
    if (where.kind === 'staff') return this.#staff.act(guest, where, act);
    const { name, locale } = guest;
    const visitor = this.#visitor(name);
    if (!this.#listening.has(name)) {
      this.#listening.add(name);
      await visitor.listen();
    }
    const response = await visitor.say({ locale, ...bodyOf(act, visitor) });
    if (!response.ok) throw new Error(`the page was answered ${response.status}`);
  }

  async shown(where: Where, deliveries: number): Promise<string[]> {
    if (where.kind !== 'direct') {
      return this.#staff.shown(where);
    }
    if (deliveries === 0) return [];
    const told = await this.#visitor(where.person).told(deliveries);
    return told.map(neutralOf);
  }

  async close(): Promise<void> {
    for (const visitor of this.#visitors.values()) visitor.leave();
    for (const platform of this.platforms) await platform.stop();
    await this.#server.close();
  }

  #visitor(person: string): Visitor {
    const visitor = this.#visitors.get(person);
    if (!visitor) throw new Error(`${person} has not opened the page`);
    return visitor;
  }
}

function bodyOf(act: Act, { entries }: Visitor): Readonly<Record<string, unknown>> {
  if (act.kind === 'text') return { text: act.text };
  if (act.kind === 'location') return { location: { latitude: act.latitude, longitude: act.longitude } };
  if (act.kind !== 'press') throw new Error(`the page has no ${act.kind}`);
  for (const entry of entries.toReversed()) {
    const button = [...(entry.choices ?? []), ...(entry.controls ?? [])].find(
      ({ label }) => label === act.label,
    );
    if (button) return { press: { ...button, messageId: String(entry.number) } };
  }
  throw new Error(`no button says ${act.label}`);
}

function neutralOf({ text, choices = [], controls = [], files }: Entry): string {
  const labels = [...choices, ...controls.filter(({ token }) => !EVERYWHERE.test(token))].map(
    ({ label }) => label,
  );
  return neutralLines(text, labels, files);
}
