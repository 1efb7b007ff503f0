import type { Effects, Notice } from '../community/context.js';
import { residents } from '../community/resident.js';
import type { Json, Row, Tx } from '../community/store.js';
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

  /** `urgent`: it leaves before everything else, and no daily cap holds it. */
  async tellStaff(notice: Notice, how: { urgent?: boolean } = {}): Promise<void> {
    const { tools } = this.#turn;
    const locale = STAFF_LOCALE;
    for (const staff of tools.content.community.staffChats) {
      await this.#send(
        staff.account,
        { id: staff.chat, kind: staff.kind },
        how.urgent ? 'urgent' : 'reminder',
        {
          text: tools.words.notice(locale, { ...notice, args: onOneLine(notice.args) }),
          ...(notice.files ? { files: notice.files } : {}),
          locale,
        },
      );
    }
  }

  async tell(residentId: string, notice: Notice, how: { expires?: number } = {}): Promise<void> {
    const { tools, tx } = this.#turn;
    const resident = await tx.get(residents, residentId);
    const reach = resident?.reach;
    if (!resident || !reach) return;
    const choices = (notice.choices ?? []).map(choice => ({
      token: startToken(choice.begin, choice.slots),
      label: tools.words.say(resident.locale, choice.label),
    }));
    const firstNumber =
      choices.length > 0 ? await this.#hangOut({ ...reach, resident: residentId }, choices) : 1;
    await this.#send(
      reach.account,
      { id: reach.chat, kind: reach.kind },
      'reminder',
      {
        text: tools.words.notice(resident.locale, notice),
        ...(choices.length > 0 ? { choices, firstNumber } : {}),
        ...(notice.files ? { files: notice.files } : {}),
        locale: resident.locale,
      },
      how.expires,
    );
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

  async #send(
    account: string,
    chat: Delivery['chat'],
    kind: Delivery['kind'],
    saying: Saying,
    expires?: number,
  ): Promise<void> {
    this.#count += 1;
    const delivery: Delivery = { chat, saying, kind, ...(expires === undefined ? {} : { expires }) };
    await this.#turn.tx.enqueue('outbox', {
      id: `${this.#turn.row.order}/notice-${this.#count}`,
      lane: chatName(account, chat.id),
      account,
      priority: PRIORITY[kind],
      notBefore: 0,
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
