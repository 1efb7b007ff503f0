import type { Condition, IfStep } from '../definition.js';
import type { Field } from '../field.js';
import type { Json } from '../json.js';
import { type Move, NEXT } from '../move.js';
import type { Turn } from '../turn.js';
import { giveUp } from './detour.js';
import type { StepKind } from './kind.js';
import { given, needed, readWith, stepName } from './reading.js';

/** Goes one way or the other by an answer, or by what a named action says. */
export const ifStep: StepKind<IfStep> = {
  kind: 'if',
  keys: ['if', 'then', 'else', 'name'],
  read(fields, whole) {
    const field = needed(fields, 'if', whole, 'write { slot: …, is: … } or { test: … }');
    const then = needed(fields, 'then', whole, 'name the step that follows when it is so')?.text();
    const condition = field && readCondition(field);
    if (!condition || then === undefined) return undefined;
    const subject = describeCondition(condition).replaceAll(/[\s,]+/g, '-');
    return given({
      kind: 'if',
      name: stepName(fields, 'name', `if:${subject}`),
      line: whole.line,
      condition,
      then,
      else: fields.get('else')?.text(),
    }) as IfStep;
  },
  exits: step => [
    { to: { step: step.then }, label: describeCondition(step.condition) },
    { to: step.else === undefined ? 'next' : { step: step.else }, label: 'else' },
  ],
  enter(turn, step) {
    const { condition } = step;
    if ('slot' in condition) return way(step, holds(turn, condition));
    const args = turn.arguments(condition.test, condition.with);
    const call = { kind: 'action', action: condition.test, args } as const;
    return { kind: 'call', call, waiting: { for: 'test', step: step.name } };
  },
  result: (turn, step, _waiting, result) => (result.ok ? way(step, result.value === true) : giveUp(turn)),
};

function way(step: IfStep, yes: boolean): Move {
  const step_ = yes ? step.then : step.else;
  return step_ === undefined ? NEXT : { kind: 'to', step: step_ };
}

function holds(turn: Turn, condition: Exclude<Condition, { test: string }>): boolean {
  const value = turn.known(condition.slot);
  if ('known' in condition) return (value !== undefined) === condition.known;
  if (value === undefined) return false;
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  if ('is' in condition) return values.some(one => one === condition.is);
  return values.some(one => condition.in.some(wanted => wanted === one));
}

/** `service is haircut`, for pictures and messages. */
export function describeCondition(condition: Condition): string {
  if ('test' in condition) return condition.test;
  if ('known' in condition) return `${condition.slot} ${condition.known ? 'known' : 'not known'}`;
  return 'is' in condition
    ? `${condition.slot} is ${condition.is}`
    : `${condition.slot} in ${condition.in.join(', ')}`;
}

function readCondition(field: Field): Condition | undefined {
  const fields = field.known(['slot', 'is', 'in', 'known', 'test', 'with']);
  const test = fields.get('test')?.text();
  if (test !== undefined) return given({ test, with: readWith(fields) }) as Condition;
  const slot = fields.get('slot')?.text();
  const is = fields.get('is');
  const among = fields.get('in');
  const known = fields.get('known')?.boolean();
  if (slot !== undefined && known !== undefined) return { slot, known };
  if (slot !== undefined && is) {
    const value = is.scalar;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { slot, is: value };
    }
  }
  if (slot !== undefined && among) {
    const values = among.list().map(item => item.scalar);
    if (values.every(value => typeof value === 'string' || typeof value === 'number')) {
      return { slot, in: values };
    }
  }
  return field.problem(
    'condition',
    `${field.path} is not a condition`,
    'write { slot: NAME, is: VALUE }, { slot: NAME, in: [A, B] }, { slot: NAME, known: true } or { test: ACTION }',
  );
}
