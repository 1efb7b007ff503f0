const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const UNITS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };

/**
 * The value of an integer in digits or Chinese numerals (25, 二十五, 廿五, 一百零三, 二〇二七, 3万, 一万二); null when
 * it is none, or not one number: 两三 is two or three.
 */
export function numeral(written: string): number | null {
  if (/^\d{1,15}$/.test(written)) return Number(written);
  if (written.length > 16) return null;
  const text = written.replace(/^廿/, '二十').replace(/^卅/, '三十');
  const [big, small, more] = text.split('万');
  if (small === undefined) return section(text);
  if (more !== undefined || big === undefined) return null;
  const high = /^\d{1,9}$/.test(big) ? Number(big) : section(big);
  // 一万二 is 12000: a lone digit after the unit counts the next lower one.
  const low = small === '' ? 0 : small.length === 1 ? (DIGITS[small] ?? Number.NaN) * 1000 : section(small);
  return high === null || low === null || Number.isNaN(low) ? null : high * 10_000 + low;
}

/** Below 10,000: with units (二百三), or digit by digit (二〇二七). */
function section(text: string): number | null {
  if (text === '') return null;
  const letters = [...text];
  if (!letters.some(letter => letter in UNITS)) {
    const digits = letters.map(letter => DIGITS[letter]);
    if (digits.some(digit => digit === undefined)) return null;
    if (digits.length === 1) return digits[0]!;
    // 二七 is no number one can be sure of, 零五 and 二〇二七 are.
    const sure = digits[0] === 0 || digits.length >= 4 || text.includes('〇');
    return sure && !text.includes('两') ? Number(digits.join('')) : null;
  }
  let sum = 0;
  let digit: number | null = null;
  let unit = Number.POSITIVE_INFINITY;
  let zero = false;
  for (const letter of letters) {
    const size = UNITS[letter];
    if (size === undefined) {
      const value = DIGITS[letter];
      if (value === undefined || digit !== null) return null;
      if (value === 0) zero = true;
      else digit = value;
      continue;
    }
    if (size >= unit || (digit === null && size !== 10)) return null;
    sum += (digit ?? 1) * size;
    unit = size;
    digit = null;
    zero = false;
  }
  if (digit === null) return sum;
  // 二百三 is 230, 二百零三 is 203.
  return sum + (unit > 10 && !zero ? digit * (unit / 10) : digit);
}
