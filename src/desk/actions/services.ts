import { inLocale } from '../../community/content/content.js';
import type { Action } from '../action.js';

export const services: Readonly<Record<string, Action>> = {
  /** The services that can be booked. */
  'services.open': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ content, locale }) =>
      content.services.map(service => ({ value: service.id, label: inLocale(service.name, locale) })),
  },
};
