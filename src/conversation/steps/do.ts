import type { DoStep } from '../definition.js';
import { NEXT } from '../move.js';
import { settle } from '../trail.js';
import { detourExit, giveUp, takeDetour } from './detour.js';
import type { StepKind } from './kind.js';
import { given, needed, readFails, readWith, stepName } from './reading.js';

/** Calls an action. What it gives is kept under `into`; each of its failures has a way of its own. */
export const doStep: StepKind<DoStep> = {
  kind: 'do',
  keys: ['do', 'with', 'into', 'fails', 'name'],
  read(fields, whole) {
    const action = needed(fields, 'do', whole, 'name the action')?.text();
    if (action === undefined) return undefined;
    return given({
      kind: 'do',
      name: stepName(fields, 'name', `do:${action}`),
      line: whole.line,
      action,
      with: readWith(fields),
      into: fields.get('into')?.text(),
      fails: readFails(fields) ?? {},
    }) as DoStep;
  },
  exits: step => [
    { to: 'next' },
    ...Object.entries(step.fails).map(([code, detour]) => detourExit(detour, code, 'end')),
  ],
  enter(turn, step) {
    const args = turn.arguments(step.action, step.with);
    const call = { kind: 'action', action: step.action, args } as const;
    return { kind: 'call', call, waiting: { for: 'do', step: step.name } };
  },
  result(turn, step, _waiting, result) {
    if (!result.ok) {
      const detour = step.fails[result.code];
      if (!detour) return giveUp(turn);
      return takeDetour(turn, detour, result.details, { kind: 'end', how: 'done' });
    }
    if (step.into !== undefined) {
      turn.set({ results: { ...turn.session.results, [step.into]: result.value } });
    }
    if (turn.compiled.settling.has(step.name)) settle(turn);
    return NEXT;
  },
};
