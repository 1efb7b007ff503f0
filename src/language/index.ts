/** What people mean: the public face of this folder. */

export { minutesIn, partIn } from './amounts.js';
export { type Danger, danger } from './danger/danger.js';
export { DANGERS, type DangerKind, NUMBERS } from './danger/kinds.js';
export type { Moment, MomentProblem } from './dates/assemble.js';
export { readMoment } from './dates/moment.js';
export { aboutService } from './intents/about-service.js';
export { type Routable, type Route, type Routes, routes } from './intents/routes.js';
export { type SmallTalk, smallTalk } from './intents/small-talk.js';
export { peopleIn } from './people.js';
export { proposalKindIn } from './proposal-kind.js';
export { readDate } from './read-date.js';
export { readNumber } from './read-number.js';
export { type PhoneHabits, phoneReader, readPhone } from './read-phone.js';
export { readTime } from './read-time.js';
export { onlyAnswers, readYesNo } from './read-yes-no.js';
export type { How, Reader, Reading } from './reader.js';
export { readers } from './readers.js';
export { type FaqFound, type FaqIndex, type FaqLike, faqIndex, type Hit } from './search/faq.js';
export { showDate } from './show.js';
export { type Named, type Slots, slotsIn } from './slots.js';
export { codeIn, subjectIn, withoutSubject } from './subject.js';
export { type TopicWish, topicWish } from './topics.js';
