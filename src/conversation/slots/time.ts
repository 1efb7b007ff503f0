import type { SlotRules } from './kind.js';

const CLOCK = /^(\d{1,2})[:：](\d{2})$/;

export const time: SlotRules = {
  kind: 'time',
  wants: 'text',
  fits: value => typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value),
  read: said => {
    const found = CLOCK.exec(said.normalize('NFKC').trim());
    if (!found || Number(found[1]) > 23 || Number(found[2]) > 59) return null;
    return { value: `${found[1]?.padStart(2, '0')}:${found[2]}` };
  },
  show: value => String(value),
};
