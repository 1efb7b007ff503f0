import { z } from 'zod';
import { pickLocale } from '../content/locale.js';
import type { Collection, Tx } from '../store.js';
import { type Resident, residents } from './resident.js';

/** Which resident a platform's person is. Several may be one resident: that is what linking does. */
const identitySchema = z.strictObject({
  /** `account/person`. */
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
  /** The platform's id of the person. */
  readonly person: string;
  readonly name?: string | undefined;
  /** BCP 47, as their app says. */
  readonly locale?: string | undefined;
  /** What the community speaks, its first language first. */
  readonly locales: readonly string[];
  readonly now: number;
  readonly newId: () => string;
}

export const identityId = (account: string, person: string): string => `${account}/${person}`;

/** The resident who speaks; a new one the first time. Who they are is decided by the platform's id alone. */
export async function residentOf(tx: Tx, speaker: Speaker): Promise<Resident> {
  const { account, person, name, now } = speaker;
  const known = await findResident(tx, account, person);
  if (known) return known;
  const resident: Resident = {
    id: speaker.newId(),
    ...(name !== undefined && { name }),
    locale: pickLocale(speaker.locale, speaker.locales),
    since: now,
    kept: {},
    consents: [],
  };
  await tx.put(residents, resident);
  await tx.put(identities, { id: identityId(account, person), resident: resident.id, since: now });
  return resident;
}

/** The resident behind a platform's person, or undefined: for those who only look. */
export async function findResident(tx: Tx, account: string, person: string): Promise<Resident | undefined> {
  const identity = await tx.get(identities, identityId(account, person));
  return identity && tx.get(residents, identity.resident);
}

/** More platforms and accounts than anybody writes from. */
const MOST = 200;

/** Everybody whom the platforms know this resident as, the first one first. */
export async function identitiesOf(tx: Tx, resident: string): Promise<Identity[]> {
  return tx.find(identities, 'byResident', { prefix: [resident], limit: MOST });
}
