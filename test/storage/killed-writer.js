// A process that writes as fast as it can until it is killed, and says on stdout what was acknowledged.
import { writeSync } from 'node:fs';
import { z } from 'zod';
import { openJsonStore } from '../../dist/storage/json.js';

const [folder, key, forgets] = process.argv.slice(2);
const collection = (name, personal) => ({
  name,
  version: 1,
  schema: z.looseObject({ id: z.string() }),
  personal,
  indexes: {},
});
const bookings = collection('bookings', true);
const slots = collection('slots', false);
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (facts, message) => console.error(message, facts),
};
const clock = { now: () => Date.now(), after: () => () => undefined };

const store = await openJsonStore({
  folder,
  key: Buffer.from(key, 'hex'),
  clock,
  log,
  collections: [bookings, slots],
  snapshots: { bytes: 20_000, times: 1 },
});
writeSync(1, 'open\n');

async function writer() {
  for (;;) {
    const number = await store.transact('huimin', async tx => {
      const given = await tx.nextNumber('booking');
      const slot = (await tx.get(slots, 'slot')) ?? { id: 'slot', taken: 0 };
      await tx.put(slots, { ...slot, taken: slot.taken + 1 });
      await tx.put(bookings, { id: `b${given}`, who: '王奶奶' });
      const row = { id: `m${given}`, lane: 'a/c/p', account: 'a', priority: 0, notBefore: 0, body: {} };
      await tx.enqueue('outbox', row);
      return given;
    });
    writeSync(1, `${number}\n`);
  }
}

/** Somebody comes, leaves, and is to be forgotten. */
async function leaver() {
  for (;;) {
    const id = await store.transact('huimin', async tx => {
      const given = await tx.nextNumber('guest');
      await tx.put(slots, { id: `guest-${given}.`, taken: 0 });
      return given;
    });
    await store.transact('huimin', async tx => {
      await tx.remove(slots, `guest-${id}.`);
      await tx.forget();
    });
    writeSync(1, `left ${id}\n`);
    await store.forget();
    writeSync(1, `forgotten ${id}\n`);
  }
}

await Promise.all([...Array.from({ length: 20 }, writer), ...(forgets ? [leaver(), leaver()] : [])]);
