export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
}

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly user?: User;
}

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
  readonly request_contact?: boolean;
  readonly request_location?: boolean;
}

export interface Markup {
  readonly inline_keyboard?: readonly (readonly Button[])[];
  readonly keyboard?: readonly (readonly (Button | string)[])[];
  readonly force_reply?: boolean;
  readonly selective?: boolean;
  readonly remove_keyboard?: boolean;
  readonly one_time_keyboard?: boolean;
  readonly input_field_placeholder?: string;
}

/** What the bot sent into a chat, as it stands now. */
export interface BotMessage {
  readonly id: number;
  /** When it was sent, ms. */
  readonly at: number;
  readonly method: string;
  /** The text, or the caption of a file. */
  text: string;
  entities: readonly Entity[];
  markup: Markup | undefined;
  readonly file?: { readonly name: string; readonly mime: string; readonly bytes: Buffer };
  readonly replyTo: number | undefined;
  /** How often it was edited. */
  edits: number;
}

/** Rows of buttons under a message, in one list. */
export function buttonsOf(message: BotMessage): readonly Button[] {
  const { inline_keyboard = [], keyboard = [] } = message.markup ?? {};
  return [...inline_keyboard, ...keyboard].flat().map(b => (typeof b === 'string' ? { text: b } : b));
}

type Wanted = (message: BotMessage) => boolean;

/** A chat as the service knows it: what the bot sent into it, with events to wait for. */
export class FakeChat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title: string;
  /** Everything the bot sent here, in order. */
  readonly sent: BotMessage[] = [];
  /** Whether the bot may write here: blocked or thrown out it may not, and nobody has begun a chat with it yet. */
  access: 'open' | 'blocked' | 'kicked' | 'not-started' = 'open';
  /** The id of the supergroup that it has become. */
  migratedTo: number | undefined;
  #lastId = 0;
  #read = 0;
  readonly #watchers = new Set<() => void>();

  constructor(id: number, type: FakeChat['type'], title: string) {
    this.id = id;
    this.type = type;
    this.title = title;
  }

  get isGroup(): boolean {
    return this.type === 'group' || this.type === 'supergroup';
  }

  get json(): object {
    return this.type === 'private'
      ? { id: this.id, type: this.type, first_name: this.title }
      : { id: this.id, type: this.type, title: this.title };
  }

  nextId(): number {
    return ++this.#lastId;
  }

  add(message: BotMessage): void {
    this.sent.push(message);
    this.changed();
  }

  changed(): void {
    for (const look of this.#watchers) look();
  }

  /**
   * The bot's next message here that fits: each call goes on after the message that the last one gave, so a
   * script reads its chat from top to bottom. Rejects after `ms` with what there was instead; 0 waits forever.
   */
  async next(fits: Wanted = () => true, ms = 10_000): Promise<BotMessage> {
    const from = this.#read;
    const found = await this.until(
      () => {
        for (let i = from; i < this.sent.length; i++) if (fits(this.sent[i]!)) return i;
        return undefined;
      },
      ms,
      from,
    );
    this.#read = Math.max(this.#read, found + 1);
    return this.sent[found]!;
  }

  /** Resolves with what `look` gives once that is not undefined; looks again whenever something is sent or edited. */
  until<T>(look: () => T | undefined, ms = 10_000, from = 0): Promise<T> {
    const now = look();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const again = () => {
        const value = look();
        if (value === undefined) return;
        clearTimeout(timer);
        this.#watchers.delete(again);
        resolve(value);
      };
      const timer =
        ms === 0
          ? undefined
          : setTimeout(() => {
              this.#watchers.delete(again);
              const got = this.sent.slice(from).map(m => m.text);
              reject(
                new Error(`nothing that fits came in chat ${this.id}; since then: ${JSON.stringify(got)}`),
              );
            }, ms);
      this.#watchers.add(again);
    });
  }
}
