import type { Day } from '../../community/day.js';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A date as people of this language say it: 11月24日 周二; Tue, Nov 24. */
export function shortDay(day: Day, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    // The date has no zone: it is formatted in the one in which it was made.
    format = new Intl.DateTimeFormat(locale, {
      month: locale.startsWith('zh') ? 'long' : 'short',
      day: 'numeric',
      weekday: 'short',
      timeZone: 'UTC',
    });
    formats.set(locale, format);
  }
  const shown = format.format(new Date(`${day}T12:00:00Z`));
  return locale.startsWith('zh') ? shown.replace(/(日)(?=\S)/, '$1 ') : shown;
}
