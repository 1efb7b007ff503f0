import { goOn } from '../community/announcement-plan.js';
import { goOnWithEvent } from '../community/event-course.js';
import { goOnMovingUp, lapse } from '../community/event-line.js';
import { goRound } from '../community/event-round.js';
import { seedEvents } from '../community/event-seed.js';
import { remindOfWaiting } from '../community/person-wanted.js';
import { proposalDeadline } from '../community/proposal-deadline.js';
import { proposalNews } from '../community/proposal-news.js';
import { remind } from '../community/reminders.js';
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
