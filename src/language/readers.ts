import { readDate } from './read-date.js';
import { readNumber } from './read-number.js';
import { type PhoneHabits, phoneReader } from './read-phone.js';
import { readTime } from './read-time.js';
import { readYesNo } from './read-yes-no.js';

/** The readers of typed answers, by the kind of answer, as a conversation's steps ask for them. */
export function readers(options: { readonly phone?: PhoneHabits } = {}) {
  return {
    date: readDate,
    time: readTime,
    phone: phoneReader(options.phone),
    number: readNumber,
    yesno: readYesNo,
  } as const;
}
