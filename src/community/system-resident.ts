import type { Content } from './content/content.js';
import type { Resident } from './residents/resident.js';

/**
 * Who acts when nobody speaks: a deadline that falls due, a planned announcement. It is nobody's document, and is
 * never written.
 */
export const theDesk = (content: Content): Resident => ({
  id: '',
  locale: content.community.locales[0] ?? 'zh-Hans',
  since: 0,
  kept: {},
  consents: [],
});
