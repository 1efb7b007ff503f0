import type { Definition } from './definition.js';
import { follow } from './follow.js';

/**
 * The `do` steps whose effect is final for this conversation: those that come after a confirm, and, where nothing
 * is confirmed afterwards, those without one. A `do` that prepares a confirm (looks a booking up, say) is not final.
 * Worked out from the definition, so that a file's author need not say it.
 */
export function settlingSteps(definition: Definition): ReadonlySet<string> {
  const settling = new Set<string>();
  const confirms = definition.steps.filter(step => step.kind === 'confirm').map(step => step.name);
  const afterConfirm = new Set(confirms.flatMap(name => [...follow(definition, name, 'planned')]));
  for (const step of definition.steps) {
    if (step.kind !== 'do') continue;
    const ahead = follow(definition, step.name, 'planned');
    if (afterConfirm.has(step.name) || !confirms.some(name => ahead.has(name))) settling.add(step.name);
  }
  return settling;
}
