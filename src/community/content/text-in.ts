import type { Localised } from './content.js';

/**
 * What staff wrote, as a text in several languages: in the community's first language, and in `other` where they gave
 * it. Whoever reads another one gets the nearest.
 */
export const inTexts = (text: string, other?: { locale: string; text: string }): Localised => ({
  'zh-Hans': text,
  ...(other && { [other.locale]: other.text }),
});
