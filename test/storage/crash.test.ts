import { expect, test } from 'vitest';
import type { Row, Tx } from '../../src/community/store.js';
import { type JsonStore, openJsonStore } from '../../src/storage/json.js';
import { collections, HUIMIN, people, row, visit, visits } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock } from './hand-clock.js';
import { Seeded } from './seeded.js';
import { type Disk, simulatedDisk, systemError } from './simulated-files.js';

const SEEDS = 120;
const FOLDER = '/data';

/** What is stored, by collection and id, as one text each. */
type Held = ReadonlyMap<string, string>;

interface Attempt {
  readonly effect: (held: Map<string, string>) => unknown;
  readonly number: number;
  acknowledged: boolean;
}

function open(disk: Disk, life: number, chance: Seeded): Promise<JsonStore> {
  return openJsonStore({
    folder: FOLDER,
    key: KEY,
    clock: new HandClock(),
    log: keptLog(),
    collections,
    files: disk.files,
    holder: { pid: life, host: 'simulated', startOf: String, runs: pid => pid === life },
    salt: () => chance.bytes(32),
    snapshots: { bytes: 1500, times: 1 },
  });
}

function heldBy(store: JsonStore): Held {
  const held = new Map<string, string>();
  for (const collection of ['people', 'visits', 'inbox']) {
    for (const { doc } of store.show(collection)) held.set(`${collection}/${doc.id}`, summary(doc));
  }
  return held;
}

function summary(doc: object): string {
  const { name, time, tries, state } = doc as { name?: string; time?: number } & Partial<Row>;
  return JSON.stringify({ name, time, tries, state });
}

/** One transaction that changes several things at once, so that half of it would show. */
async function attempt(tx: Tx, chance: Seeded, serial: number): Promise<Attempt> {
  const number = await tx.nextNumber('booking');
  const effects: Attempt['effect'][] = [];
  const id = `d${chance.below(6)}`;
  if (chance.random() < 0.8) {
    await tx.put(people, { id, name: `n${serial}`, phone: `138${serial}` });
    effects.push(held => held.set(`people/${id}`, summary({ name: `n${serial}` })));
  } else {
    await tx.remove(people, id);
    effects.push(held => held.delete(`people/${id}`));
  }
  await tx.put(visits, visit(id, serial));
  effects.push(held => held.set(`visits/${id}`, summary({ time: serial })));
  const known = await tx.row('inbox', id);
  if (known === undefined) {
    await tx.enqueue('inbox', row(id));
    effects.push(held => held.set(`inbox/${id}`, summary({ tries: 0, state: 'waiting' })));
  } else if (chance.random() < 0.5) {
    await tx.complete('inbox', id);
    effects.push(held => held.delete(`inbox/${id}`));
  } else {
    await tx.retry('inbox', id, { notBefore: 0 });
    effects.push(held => held.set(`inbox/${id}`, summary({ tries: known.tries + 1, state: 'waiting' })));
  }
  if (chance.random() < 0.15) await tx.forget();
  return { number, acknowledged: false, effect: held => effects.map(effect => effect(held)) };
}

/**
 * Several writers, until the disk loses power or all is done. Gives the attempts that may have left a trace; more
 * than one list where a failed write could not be cut off before the power went: its attempts were refused, and
 * may be there all the same.
 */
async function live(
  store: JsonStore,
  chance: Seeded,
  dead: () => boolean,
  next: () => number,
): Promise<Attempt[][]> {
  const attempts: Attempt[] = [];
  let uncut: Attempt[][] = [];
  const writer = async () => {
    for (let turn = 0; turn < 12 && !dead(); turn += 1) {
      let mine: Attempt | undefined;
      try {
        await store.transact(HUIMIN, async tx => {
          mine = await attempt(tx, chance, next());
          attempts.push(mine);
        });
        if (dead()) continue;
        mine!.acknowledged = true;
        uncut = [];
        // Nobody waits for it: the power may go at any moment of it.
        if (chance.random() < 0.1) store.forget().catch(() => undefined);
      } catch {
        // A store that lives on has undone it; after the power cut nobody knows.
        if (dead() || mine === undefined) continue;
        uncut.push([...attempts]);
        attempts.splice(attempts.indexOf(mine), 1);
      }
    }
  };
  await Promise.all(Array.from({ length: 5 }, writer));
  return [attempts, ...uncut];
}

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  'whenever the power goes, what was acknowledged is there, and nothing is there by half (seed %i)',
  async seed => {
    const chance = new Seeded(seed);
    const disk = simulatedDisk({ seed: seed + 1_000_000 });
    let held: Held = new Map();
    let highest = 0;
    let serial = 0;
    for (let life = 1; life <= 5; life += 1) {
      const store = await open(disk, life, chance);
      expect(Object.fromEntries(heldBy(store))).toEqual(Object.fromEntries(held));

      let dead = false;
      const end = disk.count + 20 + chance.below(250);
      disk.fail = ({ kind }) => {
        if (disk.count >= end) {
          dead = true;
          disk.crash({ kept: chance.random() < 0.2 });
          throw systemError('EIO', 'power cut');
        }
        if ((kind === 'sync' || kind === 'write') && chance.random() < 0.03) throw systemError('EIO');
      };
      const attempts = await live(
        store,
        chance,
        () => dead,
        () => ++serial,
      );
      if (!dead) disk.crash();
      await store.close().catch(() => undefined);

      const again = await open(disk, life + 100, chance);
      held = oneOf(
        attempts.flatMap(one => possible(held, one)),
        heldBy(again),
      );
      const given = attempts[0]!.filter(one => one.acknowledged).map(one => one.number);
      highest = Math.max(highest, ...given);
      const next = await again.transact(HUIMIN, tx => tx.nextNumber('booking'));
      expect(next).toBeGreaterThan(highest);
      highest = next;
      expect(await again.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 99 }))).toHaveLength(
        [...held.keys()].filter(key => key.startsWith('visits/')).length,
      );
      if (chance.random() < 0.3) {
        await again.forget();
        expect(onDisk(disk).filter(([key, doc]) => held.get(key) !== doc)).toEqual([]);
      }
      await again.close();
    }
  },
);

/** Every visit that a file on the disk holds in a readable part, also as it once was. */
function onDisk(disk: Disk): [string, string][] {
  const texts = [...disk.contents().values()].map(bytes => bytes.toString());
  return texts
    .flatMap(text => [...text.matchAll(/"id":"(d\d)","service":"[\w-]+","time":(\d+)/g)])
    .map(([, id, time]) => [`visits/${id}`, summary({ time: Number(time) })]);
}

/** What may be there: everything acknowledged, and any beginning of what followed it. */
function possible(before: Held, attempts: readonly Attempt[]): Held[] {
  const sure = attempts.findLastIndex(({ acknowledged }) => acknowledged) + 1;
  const held = new Map(before);
  const states: Held[] = [];
  attempts.forEach(({ effect }, at) => {
    if (at >= sure) states.push(new Map(held));
    effect(held);
  });
  return [...states, held];
}

function oneOf(states: readonly Held[], found: Held): Held {
  const text = (held: Held) => JSON.stringify([...held].sort());
  expect(states.map(text)).toContain(text(found));
  return found;
}
