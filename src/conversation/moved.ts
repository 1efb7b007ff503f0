import type { Definition } from './definition.js';
import { keepDraft } from './gathering.js';
import type { Move } from './move.js';
import type { Session, Slot, World } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import { nearestLocale } from './texts.js';
import { Turn } from './turn.js';

/**
 * Moves a session to a new version of its conversation (`replaces: unsafe`). Answers whose question still exists and
 * which are still answers of its kind become claims: the new definition looks at each again, keeps those that hold,
 * and asks the others. Once an effect has taken place nothing is gone through again: the session goes on at the step
 * of the same name, or is over.
 */
export function moveOver(definition: Definition, session: Session, world: World): [Turn, Move] {
  const locale = nearestLocale(session.locale, Object.keys(definition.texts));
  const moved: Session = { ...session, version: definition.version, locale, pending: null };
  const turn = new Turn(definition, moved, world);
  keepDraft(turn);
  if (session.settled) {
    turn.set({ prompt: null });
    if (session.prompt?.keeping || !turn.compiled.steps.has(session.step)) {
      turn.say('moved_done');
      return [turn, { kind: 'end', how: 'done' }];
    }
    turn.say('moved');
    return [turn, { kind: 'to', step: session.step, reopen: 'again' }];
  }
  const slots: Record<string, Slot> = {};
  for (const [name, slot] of Object.entries(session.slots)) {
    if (fits(turn, name, slot)) slots[name] = slot;
  }
  const lost = session.trail.some(name => !(name in slots));
  turn.set({ slots, trail: [], results: {}, prompt: null, misses: 0 });
  turn.say(lost ? 'moved_lost' : 'moved');
  return [turn, { kind: 'to', step: turn.compiled.first.name }];
}

/**
 * The person reads another language by now: what was answered is looked at again, since it is shown in the words of
 * the old one, and asked again only where it no longer holds. Null: they do not.
 */
export function inOtherLanguage(definition: Definition, session: Session, world: World): [Turn, Move] | null {
  const locale = nearestLocale(world.locale, Object.keys(definition.texts));
  if (locale === session.locale) return null;
  const turn = new Turn(definition, { ...session, locale }, world);
  keepDraft(turn);
  turn.set({ prompt: null, misses: 0 });
  if (session.prompt?.keeping) return [turn, { kind: 'end', how: 'done' }];
  if (session.settled) return [turn, { kind: 'to', step: session.step, reopen: 'again' }];
  turn.set({ trail: [], results: {} });
  return [turn, { kind: 'to', step: turn.compiled.first.name }];
}

function fits(turn: Turn, name: string, { value }: Slot): boolean {
  const step = turn.compiled.steps.get(name);
  if (step?.kind !== 'ask') return false;
  return value === null ? step.optional === true : SLOT_RULES[step.as].fits(value);
}
