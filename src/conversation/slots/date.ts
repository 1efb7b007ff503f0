import type { SlotRules } from './kind.js';

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const formats = new Map<string, Intl.DateTimeFormat>();

export const date: SlotRules = {
  kind: 'date',
  wants: 'text',
  fits: value => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value),
  read: said => {
    const found = ISO.exec(said.normalize('NFKC').trim());
    if (!found) return null;
    const value = `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`;
    return isDay(value) ? { value } : null;
  },
  show: (value, { locale }) => showDate(String(value), locale),
};

/** `2026-11-24` as 11月24日周二, or Tue 24 Nov. */
export function showDate(day: string, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    // A short month in Chinese would be a bare number.
    const month = locale.startsWith('zh') ? 'long' : 'short';
    const style = { month, day: 'numeric', weekday: 'short', timeZone: 'UTC' } as const;
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, style);
    formats.set(locale, format);
  }
  return isDay(day) ? format.format(new Date(`${day}T00:00:00Z`)) : day;
}

function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}
