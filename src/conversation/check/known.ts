import type { Definition, Step } from '../definition.js';
import { edges } from '../follow.js';

/** What is known when a step is entered: on every way to it, and on some. Slots and results, by name. */
export interface Known {
  readonly surely: ReadonlySet<string>;
  readonly maybe: ReadonlySet<string>;
}

/** Works out what is known at each step, by following all ways until nothing changes any more. */
export function knownAt(definition: Definition): ReadonlyMap<string, Known> {
  const first = definition.steps[0];
  const known = new Map<string, Known>();
  if (!first) return known;
  known.set(first.name, { surely: new Set(), maybe: new Set() });
  // Going back to an earlier question leads to where everything before it is known still: no news comes that way.
  const backs = new Set(definition.steps.flatMap(backTargets));
  const ways = edges(definition).filter(edge => !(edge.detour && backs.has(`${edge.from} ${edge.to}`)));
  const steps = new Map(definition.steps.map(step => [step.name, step]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const edge of ways) {
      const step = steps.get(edge.from);
      const before = known.get(edge.from);
      if (!step || !before || edge.to === null || !steps.has(edge.to)) continue;
      const after = edge.detour ? before : leaving(step, before, edge.label === 'else');
      const there = known.get(edge.to);
      const merged = there ? merge(there, after) : after;
      if (there && same(there, merged)) continue;
      known.set(edge.to, merged);
      changed = true;
    }
  }
  return known;
}

function backTargets(step: Step): string[] {
  if (step.kind !== 'ask' && step.kind !== 'do') return [];
  const detours = [
    ...Object.values(step.fails ?? {}),
    ...(step.kind === 'ask' && step.none ? [step.none] : []),
  ];
  return detours.flatMap(({ back }) => (back === undefined ? [] : [`${step.name} ${back}`]));
}

function leaving(step: Step, { surely, maybe }: Known, otherwise: boolean): Known {
  const name = step.kind === 'ask' ? step.name : step.kind === 'do' ? step.into : learnt(step, otherwise);
  if (name === undefined) return { surely, maybe };
  const sure = !(step.kind === 'ask' && step.optional);
  return {
    surely: sure ? new Set([...surely, name]) : surely,
    maybe: new Set([...maybe, name]),
  };
}

/** What an `if` tells about a slot on the way taken. */
function learnt(step: Step, otherwise: boolean): string | undefined {
  if (step.kind !== 'if' || 'test' in step.condition) return undefined;
  const { condition } = step;
  const knownThere = 'known' in condition ? condition.known !== otherwise : !otherwise;
  return knownThere ? condition.slot : undefined;
}

function merge(a: Known, b: Known): Known {
  return {
    surely: new Set([...a.surely].filter(name => b.surely.has(name))),
    maybe: new Set([...a.maybe, ...b.maybe]),
  };
}

function same(a: Known, b: Known): boolean {
  return a.surely.size === b.surely.size && a.maybe.size === b.maybe.size;
}
