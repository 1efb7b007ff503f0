import { readMoment } from './dates/moment.js';
import { momentWords } from './dates/spans.js';
import { fold } from './fold.js';

/** Something that can be asked for, with what people call it. */
export interface Named {
  readonly value: string;
  readonly words: readonly string[];
}

export interface Slots {
  /** The words as written: 明天, next Tuesday. */
  readonly date_text?: string;
  readonly time_text?: string;
  /** The value of the one whose words were said. */
  readonly service?: string;
  /**
   * What to read as the answer to a question for a day, and for a time: 'YYYY-MM-DD' and 'HH:MM' where the message
   * as a whole gives them (今晚七点 is 19:00, though 七点 alone is not), otherwise the words (周末, 下午).
   */
  readonly date?: string;
  readonly time?: string;
}

/**
 * What a first message already says: the words for day and time as they were written, and which of the services
 * it names (the longest of their words that occurs counts; two different ones of equal length are none).
 */
export function slotsIn(
  text: string,
  how: { readonly now: number; readonly zone: string; readonly services?: readonly Named[] },
): Slots {
  const { date, time } = momentWords(text);
  const service = named(text, how.services ?? []);
  const whole = date === '' && time === '' ? null : readMoment(text, how);
  const moment = whole === null || 'problem' in whole ? {} : whole;
  return {
    ...(date === '' ? {} : { date_text: date, date }),
    ...(moment.date === undefined ? {} : { date: moment.date }),
    ...(time === '' ? {} : { time_text: time, time: moment.time ?? time }),
    ...(service === undefined ? {} : { service }),
  };
}

function named(text: string, services: readonly Named[]): string | undefined {
  const said = fold(text).text;
  let best = { length: 0, values: new Set<string>() };
  for (const { value, words } of services) {
    for (const word of words) {
      const folded = fold(word).text;
      if (folded.length < best.length || folded === '' || !occurs(said, folded)) continue;
      if (folded.length > best.length) best = { length: folded.length, values: new Set() };
      best.values.add(value);
    }
  }
  return best.values.size === 1 ? [...best.values][0] : undefined;
}

/** Latin words as whole words, Chinese anywhere. */
function occurs(text: string, word: string): boolean {
  let at = text.indexOf(word);
  while (at >= 0) {
    const before = at === 0 ? '' : text[at - 1]!;
    const after = text[at + word.length] ?? '';
    const cut =
      (/[a-z0-9]/.test(word[0]!) && /[a-z0-9]/.test(before)) ||
      (/[a-z0-9]$/.test(word) && /[a-z0-9]/.test(after));
    if (!cut) return true;
    at = text.indexOf(word, at + 1);
  }
  return false;
}
