import type { Address, Effects, Notice, Post, Replaced } from '../community/context.js';
import { identityId } from '../community/residents/identity.js';
import { residents } from '../community/residents/resident.js';
import { type Role, staffNow } from '../community/staff/staff.js';
import { staffChatsNow } from '../community/staff/staff-chat.js';
import type { Json, Row, Tx } from '../community/store.js';
import { hangOnBoard } from './board.js';
import { forgetPerson, personOf } from './forget-person.js';
import { chatName, laneName } from './lane.js';
import { type Delivery, PRIORITY, type Saying } from './message.js';
import { newSeat, type Seat, seats, withMenu } from './seat.js';
import { startToken } from './start-token.js';
import { timers } from './timers.js';
import type { TurnTools } from './turn-tools.js';

/** What staff read, whatever the resident does. */
export const STAFF_LOCALE = 'zh-Hans';

/** What effects need of the turn that sets them off. */
export interface EffectsTurn {
  readonly tools: TurnTools;
  readonly tx: Tx;
  readonly row: Row;
  readonly now: number;
  seat: Seat;
  /** The speaker is nobody any more: nothing is written of them. */
  gone: boolean;
}

/** What domain functions set off, as rows and documents of the turn's own transaction. */
export class TurnEffects implements Effects {
  readonly #turn: EffectsTurn;
  #count = 0;
  /** The earliest timer that was set, ms: whoever sleeps longer is to be woken. */
  earliest = Number.POSITIVE_INFINITY;

  constructor(turn: EffectsTurn) {
    this.#turn = turn;
  }

  async tellStaff(notice: Notice, how: { urgent?: boolean; roles?: readonly Role[] } = {}): Promise<void> {
    const { tools, tx } = this.#turn;
    const kind = how.urgent ? 'urgent' : 'reminder';
    const told = { ...notice, args: onOneLine(notice.args) };
    const chats = (await staffChatsNow(tx, tools.content)).filter(chat =>
      tools.platforms.some(platform => platform.account === chat.account),
    );
    for (const { account, chat, kind: chatKind } of chats) {
      const choices = this.#buttons(told, STAFF_LOCALE);
      const firstNumber = choices.length > 0 ? await hangOnBoard(tx, account, chat, choices) : 1;
      const saying = {
        ...this.#saying(told, STAFF_LOCALE),
        ...(choices.length > 0 ? { choices, firstNumber } : {}),
      };
      await this.#send({ account, chat: { id: chat, kind: chatKind }, kind, saying });
    }
    if (chats.length > 0) return;
    for (const { resident } of await staffNow(tx, how.roles)) await this.#tellOne(resident, told, kind);
  }

  async tell(
    residentId: string,
    notice: Notice,
    how: { expires?: number; notBefore?: number } = {},
  ): Promise<void> {
    await this.#tellOne(residentId, notice, how.notBefore === undefined ? 'reminder' : 'news', how);
  }

  /** Passes on what one side said to the other, at once and in order. False when nobody knows where they are. */
  async passOn(residentId: string, notice: Notice): Promise<boolean> {
    return this.#tellOne(residentId, notice, 'reply');
  }

  async #tellOne(
    residentId: string,
    notice: Notice,
    kind: Delivery['kind'],
    how: { expires?: number; notBefore?: number } = {},
  ): Promise<boolean> {
    const resident = await this.#turn.tx.get(residents, residentId);
    const reach = resident?.reach;
    if (!resident || !reach) return false;
    const choices = this.#buttons(notice, resident.locale);
    const firstNumber =
      choices.length > 0 ? await this.#hangOut({ ...reach, resident: residentId }, choices) : 1;
    const saying = {
      ...this.#saying(notice, resident.locale),
      ...(choices.length > 0 ? { choices, firstNumber } : {}),
    };
    const chat = { id: reach.chat, kind: reach.kind };
    await this.#send({ account: reach.account, chat, kind, saying, ...how });
    return true;
  }

  async post(
    to: Address,
    post: Post,
    how: { about: Json; notBefore?: number; replaces?: Replaced },
  ): Promise<void> {
    const saying = await this.#posted(to, post);
    const { replaces } = how;
    await this.#send({
      account: to.account,
      chat: { id: to.chat, kind: to.kind },
      kind: 'broadcast',
      saying,
      about: how.about,
      ...(how.notBefore === undefined ? {} : { notBefore: how.notBefore }),
      ...(replaces === undefined
        ? {}
        : {
            replaces: {
              messageId: replaces.messageId,
              saying: replaces.by && (await this.#posted(to, replaces.by)),
            },
          }),
    });
  }

  async forgetPerson(residentId: string): Promise<void> {
    const { tx, tools, seat } = this.#turn;
    const person = await personOf(tx, residentId);
    await forgetPerson(tx, person, tools.platforms);
    if (person.identities.every(({ id }) => id !== identityId(seat.account, seat.person))) return;
    // Whoever speaks has gone: this turn's seat is nobody's, and nothing comes back at it.
    this.#turn.gone = true;
    const { id, account, chat, chatKind } = seat;
    this.#turn.seat = newSeat({ id, account, chat, chatKind, person: seat.person, resident: '' });
  }

  async forget(): Promise<void> {
    await this.#turn.tx.forget();
  }

  async #posted(to: Address, post: Post): Promise<Saying> {
    const { words } = this.#turn.tools;
    const { locale, above, below, passes } = post;
    const texts = [above && words.say(locale, above.text, above.args), post.text];
    const text = [...texts, below && words.say(locale, below.text, below.args)].filter(Boolean).join('\n\n');
    const choices = this.#canChoose(to) ? this.#buttons(post, locale) : [];
    const { person, resident } = to;
    const numbered = choices.length > 0 && person !== undefined && resident !== undefined;
    const firstNumber = numbered ? await this.#hangOut({ ...to, person, resident }, choices) : 1;
    return {
      text,
      ...(choices.length > 0 ? { choices, firstNumber } : {}),
      ...(passes ? { passes } : {}),
      locale,
    };
  }

  /** A number typed in a group would be anybody's: there, buttons are pressed or left out. */
  #canChoose({ account, person }: Address): boolean {
    const platform = this.#turn.tools.platforms.find(one => one.account === account);
    return person !== undefined || platform?.abilities.buttons === true;
  }

  #buttons(
    notice: { choices?: Notice['choices'] | undefined },
    locale: string,
  ): { token: string; label: string }[] {
    return (notice.choices ?? []).map(choice => ({
      token: startToken(choice.begin, choice.slots),
      label: this.#turn.tools.words.say(locale, choice.label),
    }));
  }

  #saying(notice: Notice, locale: string): Saying {
    return {
      text: this.#turn.tools.words.notice(locale, notice),
      ...(notice.files ? { files: notice.files } : {}),
      ...(notice.passes ? { passes: notice.passes } : {}),
      locale,
    };
  }

  async setTimer(timer: { id: string; due: number; name: string; data: Json }): Promise<void> {
    this.earliest = Math.min(this.earliest, timer.due);
    await this.#turn.tx.put(timers, { ...timer, data: timer.data as never });
  }

  async clearTimer(id: string): Promise<void> {
    await this.#turn.tx.remove(timers, id);
  }

  /** Notes a menu at the seat of whoever gets it, so that its numbers can be typed there. */
  async #hangOut(
    who: { account: string; chat: string; person: string; kind: 'direct' | 'group'; resident: string },
    choices: readonly { token: string; label: string }[],
  ): Promise<number> {
    const turn = this.#turn;
    const id = laneName(who);
    if (id === turn.seat.id) {
      const first = turn.seat.nextNumber;
      turn.seat = withMenu(turn.seat, choices);
      return first;
    }
    const { account, chat, person, resident } = who;
    const seat =
      (await turn.tx.get(seats, id, { forUpdate: true })) ??
      newSeat({ id, account, chat, chatKind: who.kind, person, resident });
    await turn.tx.put(seats, withMenu(seat, choices));
    return seat.nextNumber;
  }

  async #send({
    account,
    notBefore = 0,
    ...delivery
  }: Delivery & { account: string; notBefore?: number }): Promise<void> {
    this.#count += 1;
    await this.#turn.tx.enqueue('outbox', {
      id: `${this.#turn.row.order}/notice-${this.#count}`,
      lane: chatName(account, delivery.chat.id),
      account,
      priority: PRIORITY[delivery.kind],
      notBefore: notBefore > this.#turn.now ? notBefore : 0,
      body: asJson(delivery),
    });
  }
}

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** What residents wrote, each on one line: whoever breaks lines could write a staff notice of their own underneath. */
function onOneLine(args: Notice['args']): Notice['args'] {
  const plain = (value: string | number) => (typeof value === 'string' ? value.replace(BREAKS, ' ') : value);
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, plain(value)]));
}

/** Deliveries are plain JSON by their type; the optional fields keep the compiler from seeing it. */
export function asJson(value: object): Json {
  return value as { readonly [key: string]: Json | undefined };
}
