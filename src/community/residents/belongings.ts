import { announcementBelonging } from '../announcements/belonging.js';
import { bookingBelonging } from '../bookings/belonging.js';
import { eventBelonging } from '../events/belonging.js';
import { proposalBelonging } from '../proposals/belonging.js';
import { endorsementBelonging } from '../proposals/endorsement-belonging.js';
import { handoverBelonging } from '../staff/handover-belonging.js';
import type { Belonging } from './belonging.js';

/** Everything that can be somebody's, in the order in which 我的 shows it. A noun that keeps something of residents is here. */
export const belongings: readonly Belonging[] = [
  // One a line.
  bookingBelonging,
  eventBelonging,
  proposalBelonging,
  endorsementBelonging,
  handoverBelonging,
  announcementBelonging,
];
