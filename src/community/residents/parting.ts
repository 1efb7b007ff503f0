import type { Context } from '../context.js';
import { type Identity, identities } from './identity.js';
import { note } from './privacy-log.js';
import { type Resident, residents } from './resident.js';

/** A chat that leaves, and where whoever sits there is reached. */
export interface Leaving {
  readonly identity: Identity;
  readonly reach: Resident['reach'];
}

/**
 * Takes chats that were joined by mistake out again: each of these is a stranger's from now on, and is told so; everything
 * stays with `context.resident`, who is reached in `reach`. Whoever works here goes on doing so in the chats that stay.
 */
export async function part(
  context: Context,
  leaving: readonly Leaving[],
  reach: Resident['reach'],
): Promise<void> {
  const { tx, now, chance, resident } = context;
  for (const { identity, reach: own } of leaving) {
    const stranger: Resident = {
      id: chance.id(),
      locale: resident.locale,
      since: now,
      kept: {},
      consents: [],
      ...(own ? { reach: own } : {}),
    };
    await tx.put(residents, stranger);
    await tx.put(identities, { ...identity, resident: stranger.id, since: now });
    const here = own?.account === context.chat?.account && own?.chat === context.chat?.chat;
    // Whoever takes themselves out has just been told.
    if (own && !here) await context.effects.tell(stranger.id, { text: 'parted_elsewhere', args: {} });
  }
  const { reach: _, ...rest } = resident;
  await tx.put(residents, { ...rest, ...(reach ? { reach } : {}) });
  await note(context, 'parted', resident.id, { chats: leaving.length });
}
