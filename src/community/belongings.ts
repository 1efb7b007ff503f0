import { announcementBelonging } from './announcement-belonging.js';
import type { Belonging } from './belonging.js';
import { bookingBelonging } from './booking-belonging.js';
import { endorsementBelonging } from './endorsement-belonging.js';
import { eventBelonging } from './event-belonging.js';
import { handoverBelonging } from './handover-belonging.js';
import { proposalBelonging } from './proposal-belonging.js';

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
