import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Definition } from '../../src/conversation/definition.js';
import { readTextFile } from '../../src/conversation/folder.js';
import type { Json } from '../../src/conversation/json.js';
import { describeProblem } from '../../src/conversation/problem.js';
import { readConversation } from '../../src/conversation/read.js';
import type { Event, Heard, Outcome, Result, Session, World } from '../../src/conversation/session.js';
import { step } from '../../src/conversation/step.js';
import type { TextTable } from '../../src/conversation/texts.js';

/** Monday, 2026-11-23T09:00 in Shanghai. */
export const NOW = Date.parse('2026-11-23T09:00:00+08:00');

const commonFile = fileURLToPath(new URL('../../conversations/common.yaml', import.meta.url));
/** The texts that every conversation has. */
export const COMMON: TextTable = readTextFile(
  readFileSync(commonFile, 'utf8'),
  'conversations/common.yaml',
).table;

/** Reads a conversation that is written in a test. */
export function define(yaml: string, file = 'conversations/trial.yaml'): Definition {
  const { definition, problems } = readConversation(yaml, file, COMMON);
  if (!definition) throw new Error(problems.map(describeProblem).join('\n'));
  return definition;
}

/** A conversation `trial` with these steps, and these texts in both languages. */
export function trial(steps: string, texts: readonly string[] = []): Definition {
  const lines = texts.map(text => `    ${text}`).join('\n');
  return define(
    `conversation: trial\ntitle: { zh-Hans: 试试, en: Trial }\nsteps:\n${steps}\ntexts:\n  zh-Hans:\n    hello: 您好\n${lines}\n  en:\n    hello: Hello\n${lines}\n`,
  );
}

/** An action of a test: gives a value, or fails with a code. */
export type Action = (args: Readonly<Record<string, Json>>) => Json | { readonly fail: string };

/** Somebody talking to one conversation; actions are answered at once, as the desk does. */
export class Talk {
  readonly definition: Definition;
  session: Session | null = null;
  /** Every call that was made, in order. */
  readonly calls: { action: string; args: Readonly<Record<string, Json>> }[] = [];
  over: string | null = null;
  last: Outcome[] = [];
  private readonly actions: Readonly<Record<string, Action>>;
  private readonly elsewhere: (text: string) => Json;
  private readonly options: Partial<World>;
  private prompts = 0;

  constructor(
    definition: Definition,
    actions: Readonly<Record<string, Action>> = {},
    options: Partial<World> = {},
    elsewhere: (text: string) => Json = () => null,
  ) {
    this.definition = definition;
    this.actions = actions;
    this.options = options;
    this.elsewhere = elsewhere;
  }

  begin(slots?: Readonly<Record<string, string>>, kept?: Readonly<Record<string, Json>>): string {
    return this.send({
      kind: 'begin',
      ...(slots ? { slots } : {}),
      ...(kept ? { kept } : {}),
    });
  }

  say(text: string): string {
    return this.hear({ text });
  }

  press(label: string): string {
    return this.hear({ token: this.token(label), messageId: 'm1' });
  }

  hear(heard: Heard): string {
    return this.send({ kind: 'heard', heard });
  }

  /** The token of the button whose label contains this. */
  token(label: string): string {
    const asked = this.asked();
    const found = [...asked.choices, ...asked.controls].find(choice => choice.label.includes(label));
    if (!found)
      throw new Error(`no button "${label}" among ${asked.choices.map(one => one.label).join(', ')}`);
    return found.token;
  }

  asked(): Extract<Outcome, { kind: 'asked' }> {
    const asked = this.last.findLast(outcome => outcome.kind === 'asked');
    if (asked?.kind !== 'asked') throw new Error('nothing was asked');
    return asked;
  }

  labels(): string[] {
    return this.asked().choices.map(choice => choice.label);
  }

  /** Sends an event, answers its calls, and gives all that was said, line by line. */
  send(event: Event, definition = this.definition): string {
    this.last = [];
    let next: Event | null = event;
    while (next) {
      const result = step(definition, this.session, next, this.world());
      this.session = result.session;
      this.last.push(...result.outcomes);
      next = null;
      if (result.call) {
        this.calls.push(
          result.call.kind === 'action'
            ? { action: result.call.action, args: result.call.args }
            : { action: 'elsewhere', args: { text: result.call.text } },
        );
        next = { kind: 'result', result: this.answer(result.call) };
      }
    }
    const ended = this.last.find(outcome => outcome.kind === 'ended');
    if (ended?.kind === 'ended') this.over = ended.how;
    return this.last.flatMap(outcome => ('text' in outcome ? [outcome.text] : [])).join('\n');
  }

  world(): World {
    this.prompts += 1;
    return {
      now: NOW,
      zone: 'Asia/Shanghai',
      locale: 'zh-Hans',
      promptId: `p${this.prompts}`,
      firstNumber: 1,
      readers: {},
      ...this.options,
    };
  }

  private answer(call: NonNullable<ReturnType<typeof step>['call']>): Result {
    if (call.kind === 'elsewhere') return { ok: true, value: this.elsewhere(call.text) };
    const action = this.actions[call.action];
    if (!action) throw new Error(`no action "${call.action}"`);
    const given = action(call.args);
    if (typeof given === 'object' && given !== null && 'fail' in given && typeof given.fail === 'string') {
      return { ok: false, code: given.fail };
    }
    return { ok: true, value: given as Json };
  }
}

/** One question of a kind, and what was understood: the answer's value, or what was said instead. */
export function asking(kind: string, more = '', world: Partial<World> = {}): Talk {
  const lines = more === '' ? '' : `\n    ${more.split('\n').join('\n    ')}`;
  const definition = trial(
    `  - ask: answer\n    as: ${kind}\n    say: hello${lines}\n  - say: told\n  - confirm: sure`,
    [
      'told: "{answer}"',
      'sure: 对吗？',
      'label_answer: 回答',
      'park: 公园',
      'school: 学校',
      'square: 文化广场',
    ],
  );
  const talk = new Talk(definition, {}, world);
  talk.begin();
  return talk;
}

/** What the question's answer is now; undefined while it is still asked. */
export function answerOf(talk: Talk): Json | undefined {
  return talk.session?.trail.includes('answer') ? talk.session.slots.answer?.value : undefined;
}
