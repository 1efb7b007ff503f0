import { describe, expect, onTestFinished, test } from 'vitest';
import { NewerVersion } from '../../src/community/store.js';
import { openPostgresStore, type PostgresStore } from '../../src/storage/postgres.js';
import { givenDatabase, givenServer, runQuery } from '../postgres.js';
import { collections, HUIMIN, type Person, people, row, visit, visits } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock, NINE } from './hand-clock.js';

// Several processes over one database, each with a store of its own.

async function open(url: string, more: Partial<Parameters<typeof openPostgresStore>[0]> = {}) {
  const store = await openPostgresStore({
    url,
    key: KEY,
    clock: new HandClock(),
    log: keptLog(),
    collections,
    ...more,
  });
  onTestFinished(() => store.close());
  return store;
}

async function two(): Promise<{ url: string; one: PostgresStore; other: PostgresStore }> {
  const url = await givenDatabase();
  const [one, other] = await Promise.all([open(url), open(url)]);
  return { url, one, other };
}

describe('two processes over one database', () => {
  test('bring an empty one to what they need at the same time', async () => {
    const { one, other } = await two();
    await one.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
    expect(await other.read(HUIMIN, tx => tx.get(visits, 'v1'))).toEqual(visit('v1'));
  });

  test('sell the last place once', async () => {
    const { one, other } = await two();
    await one.transact(HUIMIN, tx => tx.put(visits, visit('v1')));
    const book = (store: PostgresStore) =>
      store.transact(HUIMIN, async tx => {
        const slot = await tx.get(visits, 'v1', { forUpdate: true });
        if (slot === undefined || slot.taken >= 3) throw new Error('full');
        await tx.put(visits, { ...slot, taken: slot.taken + 1 });
      });
    const all = await Promise.allSettled(Array.from({ length: 16 }, (_, n) => book(n % 2 ? one : other)));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect((await one.read(HUIMIN, tx => tx.get(visits, 'v1')))?.taken).toBe(3);
  });

  test('a body that relied on what another changed is run again, though it wrote something else', async () => {
    const { one, other } = await two();
    await one.transact(HUIMIN, async tx => {
      await tx.put(visits, visit('v1'));
      await tx.put(visits, visit('v2'));
    });
    // Each may close its own only while the other is open: serially one of them stays open.
    const close = (store: PostgresStore, mine: string, others: string) =>
      store.transact(HUIMIN, async tx => {
        const own = await tx.get(visits, mine);
        const there = await tx.get(visits, others);
        if (own && there?.open) await tx.put(visits, { ...own, open: false });
      });
    for (let round = 0; round < 10; round += 1) {
      await one.transact(HUIMIN, async tx => {
        await tx.put(visits, visit('v1'));
        await tx.put(visits, visit('v2'));
      });
      await Promise.all([close(one, 'v1', 'v2'), close(other, 'v2', 'v1')]);
      const left = await one.read(HUIMIN, tx => tx.find(visits, 'open', { limit: 9 }));
      expect(left, `round ${round}`).toHaveLength(1);
    }
  });

  test('a lane is one process’s at a time, and each row is handled once and in order', async () => {
    const { one, other } = await two();
    await one.transact(HUIMIN, async tx => {
      for (let n = 0; n < 60; n += 1) await tx.enqueue('inbox', row(`m${n}`, { lane: `telegram/l${n % 7}` }));
    });
    const left: Record<string, number[]> = {};
    const worker = async (store: PostgresStore) => {
      for (;;) {
        const claim = await store.claim('inbox', { community: HUIMIN, now: NINE });
        if (claim === null) return;
        const { id, lane } = claim.row;
        const mine = await store.transact(HUIMIN, tx => tx.complete('inbox', id));
        if (mine) left[lane] = [...(left[lane] ?? []), Number(id.slice(1))];
        await store.release(claim);
      }
    };
    while ((await one.depth('inbox')).rows > 0) {
      await Promise.all([one, other, one, other].map(worker));
    }
    expect(Object.values(left).flat()).toHaveLength(60);
    for (const order of Object.values(left)) expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('hear of each other’s changes and rows', async () => {
    const { one, other } = await two();
    const heard: string[] = [];
    let rows = 0;
    other.onChange(({ collection, id }) => heard.push(`${collection}/${id}`));
    other.onRows('inbox', () => {
      rows += 1;
    });
    await expect
      .poll(
        async () => {
          await one.transact(HUIMIN, async tx => {
            await tx.put(visits, visit('v1'));
            if (!(await tx.row('inbox', 'm1'))) await tx.enqueue('inbox', row('m1'));
          });
          return heard.includes('visits/v1') && rows > 0;
        },
        { timeout: 10_000 },
      )
      .toBe(true);
  });

  test('what a dead process had claimed is free within ten seconds', { timeout: 30_000 }, async () => {
    const { url, one } = await two();
    await one.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')));
    expect((await one.claim('inbox', { community: HUIMIN, now: NINE }))?.row.id).toBe('m1');
    // It says no more that it lives: as if it had been killed.
    await runQuery(
      url,
      `UPDATE linli."@processes" SET id = 'dead' WHERE id IN (SELECT process FROM linli."@claims")`,
    );
    await runQuery(url, `UPDATE linli."@claims" SET process = 'dead'`);
    const third = await open(url);
    const claim = () => third.claim('inbox', { community: HUIMIN, now: NINE });
    await expect.poll(claim, { timeout: 10_000, interval: 200 }).toMatchObject({ row: { id: 'm1' } });
  });

  test('another key, and a newer document, are refused with a sentence', async () => {
    const { url, one } = await two();
    await expect(open(url, { key: Buffer.alloc(32, 8) })).rejects.toThrow(/another key/);
    const newer = { ...people, version: 2 };
    const later = await open(url, { collections: [newer, visits] });
    await later.transact(HUIMIN, tx => tx.put(newer, { id: 'r1', name: '王奶奶' } satisfies Person));
    await expect(one.read(HUIMIN, tx => tx.get(people, 'r1'))).rejects.toThrow(NewerVersion);
  });

  test('what is personal cannot be read in the tables', async () => {
    const { url, one } = await two();
    await one.transact(HUIMIN, async tx => {
      await tx.put(people, { id: 'r1', name: '王奶奶', phone: '13800138000' });
      await tx.enqueue('outbox', row('m1', { body: { text: '王奶奶，您好' } }));
    });
    for (const table of ['people', '@outbox']) {
      const dump = JSON.stringify(await runQuery(url, `SELECT t::text AS line FROM linli."${table}" t`));
      const bytes = Buffer.from('王奶奶').toString('hex');
      expect(dump).not.toMatch(new RegExp(`王奶奶|13800138000|${bytes}|3133383030313338303030`));
    }
  });
});

describe('a database that goes away', () => {
  test('is said, and gone on with when it is back; what was committed is there', {
    timeout: 60_000,
  }, async () => {
    const server = await givenServer();
    const store = await open(server.url);
    await store.transact(HUIMIN, async tx => {
      await tx.put(visits, visit('v1'));
      await tx.enqueue('inbox', row('m1'));
      await tx.enqueue('inbox', row('m2'));
    });
    const claim = await store.claim('inbox', { community: HUIMIN, now: NINE });
    let told = 0;
    await server.stop('killed');
    await expect(store.transact(HUIMIN, tx => tx.put(visits, visit('v2')))).rejects.toThrow(/cannot be used/);
    expect(store.healthy).toBe(false);
    // The lane could not be given back; once it is, whoever waits for it is told.
    await store.release(claim!);
    expect(await store.claim('inbox', { community: HUIMIN, now: NINE }).catch(() => null)).toBeNull();
    let free: Promise<unknown> = Promise.resolve();
    const look = async () => {
      told += 1;
      const next = await store.claim('inbox', { community: HUIMIN, now: NINE });
      if (next !== null) got.push(next.row.id);
    };
    const got: string[] = [];
    store.onRows('inbox', () => {
      free = free.then(look, look);
    });
    expect(store.trouble).not.toContain(new URL(server.url).password);
    await server.start();
    await expect.poll(() => store.healthy, { timeout: 15_000 }).toBe(true);
    await store.transact(HUIMIN, tx => tx.put(visits, visit('v3')));
    const kept = await store.read(HUIMIN, tx => tx.find(visits, 'time', { limit: 9 }));
    expect(kept.map(({ id }) => id)).toEqual(['v1', 'v3']);
    await expect.poll(() => got, { timeout: 10_000 }).toEqual(['m1']);
    expect(told).toBeGreaterThan(0);
  });

  test('one that does not let us in is named, with what to mend, and no password', async () => {
    const url = new URL(await givenDatabase());
    const wrong = new URL(url);
    wrong.password = 'guessed';
    const missing = new URL(url);
    missing.pathname = '/nowhere';
    for (const [where, words] of [
      [wrong, /refuses the name or password in DATABASE_URL/],
      [missing, /is not there: make the database, or mend its name/],
    ] as const) {
      const error: unknown = await open(String(where)).catch(failure => failure);
      expect(String(error)).toMatch(words);
      expect(String(error)).not.toContain('guessed');
      expect(String(error)).not.toContain(url.password);
    }
  });

  test('one that takes no writes is told apart', { timeout: 60_000 }, async () => {
    const server = await givenServer();
    const store = await open(server.url);
    await server.restart('fast', { default_transaction_read_only: 'on' });
    await expect
      .poll(
        async () => {
          await store.transact(HUIMIN, tx => tx.put(visits, visit('v1'))).catch(() => undefined);
          return store.trouble;
        },
        { timeout: 20_000 },
      )
      .toMatch(/takes no writes/);
  });
});
