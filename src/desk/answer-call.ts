import { Problem } from '../community/problem.js';
import type { Json } from '../community/store.js';
import type { Definition } from '../conversation/definition.js';
import { isDone } from '../conversation/keeping.js';
import type { Call, Result } from '../conversation/session.js';
import { watchWrites } from './guard.js';
import type { Turn } from './turn.js';

/** What the engine gets back, and the conversation that is to begin instead, where one is meant. */
export interface CallAnswer {
  readonly result: Result;
  readonly leave?: Definition;
}

/** Answers what the engine needs from the world, inside the turn's transaction. */
export async function answerCall(turn: Turn, call: Call): Promise<CallAnswer> {
  if (call.kind === 'elsewhere') return elsewhere(turn, call.text);
  const action = turn.tools.actions[call.action];
  if (!action) throw new Error(`no action ${call.action}`);
  const guard = watchWrites(turn.tx);
  try {
    const value = await action.run(turn.context(guard.tx), call.args);
    return { result: { ok: true, value: (value ?? null) as Json } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // The promise is that a call that fails with a code has written nothing; keep domain functions to it.
    if (guard.written()) throw new Error(`${call.action} failed with ${error.code} after it had written`);
    return { result: { ok: false, code: error.code, details: error.details } };
  }
}

/** The open prompt could not read it: perhaps it is a question, or another conversation is meant. */
function elsewhere(turn: Turn, text: string): CallAnswer {
  const { library } = turn.tools;
  const open = turn.seat.session;
  const exact = library.byCommand(text.trim());
  const understood = exact ? null : turn.understanding(text);
  const meant = exact ?? (understood?.route && library.named(understood.route.conversation));
  // Whoever is only asked what to remember may want the same once more.
  const other = meant && (meant.conversation !== open?.conversation || isDone(open));
  if (meant && other && turn.mayBegin(meant)) {
    return { result: { ok: true, value: { leave: true } }, leave: meant };
  }
  if (understood?.answer) return { result: { ok: true, value: { text: understood.answer.text } } };
  return { result: { ok: true, value: null } };
}
