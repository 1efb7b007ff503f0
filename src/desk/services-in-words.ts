import { inLocale } from '../community/content/content.js';
import type { Turn } from './turn.js';

/** A paragraph for each of these services: what it is, what it costs, who comes, for whom it is. */
export function servicesInWords(turn: Turn, services: readonly string[]): string {
  const { locale } = turn;
  return turn.tools.content.services
    .filter(({ id }) => services.includes(id))
    .map(({ name, about, cost, who, eligibility }) =>
      turn.word(eligibility ? 'about_service_for' : 'about_service', {
        service: inLocale(name, locale),
        about: inLocale(about, locale),
        cost: cost ? inLocale(cost, locale) : turn.word('free'),
        who: inLocale(who, locale),
        for: eligibility ? inLocale(eligibility, locale) : '',
      }),
    )
    .join('\n\n');
}
