import { chineseNumber } from '../numbers.js';
import { normalise } from '../words.js';
import type { SlotRules } from './kind.js';

const NUMBER = /^[^\d-]{0,4}(-?\d+(?:\.\d+)?)[^\d]{0,4}$/u;

export const number: SlotRules = {
  kind: 'number',
  takesNumbers: true,
  wants: 'text',
  fits: value => typeof value === 'number' && Number.isFinite(value),
  read: said => {
    const plain = normalise(said).replace(/(?<=\d),(?=\d{3})/g, '');
    const chinese = chineseNumber(plain.replace(/[个位人次份岁]$/u, ''));
    if (chinese !== null) return { value: chinese };
    const digits = NUMBER.exec(plain)?.[1];
    return digits === undefined ? null : { value: Number(digits) };
  },
  show: (value, { locale }) => new Intl.NumberFormat(locale).format(Number(value)),
  within: (value, { min, max }) => {
    const amount = Number(value);
    if (min !== undefined && max !== undefined && (amount < min || amount > max)) {
      return { problem: 'number_between', details: { min, max } };
    }
    if (min !== undefined && amount < min) return { problem: 'number_at_least', details: { min } };
    return max !== undefined && amount > max ? { problem: 'number_at_most', details: { max } } : null;
  },
};
