import type { Turn } from './turn.js';

const NUMBER = /^\d{1,3}$/;
/** Two of the same within this time, ms, by the platform's own clock, were meant for one question. */
const HURRY_MS = 3000;

/**
 * The same bare number once more, in a hurry. Where numbers are shown, consecutive menus have others; where there are
 * buttons, every menu counts from one, and the second 1 would answer a question that nobody has read yet.
 */
export function hurriedNumber(turn: Turn, text: string, at: number): boolean {
  const said = text.normalize('NFKC').trim();
  if (turn.numbersSeen || !NUMBER.test(said)) return false;
  const last = turn.seat.typedNumber;
  turn.seat = { ...turn.seat, typedNumber: { said, at } };
  // Where nothing hangs there to be picked, the number is an answer of its own.
  const picks = (turn.seat.session?.prompt?.options.length ?? 0) > 0;
  return picks && last?.said === said && Math.abs(at - last.at) <= HURRY_MS;
}
