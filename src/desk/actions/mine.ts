import type { Context } from '../../community/context.js';
import type { Mine } from '../../community/residents/belonging.js';
import { belongings } from '../../community/residents/belongings.js';
import type { OutcomeChoice } from '../../conversation/session.js';
import type { Action, Say } from '../action.js';
import { dateInWords } from '../words.js';

/** How many matters of one noun are listed: as many as can be read on a phone. */
const LISTED = 5;
const TITLE = 24;
const LABEL = 22;

export const mine: Readonly<Record<string, Action>> = {
  /**
   * Everything that is going on for the speaker, by noun: `list` says what it is, where it stands and what comes next;
   * `choices` lead to each.
   */
  'mine.look': {
    needs: {},
    gives: ['count', 'list', 'choices'],
    fails: [],
    async run(context, _, words) {
      const groups: string[] = [];
      const choices: OutcomeChoice[] = [];
      let count = 0;
      for (const { noun, mine } of belongings) {
        const all = await mine(context, context.resident.id);
        if (all.length === 0) continue;
        const listed = all.slice(0, LISTED);
        const rest = all.length - listed.length;
        count += all.length;
        const lines = listed.map(one => line(context, one, words));
        const more = rest > 0 ? [words('mine_more', { count: rest })] : [];
        groups.push([words(`mine_noun_${noun}`), ...lines, ...more].join('\n'));
        choices.push(...listed.flatMap(choice));
      }
      return { count, list: groups.join('\n\n'), choices: choices as never };
    },
  },
};

function line({ locale }: Context, one: Mine, words: Say): string {
  const { number, owner = 'none', day, time = '' } = one;
  const when = day === undefined ? '' : ` ${dateInWords(day, locale)} ${time}`.trimEnd();
  const title = short(one.title, TITLE);
  const args = { title, number, owner, time, ...(day === undefined ? {} : { day_date: day }) };
  return words('mine_line', {
    title,
    when,
    number: title === number ? 'none' : number,
    state: words(one.state, args),
    next: words(one.next, args),
  });
}

function choice({ begin, slots, title, number }: Mine): OutcomeChoice[] {
  if (begin === undefined) return [];
  return [{ label: `${number} ${short(title, LABEL)}`, begin, ...(slots ? { slots } : {}) }];
}

/** The beginning of a long title, which somebody may have written themselves. */
function short(text: string, most: number): string {
  const signs = [...text.replaceAll(/\s+/gu, ' ').trim()];
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : signs.join('');
}
