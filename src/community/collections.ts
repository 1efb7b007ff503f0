import { acts } from './act.js';
import { announcements } from './announcement.js';
import { deliveries } from './announcement-delivery.js';
import { bookings } from './booking.js';
import { closures } from './closure.js';
import { deskHours } from './desk-hours.js';
import { endorsements } from './endorsement.js';
import { events } from './event.js';
import { eventRounds } from './event-round.js';
import { addedEntries } from './faq.js';
import { groups } from './group.js';
import { handovers, relays } from './handover.js';
import { identities } from './identity.js';
import { invitations } from './invitation.js';
import { keptFiles } from './kept-file.js';
import { linkingCodes, linkingTries } from './linking-code.js';
import { privacyLog } from './privacy-log.js';
import { proposals } from './proposal.js';
import { residents } from './resident.js';
import { signUps } from './sign-up.js';
import { slotDays } from './slot-day.js';
import { members } from './staff.js';
import { staffChats } from './staff-chat.js';
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
