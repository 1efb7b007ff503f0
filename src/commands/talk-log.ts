import { EventEmitter } from 'node:events';
import type { Delivery, Saying } from '../desk/message.js';
import { neutral, transcriptFile } from './transcript.js';

/** Who talks, by language, unless they say: the tests know them, so a kept talk needs no word about them. */
export const SPEAKERS: Readonly<Record<string, string>> = { 'zh-Hans': '王奶奶', en: 'Nguyễn Văn An' };

const MINUTE = 60_000;
/** What is said so soon after a line is the answer to it, ms; anything later came by itself. */
const ANSWER = 30_000;

interface Exchange {
  readonly said: readonly [who: string, said: string];
  readonly answers: string[];
  readonly staff: string[];
}

/** A talk at the keyboard as it goes, to be kept as a transcript. Emits 'answered' at each answer. */
export class TalkLog extends EventEmitter<{ answered: [] }> {
  readonly #name: string;
  readonly #locale: string;
  readonly #now: () => number;
  readonly #began: number;
  readonly #exchanges: Exchange[] = [];
  /** The last menu: who types one of its numbers has pressed what stands there. */
  #menu: Saying | null = null;
  #waited = 0;
  #lastSaid: number;

  /** `now`: the desk's own time, ms, at a full minute when the talk begins. */
  constructor(who: { name: string; locale: string }, now: () => number) {
    super();
    this.#name = who.name;
    this.#locale = who.locale;
    this.#now = now;
    this.#began = now();
    this.#lastSaid = this.#began;
  }

  said(text: string): void {
    this.#wait();
    this.#lastSaid = this.#now();
    const { choices = [], firstNumber = 1 } = this.#menu ?? {};
    const choice = /^\d+$/.test(text) ? choices[Number(text) - firstNumber] : undefined;
    this.#enter([this.#name, choice ? `[${choice.label}]` : text]);
  }

  answered({ saying }: Delivery): void {
    this.#later();
    if (saying.choices) this.#menu = saying;
    this.#exchanges.at(-1)?.answers.push(neutral(saying));
    this.emit('answered');
  }

  toldStaff({ saying }: Delivery): void {
    this.#later();
    this.#exchanges.at(-1)?.staff.push(neutral(saying));
  }

  /** As a transcript's file, which passes as a test: see test/conversations. `zone`: the community's. */
  file(zone: string): string {
    const talk = this.#exchanges.flatMap(({ said, answers, staff }) => {
      const spoken: (readonly [string, string])[] = answers.map(text => ['小惠', text]);
      if (spoken.length === 0 && said[0] !== 'wait') spoken.push(['小惠', '(不说话)']);
      return [said, ...spoken, ...staff.map(text => ['工作群', text] as const)];
    });
    const first = this.#exchanges.map(({ said }) => said[1]).find(text => !/^\/|^\d+ minutes?$/.test(text));
    const known = SPEAKERS[this.#locale] === this.#name;
    return transcriptFile({
      title: `${this.#name}：${first?.split('\n')[0] ?? ''}`,
      now: inZone(this.#began, zone),
      ...(known ? {} : { people: { [this.#name]: this.#locale } }),
      talk,
    });
  }

  /** Something that came long after the last line came because time had passed. */
  #later(): void {
    if (this.#now() - this.#lastSaid > ANSWER) this.#wait();
  }

  #wait(): void {
    const minutes = Math.floor((this.#now() - this.#began) / MINUTE) - this.#waited;
    if (minutes < 1) return;
    this.#waited += minutes;
    this.#enter(['wait', `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`]);
  }

  #enter(said: Exchange['said']): void {
    this.#exchanges.push({ said, answers: [], staff: [] });
  }
}

function inZone(ms: number, zone: string): string {
  return new Date(ms).toLocaleString('sv-SE', { timeZone: zone }).slice(0, 16).replace(' ', 'T');
}
