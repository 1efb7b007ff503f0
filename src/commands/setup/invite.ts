import { collections } from '../../collections.js';
import { makeInvitation, OPERATOR } from '../../community/invitation.js';
import type { Role } from '../../community/staff.js';
import type { Config } from '../../config.js';
import { dataFolder } from '../../folders.js';
import { makeLog, storeLog } from '../../log.js';
import { openJsonStore } from '../../storage/json.js';
import { storeKey } from '../../storage/key.js';
import { systemChance, systemClock } from '../../system.js';
import { ask, NoDesk } from '../client.js';

/**
 * Makes an invitation, by the running desk or, when none runs, in the store itself, which is made where it is missing.
 * Gives the code. Throws a sentence when the store cannot be opened.
 */
export async function invite(
  config: Config,
  { community, name, role }: { community: string; name: string; role: Role },
): Promise<string> {
  try {
    return String(await ask(config.data, 'staff.invite', { community, name, role }));
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
  }
  await dataFolder(config.data);
  const { key } = await storeKey({ given: config.key, file: config.keyFile, folder: config.data });
  const log = storeLog(makeLog('error', process.stderr));
  const store = await openJsonStore({ folder: config.data, key, clock: systemClock, log, collections });
  try {
    const how = { name, role, by: OPERATOR, now: systemClock.now(), chance: systemChance };
    return await store.transact(community, tx => makeInvitation(tx, how));
  } finally {
    await store.close();
  }
}
