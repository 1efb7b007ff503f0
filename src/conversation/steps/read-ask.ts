import { type AskStep, SLOT_KINDS, type SlotKind } from '../definition.js';
import type { Field } from '../field.js';
import type { Fields } from './kind.js';
import { given, needed, readDetour, readFails, readWith, slotName } from './reading.js';

const WITH_OPTIONS: readonly SlotKind[] = ['choice', 'choices', 'date', 'time'];
const REMEMBERED: readonly SlotKind[] = ['text', 'phone', 'place', 'number'];
const BOUNDED: readonly SlotKind[] = ['text', 'number', 'choices', 'photos', 'story'];

/** Reads an `ask` step. */
export function readAsk(fields: Fields, whole: Field): AskStep | undefined {
  const slot = needed(fields, 'ask', whole, 'name the answer');
  const name = slot && slotName(slot);
  const as = needed(fields, 'as', whole, `write one of ${SLOT_KINDS.join(', ')}`)?.oneOf(SLOT_KINDS);
  const say = needed(fields, 'say', whole, 'name the text of the question')?.text();
  const options = fields.get('options');
  if (name === undefined || as === undefined || say === undefined) return undefined;
  misplaced(fields, as);
  return given({
    kind: 'ask',
    name,
    line: whole.line,
    as,
    say,
    from: fields.get('from')?.text(),
    options: options && readOptions(options),
    with: readWith(fields),
    none: fields.has('none') ? readDetour(fields.get('none') as Field) : undefined,
    check: fields.get('check')?.text(),
    fails: readFails(fields),
    optional: fields.get('optional')?.boolean(),
    single: fields.get('single')?.boolean(),
    quiet: fields.get('quiet')?.boolean(),
    verbatim: fields.get('verbatim')?.boolean(),
    remember: fields.get('remember')?.text(),
    min: fields.get('min')?.number(),
    max: fields.get('max')?.number(),
    help: fields.get('help')?.text(),
    example: fields.get('example')?.text(),
  }) as AskStep;
}

/** `[park, school]`, each its own label's key, or `[{ value: park, label: at_the_park }]`. */
function readOptions(field: Field): { value: string; label: string }[] {
  return field.list().flatMap(item => {
    if (!item.isMap) {
      const value = item.text();
      return value === undefined ? [] : [{ value, label: value }];
    }
    const fields = item.known(['value', 'label']);
    const value = needed(fields, 'value', item, 'name what is kept')?.text();
    const label = needed(fields, 'label', item, 'name the text that is shown')?.text();
    return value === undefined || label === undefined ? [] : [{ value, label }];
  });
}

/** What does not go with the kind of answer, and what a kind cannot do without. */
function misplaced(fields: Fields, as: SlotKind): void {
  const whole = fields.get('ask') as Field;
  const refuse = (key: string, kinds: readonly SlotKind[]): void => {
    if (kinds.includes(as)) return;
    fields
      .get(key)
      ?.problem(
        'misplaced',
        `"${key}" does not go with "as: ${as}"`,
        `it goes with ${kinds.join(', ')}; take it out, or ask for one of those`,
      );
  };
  refuse('from', WITH_OPTIONS);
  refuse('options', WITH_OPTIONS);
  refuse('single', ['choice']);
  refuse('verbatim', ['text']);
  refuse('remember', REMEMBERED);
  refuse('min', BOUNDED);
  refuse('max', BOUNDED);
  if (fields.has('from') && fields.has('options')) {
    whole.problem('misplaced', `"${whole.path}" has both "from" and "options"`, 'keep one of the two');
  }
  if ((as === 'choice' || as === 'choices') && !fields.has('from') && !fields.has('options')) {
    whole.problem(
      'missing-key',
      `${whole.path} is a ${as} without options`,
      'add "options: [a, b]" or "from: an.action"',
    );
  }
}
