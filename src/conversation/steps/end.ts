import type { EndStep } from '../definition.js';
import type { StepKind } from './kind.js';
import { stepName } from './reading.js';

/** `end: true`, or `end: finish` with a name to go to. The conversation is over; after the last step it is too. */
export const end: StepKind<EndStep> = {
  kind: 'end',
  keys: ['end'],
  read(fields, whole) {
    const plain = fields.get('end')?.scalar === true;
    return { kind: 'end', name: plain ? 'end' : stepName(fields, 'end', 'end'), line: whole.line };
  },
  exits: () => [{ to: 'end' }],
  enter: () => ({ kind: 'end', how: 'done' }),
};
