import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import { memberOf } from '../staff/staff.js';
import { belongings } from './belongings.js';
import { makeCode } from './linking-code.js';
import { type Resident, residents } from './resident.js';

/**
 * The resident whose matter has this number, or who gave this phone (E.164): for staff, before whom they stand. Fails with
 * `nobody_found`, `several_found` (a phone that a family shares) and `is_staff`: a colleague's rights come by invitation
 * alone, or whoever sits at the desk could become anybody.
 */
export async function residentBehind(context: Context, said: string): Promise<Resident> {
  const { tx } = context;
  const found = new Set<string>();
  for (const { whose } of belongings) for (const one of (await whose?.(tx, said)) ?? []) found.add(one);
  const [only, ...others] = found;
  if (others.length > 0) throw new Problem('several_found');
  const resident = only === undefined ? undefined : await tx.get(residents, only);
  if (!resident) throw new Problem('nobody_found');
  if (await memberOf(tx, resident.id)) throw new Problem('is_staff');
  return resident;
}

/**
 * A one-time code for somebody who has lost their old chat, whom a member of staff has seen and checked: typed in the new
 * chat, it brings them back to all that is theirs. Recorded. Fails like `residentBehind`.
 */
export async function codeFor(context: Context, said: string): Promise<string> {
  const resident = await residentBehind(context, said);
  const code = await makeCode(context, resident.id);
  // A phone number is nobody's business in the record of who did what.
  await record(context, 'resident.relink', /^[A-Z]{2}-\d+/.test(said) ? said : undefined);
  return code;
}

/** Says for a resident who did not know which grid they live in. Recorded. Fails like `residentBehind`, or with `unknown_grid`. */
export async function setGridOf(context: Context, said: string, grid: string): Promise<void> {
  const resident = await residentBehind(context, said);
  if (!context.content.community.grids.some(({ id }) => id === grid)) throw new Problem('unknown_grid');
  await context.tx.put(residents, { ...resident, grid });
  await record(context, 'resident.grid', /^[A-Z]{2}-\d+/.test(said) ? said : undefined, { grid });
}
