import { type Booking, bookings, isOpen } from './booking.js';
import type { Context } from './context.js';
import { identities } from './identity.js';
import { setReminders } from './reminders.js';
import { type Resident, residents } from './resident.js';

/** More than anybody has; read page by page. */
const PAGE = 100;

/**
 * Joins the speaker, new on this platform, to the resident they were before: their platform ids, bookings,
 * consents and kept answers move to `owner`, and their own document goes. What the owner had kept stays. From
 * then on they are reached where they are speaking now. `context.resident` no longer exists afterwards.
 */
export async function joinResidents(context: Context, owner: Resident): Promise<Resident> {
  const { tx, resident } = context;
  for (;;) {
    const page = await tx.find(identities, 'byResident', { prefix: [resident.id], limit: PAGE });
    for (const identity of page) await tx.put(identities, { ...identity, resident: owner.id });
    if (page.length < PAGE) break;
  }
  for (;;) {
    const page = await tx.find(bookings, 'byResident', { prefix: [resident.id], limit: PAGE });
    for (const booking of page) await moveBooking(context, booking, owner);
    if (page.length < PAGE) break;
  }
  const joined: Resident = {
    ...owner,
    since: Math.min(owner.since, resident.since),
    kept: { ...resident.kept, ...owner.kept },
    consents: [...owner.consents, ...resident.consents].sort((a, b) => a.at - b.at),
    ...(resident.reach && { reach: resident.reach }),
  };
  await tx.put(residents, joined);
  await tx.remove(residents, resident.id);
  return joined;
}

async function moveBooking(context: Context, booking: Booking, owner: Resident): Promise<void> {
  const moved: Booking = {
    ...booking,
    resident: owner.id,
    history: [...booking.history, { at: context.now, by: owner.id, what: 'moved' }],
  };
  await context.tx.put(bookings, moved);
  // The timers name the resident whom they are about.
  if (isOpen(moved, context.now)) await setReminders(context, moved, context.now);
}
