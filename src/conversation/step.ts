import { readTyped } from './asking.js';
import { compile } from './compile.js';
import type { Definition, Step } from './definition.js';
import { keepDraft } from './gathering.js';
import { hear } from './hear.js';
import type { Json } from './json.js';
import { finish, keep } from './keeping.js';
import type { Move, Waiting } from './move.js';
import { inOtherLanguage, moveOver } from './moved.js';
import { miss, show } from './prompt.js';
import type { Event, OutcomeFile, Result, Session, StepResult, World } from './session.js';
import { filesIn } from './steps/say.js';
import { nearestLocale } from './texts.js';
import { Turn } from './turn.js';

/** More steps than this without a word from the person means that a definition runs in a circle. */
const MOST_MOVES = 200;

/**
 * Takes one event up and gives the session as it then is, what happened, and, where the world is needed first, a
 * call. It changes nothing that it is given, and the same input gives the same output.
 *
 * `session` is null for `begin` only. A session whose outcome is `ended` is over: throw it away.
 * Throws for events that cannot be (a result nobody awaits), and for a definition that runs in a circle.
 */
export function step(
  definition: Definition,
  session: Session | null,
  event: Event,
  world: World,
): StepResult {
  if (event.kind === 'begin') {
    if (session) throw new Error(`"${definition.conversation}" has begun already`);
    const turn = new Turn(definition, beginning(definition, event, world.locale), world);
    return run(turn, { kind: 'to', step: turn.compiled.first.name }, 0);
  }
  if (!session) throw new Error(`"${definition.conversation}" has not begun: "${event.kind}" came first`);
  if (event.kind === 'moved') return run(...moveOver(definition, session, world), 0);
  if (session.conversation !== definition.conversation || session.version !== definition.version) {
    throw new Error(
      `the session is at ${session.conversation} ${session.version}, not at ${definition.conversation} ${definition.version}`,
    );
  }
  const turn = new Turn(definition, session, world);
  const pending = session.pending as (Waiting & { readonly moves: number }) | null;
  if ((event.kind === 'result') !== (pending !== null)) {
    throw new Error(
      pending ? `a call is under way at "${session.step}": answer it first` : 'no call is under way',
    );
  }
  if (event.kind === 'result' && pending) {
    turn.set({ pending: null });
    return run(turn, takeResult(turn, pending, event.result), pending.moves);
  }
  if (event.kind === 'heard') return run(turn, hear(turn, event.heard), 0);
  if (event.kind === 'expire') return run(turn, expire(turn), 0);
  if (event.kind === 'result') throw new Error('no call is under way');
  const other = inOtherLanguage(definition, session, world);
  return other ? run(...other, 0) : run(turn, resume(turn, event), 0);
}

function beginning(
  definition: Definition,
  event: Extract<Event, { kind: 'begin' }>,
  locale: string,
): Session {
  const { slots, kept } = event;
  return {
    conversation: definition.conversation,
    version: definition.version,
    step: compile(definition).first.name,
    locale: nearestLocale(locale, Object.keys(definition.texts)),
    slots: {},
    results: {},
    trail: [],
    prompt: null,
    misses: 0,
    revision: 0,
    pending: null,
    ...(slots && Object.keys(slots).length > 0 ? { first: slots } : {}),
    ...(kept && Object.keys(kept).length > 0 ? { kept } : {}),
  };
}

/** Goes from step to step until somebody has to say something, the world has to be asked, or it is over. */
function run(turn: Turn, start: Move, already: number): StepResult {
  let move = start;
  for (let moves = already; ; moves++) {
    if (moves > MOST_MOVES) throw circle(turn);
    if (move.kind === 'wait') return close(turn);
    if (move.kind === 'call') {
      const elsewhere = move.waiting.for === 'elsewhere';
      turn.set({ pending: { ...move.waiting, moves: moves + 1 }, ...(elsewhere ? {} : { prompt: null }) });
      return { ...close(turn), call: move.call };
    }
    if (move.kind === 'end') {
      const last = move.how === 'done' && turn.session.prompt === null ? finish(turn) : move;
      if (last.kind === 'end') {
        turn.outcomes.push({ kind: 'ended', how: last.how });
        turn.set({ prompt: null });
      }
      return close(turn);
    }
    const to: Step | undefined =
      move.kind === 'to'
        ? turn.compiled.steps.get(move.step)
        : turn.compiled.following.get(turn.session.step);
    if (move.kind === 'to' && !to) throw new Error(`there is no step "${move.step}"`);
    if (!to) {
      move = { kind: 'end', how: 'done' };
      continue;
    }
    keepDraft(turn);
    turn.set({ step: to.name, prompt: null });
    move = turn.compiled.kinds[to.kind].enter(turn, to, move.kind === 'to' ? move.reopen : undefined);
  }
}

function close(turn: Turn): StepResult {
  turn.set({ revision: turn.session.revision + 1 });
  return { session: turn.session, outcomes: turn.outcomes };
}

function circle(turn: Turn): Error {
  const { file, conversation } = turn.compiled.definition;
  return new Error(`${file}: "${conversation}" runs in a circle at step "${turn.session.step}"`);
}

function takeResult(turn: Turn, waiting: Waiting, result: Result): Move {
  if (waiting.for === 'elsewhere') return takeElsewhere(turn, waiting, result);
  const at = turn.compiled.steps.get(waiting.step);
  const move = at && turn.compiled.kinds[at.kind].result?.(turn, at, waiting, result);
  if (!move) throw new Error(`there is no step "${waiting.step}" that awaits a result`);
  return move;
}

/** Somebody else has looked at words that the prompt could not read. */
function takeElsewhere(turn: Turn, waiting: Extract<Waiting, { for: 'elsewhere' }>, result: Result): Move {
  const value: Json = result.ok ? result.value : null;
  const keeping = turn.session.prompt?.keeping !== undefined;
  if (typeof value === 'object' && value !== null && 'leave' in value && value.leave === true) {
    return keeping ? { kind: 'end', how: 'done' } : { kind: 'wait' };
  }
  if (typeof value === 'object' && value !== null && 'again' in value)
    return again(turn, value.again ?? null);
  if (typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string') {
    const files: readonly OutcomeFile[] | undefined = filesIn(value);
    turn.outcomes.push({ kind: 'said', text: value.text, ...(files && files.length > 0 ? { files } : {}) });
    return show(turn);
  }
  if (keeping) return keep(turn, 'none');
  const at = turn.compiled.steps.get(turn.session.step);
  if (at?.kind === 'ask') {
    const typed = waiting.accept ? readTyped(turn, at, waiting.text) : null;
    return typed ?? miss(turn, `miss_${at.as}`);
  }
  return miss(turn, 'miss_confirm');
}

/** They said once more what they are about: what it says of questions not answered yet is taken, and it goes on. */
function again(turn: Turn, said: Json): Move {
  const { trail, first, step } = turn.session;
  const words = typeof said === 'object' && said !== null && !Array.isArray(said) ? Object.entries(said) : [];
  const open = words.flatMap(([name, text]) =>
    typeof text === 'string' && turn.compiled.steps.get(name)?.kind === 'ask' && !trail.includes(name)
      ? [[name, text] as const]
      : [],
  );
  if (open.length === 0) {
    turn.say('resumed');
    return show(turn);
  }
  turn.set({ first: { ...first, ...Object.fromEntries(open) } });
  return { kind: 'to', step };
}

function resume(turn: Turn, { quiet }: { readonly quiet?: true }): Move {
  if (!turn.session.prompt) return { kind: 'to', step: turn.session.step, reopen: 'again' };
  if (!quiet) turn.say('resumed');
  return show(turn);
}

function expire(turn: Turn): Move {
  if (turn.session.prompt?.keeping) return { kind: 'end', how: 'done' };
  turn.say(turn.session.settled ? 'expired_done' : 'expired');
  return { kind: 'end', how: 'expired' };
}
