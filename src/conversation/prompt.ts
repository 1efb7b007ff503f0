import { type Move, WAIT } from './move.js';
import type { Prompt } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import type { Question } from './steps/kind.js';
import type { Turn } from './turn.js';
import { type Control, listing, withRemark } from './words.js';

/** After so many answers in a row that were not understood, a person is offered as one of the choices. */
export const MISSES_BEFORE_PERSON = 3;
/** The option that offers a person. */
export const PERSON_OPTION = '@person';
/** The option that offers what is kept from last time. */
export const KEPT_OPTION = '@kept';

type Options = Prompt['options'];

/** Puts a new prompt on the table. Its id makes the buttons of every earlier prompt stale. */
export function open(
  turn: Turn,
  options: Options,
  extra: Pick<Prompt, 'draft' | 'changing' | 'keeping'> = {},
  misses = 0,
): Move {
  const { promptId, firstNumber } = turn.world;
  const labels = options.filter(({ value }) => !value.startsWith('@')).map(({ label }) => label);
  const lately = labels.length > 0 ? { lately: labels } : {};
  turn.set({ prompt: { id: promptId, firstNumber, options, ...extra }, misses, ...lately });
  if (misses >= MISSES_BEFORE_PERSON) offerPerson(turn);
  return show(turn);
}

/**
 * Shows the open prompt (again). Shown again, it keeps its tokens and numbers: they still mean the same. `instead` of its
 * question: a word about what was just gathered.
 */
export function show(turn: Turn, instead?: string): Move {
  const { prompt } = turn.session;
  if (!prompt) throw new Error(`no prompt is open at step "${turn.session.step}"`);
  const { text, wants, skip, done, afresh } = question(turn, prompt);
  const controls: Control[] = ['back', 'help', 'cancel', 'person'];
  if (skip) controls.unshift('skip');
  if (afresh) controls.unshift('afresh');
  if (done) controls.unshift('done');
  const { draft, id } = prompt;
  turn.outcomes.push({
    kind: 'asked',
    text: instead ?? text,
    choices: prompt.options.map(({ value, label }, index) => ({
      token: `${id}:${index}`,
      label: draft?.includes(value) ? `✓ ${label}` : label,
    })),
    firstNumber: prompt.firstNumber,
    controls: controls.map(control => ({ token: `${id}:${control}`, label: turn.voice.controls[control] })),
    ...(wants === undefined ? {} : { wants }),
  });
  return WAIT;
}

/** An answer was not understood: why, what would be, and the prompt again; at the third time a person is offered. */
export function miss(
  turn: Turn,
  reason: string,
  values?: Readonly<Record<string, string | number>>,
  known = true,
): Move {
  const misses = turn.session.misses + 1;
  turn.set({ misses });
  turn.say(reason, { example: known ? example(turn) : '', ...values });
  if (misses === MISSES_BEFORE_PERSON) turn.say('offer_person');
  if (misses >= MISSES_BEFORE_PERSON) offerPerson(turn);
  return show(turn);
}

/** The example that a misunderstanding at the open prompt is answered with. */
export function example(turn: Turn): string {
  const step = turn.compiled.steps.get(turn.session.step);
  if (step?.kind !== 'ask') return '';
  return turn.text(step.example ?? `example_${step.as}`);
}

/** The number of the first option, for whoever types one: where numbers are not seen, buttons are counted from one. */
export const firstSeen = ({ world }: Turn, { firstNumber }: Pick<Prompt, 'firstNumber'>): number =>
  world.numbersSeen === false ? 1 : firstNumber;

function offerPerson(turn: Turn): void {
  const { prompt, step } = turn.session;
  const asking = turn.compiled.steps.get(step);
  if (!prompt || prompt.options.some(({ value }) => value === PERSON_OPTION)) return;
  // Where a number is the answer, a numbered choice could be taken for it; the word 人工 is offered instead.
  if (asking?.kind === 'ask' && SLOT_RULES[asking.as].takesNumbers) return;
  const offer = { value: PERSON_OPTION, label: turn.voice.controls.person };
  turn.set({ prompt: { ...prompt, options: [...prompt.options, offer] } });
}

function question(turn: Turn, prompt: Prompt): Question {
  if (prompt.keeping) {
    const { locale, slots } = turn.session;
    const list = prompt.keeping.map(name => withRemark(turn.label(name), slots[name]?.shown ?? '', locale));
    return { text: turn.text('keep_ask', { list: listing(list, locale) }) };
  }
  const step = turn.compiled.steps.get(turn.session.step);
  const asked = step && turn.compiled.kinds[step.kind].question?.(turn, step, prompt);
  if (!asked) throw new Error(`step "${turn.session.step}" has no question`);
  return asked;
}
