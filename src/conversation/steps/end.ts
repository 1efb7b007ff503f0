import type { EndStep } from '../definition.js';
import type { StepKind } from './kind.js';
import { stepName } from './reading.js';

/** `end: true`, or `end: finish` (or a `name:` beside it) with a name to go to. The conversation is over; after the last step it is too. */
export const end: StepKind<EndStep> = {
  kind: 'end',
  keys: ['end', 'name'],
  read(fields, whole) {
    const plain = fields.get('end')?.scalar === true;
    const name = plain ? stepName(fields, 'name', 'end') : stepName(fields, 'end', 'end');
    return { kind: 'end', name, line: whole.line };
  },
  exits: () => [{ to: 'end' }],
  enter: () => ({ kind: 'end', how: 'done' }),
};
