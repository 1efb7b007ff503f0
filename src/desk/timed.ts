import { remindOfWaiting } from '../community/person-wanted.js';
import { remind } from '../community/reminders.js';
import type { Timed } from '../community/timed.js';

/** Every function that a timer may call, by the name that `effects.setTimer` is given. */
export const timed: Readonly<Record<string, Timed>> = {
  'bookings.remind': remind,
  'handovers.remind': remindOfWaiting,
};
