import type { Chat, Delivery, Saying } from '../../desk/message.js';
import { SendFailure, type SendOutcome, type Sent } from '../../desk/platform.js';
import { ApiFailure, type BotApi } from './api.js';
import { dress, type Part } from './dress.js';
import type { Memory } from './memory.js';
import { outcomeOf } from './outcome.js';
import type { Pause } from './pause.js';
import { settledText } from './settle.js';

/** A message that was begun is not left half said: its later parts are tried this often, and waited for this long. */
const PART_TRIES = 3;
const PART_PATIENCE = 30_000;
/** Showing a choice on its menu is a courtesy. */
const SETTLE_TIMEOUT = 5_000;

export interface SenderTools {
  readonly api: BotApi;
  readonly memory: Memory;
  readonly pause: Pause;
  /** The bot's link for a start parameter; null before its name is known. */
  readonly link: (start: string) => string | null;
  /** Something that nobody waits for, but that is let end before the platform has stopped. */
  readonly aside: (task: Promise<unknown>) => void;
}

/** Says things, by calls of the Bot API. */
export class Sender {
  readonly #tools: SenderTools;

  constructor(tools: SenderTools) {
    this.#tools = tools;
  }

  /** Sends one delivery. Throws a SendFailure. */
  async send({ chat, saying, ...rest }: Delivery): Promise<Sent> {
    const { memory, link } = this.#tools;
    if (saying.toDirect && link('') === null)
      throw new SendFailure({ kind: 'not-sent', reason: 'the bot’s own name is not known yet' });
    const replyTo = saying.to && memory.lastMessageOf(chat.id, saying.to.personId);
    const parts = dress({ chat, saying, ...rest }, { link: start => link(start) ?? '', replyTo });
    if (saying.settles) this.#tools.aside(this.#settle(chat, saying.settles));
    let shown: number | undefined;
    for (const [i, part] of parts.entries()) {
      const id =
        i === 0 ? await this.#first(part) : await this.#later(part, `part ${i + 1} of ${parts.length}`);
      shown = id;
      if (part.menu)
        memory.rememberMenu(chat.id, id, part.text, part.entities, part.method !== 'sendMessage');
    }
    // Of several messages none stands for the whole.
    return shown === undefined || parts.length > 1 ? {} : { messageId: String(shown) };
  }

  async #first(part: Part): Promise<number> {
    try {
      return await this.#call(part);
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** Parts have gone out already: starting over would say them twice, so what may be tried again is tried here. */
  async #later(part: Part, which: string): Promise<number> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#call(part);
      } catch (error) {
        const { outcome } = failureOf(error);
        if (outcome.kind === 'gone' || outcome.kind === 'rejected') throw new SendFailure(outcome, error);
        const wait = waitOf(outcome, tries);
        if (tries >= PART_TRIES || wait > PART_PATIENCE)
          throw new SendFailure({ kind: 'unknown', reason: `${which}: ${outcome.kind}` }, error);
        await this.#tools.pause.wait(wait);
      }
    }
  }

  async #call(part: Part): Promise<number> {
    const { api } = this.#tools;
    const plain = part.plain;
    const sent = api.call<{ message_id: number }>(part.method, part.values).catch(error => {
      // Shown or played it would be nicer; what is wrong with it for that is no reason not to bring it.
      if (plain && error instanceof ApiFailure && outcomeOf(error).kind === 'rejected')
        return api.call<{ message_id: number }>(plain.method, plain.values);
      throw error;
    });
    return (await sent).message_id;
  }

  /** Shows on a menu what was chosen, and takes its buttons away. What fails is let be: the reply matters. */
  async #settle(chat: Chat, settles: NonNullable<Saying['settles']>): Promise<void> {
    const base = { chat_id: Number(chat.id), message_id: Number(settles.messageId) };
    if (!Number.isSafeInteger(base.message_id)) return;
    const menu = this.#tools.memory.menu(chat.id, base.message_id);
    const text = menu && settledText(menu, settles.label);
    const [method, values] =
      menu && text !== null && text !== undefined
        ? menu.caption
          ? ['editMessageCaption', { ...base, caption: text, caption_entities: menu.entities }]
          : [
              'editMessageText',
              { ...base, text, entities: menu.entities, link_preview_options: { is_disabled: true } },
            ]
        : ['editMessageReplyMarkup', base];
    await this.#tools.api
      .call(method, values, SETTLE_TIMEOUT)
      .catch(() => 'too old, deleted or settled already');
  }
}

function failureOf(error: unknown): SendFailure {
  if (error instanceof ApiFailure) return new SendFailure(outcomeOf(error), error);
  return new SendFailure({ kind: 'unknown', reason: 'an error of our own' }, error);
}

function waitOf(outcome: SendOutcome, tries: number): number {
  if (outcome.kind === 'slow-down') return outcome.retryAfter;
  // What may have gone out is not said twice by us: whoever asked decides.
  return outcome.kind === 'not-sent' ? 500 * tries : Number.POSITIVE_INFINITY;
}
