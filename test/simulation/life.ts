import { collections } from '../../src/collections.js';
import { announcementBooks } from '../../src/community/announcements/bookkeeping.js';
import type { Conversations } from '../../src/conversations.js';
import { actions } from '../../src/desk/actions.js';
import { Library } from '../../src/desk/definitions.js';
import { Desk } from '../../src/desk/desk.js';
import { noMetrics } from '../../src/desk/metrics.js';
import type { Platform } from '../../src/desk/platform.js';
import { seedAtStart } from '../../src/desk/seed.js';
import { understander } from '../../src/desk/understander.js';
import { Words } from '../../src/desk/words.js';
import { readers } from '../../src/language/index.js';
import { storeLog } from '../../src/log.js';
import { type JsonStore, openJsonStore } from '../../src/storage/json.js';
import type { SeededChance, VirtualClock } from '../clock.js';
import { silent } from '../fakes/desk.js';
import type { Disk } from '../storage/simulated-files.js';
import { mortalClock } from './lives.js';
import { watched } from './taken-in.js';
import { tightHouse } from './tight-house.js';

const KEY = Buffer.alloc(32, 7);

/** One life of the desk's process. */
export interface Life {
  readonly desk: Desk;
  readonly store: JsonStore;
  readonly clock: ReturnType<typeof mortalClock>;
}

export interface LifeParts {
  readonly disk: Disk;
  readonly clock: VirtualClock;
  readonly chance: SeededChance;
  readonly pid: number;
  readonly edition: Conversations;
  readonly platform: Platform;
  /** The messages that were ever taken in. */
  readonly taken: Set<string>;
  readonly broken: (error: unknown) => void;
  /** Called before it begins to work. */
  readonly opened: (life: Life) => void;
  readonly changed: (store: JsonStore, community: string, change: { collection: string; id: string }) => void;
}

/** Starts the desk over what its disk still has. */
export async function openLife(parts: LifeParts): Promise<Life> {
  const { disk, chance, pid, edition } = parts;
  const { content } = await tightHouse();
  const clock = mortalClock(parts.clock);
  const store = await openJsonStore({
    folder: '/sim',
    key: KEY,
    clock,
    log: storeLog(silent),
    collections,
    files: disk.files,
    holder: { pid, host: 'sim', startOf: String, runs: other => other === pid },
    salt: () => Buffer.from(Array.from({ length: 32 }, () => chance.below(256))),
    snapshots: { bytes: 20_000, times: 1 },
  });
  const { id } = content.community;
  store.onChange(change => parts.changed(store, id, change));
  const library = await Library.open(store, id, edition.definitions, edition.broken);
  const understands = understander(content, () => library.current);
  const facts = { community: '惠民社区', bot: '小惠', phone: '027-8200-1001' };
  const desk = new Desk({
    store: watched(store, parts.taken, parts.broken),
    community: id,
    clock,
    chance,
    content,
    library,
    actions,
    readers: readers({ phone: { area: '027' } }),
    understander: understands,
    answers: understands.answerOf,
    words: new Words(() => edition.notices, { 'zh-Hans': facts, en: facts }),
    bookkeeper: announcementBooks(content.community),
    platforms: [parts.platform],
    inboundPerMinute: 0,
    log: silent,
    metrics: noMetrics,
  });
  const life = { desk, store, clock };
  parts.opened(life);
  await seedAtStart(store, id, clock.now());
  await desk.start();
  return life;
}
