import { Problem } from '../community/problem.js';
import { may } from '../community/staff/staff.js';
import type { Json } from '../community/store.js';
import type { Definition } from '../conversation/definition.js';
import { isDone } from '../conversation/keeping.js';
import type { Call, Result } from '../conversation/session.js';
import { watchWrites } from './guard.js';
import { servicesInWords } from './services-in-words.js';
import { askPerson } from './staff-word.js';
import type { Turn } from './turn.js';
import type { Understanding } from './understanding.js';

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
  // Its conversation was for staff alone; this holds even if one is written that is not, or a role was taken away.
  if (action.role && !may(turn.member, action.role)) {
    throw new Error(`${call.action} is for ${action.role.join(', ')}, and the speaker is none of them`);
  }
  const guard = watchWrites(turn.tx);
  try {
    const value = await action.run(turn.context(guard.tx), call.args, (key, words) => turn.word(key, words));
    return { result: { ok: true, value: (value ?? null) as Json } };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    // The promise is that a call that fails with a code has written nothing; keep domain functions to it.
    if (guard.written()) throw new Error(`${call.action} failed with ${error.code} after it had written`);
    return { result: { ok: false, code: error.code, details: error.details } };
  }
}

/** The open prompt could not read it: perhaps it is a question, or another conversation is meant. */
async function elsewhere(turn: Turn, text: string): Promise<CallAnswer> {
  const { library } = turn.tools;
  const open = turn.seat.session;
  const exact = turn.byCommand(text);
  const understood = exact ? null : turn.understanding(text);
  const meant = exact ?? (understood?.route && library.named(understood.route.conversation));
  // Whoever is only asked what to remember may want the same once more.
  const other = meant && (meant.conversation !== open?.conversation || isDone(open));
  const asked = exact === undefined && understood !== null && understood.about.length > 0;
  if (meant && other && !asked && turn.mayBegin(meant)) {
    return { result: { ok: true, value: { leave: true } }, leave: meant };
  }
  if (exact && other && !turn.mayBegin(exact)) return inDirectChat(turn, exact);
  const said = understood && (await sayBesides(turn, understood));
  if (said === null && meant && !other) {
    return { result: { ok: true, value: { again: understood?.route?.slots ?? {} } } };
  }
  return { result: { ok: true, value: said === null ? null : { text: said } } };
}

/** A command that belongs into direct chat: the way there, and the open prompt again. */
function inDirectChat(turn: Turn, { conversation, title }: Definition): CallAnswer {
  turn.reply.direct(turn.word('label_direct'), conversation);
  const text = turn.word('group_to_direct', { title: title[turn.locale] ?? conversation });
  return { result: { ok: true, value: { text } } };
}

/** What is said before the open prompt comes back; null when the words mean nothing to us. */
async function sayBesides(turn: Turn, understood: Understanding): Promise<string | null> {
  switch (understood.small) {
    case 'greeting':
      return turn.word('hello');
    case 'who':
      return turn.word('who_i_am');
    case 'thanks':
      return turn.word('you_are_welcome');
    case 'upset':
      return turn.word('sorry_upset');
    case 'person':
      await askPerson(turn, turn.seat.session?.conversation);
      return '';
    default:
  }
  if (understood.about.length > 0) return servicesInWords(turn, aboutNow(turn, understood.about));
  return understood.answer?.text ?? null;
}

/** Whoever asks what it costs while booking means the service that they are booking. */
function aboutNow(turn: Turn, services: readonly string[]): readonly string[] {
  const chosen = turn.seat.session?.slots.service?.value;
  return services.length > 1 && typeof chosen === 'string' && services.includes(chosen) ? [chosen] : services;
}
