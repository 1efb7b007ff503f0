import type { Localised } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { type Args, optionalText, text } from '../action.js';

/**
 * What somebody wrote, per language: `text` in the community's first language, `translation` in its second. Without
 * the first language's everybody would read the other one.
 */
export function textsOf({ content }: Context, args: Args): Localised {
  const [first = 'zh-Hans', second] = content.community.locales;
  const written = text(args, 'text');
  const translation = optionalText(args, 'translation');
  return {
    'zh-Hans': written,
    [first]: written,
    ...(second !== undefined && translation !== undefined ? { [second]: translation } : {}),
  };
}
