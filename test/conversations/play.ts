import { setImmediate as nextTurn } from 'node:timers/promises';
import { residentOf } from '../../src/community/residents/identity.js';
import type { Conversations } from '../../src/conversations.js';
import { memoryStore } from '../../src/storage/memory.js';
import { SeededChance, VirtualClock } from '../clock.js';
import { type OpenDesk, openDesk, sampleHouse } from '../fakes/desk.js';
import type { Guest, Harness, Stage } from './harness.js';
import { hire } from './hire.js';
import { Lent } from './lent.js';
import {
  BOT,
  type Entry,
  SILENCE,
  STAFF,
  type Transcript,
  TranscriptError,
  type Where,
} from './transcript.js';

/** What a talk came to: for each thing done or waited for, what the desk said then, as a transcript writes it. */
export interface Played {
  readonly line: number;
  readonly did: string;
  readonly answers: readonly (readonly [key: string, text: string])[];
}

/** Ids count up, and codes come from a stream of their own: neither changes when a text or a step does. */
class SteadyChance extends SeededChance {
  #count = 0;
  override id(): string {
    return `id${(this.#count++).toString(36).padStart(8, '0')}`;
  }
}

let transcripts = 0;

/**
 * Plays a transcript on one platform, over a desk of its own in virtual time, and gives what was answered. It ends at
 * the first answer that is not the transcript's, unless `onwards`: what comes after it would only confuse. The
 * conversations are those that are shipped, unless others are given.
 */
export async function play(
  transcript: Transcript,
  harness: Harness,
  { onwards = false, conversations }: { onwards?: boolean; conversations?: Conversations } = {},
): Promise<Played[]> {
  const player = await Player.open(transcript, harness, conversations);
  try {
    return await player.play(onwards ? [] : expected(transcript));
  } finally {
    await player.close();
  }
}

/** What the transcript says was answered, in the form of what `play` gives. */
export function expected({ entries }: Transcript): Played[] {
  const played: { line: number; did: string; answers: [string, string][] }[] = [];
  for (const entry of entries) {
    if (entry.kind === 'answer') played.at(-1)?.answers.push([entry.key, entry.text]);
    else played.push({ line: entry.line, did: doing(entry), answers: [] });
  }
  return played;
}

class Player {
  readonly #transcript: Transcript;
  readonly #harness: Harness;
  readonly #guests: readonly Guest[];
  readonly #stage: Stage;
  readonly #lent: ReadonlyMap<string, Lent>;
  readonly #desk: OpenDesk;
  /** How many answers of each place have been read. */
  readonly #read = new Map<string, number>();
  readonly #places: readonly Where[];

  static async open(
    transcript: Transcript,
    harness: Harness,
    conversations?: Conversations,
  ): Promise<Player> {
    const { content: sample } = await sampleHouse();
    let desk: OpenDesk | null = null;
    const rest = async () => {
      for (let idle = 0; idle < 2; idle += desk === null || desk.desk.idle ? 1 : -idle) await nextTurn();
    };
    const clock = new VirtualClock(Date.parse(`${transcript.now}:00+08:00`), rest);
    const store = memoryStore({ clock });
    const chance = new SteadyChance(20261123);
    transcripts += 1;
    const guests = [...transcript.people].map(
      ([name, locale], number): Guest => ({ name, locale, number, id: `t${transcripts}p${number}` }),
    );
    const ground = { store, content: sample, clock, chance };
    const stage = await harness.stage(ground, guests);
    const { account, chat } = stage.address({ kind: 'staff' });
    const staffChats = [{ account, chat, kind: 'group' as const }];
    const content = { ...sample, community: { ...sample.community, staffChats } };
    const lent = new Map(stage.platforms.map(platform => [platform.account, lentOf(platform)]));
    const { id, locales } = content.community;
    const strangers = (guest: Guest) =>
      !harness.tellsName || (!harness.tellsLocale && guest.locale !== locales[0]);
    for (const { name, locale } of guests.filter(strangers)) {
      const where = stage.address({ kind: 'direct', person: name });
      const newId = () => chance.id();
      await store.transact(id, tx =>
        residentOf(tx, {
          account: where.account,
          person: where.chat,
          name,
          locale,
          locales,
          now: clock.now(),
          newId,
        }),
      );
    }
    for (const guest of guests.filter(({ name }) => transcript.staff.has(name))) await stage.opened?.(guest);
    for (const [name, role] of transcript.staff) {
      const locale = transcript.people.get(name) ?? 'zh-Hans';
      const own = stage.address({ kind: 'direct', person: name });
      await hire(store, content, {
        name,
        role,
        locale,
        own,
        staffAccount: account,
        now: clock.now(),
        id: chance.id(),
      });
    }
    const platforms = [...lent.values()].map(one => one.lend());
    desk = await openDesk({
      clock,
      store,
      chance,
      content,
      platforms,
      ...(conversations && { conversations }),
    });
    return new Player(transcript, harness, { guests, stage, lent, desk });
  }

  private constructor(
    transcript: Transcript,
    harness: Harness,
    parts: {
      guests: readonly Guest[];
      stage: Stage;
      lent: ReadonlyMap<string, Lent>;
      desk: OpenDesk;
    },
  ) {
    this.#transcript = transcript;
    this.#harness = harness;
    this.#guests = parts.guests;
    this.#stage = parts.stage;
    this.#lent = parts.lent;
    this.#desk = parts.desk;
    const places = new Map<string, Where>();
    for (const entry of transcript.entries) {
      if (entry.kind !== 'act') continue;
      const own: Where = { kind: 'direct', person: entry.person };
      for (const where of [entry.where, own].filter(one => one.kind !== 'staff'))
        places.set(placeName(where), where);
    }
    this.#places = [...places.values(), { kind: 'staff' }];
  }

  async play(wanted: readonly Played[]): Promise<Played[]> {
    const played: Played[] = [];
    let here: Where = { kind: 'staff' };
    let even = false;
    for (const entry of this.#transcript.entries) {
      if (entry.kind === 'answer') continue;
      if (entry.kind === 'wait') await this.#desk.clock.advance(entry.ms);
      else {
        if (entry.act.kind === 'press') even = !even;
        here = entry.where;
        await this.#act(entry, even).catch(error => {
          const { file } = this.#transcript;
          const sentence = `“${doing(entry)}” on ${this.#harness.name}: ${error instanceof Error ? error.message : error}`;
          throw new TranscriptError(file, entry.line, sentence);
        });
      }
      const answers = await this.#answers(here, entry);
      const want = wanted[played.push({ line: entry.line, did: doing(entry), answers }) - 1];
      if (want && JSON.stringify(want.answers) !== JSON.stringify(answers)) break;
    }
    return played;
  }

  async #act(entry: Extract<Entry, { kind: 'act' }>, even: boolean): Promise<void> {
    const { act, where, person } = entry;
    const group = where.kind === 'group' ? (['group'] as const) : [];
    const needs = where.kind === 'staff' ? [] : [act.kind, ...group];
    for (const need of needs) {
      if (this.#harness.can.includes(need)) continue;
      throw new Error(`there is no ${need} there. Where a platform truly cannot, say platforms: without it`);
    }
    const guest = this.#guests.find(one => one.name === person);
    const lent = this.#lent.get(this.#stage.address(where).account);
    if (!guest || !lent) throw new Error(`${person} has no seat there`);
    const taken = lent.taken + 1;
    await this.#stage.act(guest, where, act, even);
    await lent.until(taken);
    await this.#desk.settle();
  }

  /** What has been said since, everywhere: here first, to staff last. */
  async #answers(here: Where, entry: Entry): Promise<[string, string][]> {
    const others = this.#places.filter(place => placeName(place) !== placeName(here));
    const answers: [string, string][] = [];
    for (const place of [here, ...others]) {
      const { account, chat } = this.#stage.address(place);
      const all = await this.#stage.shown(place, this.#lent.get(account)?.sentTo(chat) ?? 0);
      const name = placeName(place);
      const fresh = all.slice(this.#read.get(name) ?? 0);
      this.#read.set(name, all.length);
      const key = keyOf(place, here);
      for (const text of fresh) answers.push([key, text]);
    }
    const silent = answers.every(([key]) => key === STAFF && here.kind !== 'staff');
    if (silent && entry.kind === 'act') answers.unshift([BOT, SILENCE]);
    return answers;
  }

  async close(): Promise<void> {
    await this.#desk.desk.stop();
    await this.#stage.close();
  }
}

const lents = new WeakMap<object, Lent>();

/** A platform that a harness keeps over several transcripts is lent by the same hand. */
function lentOf(platform: ConstructorParameters<typeof Lent>[0]): Lent {
  const lent = lents.get(platform) ?? new Lent(platform);
  lents.set(platform, lent);
  return lent;
}

function placeName(where: Where): string {
  if (where.kind === 'direct') return `to ${where.person}`;
  return where.kind === 'group' ? `in ${where.group}` : STAFF;
}

function keyOf(place: Where, here: Where): string {
  if (place.kind === 'staff') return STAFF;
  return placeName(place) === placeName(here) ? BOT : `${BOT} ${placeName(place)}`;
}

function doing(entry: Exclude<Entry, { kind: 'answer' }>): string {
  if (entry.kind === 'wait') return `wait ${entry.ms / 60_000} minutes`;
  const { act, person } = entry;
  if (act.kind === 'text') return `${person}: ${act.text}`;
  return act.kind === 'press' ? `${person}: [${act.label}]` : `${person}: (${act.kind})`;
}
