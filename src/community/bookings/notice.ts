import { inLocale } from '../content/content.js';
import type { Context } from '../context.js';
import type { Booking } from './booking.js';

/** As people here write it: without the country's own prefix, a landline with the 0 of its area. */
export const phoneForPeople = (phone: string): string =>
  phone.replace(/^\+86(?=1\d{10}$)/, '').replace(/^\+86(?=\d)/, '0');

/**
 * Tells the staff of a new, changed or cancelled booking, in the community's first language. Address and
 * phone go along when somebody has to come, and only then; so the staff's chat must be one that only staff
 * can read. The name does not: nobody needs it to find the door.
 */
export async function tellStaffOf(
  context: Context,
  text: 'staff_booked' | 'staff_rescheduled' | 'staff_cancelled',
  booking: Booking,
  before?: Booking,
): Promise<void> {
  const { community, services } = context.content;
  const service = services.find(one => one.id === booking.service);
  await context.effects.tellStaff({
    text,
    args: {
      number: booking.id,
      service: service ? inLocale(service.name, community.locales[0] ?? 'zh-Hans') : booking.service,
      day_date: booking.day,
      time: booking.time,
      ...(before && { old_day_date: before.day, old_time: before.time }),
      ...(text !== 'staff_cancelled' && { address: booking.address, phone: phoneForPeople(booking.phone) }),
    },
  });
}
