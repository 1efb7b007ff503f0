import type { ActionSignature, AskStep, Condition, Step } from '../definition.js';
import { meant } from '../field.js';
import { listed } from '../problem.js';
import type { Look } from './look.js';

/** What steps say about answers and results is about ones that exist; options fit the platforms. */
export function checkAnswers(look: Look): void {
  for (const step of look.definition.steps) {
    if (step.kind === 'if' && 'slot' in step.condition && !look.slots.has(step.condition.slot)) {
      const { slot } = step.condition;
      look.atStep(step, 'unknown-answer', `no question asks for "${slot}"`, meant(slot, look.slots.keys()));
    }
    if (step.kind === 'if') checkCondition(look, step, step.condition);
    if (step.kind === 'say' && step.attach !== undefined)
      checkHas(look, step, step.attach, 'files', 'passes');
    if (step.kind === 'say' && step.offer !== undefined) checkHas(look, step, step.offer, 'choices');
    if (step.kind === 'ask' && step.options) checkOptions(look, step, step.options);
    if (step.kind === 'ask') for (const label of labelsFrom(look, step)) checkLabel(look, step, label);
  }
}

/** A condition on a choice is about one of the options, where the file itself names them. */
function checkCondition(look: Look, step: Step, condition: Condition): void {
  if (!('slot' in condition) || 'known' in condition) return;
  const options = look.slots.get(condition.slot)?.options?.map(({ value }) => value);
  for (const value of 'is' in condition ? [condition.is] : condition.in) {
    if (!options || options.includes(String(value))) continue;
    const message = `"${condition.slot}" is never "${value}"`;
    look.atStep(step, 'unknown-answer', message, meant(String(value), options));
  }
}

/** What a step sends along or hangs out is in a result. */
function checkHas(
  look: Look,
  step: Step,
  result: string,
  ...fields: ('files' | 'passes' | 'choices')[]
): void {
  const has = (gives: ActionSignature['gives'] | undefined) =>
    Array.isArray(gives) && fields.some(field => gives.includes(field));
  const signature = look.results.get(result);
  if (look.results.has(result) && (!signature || !Array.isArray(signature.gives) || has(signature.gives)))
    return;
  const fitting = [...look.results].flatMap(([name, other]) => (has(other?.gives) ? [name] : []));
  const [field] = fields;
  look.atStep(
    step,
    'unknown-result',
    look.results.has(result) ? `"${result}" has no ${field}` : `nothing gives "${result}"`,
    `results with ${field} here: ${listed(fitting)}`,
  );
}

function checkOptions(look: Look, step: Step, options: readonly { value: string; label: string }[]): void {
  const { tokenBytes, options: most } = look.limits;
  for (const { value, label } of options) {
    const bytes = Buffer.byteLength(value);
    if (bytes > tokenBytes) {
      look.atStep(
        step,
        'long-option',
        `the option "${value}" takes ${bytes} bytes; a button holds ${tokenBytes}`,
        'give it a short value in plain letters: { value: park, label: at_the_park }',
      );
    }
    checkLabel(look, step, label);
  }
  if (options.length > most) {
    look.atStep(
      step,
      'many-options',
      `${options.length} options are more than people read in a chat`,
      `offer ${most} at most; ask in two steps, or let people type`,
      'warning',
    );
  }
}

/** The texts by which the options of an action may go. */
export function labelsFrom(look: Look, { from }: AskStep): readonly string[] {
  return from === undefined ? [] : (look.signatures[from]?.labels ?? []);
}

function checkLabel(look: Look, step: Step, label: string): void {
  const { labelLength } = look.limits;
  for (const locale of look.locales) {
    const text = look.definition.texts[locale]?.[label] ?? '';
    const length = [...text].length;
    if (length <= labelLength) continue;
    look.atText(
      step,
      locale,
      label,
      'long-option',
      `the option "${label}" has ${length} characters; a button shows ${labelLength}`,
      'shorten it, and put the rest into the question',
    );
  }
}
