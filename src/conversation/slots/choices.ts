import type { Json } from '../json.js';
import type { SlotRules } from './kind.js';

/** Several of the options: ticked one by one, or said at once (1 3). */
export const choices: SlotRules = {
  kind: 'choices',
  several: true,
  fits: value =>
    Array.isArray(value) && value.length > 0 && value.every((item: Json) => typeof item === 'string'),
  read: () => null,
  show: value => (Array.isArray(value) ? value.join('、') : ''),
  within: (value, { min, max }) => {
    const many = Array.isArray(value) ? value.length : 0;
    if (min !== undefined && many < min) return { problem: 'choices_at_least', details: { min } };
    return max !== undefined && many > max ? { problem: 'choices_at_most', details: { max } } : null;
  },
};
