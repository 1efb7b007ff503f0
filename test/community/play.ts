import { resolve } from 'node:path';
import type { Context } from '../../src/community/context.js';
import { Problem } from '../../src/community/problem.js';
import { withConsent, withKept } from '../../src/community/residents/consent.js';
import { residents } from '../../src/community/residents/resident.js';
import type { Json } from '../../src/community/store.js';
import type { Definition } from '../../src/conversation/definition.js';
import { readFolder } from '../../src/conversation/folder.js';
import type { Call, Event, Outcome, Result, Session, World } from '../../src/conversation/session.js';
import { step } from '../../src/conversation/step.js';
import { actions, signatures } from '../../src/desk/actions.js';
import { factsOf, Words } from '../../src/desk/words.js';
import { readers as readersFor } from '../../src/language/readers.js';
import type { Actor } from '../cast.js';
import { huimin, type SetOff, type TestDesk } from './desk.js';

export const folder = await readFolder(resolve('conversations'));
const notices = new Words(() => folder.notices, factsOf(huimin));

export function definitionOf(name: string): Definition {
  const found = folder.definitions.find(definition => definition.conversation === name);
  if (!found)
    throw new Error(`no conversation ${name}; there are ${folder.definitions.map(d => d.conversation)}`);
  return found;
}

/** One answer of the bot: its words, and the labels of what can be chosen. */
export interface Answer {
  readonly text: string;
  readonly choices: readonly string[];
  readonly files: readonly string[];
  readonly ended?: string;
  readonly off: SetOff;
}

/**
 * Plays conversations with the real engine, readers, actions and texts over a test desk: enough to hear how a
 * conversation goes, without the desk's lanes and platforms.
 */
export class Player {
  readonly #desk: TestDesk;
  readonly #actor: Actor;
  #definition: Definition | undefined;
  #session: Session | null = null;
  #prompts = 0;

  constructor(desk: TestDesk, actor: Actor) {
    this.#desk = desk;
    this.#actor = actor;
  }

  begin(conversation: string, slots: Record<string, string> = {}): Promise<Answer> {
    this.#definition = definitionOf(conversation);
    this.#session = null;
    return this.#take(kept => ({ kind: 'begin', slots, kept }));
  }

  say(text: string): Promise<Answer> {
    return this.#take(() => ({ kind: 'heard', heard: { text } }));
  }

  /** Says one thing after the other, and gives the last answer. */
  async sayAll(...texts: string[]): Promise<Answer> {
    let answer: Answer | undefined;
    for (const text of texts) answer = await this.say(text);
    if (!answer) throw new Error('nothing was said');
    return answer;
  }

  async #take(event: (kept: Record<string, Json>) => Event): Promise<Answer> {
    const definition = this.#definition;
    if (!definition) throw new Error('no conversation has begun');
    const before = this.#session;
    const { value, off } = await this.#desk.turn(this.#actor, async context => {
      const outcomes: Outcome[] = [];
      const world = this.#world(context);
      let result = step(definition, before, event(context.resident.kept), world);
      for (let calls = 0; ; calls++) {
        outcomes.push(...result.outcomes);
        if (!result.call) break;
        if (calls > 20) throw new Error('calls without end');
        const answer = await answerOf(context, result.call);
        result = step(definition, result.session, { kind: 'result', result: answer }, world);
      }
      await this.#note(context, definition, outcomes);
      return { outcomes, session: result.session };
    });
    const ended = value.outcomes.find(outcome => outcome.kind === 'ended');
    this.#session = ended ? null : value.session;
    const asked = value.outcomes.findLast(outcome => outcome.kind === 'asked');
    return {
      text: value.outcomes
        .flatMap(outcome => (outcome.kind === 'said' || outcome.kind === 'asked' ? outcome.text : []))
        .join('\n'),
      choices: asked?.choices.map(choice => choice.label) ?? [],
      files: value.outcomes.flatMap(outcome =>
        outcome.kind === 'said' ? (outcome.files ?? []).map(file => file.name) : [],
      ),
      ...(ended && { ended: ended.how }),
      off,
    };
  }

  #world(context: Context): World {
    return {
      now: context.now,
      zone: context.content.community.zone,
      locale: context.locale,
      promptId: `p${this.#prompts++}`,
      firstNumber: 1,
      readers: readersFor(),
      actions: signatures,
    };
  }

  async #note(context: Context, definition: Definition, outcomes: readonly Outcome[]): Promise<void> {
    const notice = context.content.community.privacy.version;
    for (const outcome of outcomes) {
      const resident = await context.tx.get(residents, context.resident.id);
      if (!resident) continue;
      if (outcome.kind === 'remember') {
        await context.tx.put(residents, withKept(resident, outcome.field, outcome.value));
      }
      if (outcome.kind === 'consented') {
        await context.tx.put(residents, withConsent(resident, definition.conversation, notice, context.now));
      }
    }
  }
}

async function answerOf(context: Context, call: Call): Promise<Result> {
  if (call.kind === 'elsewhere') return { ok: true, value: null };
  try {
    return {
      ok: true,
      value: await actions[call.action]!.run(context, call.args, (key, args) =>
        notices.say(context.locale, key, args),
      ),
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ok: false, code: error.code, details: error.details };
  }
}
