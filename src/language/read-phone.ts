import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Reader } from './reader.js';

export interface PhoneHabits {
  /** The country of numbers without +, ISO 3166. Default CN. */
  readonly country?: CountryCode;
  /** The area code of landlines that are given without one: '027'. */
  readonly area?: string;
}

const SPOKEN = /[零〇一幺二三四五六七八九]{7,13}/gu;
const DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};
/** Figures with the separators people put in between; bounded, so that no text can make it slow. */
const WRITTEN = /(?:\+|00)?[(（]?\d(?:[ \-.()（）·•–—_]{0,3}\d){4,24}/gu;
/** Countries whose people live here: tried on numbers that are none of this country. By language. */
const BY_LANGUAGE: Readonly<Record<string, CountryCode>> = { vi: 'VN' };
const LONGEST = 300;

/**
 * Makes the reader of phone numbers: its value is E.164, shown the way people here write it (138 0000 1234).
 * Mobile and landline, with or without area code, full-width or spoken digits, from abroad with +. Problem:
 * `phone_invalid` with { digits, reason: short | long | unknown }.
 */
export function phoneReader(habits: PhoneHabits = {}): Reader<string> {
  const country = habits.country ?? 'CN';
  return (text, how) => {
    const plain = text
      .slice(0, LONGEST)
      .normalize('NFKC')
      .replace(SPOKEN, spoken => [...spoken].map(digit => DIGITS[digit]).join(''));
    const candidates = plain.match(WRITTEN) ?? [];
    if (candidates.length === 0) return null;
    const elsewhere = BY_LANGUAGE[how.locale.split('-')[0] ?? ''];
    for (const written of candidates) {
      const number = parse(written, country, habits.area) ?? (elsewhere && parse(written, elsewhere));
      if (number) return { value: number.number, shown: shown(number, country) };
    }
    const digits = Math.max(...candidates.map(written => written.replace(/\D/g, '').length));
    return { problem: 'phone_invalid', details: { digits, reason: reasonOf(digits) } };
  };
}

function parse(written: string, country: CountryCode, area?: string): PhoneNumber | undefined {
  const digits = written.replace(/[^\d+]/g, '');
  const local = area !== undefined && /^[2-9]\d{6,7}$/.test(digits) ? `${area}${digits}` : digits;
  const number = parsePhoneNumberFromString(local, country);
  return number?.isValid() ? number : undefined;
}

function shown(number: PhoneNumber, country: CountryCode): string {
  if (number.country !== country) return number.formatInternational();
  const digits = number.nationalNumber;
  if (country === 'CN' && number.getType() === 'MOBILE') {
    return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  }
  return number.formatNational().replaceAll('-', ' ');
}

function reasonOf(digits: number): 'short' | 'long' | 'unknown' {
  return digits < 11 ? 'short' : digits > 11 ? 'long' : 'unknown';
}

/** The reader for a community whose people leave the area code away nowhere. */
export const readPhone = phoneReader();
