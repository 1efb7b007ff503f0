import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { ROLES, type Role } from '../../src/community/staff/staff.js';
import { cast } from '../cast.js';
import { type Act, actOf } from './act.js';

/** The tests' own people, by the name under which a transcript knows them, and the language that they read. */
const CAST: ReadonlyMap<string, string> = new Map(cast.map(actor => [actor.name, actor.locale]));
export const BOT = '小惠';
export const STAFF = '工作群';
export const SILENCE = '(不说话)';
export const PLATFORMS = ['paper', 'telegram', 'wechat', 'webchat', 'terminal'] as const;
export type PlatformName = (typeof PLATFORMS)[number];

/** Where something is said: a person's own chat with the desk, a group by its name, or the staff's. */
export type Where =
  | { readonly kind: 'direct'; readonly person: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'staff' };

export type Entry = { readonly line: number } & (
  | { readonly kind: 'act'; readonly person: string; readonly where: Where; readonly act: Act }
  | { readonly kind: 'wait'; readonly ms: number }
  /** `key` and `text` as they stand in the file. */
  | { readonly kind: 'answer'; readonly key: string; readonly text: string }
);

export interface Transcript {
  /** Seen from the house. */
  readonly file: string;
  readonly title: string;
  /** `2026-11-23T09:00`, the community's time. */
  readonly now: string;
  readonly platforms: readonly PlatformName[];
  /** Who works here, and as what. */
  readonly staff: ReadonlyMap<string, Role>;
  /** Everybody who speaks, with their language. */
  readonly people: ReadonlyMap<string, string>;
  readonly entries: readonly Entry[];
  readonly document: Document;
}

/** What is wrong with a transcript, at which line, and what it should be. */
export class TranscriptError extends Error {
  constructor(file: string, line: number, sentence: string) {
    super(`${file}:${line}: ${sentence}`);
    this.name = 'TranscriptError';
  }
}

export async function readTranscript(path: string): Promise<Transcript> {
  return parseTranscript(await readFile(path, 'utf8'), relative(process.cwd(), path));
}

/** Reads a transcript. Throws a TranscriptError that names the line and what should stand there. */
export function parseTranscript(text: string, file: string): Transcript {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (node: unknown) => lines.linePos((node as Node | null)?.range?.[0] ?? 0).line;
  const fail = (node: unknown, sentence: string): never => {
    throw new TranscriptError(file, lineOf(node), sentence);
  };
  const [wrong] = document.errors;
  if (wrong)
    throw new TranscriptError(file, wrong.linePos?.[0].line ?? 1, wrong.message.split('\n')[0] ?? '');
  const root = document.contents;
  if (!isMap(root)) return fail(root, 'a transcript has title, now and talk');
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : '';
    if (!['title', 'now', 'platforms', 'people', 'staff', 'talk'].includes(name))
      fail(key, `"${name}" is no part of a transcript: it has title, now, platforms, people, staff and talk`);
  }
  const title = root.get('title');
  if (typeof title !== 'string') return fail(root, 'say in title: what happens here');
  const now = root.get('now') ?? '2026-11-23T09:00';
  if (typeof now !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(now))
    return fail(root.get('now', true), 'now: is written like 2026-11-23T09:00');
  const {
    people: guests,
    platforms: named,
    staff: hired = {},
  } = document.toJS() as {
    people?: Record<string, string>;
    staff?: Record<string, string>;
    platforms?: string[];
  };
  const people = new Map([...CAST, ...Object.entries(guests ?? {})]);
  const platforms = (named ?? PLATFORMS).map(
    name =>
      PLATFORMS.find(known => known === name) ??
      fail(root.get('platforms', true), `there is no platform "${name}", only ${PLATFORMS.join(', ')}`),
  );
  const staff = new Map(
    Object.entries(hired).map(([name, role]) => {
      const known = ROLES.find(one => one === role);
      if (known && people.has(name)) return [name, known] as const;
      return fail(
        root.get('staff', true),
        `staff: is written like { 李主任: lead }; there are ${ROLES.join(', ')}`,
      );
    }),
  );
  const talk = root.get('talk');
  if (!isSeq(talk)) return fail(root, 'talk: is the list of who said what');
  const entries = talk.items.map((item): Entry => {
    const line = lineOf(item);
    const [pair, ...more] = isMap(item) ? item.items : [];
    if (!pair || more.length > 0 || !isScalar(pair.key) || !isScalar(pair.value))
      return fail(item, 'each entry is one line: who, a colon, what they said');
    const key = String(pair.key.value);
    const said = String(pair.value.value ?? '').trim();
    if (key === 'wait') {
      return {
        kind: 'wait',
        line,
        ms: readSpan(said) ?? fail(item, 'wait: is written like 31 minutes, 2 hours, 1 day'),
      };
    }
    const [who = '', group] = key.split(/ in /);
    if (key === STAFF || new RegExp(`^${BOT}( (in|to) .+)?$`).test(key))
      return { kind: 'answer', line, key, text: said };
    if (!people.has(who))
      return fail(
        item,
        `nobody here is called "${who}". Those who talk: ${[BOT, STAFF, ...people.keys(), 'wait'].join(', ')}`,
      );
    const act = actOf(said, group !== undefined);
    if (typeof act === 'string') return fail(item, act);
    const where = whereOf(who, group);
    return { kind: 'act', line, person: who, where, act };
  });
  if (entries[0]?.kind !== 'act') return fail(talk, 'somebody has to say something first');
  return { file, title, now, platforms, people, staff, entries, document };
}

function whereOf(person: string, group: string | undefined): Where {
  if (group === undefined) return { kind: 'direct', person };
  return group === STAFF ? { kind: 'staff' } : { kind: 'group', group };
}

const SPANS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function readSpan(text: string): number | undefined {
  const [, count, unit] = /^(\d+) (minute|hour|day)s?$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(count) * SPANS[unit as keyof typeof SPANS];
}
