import type { Definition, Step } from './definition.js';
import { STEP_KINDS } from './steps/index.js';
import type { Exit } from './steps/kind.js';

/** Where one step can lead, with names put in for "the next one". */
export interface Edge {
  readonly from: string;
  /** A step's name; null: the conversation ends there. */
  readonly to: string | null;
  readonly label: string;
  readonly detour: boolean;
}

/** All edges of a definition, in the order of its steps. Names of steps that do not exist are kept as they are. */
export function edges(definition: Definition): Edge[] {
  return definition.steps.flatMap((step, index) =>
    STEP_KINDS[step.kind].exits(step).map(exit => edge(step, exit, definition.steps[index + 1])),
  );
}

function edge(step: Step, exit: Exit, next: Step | undefined): Edge {
  const to = exit.to === 'next' ? (next?.name ?? null) : exit.to === 'end' ? null : exit.to.step;
  return { from: step.name, to, label: exit.label ?? '', detour: exit.detour ?? false };
}

/** The names of the steps that can come after one (not itself, unless it comes round again). */
export function follow(definition: Definition, from: string, which: 'planned' | 'all'): Set<string> {
  const ways = new Map<string, string[]>();
  for (const { from: start, to, detour } of edges(definition)) {
    if (to === null || (detour && which === 'planned')) continue;
    ways.set(start, [...(ways.get(start) ?? []), to]);
  }
  const found = new Set<string>();
  const open = [...(ways.get(from) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(ways.get(name) ?? []));
  }
  return found;
}
