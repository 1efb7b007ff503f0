import type { AskStep } from './definition.js';
import type { Move } from './move.js';
import { open } from './prompt.js';
import type { Session } from './session.js';
import type { Turn } from './turn.js';

const DONE: Move = { kind: 'end', how: 'done' };

/** Whether everything is done, and all that is still asked is what to remember: nobody need come back to that. */
export const isDone = (session: Session): boolean => session.prompt?.keeping !== undefined;

/**
 * The end of a conversation. Where answers may be remembered, that is asked now, when everything else is done: a
 * yes of its own, and somebody who walks away from it has lost nothing.
 */
export function finish(turn: Turn): Move {
  const steps = keepable(turn);
  const first = steps[0];
  if (!first) return DONE;
  const options = [{ value: 'all', label: turn.text(steps.length === 1 ? 'keep_yes' : 'keep_all') }];
  if (steps.length > 1) {
    for (const { name } of steps) {
      options.push({ value: name, label: turn.text('keep_only', { label: turn.label(name) }) });
    }
  }
  options.push({ value: 'none', label: turn.text('keep_no') });
  return open(turn, options, { keeping: steps.map(step => step.name) });
}

function keepable(turn: Turn): AskStep[] {
  const { kept = {}, slots, settled } = turn.session;
  if (turn.compiled.settling.size > 0 && !settled) return [];
  return [...turn.compiled.steps.values()].filter((step): step is AskStep => {
    if (step.kind !== 'ask' || step.remember === undefined) return false;
    const slot = slots[step.name];
    if (!slot || slot.value === null) return false;
    return JSON.stringify(kept[step.remember]) !== JSON.stringify(slot.value);
  });
}

/** One of the options was taken: 'all', 'none', or one answer's name. */
export function keep(turn: Turn, value: string): Move {
  const names = turn.session.prompt?.keeping ?? [];
  const chosen = value === 'all' ? names : names.filter(name => name === value);
  for (const name of chosen) {
    const step = turn.compiled.steps.get(name);
    const slot = turn.session.slots[name];
    if (step?.kind !== 'ask' || step.remember === undefined || !slot) continue;
    turn.outcomes.push({ kind: 'remember', field: step.remember, value: slot.value });
  }
  turn.say(chosen.length > 0 ? 'remembered' : 'not_remembered');
  return DONE;
}

/** Words at this prompt. Null: neither yes nor no. */
export function hearKeeping(turn: Turn, word: string): Move | null {
  const { words } = turn.compiled;
  if (words.words_yes.has(word)) return keep(turn, 'all');
  if (words.words_no.has(word) || words.words_cancel.has(word) || words.words_skip.has(word)) {
    return keep(turn, 'none');
  }
  if (words.words_back.has(word)) {
    turn.say('already_done');
    return keep(turn, 'none');
  }
  return null;
}
