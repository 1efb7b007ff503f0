import { meant } from '../field.js';
import { type Edge, edges } from '../follow.js';
import { detoursOf, type Look } from './look.js';

/** Every step exists and can be reached; every way comes to an end; nothing runs in a circle. */
export function checkWays(look: Look): void {
  const { definition, steps } = look;
  let sound = true;
  for (const edge of edges(definition)) {
    if (edge.to === null || steps.has(edge.to)) continue;
    sound = false;
    const step = steps.get(edge.from);
    if (step) {
      look.atStep(
        step,
        'unknown-step',
        `there is no step "${edge.to}" to go to`,
        meant(edge.to, steps.keys()),
      );
    }
  }
  for (const step of definition.steps) {
    for (const [name, { back }] of detoursOf(step)) {
      if (back === undefined || !steps.has(back) || steps.get(back)?.kind === 'ask') continue;
      look.atStep(
        step,
        'back-to-no-question',
        `"${name}" goes back to "${back}", which is no question`,
        `write "go: ${back}", or name a question: ${look.asks.map(ask => ask.name).join(', ')}`,
      );
    }
  }
  // Further findings would only be echoes of a step that does not exist.
  if (!sound) return;
  const ways = new Map<string, Edge[]>();
  for (const edge of edges(definition)) ways.set(edge.from, [...(ways.get(edge.from) ?? []), edge]);
  const reached = reach(definition.steps[0]?.name, name => (ways.get(name) ?? []).map(edge => edge.to));
  for (const step of definition.steps) {
    if (reached.has(step.name)) continue;
    look.atStep(
      step,
      'unreachable-step',
      `no way leads to the step "${step.name}"`,
      'lead to it with "go", "then" or a detour, or take it out',
    );
  }
  checkEnds(look, ways, reached);
}

function checkEnds(
  look: Look,
  ways: ReadonlyMap<string, readonly Edge[]>,
  reached: ReadonlySet<string>,
): void {
  const stuck = look.definition.steps.filter(step => {
    if (!reached.has(step.name)) return false;
    const ahead = reach(step.name, name => (ways.get(name) ?? []).map(edge => edge.to));
    const ends = [...ahead].some(name => (ways.get(name) ?? []).some(edge => edge.to === null));
    return !ends;
  });
  const waits = (name: string): boolean => ['ask', 'confirm'].includes(look.steps.get(name)?.kind ?? '');
  for (const step of look.definition.steps) {
    if (waits(step.name) || !reached.has(step.name)) continue;
    const next = (name: string): (string | null)[] =>
      (ways.get(name) ?? []).map(edge => edge.to).filter(to => to !== null && !waits(to));
    const round = next(step.name).some(to => to !== null && reach(to, next).has(step.name));
    if (!round) continue;
    look.atStep(
      step,
      'circle',
      `the step "${step.name}" comes round to itself without a question between`,
      'put a question into the circle, or lead out of it',
    );
    return;
  }
  const first = stuck[0];
  if (!first) return;
  look.atStep(
    first,
    'no-end',
    `from the step "${first.name}" no way leads to an end`,
    'let one of the ways lead to "- end: true" or past the last step',
  );
}

function reach(from: string | undefined, next: (name: string) => readonly (string | null)[]): Set<string> {
  const found = new Set<string>();
  const open = from === undefined ? [] : [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const to of next(name)) if (to !== null) open.push(to);
  }
  return found;
}
