import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Delivery, Incoming, Person } from '../desk/message.js';
import {
  type Abilities,
  type Door,
  type Fetched,
  FetchFailure,
  type PaceLimits,
  type Platform,
  SendFailure,
  type Sent,
} from '../desk/platform.js';
import { asMenu } from './menu.js';
import { readWords } from './words.js';

export interface TerminalOptions {
  readonly account: string;
  /** Who sits at the keyboard. The chat has their id. */
  readonly person: Person;
  readonly input: Readable;
  readonly output: Writable;
  /** ms, for the time on each message and its id. */
  readonly now: () => number;
  /** Shown before each line that is typed; '' for none. Default '> '. */
  readonly prompt?: string;
  /** Hears every line of the conversation, so that a run can be kept as a transcript. */
  readonly note?: (line: TerminalLine) => void;
}

export type TerminalLine =
  | { readonly who: 'person'; readonly text: string }
  | { readonly who: 'desk'; readonly delivery: Delivery; readonly text: string };

/**
 * One person at a keyboard: a line typed is a message (a backslash at its end goes on in the next), an answer is
 * printed with its menu.
 */
export interface TerminalPlatform extends Platform {
  /** Resolves when the input has ended (Ctrl-D, the end of a file) and its last line was taken in, or at stop. */
  readonly ended: Promise<void>;
}

const ABILITIES: Abilities = { buttons: false, edits: false, recallMs: 0, textLength: 100_000 };
const UNHURRIED: PaceLimits = {
  perSecond: 0,
  perSecondPerChat: 0,
  burstPerChat: 0,
  perMinutePerGroup: 0,
  perDay: 0,
  jitter: 0,
};

/** The terminal as a platform: direct chat only, no login, no limits. */
export function terminalPlatform(options: TerminalOptions): TerminalPlatform {
  return new Terminal(options);
}

class Terminal implements TerminalPlatform {
  readonly kind = 'terminal';
  readonly account: string;
  readonly abilities = ABILITIES;
  readonly pace = UNHURRIED;
  readonly ended: Promise<void>;
  private readonly options: TerminalOptions;
  private readonly end: () => void;
  private lines: Interface | null = null;
  private door: Door | null = null;
  private count = 0;
  /** What is being handed in, in the order in which it was typed. */
  private taking: Promise<void> = Promise.resolve();

  constructor(options: TerminalOptions) {
    this.options = options;
    this.account = options.account;
    let end = () => {};
    this.ended = new Promise(resolve => {
      end = resolve;
    });
    this.end = end;
  }

  async start(door: Door): Promise<void> {
    this.door = door;
    const began = this.options.now();
    this.lines = createInterface({ input: this.options.input, crlfDelay: Number.POSITIVE_INFINITY });
    let begun = '';
    this.lines.on('line', line => {
      if (line.endsWith('\\')) {
        begun += `${line.slice(0, -1)}\n`;
        return;
      }
      const text = `${begun}${line}`.trim();
      begun = '';
      if (text === '') return;
      this.options.note?.({ who: 'person', text });
      const message = this.message(text, `${began}-${++this.count}`);
      this.taking = this.taking.then(() => this.take(door, message));
    });
    this.lines.once('close', () => void this.taking.then(this.end));
    door.status({ state: 'online' });
    this.show('');
  }

  async stop(): Promise<void> {
    if (this.lines === null) return;
    this.lines.close();
    this.lines = null;
    await this.taking;
    this.end();
    this.door?.status({ state: 'stopped' });
  }

  async send(delivery: Delivery): Promise<Sent> {
    if (delivery.chat.id !== this.options.person.id) {
      throw new SendFailure({ kind: 'gone', reason: 'nobody of that id sits at this terminal' });
    }
    if (this.options.output.destroyed || this.options.output.writableEnded) {
      throw new SendFailure({ kind: 'gone', reason: 'the terminal was closed' });
    }
    const text = asMenu(delivery.saying);
    const files = (delivery.saying.files ?? []).map(({ name }) => `📎 ${name}`);
    this.options.note?.({ who: 'desk', delivery, text });
    this.show([text, ...files].filter(part => part !== '').join('\n'));
    return { messageId: String(++this.count) };
  }

  /** What was printed stays. */
  async replace(): Promise<boolean> {
    return false;
  }

  /** Nobody can send anything but words at a keyboard. */
  async fetch(): Promise<Fetched> {
    throw new FetchFailure('there are no files at a terminal', { later: false });
  }

  directLink(): string | null {
    return null;
  }

  private message(text: string, id: string): Incoming {
    const { person } = this.options;
    return {
      id,
      chat: { id: person.id, kind: 'direct' },
      person,
      at: this.options.now(),
      addressed: true,
      said: readWords(text),
    };
  }

  private async take(door: Door, message: Incoming): Promise<void> {
    try {
      await door.receive(message);
    } catch {
      // There is no platform behind a keyboard that would deliver it again: the person is the one to do so.
      const chinese = this.options.person.locale?.startsWith('en') !== true;
      this.show(chinese ? '没有记下来，请再发一次。' : 'That was not taken down. Please send it again.');
    }
  }

  private show(text: string): void {
    const prompt = this.options.prompt ?? '> ';
    this.options.output.write(text === '' ? prompt : `\n${text}\n\n${prompt}`);
  }
}
