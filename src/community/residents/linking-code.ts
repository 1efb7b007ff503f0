import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Chance } from '../clock.js';
import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import type { Collection, Tx } from '../store.js';
import { joinResidents, requireOneAtMostStaff } from './joining.js';
import { type Resident, residents } from './resident.js';

/** How long a code holds, ms, and how often somebody may guess wrong in an hour. */
export const CODE_LASTS = 10 * 60_000;
export const WRONG_TRIES = 5;
const HOUR = 3_600_000;
/**
 * Digits only: people read it from one phone and type it into another. So many, since tries are counted per
 * resident, and on the web page anybody can be as many new residents as they like.
 */
const DIGITS = 12;

const codeSchema = z.strictObject({
  /** The code's hash: who reads the store or a backup learns no code. What keeps it from being guessed is its short life. */
  id: z.string(),
  resident: z.string(),
  expires: z.number(),
});
type LinkingCode = z.infer<typeof codeSchema>;

export const linkingCodes: Collection<LinkingCode> = {
  name: 'linking_codes',
  version: 1,
  schema: codeSchema,
  personal: true,
  indexes: { byResident: { key: code => [code.resident] }, byExpiry: { key: code => [code.expires] } },
};

const triesSchema = z.strictObject({
  /** Whose tries. */
  id: z.string(),
  /** When they guessed wrong, ms; those older than an hour are dropped. */
  wrong: z.array(z.number()),
});

export const linkingTries: Collection<z.infer<typeof triesSchema>> = {
  name: 'linking_tries',
  version: 1,
  schema: triesSchema,
  personal: true,
  indexes: {},
};

/**
 * A new code for the speaker (or for `whose` chat is lost, see relinking.ts), such as 481516234210, good once and for `CODE_LASTS`; their earlier ones no longer
 * hold. Typed on another platform it joins that one to this resident, so it must be shown in direct chat only.
 * `chance` must be unguessable outside tests.
 */
export async function makeCode(context: Context, whose: string = context.resident.id): Promise<string> {
  const { tx, now, chance } = context;
  await dropCodes(tx, await tx.find(linkingCodes, 'byResident', { prefix: [whose], limit: 20 }));
  // Nobody else looks after those that were never used.
  await dropCodes(tx, await tx.find(linkingCodes, 'byExpiry', { to: [now], limit: 20 }));
  let code = draw(chance);
  while (await tx.get(linkingCodes, hashOf(tx, code))) code = draw(chance);
  await tx.put(linkingCodes, { id: hashOf(tx, code), resident: whose, expires: now + CODE_LASTS });
  return code;
}

/** Their codes and wrong tries, when they go for good. */
export async function forgetCodes(tx: Tx, resident: string): Promise<void> {
  await dropCodes(tx, await tx.find(linkingCodes, 'byResident', { prefix: [resident], limit: 20 }));
  await tx.remove(linkingTries, resident);
}

/**
 * Joins the speaker to the resident who made `code`, and gives that resident; null when the code is wrong,
 * used or too old. A wrong one is counted, which is why it is no failure: a failure would write nothing. Fails
 * with `too_many_tries` (after `WRONG_TRIES` in an hour, right or wrong), `own_code` and `both_staff`.
 */
export async function useCode(context: Context, code: string): Promise<Resident | null> {
  const { tx, now, resident } = context;
  const hash = hashOf(tx, digitsOf(code));
  await lockBoth(tx, resident.id, (await tx.get(linkingCodes, hash))?.resident);
  const tries = await tx.get(linkingTries, resident.id, { forUpdate: true });
  const wrong = (tries?.wrong ?? []).filter(at => at > now - HOUR);
  if (wrong.length >= WRONG_TRIES) throw new Problem('too_many_tries');

  const known = await tx.get(linkingCodes, hash, { forUpdate: true });
  const owner = known && known.expires > now ? await tx.get(residents, known.resident) : undefined;
  if (!known || !owner) {
    await tx.put(linkingTries, { id: resident.id, wrong: [...wrong, now] });
    return null;
  }
  if (owner.id === resident.id) throw new Problem('own_code');
  await requireOneAtMostStaff(context, owner);
  await tx.remove(linkingCodes, known.id);
  await forgetCodes(tx, resident.id);
  // Before they are joined, so that it is said where the code was made: nobody is joined without knowing it.
  await context.effects.tell(owner.id, { text: 'linked_elsewhere', args: {} });
  return joinResidents(context, owner);
}

/**
 * Whoever becomes one, in the order of their ids, before anything of theirs is looked for: what is put for either of them
 * meanwhile is seen, or put anew for the one who stays.
 */
async function lockBoth(tx: Tx, one: string, other = one): Promise<void> {
  for (const id of [...new Set([one, other])].sort()) await tx.get(residents, id, { forUpdate: true });
}

const draw = (chance: Chance): string =>
  Array.from({ length: DIGITS }, () => Math.floor(chance.random() * 10)).join('');

/** Without the spaces and dashes with which it is shown, and full-width digits made plain. */
const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '');

const hashOf = (tx: Tx, code: string): string =>
  createHash('sha256').update(`linli/${tx.community}/${code}`).digest('hex');

async function dropCodes(tx: Tx, codes: readonly LinkingCode[]): Promise<void> {
  for (const code of codes) await tx.remove(linkingCodes, code.id);
}
