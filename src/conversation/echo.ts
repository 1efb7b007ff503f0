import type { AskStep } from './definition.js';
import type { Turn } from './turn.js';
import { normalise } from './words.js';

/**
 * An earlier answer, or a line of the last menu, word for word: its question came twice (platforms may deliver
 * again), and both were answered. Where any words will do, it must not become the answer to what is asked now.
 */
export function isEcho(turn: Turn, step: AskStep, word: string): boolean {
  const { slots, trail, lately = [] } = turn.session;
  if (lately.some(label => normalise(label) === word)) return true;
  return trail.some(name => {
    const slot = name === step.name ? undefined : slots[name];
    const asked = turn.compiled.steps.get(name);
    if (slot === undefined || asked?.kind !== 'ask') return false;
    if (normalise(slot.shown) === word) return true;
    const { world, session } = turn;
    const how = { locale: session.locale, now: world.now, zone: world.zone };
    const reading = world.readers[asked.as]?.(word, how);
    return reading !== null && reading !== undefined && 'value' in reading && reading.value === slot.value;
  });
}
