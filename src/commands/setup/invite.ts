import { z } from 'zod';
import type { Role } from '../../community/staff/staff.js';
import type { Config } from '../../config.js';
import { systemChance, systemClock } from '../../system.js';
import { ask, NoDesk } from '../client.js';
import { overOwnStore } from '../own-store.js';
import { staffCommands } from '../staff-office.js';

const invited = z.object({ code: z.string() });

/**
 * Makes an invitation, by the running desk or, when none runs, in the store itself, which is made where it is missing.
 * Gives the code as it is read out. Throws a sentence when neither can be done.
 */
export async function invite(
  config: Config,
  who: { community: string; name: string; role: Role },
): Promise<string> {
  try {
    return invited.parse(await ask(config.data, 'staff.invite', who)).code;
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
  }
  return overOwnStore(config, async store => {
    const office = { store, clock: systemClock, chance: systemChance, communities: [who.community] };
    return invited.parse(await staffCommands(office)['staff.invite']?.(who)).code;
  });
}
