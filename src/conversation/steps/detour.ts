import type { Detour } from '../definition.js';
import { keepPieces } from '../gathering.js';
import type { Move } from '../move.js';
import { forget, forgetFrom } from '../trail.js';
import type { Turn } from '../turn.js';
import type { Exit } from './kind.js';

type Details = Readonly<Record<string, string | number>>;

/** Takes a detour. `otherwise` is where it leads when the file names neither `back` nor `go`. */
export function takeDetour(turn: Turn, detour: Detour, details: Details | undefined, otherwise: Move): Move {
  if (detour.say !== undefined) turn.say(detour.say, details);
  if (detour.back !== undefined) {
    const asked = turn.compiled.steps.get(detour.back);
    const told = turn.session.slots[detour.back];
    if (asked?.kind === 'ask' && told) keepPieces(turn, asked, told.value);
    forget(turn, detour.back);
    return { kind: 'to', step: detour.back, reopen: 'again' };
  }
  if (detour.go === undefined) return otherwise;
  forgetFrom(turn, detour.go);
  return { kind: 'to', step: detour.go };
}

/** A failure that nobody planned for: said plainly, and a person takes over. */
export function giveUp(turn: Turn): Move {
  turn.say('went_wrong');
  turn.outcomes.push({ kind: 'person', why: 'step' });
  return { kind: 'end', how: 'person' };
}

/** Where a detour can lead. */
export function detourExit(detour: Detour, label: string, otherwise: Exit['to']): Exit {
  const step = detour.back ?? detour.go;
  return { to: step === undefined ? otherwise : { step }, label, detour: true };
}
