import { z } from 'zod';
import type { Chance } from './clock.js';
import type { Community } from './content.js';
import { pickLocale } from './locale.js';
import { type Resident, residents } from './resident.js';
import type { Collection, Tx } from './store.js';

/** Which resident a platform's person is. Several may be one resident: that is what linking does. */
const identitySchema = z.strictObject({
  /** `account/personId`. */
  id: z.string(),
  resident: z.string(),
  since: z.number(),
});
export type Identity = z.infer<typeof identitySchema>;

export const identities: Collection<Identity> = {
  name: 'identities',
  version: 1,
  schema: identitySchema,
  personal: true,
  indexes: { byResident: { key: identity => [identity.resident, identity.since] } },
};

/** Somebody who wrote, as the platform tells. */
export interface Speaker {
  readonly account: string;
  readonly person: { readonly id: string; readonly name?: string; readonly locale?: string };
  readonly chat: { readonly id: string; readonly kind: 'direct' | 'group' };
}

export const identityId = (account: string, personId: string): string => `${account}/${personId}`;

/**
 * The resident who speaks; a new one the first time. Where they can be reached is kept up to date: a direct
 * chat once there is one, the group until then. Writes only what has changed.
 */
export async function residentOf(
  tx: Tx,
  speaker: Speaker,
  world: { readonly now: number; readonly chance: Chance; readonly community: Community },
): Promise<Resident> {
  const id = identityId(speaker.account, speaker.person.id);
  const identity = await tx.get(identities, id);
  const known = identity && (await tx.get(residents, identity.resident));
  if (known) {
    const reach = reachOf(speaker, known);
    if (reach === known.reach) return known;
    const seen = { ...known, reach };
    await tx.put(residents, seen);
    return seen;
  }
  const resident: Resident = {
    id: world.chance.id(),
    ...(speaker.person.name !== undefined && { name: speaker.person.name }),
    locale: pickLocale(speaker.person.locale, world.community.locales),
    since: world.now,
    kept: {},
    consents: [],
    reach: {
      account: speaker.account,
      chat: speaker.chat.id,
      person: speaker.person.id,
      kind: speaker.chat.kind,
    },
  };
  await tx.put(residents, resident);
  await tx.put(identities, { id, resident: resident.id, since: world.now });
  return resident;
}

/** The resident behind a platform's person, or undefined: for those who only look. */
export async function findResident(tx: Tx, account: string, personId: string): Promise<Resident | undefined> {
  const identity = await tx.get(identities, identityId(account, personId));
  return identity && tx.get(residents, identity.resident);
}

function reachOf({ account, person, chat }: Speaker, known: Resident): Resident['reach'] {
  const { reach } = known;
  // What is private must not wander into a group because they said something there.
  if (chat.kind === 'group' && reach?.kind === 'direct') return reach;
  if (reach?.account === account && reach.chat === chat.id && reach.person === person.id) return reach;
  return { account, chat: chat.id, person: person.id, kind: chat.kind };
}
