import type { SlotRules } from './kind.js';

/** One of the options; they are matched by number, label or button, before any reader. */
export const choice: SlotRules = {
  kind: 'choice',
  fits: value => typeof value === 'string' && value !== '',
  read: () => null,
  show: value => String(value),
};
