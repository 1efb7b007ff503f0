import type { ActionSignatures } from '../conversation/definition.js';
import type { Action } from './action.js';
import { accounts } from './actions/accounts.js';
import { announcements } from './actions/announcements.js';
import { bookings } from './actions/bookings.js';
import { day } from './actions/day.js';
import { eventAnnouncing } from './actions/event-announcing.js';
import { eventWork } from './actions/event-work.js';
import { events } from './actions/events.js';
import { faq } from './actions/faq.js';
import { handling } from './actions/handling.js';
import { handovers } from './actions/handovers.js';
import { mine } from './actions/mine.js';
import { privacy } from './actions/privacy.js';
import { proposals } from './actions/proposals.js';
import { residents } from './actions/residents.js';
import { services } from './actions/services.js';
import { settings } from './actions/settings.js';
import { staff } from './actions/staff.js';
import { topics } from './actions/topics.js';

export type Actions = Readonly<Record<string, Action>>;

/** Every domain function that a conversation may call, by the name that its file uses. */
export const actions: Actions = {
  ...services,
  ...bookings,
  ...events,
  ...eventWork,
  ...eventAnnouncing,
  ...mine,
  ...privacy,
  ...residents,
  ...settings,
  ...accounts,
  ...handovers,
  ...day,
  ...faq,
  ...staff,
  ...announcements,
  ...topics,
  ...proposals,
  ...handling,
};

/** The same without the functions: what conversations are checked against. */
export const signatures: ActionSignatures = actions;
