import type { Context } from '../community/context.js';
import { type Resident, residents } from '../community/residents/resident.js';
import { type Member, may } from '../community/staff/staff.js';
import type { Json, Row, Tx } from '../community/store.js';
import { compile } from '../conversation/compile.js';
import type { Definition, Step } from '../conversation/definition.js';
import { isDone } from '../conversation/keeping.js';
import type { Event, Outcome, Session } from '../conversation/session.js';
import { step } from '../conversation/step.js';
import { CONTROLS, normalise } from '../conversation/words.js';
import { answerCall } from './answer-call.js';
import { TurnEffects } from './effects.js';
import { chatName } from './lane.js';
import { startChoices } from './menu.js';
import { type Delivery, PRIORITY, type Saying } from './message.js';
import { changeResident, consent, keep } from './own-record.js';
import { Reply } from './reply.js';
import { afterMenu, type Seat, seats, withMenu } from './seat.js';
import { askPerson } from './staff-word.js';
import type { TurnOf } from './turn-of.js';
import type { TurnTools } from './turn-tools.js';
import { NeedsUnderstanding, type Understanding } from './understanding.js';

/** Calls that one event may set off, before we take the conversation for a treadmill. */
const MOST_CALLS = 40;

/**
 * One person's turn, inside one transaction: the conversation moves on, and what is to be said is gathered into one
 * message. Everything it changes is written by `finish`.
 */
export class Turn {
  readonly tools: TurnTools;
  readonly tx: Tx;
  readonly now: number;
  readonly reply = new Reply();
  readonly effects: TurnEffects;
  readonly row: Row;
  seat: Seat;
  resident: Resident;
  /** The speaker as staff; undefined for everybody else. */
  readonly member: Member | undefined;
  /** Lives may be at stake: nothing is said besides. */
  urgent = false;
  /** Has had themselves deleted in this turn: what is said is a farewell, and nothing is written of them. */
  gone = false;
  /** To be called once the transaction is durable. */
  readonly afterwards: (() => void)[] = [];
  readonly #understood: Understanding | undefined;

  constructor(tools: TurnTools, tx: Tx, how: TurnOf) {
    this.tools = tools;
    this.tx = tx;
    this.row = how.row;
    this.now = how.now;
    this.seat = how.seat;
    this.resident = how.resident;
    this.member = how.member;
    this.#understood = how.understood;
    this.effects = new TurnEffects(this);
  }

  get locale(): string {
    return this.resident.locale;
  }

  say(key: string, args: Readonly<Record<string, string | number>> = {}): void {
    this.reply.say(this.tools.words.say(this.locale, key, args));
  }

  word(key: string, args: Readonly<Record<string, string | number>> = {}): string {
    return this.tools.words.say(this.locale, key, args);
  }

  /** Hangs out a menu that belongs to no conversation. */
  menu(choices: readonly { token: string; label: string }[]): void {
    this.reply.offer(choices, this.seat.nextNumber);
    this.seat = withMenu(this.seat, choices);
  }

  /** What the text may be about; the first time it is asked for, the turn begins anew with the answer. */
  understanding(text: string): Understanding {
    if (this.#understood) return this.#understood;
    throw new NeedsUnderstanding(text, {
      locale: this.locale,
      open: this.seat.session?.conversation ?? null,
      role: this.member?.role ?? null,
    });
  }

  /** Begins a conversation. One that is open, and not done, is laid aside and comes back when the new one ends. */
  async begin(definition: Definition, slots: Readonly<Record<string, string>>): Promise<void> {
    const session = this.seat.session;
    const open = session && isDone(session) ? null : session;
    if (open?.conversation === definition.conversation && Object.keys(slots).length === 0) {
      await this.run(definition, open, { kind: 'resume' });
      return;
    }
    if (open && open.conversation !== definition.conversation) this.#layAside(open);
    // What was laid aside is what they want now: begun afresh, it does not come back a second time.
    if (this.seat.parked?.conversation === definition.conversation) {
      this.seat = { ...this.seat, parked: null };
    }
    this.seat = { ...this.seat, session: null };
    this.afterwards.push(await this.tools.library.keep(this.tx, definition));
    const kept = this.resident.kept as Record<string, Json>;
    await this.run(definition, null, { kind: 'begin', slots, kept });
  }

  /** There is room for one; with that taken, the one that is open is let go, with a word. */
  #layAside(open: Session): void {
    if (this.seat.parked) this.say('let_go', { title: this.#title(open) });
    else this.seat = { ...this.seat, parked: open };
  }

  #title(session: Session): string {
    const definition = this.tools.library.version(session.conversation, session.version);
    return definition?.title[this.locale] ?? definition?.title['zh-Hans'] ?? session.conversation;
  }

  /** Hands an event to the conversation that is open. */
  async hand(event: Event): Promise<void> {
    const session = this.seat.session;
    if (!session) return;
    const corrected = this.tools.library.urgent(session.conversation, session.version);
    if (corrected) return this.move(session, corrected);
    const definition = this.tools.library.version(session.conversation, session.version);
    if (!definition || !this.isFor(definition)) {
      this.seat = { ...this.seat, session: null, expiresAt: null };
      this.say(definition ? 'no_longer_staff' : 'conversation_gone');
      return;
    }
    await this.run(definition, session, event);
  }

  /** The definition that the open conversation is in. */
  get #open(): Definition | undefined {
    const { session } = this.seat;
    return session ? this.tools.library.version(session.conversation, session.version) : undefined;
  }

  /** The step at which the open conversation waits. */
  get openStep(): Step | undefined {
    return this.#open?.steps.find(step => step.name === this.seat.session?.step);
  }

  /** Whether a word is one of those that work at every prompt: help, back, cancel … */
  isControl(word: string): boolean {
    const definition = this.#open;
    if (!definition) return false;
    const { words } = compile(definition);
    return CONTROLS.some(control => words[`words_${control}`].has(normalise(word)));
  }

  /** Takes an open conversation over into a corrected version: what was said just now was said to the wrong one. */
  async move(session: Session, corrected: Definition): Promise<void> {
    this.afterwards.push(await this.tools.library.keep(this.tx, corrected));
    this.seat = { ...this.seat, movedAt: this.now };
    await this.run(corrected, session, { kind: 'moved' });
  }

  /** Steps until the conversation waits for an answer or has ended, answering its calls on the way. */
  async run(definition: Definition, session: Session | null, event: Event): Promise<void> {
    if (this.seat.menus.length > 0) this.seat = { ...this.seat, askedSince: true };
    let result = this.#step(definition, session, event);
    let leave: Definition | null = null;
    for (let calls = 0; ; calls += 1) {
      for (const outcome of result.outcomes) await this.#take(outcome, result.session, definition);
      if (!result.call) break;
      if (calls === MOST_CALLS) throw new Error(`${definition.file}: ${MOST_CALLS} calls without a question`);
      const answer = await answerCall(this, result.call);
      if (answer.leave) leave = answer.leave;
      result = this.#step(definition, result.session, { kind: 'result', result: answer.result });
    }
    const ended = this.#ended;
    this.#ended = false;
    const slotsSaid = this.#understood?.route?.slots ?? {};
    this.seat = {
      ...this.seat,
      session: ended ? null : result.session,
      expiresAt: ended ? null : this.now + definition.expires,
    };
    // What was laid aside comes back when the one that begins now has ended too.
    if (ended && !leave) await this.#takeUpParked();
    if (leave) await this.begin(leave, slotsSaid);
  }
  #ended = false;

  #step(definition: Definition, session: Session | null, event: Event) {
    const { content, chance, readers, actions } = this.tools;
    return step(definition, session, event, {
      now: this.now,
      zone: content.community.zone,
      locale: this.locale,
      promptId: chance.id().slice(0, 10),
      firstNumber: this.seat.nextNumber,
      numbersSeen: this.numbersSeen,
      readers,
      actions,
      isCommand: text => this.byCommand(text) !== undefined,
    });
  }

  /** Whether menus are numbered here; where there are buttons, they are not. */
  get numbersSeen(): boolean {
    const { account } = this.seat;
    return this.tools.platforms.find(one => one.account === account)?.abilities.buttons !== true;
  }

  async #take(outcome: Outcome, session: Session, definition: Definition): Promise<void> {
    this.reply.take(outcome);
    if (outcome.kind === 'asked') this.seat = afterMenu(this.seat, outcome.choices.length);
    if (outcome.kind === 'offered') this.menu(startChoices(this, outcome.choices));
    if (outcome.kind === 'remember') await keep(this, outcome.field, outcome.value as Json);
    if (outcome.kind === 'consented') await consent(this, definition.conversation);
    if (outcome.kind === 'person') await askPerson(this, session.conversation);
    if (outcome.kind === 'ended') this.#ended = true;
  }

  /** Whether it is for the speaker at all: those for staff do not exist for anybody else. */
  isFor(definition: Definition): boolean {
    return definition.roles === undefined || may(this.member, definition.roles);
  }

  /** What a command begins, as far as it is for the speaker. */
  byCommand(command: string): Definition | undefined {
    const found = this.tools.library.byCommand(normalise(command).replace(/^\//, ''));
    return found && this.isFor(found) ? found : undefined;
  }

  /** Those for staff are for staff, and private ones for direct chat. */
  mayBegin(definition: Definition): boolean {
    return this.isFor(definition) && !(definition.private && this.seat.chatKind === 'group');
  }

  async #takeUpParked(): Promise<void> {
    const parked = this.seat.parked;
    if (!parked) return;
    this.seat = { ...this.seat, session: parked, parked: null };
    // They may have chosen another language in between.
    this.resident = (await this.tx.get(residents, this.resident.id)) ?? this.resident;
    this.say('back_to', { title: this.#title(parked) });
    await this.hand({ kind: 'resume', quiet: true });
  }

  /** What a domain function is given. */
  context(tx: Tx = this.tx): Context {
    return {
      tx,
      now: this.now,
      chance: this.tools.chance,
      content: this.tools.content,
      resident: this.resident,
      ...(this.member ? { member: this.member } : {}),
      ...(this.seat.account === ''
        ? {}
        : { chat: { account: this.seat.account, chat: this.seat.chat, kind: this.seat.chatKind } }),
      locale: this.locale,
      effects: this.effects,
    };
  }

  /** Writes down what the turn came to: the seat, and the one message that it says. */
  async finish(to: Saying['to']): Promise<void> {
    if (!this.reply.empty) {
      await this.#privacyNotice();
      const delivery: Delivery = {
        chat: { id: this.seat.chat, kind: this.seat.chatKind },
        saying: this.reply.saying(this.locale, to),
        kind: this.urgent ? 'urgent' : 'reply',
      };
      await this.tx.enqueue('outbox', {
        id: `${this.row.order}/reply`,
        lane: chatName(this.seat.account, this.seat.chat),
        account: this.seat.account,
        priority: PRIORITY[delivery.kind],
        notBefore: 0,
        body: delivery as unknown as Json,
      });
    }
    if (!this.gone) await this.tx.put(seats, { ...this.seat, revision: this.seat.revision + 1 });
  }

  /** The first answer to somebody new says, in the same message, what we keep and why. */
  async #privacyNotice(): Promise<void> {
    if (this.resident.noticeAt !== undefined || this.urgent || this.gone) return;
    await changeResident(this, resident => ({ ...resident, noticeAt: this.now }));
    const { notice } = this.tools.content.community.privacy;
    this.reply.sayBefore(notice[this.locale] ?? notice['zh-Hans'] ?? '');
  }
}
