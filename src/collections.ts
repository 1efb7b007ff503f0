import { bookings } from './community/booking.js';
import { identities } from './community/identity.js';
import { linkingCodes, linkingTries } from './community/linking-code.js';
import { residents } from './community/resident.js';
import { slotDays } from './community/slot-day.js';
import type { Collection } from './community/store.js';
import { deskCollections } from './desk/desk.js';
import { webchatCollections } from './platforms/webchat.js';

/** Everything that a store holds: it is opened with all of them. */
export const collections: readonly Collection[] = [
  residents,
  identities,
  linkingCodes,
  linkingTries,
  bookings,
  slotDays,
  ...deskCollections,
  ...webchatCollections,
];
