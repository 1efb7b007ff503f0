import { z } from 'zod';
import { type Community, type Hours, WEEKDAYS } from '../content/content.js';
import type { Context } from '../context.js';
import { Problem } from '../problem.js';
import { record } from '../staff/act.js';
import type { Collection, Tx } from '../store.js';
import { readOpeningLine } from './opening-line.js';

/** The desk's opening hours as staff changed them in a chat; until then those of the content hold. */
const deskHoursSchema = z.strictObject({
  id: z.literal('desk'),
  hours: z.partialRecord(z.enum(WEEKDAYS), z.array(z.string())),
  by: z.string(),
  at: z.number(),
});
type DeskHours = z.infer<typeof deskHoursSchema>;

export const deskHours: Collection<DeskHours> = {
  name: 'desk_hours',
  version: 1,
  schema: deskHoursSchema,
  personal: false,
  indexes: {},
};

/** The community with the opening hours that hold now. */
export async function withHoursNow(tx: Tx, community: Community): Promise<Community> {
  const changed = await tx.get(deskHours, 'desk');
  return changed ? { ...community, hours: changed.hours } : community;
}

/**
 * Reads opening hours as they are written on a door (周一至周五 8:30-12:00, 14:00-17:30). Fails with `unreadable_hours`
 * (why, in the speaker's language).
 */
export function hoursOf(line: string, locale: string): Hours {
  try {
    return readOpeningLine(line);
  } catch (error) {
    if (!(error instanceof Error && 'said' in error)) throw error;
    const said = error.said as { zh: string; en: string };
    throw new Problem('unreadable_hours', { why: locale.startsWith('zh') ? said.zh : said.en });
  }
}

/** From now on the desk is open at these hours. */
export async function changeHours(context: Context, hours: Hours): Promise<void> {
  const { tx, now, member } = context;
  await tx.put(deskHours, { id: 'desk', hours, by: member?.id ?? '', at: now });
  await record(context, 'desk.hours');
}
