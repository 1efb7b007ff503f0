import { normalise } from '../words.js';
import type { SlotRules } from './kind.js';

export const yesno: SlotRules = {
  kind: 'yesno',
  fits: value => typeof value === 'boolean',
  read: (said, { words }) => {
    const word = normalise(said);
    if (words('words_yes').has(word)) return { value: true };
    return words('words_no').has(word) ? { value: false } : null;
  },
  show: (value, { text }) => text(value === true ? 'label_yes' : 'label_no'),
};
