import { expect, onTestFinished, test } from 'vitest';
import { Database } from '../../src/storage/postgres/database.js';
import { type Asked, Lanes } from '../../src/storage/postgres/lanes.js';
import { Sealing } from '../../src/storage/postgres/sealing.js';
import { Shelves } from '../../src/storage/postgres/shelves.js';
import { openPostgresStore } from '../../src/storage/postgres.js';
import { givenDatabase } from '../postgres.js';
import { collections, HUIMIN, row } from './contract/given.js';
import { KEY, keptLog } from './given-folder.js';
import { HandClock, NINE } from './hand-clock.js';

test('a lane that was claimed by an answer that never came is given back', async () => {
  const url = await givenDatabase();
  const store = await openPostgresStore({
    url,
    key: KEY,
    clock: new HandClock(),
    log: keptLog(),
    collections,
  });
  const database = new Database({ url, connections: 2, log: keptLog() });
  onTestFinished(async () => {
    await database.close();
    await store.close();
  });
  await store.transact(HUIMIN, tx => tx.enqueue('inbox', row('m1')));

  let lost = 0;
  const losing: Asked = {
    run: async statement => {
      const answer = await database.run(statement);
      if (statement.text.startsWith('INSERT INTO linli."@claims"') && lost === 0) {
        lost += 1;
        throw new Error('the line broke before the answer came');
      }
      return answer;
    },
    aside: statement => database.aside(statement),
  };
  const shelf = new Shelves(collections, new Sealing(KEY)).queue('inbox');
  const lanes = new Lanes({ queue: 'inbox', shelf, database: losing, process: 'one' });
  const filter = { community: HUIMIN, now: NINE };
  await expect(lanes.claim(filter)).rejects.toThrow(/line broke/);
  expect(await lanes.claim(filter)).toBeNull();
  expect(await lanes.tidy()).toBe(true);
  expect((await lanes.claim(filter))?.row.id).toBe('m1');
});
