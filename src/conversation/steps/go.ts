import type { GoStep } from '../definition.js';
import { forgetFrom } from '../trail.js';
import type { StepKind } from './kind.js';
import { needed, stepName } from './reading.js';

/** Goes on from another step. Going back to a question that was answered asks it again, and the later ones. */
export const go: StepKind<GoStep> = {
  kind: 'go',
  keys: ['go', 'name'],
  read(fields, whole) {
    const to = needed(fields, 'go', whole, 'name the step to go to')?.text();
    if (to === undefined) return undefined;
    return { kind: 'go', name: stepName(fields, 'name', `go:${to}`), line: whole.line, to };
  },
  exits: step => [{ to: { step: step.to } }],
  enter(turn, step) {
    forgetFrom(turn, step.to);
    return { kind: 'to', step: step.to };
  },
};
