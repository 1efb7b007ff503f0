import { goOn } from '../community/announcements/plan.js';
import { remind } from '../community/bookings/reminders.js';
import { goOnWithEvent } from '../community/events/course.js';
import { goOnMovingUp, lapse } from '../community/events/line.js';
import { goRound } from '../community/events/round.js';
import { seedEvents } from '../community/events/seed.js';
import { proposalDeadline } from '../community/proposals/deadline.js';
import { proposalNews } from '../community/proposals/news.js';
import { remindOfWaiting } from '../community/staff/person-wanted.js';
import type { Timed } from '../community/timed.js';

/** Every function that a timer may call, by the name that `effects.setTimer` is given. */
export const timed: Readonly<Record<string, Timed>> = {
  'bookings.remind': remind,
  'handovers.remind': remindOfWaiting,
  'events.seed': seedEvents,
  'events.course': goOnWithEvent,
  'events.line': goOnMovingUp,
  'events.lapse': lapse,
  'events.round': goRound,
  'announcements.go_on': goOn,
  'proposals.deadline': proposalDeadline,
  'proposals.news': proposalNews,
};
