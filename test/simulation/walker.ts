import type { Delivery, Incoming, Said, Saying } from '../../src/desk/message.js';
import type { NeighbourTools } from './neighbour.js';

/** What somebody is like: with what they come, and what they say to which question. */
export interface Part {
  readonly id: string;
  readonly name: string;
  /** What they begin with, each by itself. */
  readonly errands: readonly string[];
  /** `#` is put differently each time. */
  readonly answers: readonly (readonly [asked: RegExp, answers: readonly string[]])[];
  /** Buttons that they take up whenever they see them, even when something else was said since. */
  readonly takesUp: RegExp;
  /** What they take more often than anything else. */
  readonly prefers: RegExp;
}

export interface WalkerTools extends NeighbourTools {
  /** To be called when somebody has heard what another of this name said. */
  readonly heard: (name: string, words: string) => void;
}

/** What somebody else said, as it is passed on. */
const PASSED_ON = /^((?:居民|同事|n)\d+)：([\s\S]*)$/;
/** From here on what is said goes to somebody else; and no longer. */
const THROUGH = /来了，您直接说|接上了，您现在说的话/;
/** How much somebody does before they have had enough of it. */
const BUDGET = 40;

/**
 * Somebody who comes with one thing after another, and finds their way by what is offered: takes an option, answers a
 * question as people answer it, breaks off in the middle, presses what is old, and talks to whoever they are put through
 * to.
 */
export class Walker {
  readonly part: Part;
  /** Everything that they were told. */
  readonly told: string[] = [];
  readonly #tools: WalkerTools;
  /** What was said and not answered, by when, ms; what is passed on is answered once the other side has heard it. */
  readonly #owed = new Map<string, number>();
  #errands: number;
  #budget = BUDGET;
  #last: Saying | null = null;
  #old: Said[] = [];
  #through = false;
  #messages = 0;

  constructor(part: Part, tools: WalkerTools) {
    this.part = part;
    this.#tools = tools;
    this.#errands = 2 + tools.chance.below(4);
  }

  get id(): string {
    return this.part.id;
  }

  /** Has come with everything, and has had an answer to it. */
  get done(): boolean {
    return (this.#errands === 0 || this.#budget <= 0) && !this.#through && this.#owed.size === 0;
  }

  /** Since when they wait for an answer, ms. */
  get waitingSince(): number | null {
    return this.#owed.size === 0 ? null : Math.min(...this.#owed.values());
  }

  /** For whoever looks at a failure. */
  get where(): string {
    return `${JSON.stringify([...this.#owed])} after ${JSON.stringify(this.told.slice(-4))}`;
  }

  begin(): void {
    this.#errand();
  }

  /** Nothing came for a long time. */
  nudge(): void {
    if (this.done || this.waitingSince !== null) return;
    if (this.#through) this.#say(text('结束'));
    else this.#errand();
  }

  /** Somebody else has heard what they said. */
  wasHeard(words: string): void {
    this.#owed.delete(words);
  }

  hear(saying: Saying, messageId: string, kind: Delivery['kind']): void {
    const { clock, chance, heard } = this.#tools;
    this.told.push(saying.text);
    const [, name, words] = PASSED_ON.exec(saying.text) ?? [];
    if (name !== undefined && words !== undefined) heard(name, words);
    else if (kind === 'reply') this.#answered();
    if (THROUGH.test(saying.text)) this.#through = true;
    const choices = (saying.choices ?? []).map(({ token }): Said => ({ kind: 'press', token, messageId }));
    this.#old = [...this.#old, ...choices].slice(-20);
    const takes = (saying.choices ?? []).find(({ label }) => this.part.takesUp.test(label));
    if (takes && chance.chance(0.8)) {
      clock.after(200 + chance.below(20_000), () =>
        this.#say({ kind: 'press', token: takes.token, messageId }),
      );
      return;
    }
    this.#last = saying;
    clock.after(200 + chance.below(4000), () => {
      if (this.#last === saying) this.#act(saying, messageId);
    });
  }

  /** Whoever gets the desk's own words has had an answer to everything. */
  #answered(): void {
    this.#owed.clear();
    this.#through = false;
  }

  #act(saying: Saying, messageId: string): void {
    const { clock, chance } = this.#tools;
    if (this.#budget <= 0) return;
    if (this.#through) this.#say(text(chance.chance(0.3) ? '结束' : `${this.id}话${this.#messages}`));
    else if (chance.chance(0.04) && this.#old.length > 0) this.#say(chance.pick(this.#old));
    else {
      const said = this.#answer(saying, messageId);
      if (said === null) clock.after(chance.below(60_000), () => this.#errand());
      else this.#say(said);
      if (said?.kind === 'press' && chance.chance(0.2)) clock.after(chance.below(300), () => this.#say(said));
    }
  }

  /** Null: there is nothing to answer. */
  #answer(saying: Saying, messageId: string): Said | null {
    const { chance } = this.#tools;
    const known = this.part.answers.find(([asked]) => asked.test(saying.text));
    const choices = saying.choices ?? [];
    if (known && (choices.length === 0 || chance.chance(0.8)))
      return text(chance.pick(known[1]).replace('#', `${this.id}号${this.#messages}次`));
    if (choices.length === 0) return null;
    const wanted = choices.findIndex(({ label }) => this.part.prefers.test(label));
    const index = wanted >= 0 && chance.chance(0.6) ? wanted : chance.below(choices.length);
    const choice = choices[index];
    if (choice === undefined) return null;
    if (chance.chance(0.2)) return text(choice.label);
    if (chance.chance(0.2)) return text(String(1 + index));
    return { kind: 'press', token: choice.token, messageId };
  }

  #errand(): void {
    if (this.#errands === 0 || this.#through) return;
    this.#errands -= 1;
    this.#say(text(this.#tools.chance.pick(this.part.errands)));
  }

  #say(said: Said): void {
    const { clock, post } = this.#tools;
    this.#messages += 1;
    this.#budget -= 1;
    const words = said.kind === 'text' ? said.text : '';
    if (!this.#owed.has(words)) this.#owed.set(words, clock.now());
    const message: Incoming = {
      id: `${this.id}-${this.#messages}`,
      chat: { id: this.id, kind: 'direct' },
      person: { id: this.id, name: this.part.name, locale: 'zh-Hans' },
      at: clock.now(),
      addressed: true,
      said,
    };
    post(message);
  }
}

const text = (said: string): Said => ({ kind: 'text', text: said });
