import type { SlotValue } from './definition.js';
import { menuNumber } from './numbers.js';
import type { Prompt, Reading } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import type { SlotContext } from './slots/kind.js';
import { listing, normalise } from './words.js';

type Option = Prompt['options'][number];
type Trouble = Extract<Reading, { problem: string }>;

/** What words came to at a question. Null: nothing that it can read. */
export type Answer = { readonly value: SlotValue; readonly shown: string } | Trouble | null;

/** Longer texts that merely mention an option are not taken for it. */
const MENTION = 12;
const NOT = /不|别|没|\bnot?\b|n't/;

/** The option whose label this is, to the letter. */
export function labelledOption(text: string, options: readonly Option[]): Option | undefined {
  return options.find(({ label }) => normalise(label) === text);
}

/** The option whose label or value this is, to the letter. */
export function exactOption(text: string, options: readonly Option[]): Option | undefined {
  return options.find(({ label, value }) => normalise(label) === text || normalise(value) === text);
}

/** The option with this number in the menu; which numbers there are, when it is another one. */
export function numberedOption(
  text: string,
  prompt: Pick<Prompt, 'firstNumber' | 'options'>,
): Option | Trouble | null {
  const number = menuNumber(text);
  if (number === null || prompt.options.length === 0) return null;
  const { firstNumber, options } = prompt;
  const option = options[number - firstNumber];
  if (option) return option;
  return {
    problem: options.length === 1 ? 'only_number' : 'number_not_listed',
    details: { number, first: firstNumber, last: firstNumber + options.length - 1 },
  };
}

/** The options that a text is a part of (血压), or that it mentions (我要量血压). */
export function partialOptions(text: string, options: readonly Option[]): Option[] {
  if (text.length === 0 || /^\d+$/.test(text) || NOT.test(text)) return [];
  const part = options.filter(({ label }) => normalise(label).includes(text));
  if (part.length > 0) return part;
  return options.filter(({ label }) => {
    const name = normalise(label);
    return name.length > 1 && text.includes(name) && text.length <= name.length + MENTION;
  });
}

/**
 * Reads a text as an answer of the step's kind, among its options where it has any. `firstNumber` is of the menu
 * that is hung out, where one is.
 */
export function readAnswer(
  text: string,
  options: readonly Option[],
  context: SlotContext,
  firstNumber?: number,
): Answer {
  const { as } = context.step;
  if (as === 'choices') return readChoices(text, options, context, firstNumber);
  const word = normalise(text);
  const among = as === 'yesno' ? [] : options;
  const exact = exactOption(word, among);
  if (exact) return { value: exact.value, shown: exact.label };
  const read = readKind(text, context);
  if (read && 'value' in read && among.length > 0) {
    const offered = among.find(option => option.value === read.value);
    if (offered) return { value: offered.value, shown: offered.label };
    return { problem: 'not_offered', details: { shown: read.shown } };
  }
  if (read) return read;
  const [only, ...others] = partialOptions(word, among);
  if (only && others.length === 0) return { value: only.value, shown: only.label };
  return only ? whichOf([only, ...others]) : null;
}

/** Reads a text as the kind's own reader does, and looks at the step's bounds. */
export function readKind(text: string, context: SlotContext): Answer {
  const { step, world, locale } = context;
  const rules = SLOT_RULES[step.as];
  const reader = world.readers[step.as];
  const read = reader
    ? (reader(text, { locale, now: world.now, zone: world.zone }) ?? plainly(text, context))
    : rules.read(text, context);
  return settleReading(read, context);
}

/** A yes is a yes, even where the reader handed in knows other words for it. */
function plainly(text: string, context: SlotContext): Reading | null {
  return context.step.as === 'yesno' ? SLOT_RULES.yesno.read(text, context) : null;
}

/** Looks at the bounds of what was read, and how it is shown. */
export function settleReading(read: Reading | null, context: SlotContext): Answer {
  if (!read || 'problem' in read) return read;
  const rules = SLOT_RULES[context.step.as];
  const trouble = rules.within?.(read.value, context.step);
  return trouble ?? { value: read.value, shown: read.shown ?? rules.show(read.value, context) };
}

/** Several at once: `1 3`, `量血压、理发`. Whole, or not at all. */
function readChoices(
  text: string,
  options: readonly Option[],
  context: SlotContext,
  firstNumber?: number,
): Answer {
  const whole = exactOption(normalise(text), options);
  if (whole) return chosen([whole], context);
  const parts = text.split(/[\s,，、;；+&和与]+|\band\b/u).filter(part => part !== '');
  const found: Option[] = [];
  for (const part of parts) {
    const word = normalise(part);
    const numbered = firstNumber === undefined ? null : numberedOption(word, { firstNumber, options });
    if (numbered && 'problem' in numbered) return numbered;
    const exact = numbered ?? exactOption(word, options);
    const [only, ...others] = exact ? [exact] : partialOptions(word, options);
    if (!only) return found.length > 0 ? { problem: 'choices_unclear', details: { said: part } } : null;
    if (others.length > 0) return whichOf([only, ...others]);
    if (!found.includes(only)) found.push(only);
  }
  return found.length > 0 ? chosen(found, context) : null;
}

/** Several options as one answer. */
export function chosen(options: readonly Option[], context: SlotContext): Answer {
  const value = options.map(option => option.value);
  const shown = listing(
    options.map(option => option.label),
    context.locale,
  );
  return SLOT_RULES.choices.within?.(value, context.step) ?? { value, shown };
}

function whichOf(options: readonly Option[]): Trouble {
  const list = options.map(option => option.label).join(' / ');
  return { problem: 'which_of', details: { list }, ambiguous: true };
}
