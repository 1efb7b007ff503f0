import type { QueueName } from '../../community/store.js';
import type { Shown } from '../json/show.js';
import { QUEUE_NAMES } from '../memory/rows.js';
import type { Database } from './database.js';
import type { Shelves } from './shelves.js';

/** What is held of a collection, in every community; of one document, with an id. */
export async function showAll(
  database: Database,
  shelves: Shelves,
  collection: string,
  id?: string,
): Promise<Shown[]> {
  const queue = QUEUE_NAMES.find((name): name is QueueName => name === collection);
  const shelf = queue === undefined ? shelves.named(collection) : shelves.queue(queue);
  const { rows } = await database.run(shelf.all(id));
  return rows.map(fields => {
    const community = fields.community as string;
    return { community, doc: shelf.standing(community, fields).doc };
  });
}
