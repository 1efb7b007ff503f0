import type { Answered } from './move.js';
import type { Slot } from './session.js';
import type { Turn } from './turn.js';

/** Takes an answer up: it is known, and 返回 leads to it. */
export function takeUp(turn: Turn, name: string, answer: Answered): void {
  const { slots, trail, first } = turn.session;
  turn.set({
    slots: {
      ...slots,
      [name]: { value: answer.value, shown: answer.shown, from: answer.from } satisfies Slot,
    },
    trail: trail.includes(name) ? trail : [...trail, name],
    prompt: null,
    misses: 0,
    ...(first && name in first ? { first: without(first, name) } : {}),
  });
}

/** Goes back along the trail to before an answer. It and the later ones become claims, to be looked at again. */
export function reopen(turn: Turn, name: string): void {
  const at = turn.session.trail.indexOf(name);
  if (at >= 0) turn.set({ trail: turn.session.trail.slice(0, at) });
}

/** Forgets one answer; the later ones become claims. */
export function forget(turn: Turn, name: string): void {
  reopen(turn, name);
  turn.set({ slots: without(turn.session.slots, name) });
}

/** Forgets an answer and all later ones: the conversation goes round again. */
export function forgetFrom(turn: Turn, name: string): void {
  const { trail } = turn.session;
  const at = trail.indexOf(name);
  if (at < 0) return;
  const slots = Object.fromEntries(
    Object.entries(turn.session.slots).filter(([slot]) => !trail.includes(slot, at)),
  );
  turn.set({ trail: trail.slice(0, at), slots });
}

/** An effect has taken place: what was answered stays for the texts, but can no longer be changed. */
export function settle(turn: Turn): void {
  const slots = Object.fromEntries(
    Object.entries(turn.session.slots)
      .filter(([name]) => turn.answer(name) !== undefined)
      .map(([name, slot]) => [name, { ...slot, used: true as const }]),
  );
  turn.set({ slots, trail: [], settled: true });
}

function without<T>(record: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
