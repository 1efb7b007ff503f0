import type { SlotRules } from './kind.js';

const PLAIN = /^\+?\d{7,15}$/;

export const phone: SlotRules = {
  kind: 'phone',
  wants: 'phone',
  fits: value => typeof value === 'string' && PLAIN.test(value),
  read: said => {
    const value = said.normalize('NFKC').replace(/[\s()-]/g, '');
    if (PLAIN.test(value)) return { value };
    return /^\+?\d+$/.test(value) ? { problem: 'miss_phone' } : null;
  },
  take: ({ contact }, context) => {
    if (!contact) return null;
    return context.world.readers.phone
      ? context.world.readers.phone(contact.phone, { ...context.world, locale: context.locale })
      : phone.read(contact.phone, context);
  },
  show: value => String(value).replace(/^\+86(?=1\d{10}$)/, ''),
};
