import type { AskStep, SlotValue } from './definition.js';
import type { Json } from './json.js';
import { KEPT_OPTION } from './prompt.js';
import type { Prompt } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import type { SlotContext } from './slots/kind.js';
import type { Turn } from './turn.js';

type Options = Prompt['options'];

/** The options that a definition itself names. */
export function fixedOptions(turn: Turn, step: AskStep): Options {
  if (step.as === 'yesno') {
    return [
      { value: 'yes', label: turn.text('label_yes') },
      { value: 'no', label: turn.text('label_no') },
    ];
  }
  return step.options?.map(({ value, label }) => ({ value, label: turn.text(label) })) ?? [];
}

/**
 * What an action gave as options, with a label, the key of a text, or neither: then the label is made from the value.
 * Throws for anything else.
 */
export function optionsFrom(given: Json, step: AskStep, context: SlotContext): Options {
  if (!Array.isArray(given)) throw new Error(`${step.from} must give a list of { value, label }`);
  return given.map((option: Json) => {
    if (typeof option !== 'object' || option === null || !('value' in option)) {
      throw new Error(`${step.from} must give a list of { value, label }`);
    }
    const { value, label, text } = option;
    if (typeof value !== 'string') throw new Error(`${step.from} gave an option whose value is no text`);
    if (typeof text === 'string') return { value, label: textOf(text, step, context) };
    return { value, label: typeof label === 'string' ? label : SLOT_RULES[step.as].show(value, context) };
  });
}

/** A label in the conversation's own words; the check has seen to it that it has all that were declared. */
function textOf(key: string, { from = '' }: AskStep, { world, text }: SlotContext): string {
  const signature = world.actions?.[from];
  if (!signature || signature.labels?.includes(key)) return text(key);
  throw new Error(`${from} gave an option with the text "${key}", which is not among its labels`);
}

/** An answer of another day, shown as it was then: the way its reader shows it. */
export function shownAgain(step: AskStep, value: SlotValue, context: SlotContext): string {
  const { world, locale } = context;
  const how = { locale, now: world.now, zone: world.zone };
  const read = typeof value === 'string' ? world.readers[step.as]?.(value, how) : null;
  const shown = read && 'value' in read ? read.shown : undefined;
  return shown ?? SLOT_RULES[step.as].show(value, context);
}

/** What is kept from last time, as an option; undefined when there is nothing, or it is nothing of this kind. */
export function keptOption(turn: Turn, step: AskStep, context: SlotContext): Options[number] | undefined {
  if (step.remember === undefined) return undefined;
  const value = turn.session.kept?.[step.remember];
  const rules = SLOT_RULES[step.as];
  if (value === undefined || value === null || !rules.fits(value)) return undefined;
  const shown = shownAgain(step, value, context);
  return { value: KEPT_OPTION, label: turn.text('same_as_before', { shown }) };
}
