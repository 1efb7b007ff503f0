import { type Prompts, Stopped } from '../../src/commands/setup/prompts.js';

/** Ctrl-C. */
export const STOP: unique symbol = Symbol('stop');
type Reply = string | boolean | typeof STOP;

/**
 * Somebody who sits at the guide: replies by what a question contains, each reply once, in order. What is refused is
 * kept in `refused`, and the next reply to that question follows. Everything shown is in `seen`.
 */
export class Somebody implements Prompts {
  readonly seen: string[] = [];
  readonly refused: string[] = [];
  readonly asked: string[] = [];
  readonly #replies: [RegExp, Reply][];
  /** Stops at the question with this number, from 0. */
  readonly #stopAt: number;

  constructor(replies: readonly (readonly [RegExp, Reply])[], stopAt = Number.POSITIVE_INFINITY) {
    this.#replies = replies.map(([about, reply]) => [about, reply]);
    this.#stopAt = stopAt;
  }

  get screen(): string {
    return this.seen.join('\n');
  }

  open = (text: string) => void this.seen.push(text);
  note = (text: string, title: string) => void this.seen.push(title, text);
  say = this.open;
  warn = this.open;
  code = (_: string, text: string) => void this.seen.push(text);
  close = this.open;
  stop = this.open;

  text: Prompts['text'] = async ({ message, initial = '', check }) => this.#typed(message, initial, check);
  secret: Prompts['secret'] = async ({ message, check }) => this.#typed(message, '', check);
  yes: Prompts['yes'] = async (message, _, initial) => {
    const reply = this.#reply(message);
    return reply === undefined ? initial : reply === true;
  };
  choose: Prompts['choose'] = async (message, options) => {
    const reply = this.#reply(message);
    const chosen = options.find((option, i) => (reply === undefined ? i === 0 : option.value === reply));
    if (!chosen) throw new Error(`${message} has no choice ${String(reply)}`);
    return chosen.value;
  };
  during: Prompts['during'] = (text, task) => {
    this.seen.push(text);
    return task();
  };

  #typed(message: string, initial: string, check: (text: string) => string | undefined): string {
    for (;;) {
      const text = String(this.#reply(message) ?? initial);
      const wrong = check(text);
      if (wrong === undefined) return text.trim();
      this.refused.push(wrong);
      if (!this.#replies.some(([about]) => about.test(message))) throw new Error(`${message}: ${wrong}`);
    }
  }

  #reply(message: string): Reply | undefined {
    if (this.asked.push(message) - 1 === this.#stopAt) throw new Stopped();
    const next = this.#replies.findIndex(([about]) => about.test(message));
    if (next < 0) return undefined;
    const reply = this.#replies.splice(next, 1)[0]?.[1];
    if (reply === STOP) throw new Stopped();
    return reply;
  }
}
