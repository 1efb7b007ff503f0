import type { Store } from '../../src/community/store.js';
import type { Bookkeeper } from '../../src/desk/bookkeeper.js';
import { Courier } from '../../src/desk/courier.js';
import { asJson } from '../../src/desk/effects.js';
import { chatName } from '../../src/desk/lane.js';
import { type Delivery, PRIORITY } from '../../src/desk/message.js';
import { noMetrics } from '../../src/desk/metrics.js';
import { fetchPassed } from '../../src/desk/passing.js';
import { undelivered } from '../../src/desk/undelivered.js';
import { memoryStore } from '../../src/storage/memory.js';
import { NOW, SeededChance, VirtualClock } from '../clock.js';
import { PaperPlatform, UNLIMITED } from '../fakes/paper.js';

export const COMMUNITY = 'huimin';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A courier in virtual time, with a platform of paper on one side and an outbox to put things into on the other. */
export async function round(
  options: {
    pace?: Partial<typeof UNLIMITED>;
    store?: Store;
    clock?: VirtualClock;
    bookkeeper?: Bookkeeper;
    /** Platforms from which things can be passed on, besides the courier's own. */
    others?: readonly PaperPlatform[];
  } = {},
) {
  const clock = options.clock ?? new VirtualClock(NOW);
  const store = options.store ?? memoryStore({ clock });
  const platform = new PaperPlatform('paper', { ...UNLIMITED, ...options.pace });
  const outcomes: string[] = [];
  const courier = new Courier(platform, {
    store,
    community: COMMUNITY,
    zone: 'Asia/Shanghai',
    clock,
    chance: new SeededChance(1),
    log: silent,
    metrics: { ...noMetrics, send: (_, outcome) => outcomes.push(outcome) },
    fetch: fetchPassed([platform, ...(options.others ?? [])], clock),
    words: { say: (locale, key) => `${key} (${locale})` },
    ...(options.bookkeeper ? { bookkeeper: options.bookkeeper } : {}),
  });
  let rows = 0;
  const put = (
    chat: string,
    text: string,
    kind: Delivery['kind'] = 'reply',
    more: Partial<Delivery> = {},
  ) => {
    rows += 1;
    const id = `${text}-${rows}`;
    const delivery: Delivery = {
      chat: { id: chat, kind: 'direct' },
      saying: { text, locale: 'en' },
      kind,
      ...more,
    };
    return store.transact(COMMUNITY, tx =>
      tx.enqueue('outbox', {
        id,
        lane: chatName('paper', chat),
        account: 'paper',
        priority: PRIORITY[kind],
        notBefore: 0,
        body: asJson(delivery),
      }),
    );
  };
  const texts = () => platform.arrived.map(message => message.saying.text);
  const failed = () =>
    store
      .read(COMMUNITY, tx => tx.find(undelivered, 'at', { limit: 100 }))
      .then(all => all.map(one => one.outcome));
  const left = async () => (await store.depth('outbox')).rows;
  return { clock, store, platform, courier, outcomes, put, texts, failed, left };
}
