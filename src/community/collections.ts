import { announcements } from './announcements/announcement.js';
import { deliveries } from './announcements/delivery.js';
import { groups } from './announcements/group.js';
import { bookings } from './bookings/booking.js';
import { slotDays } from './bookings/slot-day.js';
import { addedEntries } from './content/faq.js';
import { events } from './events/event.js';
import { eventRounds } from './events/round.js';
import { signUps } from './events/sign-up.js';
import { closures } from './hours/closure.js';
import { deskHours } from './hours/desk-hours.js';
import { keptFiles } from './kept-file.js';
import { endorsements } from './proposals/endorsement.js';
import { proposals } from './proposals/proposal.js';
import { identities } from './residents/identity.js';
import { linkingCodes, linkingTries } from './residents/linking-code.js';
import { privacyLog } from './residents/privacy-log.js';
import { residents } from './residents/resident.js';
import { acts } from './staff/act.js';
import { handovers, relays } from './staff/handover.js';
import { invitations } from './staff/invitation.js';
import { members } from './staff/staff.js';
import { staffChats } from './staff/staff-chat.js';
import type { Collection } from './store.js';

/** Everything that the community keeps. */
export const communityCollections: readonly Collection[] = [
  residents,
  identities,
  linkingCodes,
  linkingTries,
  bookings,
  slotDays,
  keptFiles,
  events,
  signUps,
  eventRounds,
  members,
  invitations,
  staffChats,
  acts,
  handovers,
  relays,
  closures,
  deskHours,
  addedEntries,
  privacyLog,
  announcements,
  deliveries,
  groups,
  proposals,
  endorsements,
];
