import { inLocale } from '../content/content.js';
import type { Context } from '../context.js';
import { dayOf } from '../day.js';
import { Problem } from '../problem.js';
import { residents } from '../residents/resident.js';
import { record } from '../staff/act.js';
import { type Booking, bookings } from './booking.js';

/** Whose visit should have begun so long ago, ms, may still be waiting. */
const PATIENCE = 60 * 60_000;
const MOST = 100;

/** Today's visits of a service that somebody still waits for, the next one first. */
export async function waitingFor({ tx, now, content }: Context, service: string): Promise<Booking[]> {
  const today = dayOf(now, content.community.zone);
  const found = await tx.find(bookings, 'byService', { prefix: [service, today], limit: MOST });
  return found.filter(
    one => one.status === 'booked' && one.displaced === undefined && one.start > now - PATIENCE,
  );
}

/**
 * Tells whoever waits that the visit comes later: the next one, or everybody of today. Times stay as they are, since the
 * delay may be made up. Fails with `nobody_waits`.
 */
export async function tellDelay(
  context: Context,
  how: { service: string; minutes: number; whom: 'next' | 'all' },
): Promise<Booking[]> {
  const waiting = await waitingFor(context, how.service);
  const told = how.whom === 'next' ? waiting.slice(0, 1) : waiting;
  if (told.length === 0) throw new Problem('nobody_waits');
  const service = context.content.services.find(one => one.id === how.service);
  for (const booking of told) {
    const resident = await context.tx.get(residents, booking.resident);
    const locale = resident?.locale ?? context.locale;
    await context.effects.tell(
      booking.resident,
      {
        text: 'visit_late',
        args: {
          number: booking.id,
          service: service ? inLocale(service.name, locale) : how.service,
          time: booking.time,
          minutes: how.minutes,
        },
        choices:
          booking.start > context.now
            ? [{ label: 'button_other_time', begin: 'reschedule-booking', slots: { booking: booking.id } }]
            : [],
      },
      // Once the visit has come late it is known.
      { expires: booking.start + how.minutes * 60_000 },
    );
  }
  await record(context, 'visit.late', how.service, { minutes: how.minutes, told: told.length });
  return told;
}
