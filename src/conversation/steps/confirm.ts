import type { ConfirmStep } from '../definition.js';
import { NEXT } from '../move.js';
import { open, show } from '../prompt.js';
import { reopen } from '../trail.js';
import { normalise } from '../words.js';
import type { StepKind } from './kind.js';
import { stepName } from './reading.js';

const LONGEST_LABEL = 40;

/** `confirm: summary`, with `say:` where the text has another name. Shows a summary. Yes sends it, which is the consent; every answer can be changed from here. */
export const confirm: StepKind<ConfirmStep> = {
  kind: 'confirm',
  keys: ['confirm', 'say', 'name'],
  read(fields, whole) {
    const main = fields.get('confirm')?.text();
    if (main === undefined) return undefined;
    const name = stepName(fields, fields.has('name') ? 'name' : 'confirm', main);
    return { kind: 'confirm', name, line: whole.line, say: fields.get('say')?.text() ?? main };
  },
  exits: () => [{ to: 'next', label: 'yes' }],
  enter(turn) {
    const { slots, trail } = turn.session;
    const changes = trail.map(name => ({
      value: `change:${name}`,
      label: shorten(turn.text('change_item', { label: turn.label(name), shown: slots[name]?.shown ?? '' })),
    }));
    return open(turn, [{ value: 'yes', label: turn.text('confirm_yes') }, ...changes]);
  },
  question: (turn, step) => ({ text: turn.text(step.say) }),
  help: turn => turn.text('help_confirm'),
  option(turn, _step, value) {
    if (value === 'yes') {
      turn.outcomes.push({ kind: 'consented', slots: turn.session.trail });
      turn.set({ prompt: null, misses: 0 });
      return NEXT;
    }
    const slot = value.slice('change:'.length);
    reopen(turn, slot);
    return { kind: 'to', step: slot, reopen: 'change' };
  },
  hear(turn, step, { text, attachment }) {
    if (text === undefined || attachment) return null;
    const word = normalise(text);
    const { words, labels } = turn.compiled;
    if (words.words_yes.has(word)) return confirm.option?.(turn, step, 'yes') ?? null;
    if (words.words_no.has(word)) {
      turn.say('change_which');
      return show(turn);
    }
    const named = labels.find(label => label.words === word && turn.session.trail.includes(label.slot));
    return named ? (confirm.option?.(turn, step, `change:${named.slot}`) ?? null) : null;
  },
};

function shorten(label: string): string {
  const letters = [...label];
  return letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : label;
}
