import type { PersonStep } from '../definition.js';
import type { StepKind } from './kind.js';
import { given, stepName } from './reading.js';

/** Hands over to a person, and the conversation is over. */
export const person: StepKind<PersonStep> = {
  kind: 'person',
  keys: ['person', 'name'],
  read(fields, whole) {
    const field = fields.get('person');
    const say = field?.scalar === true ? undefined : field?.text();
    const otherwise = say === undefined ? 'person' : `person:${say}`;
    return given({
      kind: 'person',
      name: stepName(fields, 'name', otherwise),
      line: whole.line,
      say,
    }) as PersonStep;
  },
  exits: () => [{ to: 'end', label: 'person' }],
  enter(turn, step) {
    // The desk tells when to expect whom.
    if (step.say !== undefined) turn.say(step.say);
    turn.outcomes.push({ kind: 'person', why: 'step' });
    return { kind: 'end', how: 'person' };
  },
};
