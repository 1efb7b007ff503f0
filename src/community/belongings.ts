import { announcementBelonging } from './announcement-belonging.js';
import type { Belonging } from './belonging.js';
import { bookingBelonging } from './booking-belonging.js';
import { eventBelonging } from './event-belonging.js';
import { handoverBelonging } from './handover-belonging.js';

/** Everything that can be somebody's, in the order in which 我的 shows it. A noun that keeps something of residents is here. */
export const belongings: readonly Belonging[] = [
  // One a line.
  bookingBelonging,
  eventBelonging,
  handoverBelonging,
  announcementBelonging,
];
