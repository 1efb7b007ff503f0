import { askForPerson } from '../community/staff/person-wanted.js';
import type { Heard } from '../conversation/session.js';
import { SLOT_RULES } from '../conversation/slots/index.js';
import { boardToken } from './board.js';
import { chatBack, chatGone } from './chat.js';
import { hurriedNumber } from './hurried-number.js';
import { wordsOf } from './inbox.js';
import { menu, moreMenu, servicesMenu } from './menu.js';
import type { Incoming, Said } from './message.js';
import { passDangerOn, relayed, talksToResident } from './relay.js';
import { idleMenuToken, lastMenuToken } from './seat.js';
import { servicesInWords } from './services-in-words.js';
import {
  askPerson,
  asksWhetherHeard,
  notedForPerson,
  passToStaff,
  staffHear,
  staffWord,
} from './staff-word.js';
import { answerToken, DESK_TOKEN, readAnswerToken, readStartToken, startToken } from './start-token.js';
import type { Turn } from './turn.js';
import { BOOKING } from './understander.js';

/** How many things in a row may mean nothing to us before we fall silent: two machines must not talk for ever. */
const STRAYS_ANSWERED = 5;

/** What to do with something that was said. The order is the promise: danger first, then the open conversation. */
export async function hear(turn: Turn, incoming: Incoming): Promise<void> {
  const { said } = incoming;
  if (said.kind === 'left') {
    await chatGone(turn.tx, turn.seat.account, turn.seat.chat, turn.now, 'left');
    return;
  }
  await chatBack(turn.tx, turn.seat.account, turn.seat.chat);

  const danger = turn.tools.understander.danger(wordsOf(incoming));
  if (danger && !writesToOthers(turn) && !(await talksToResident(turn))) {
    turn.urgent = true;
    turn.say(`danger_${danger.kind}`, { number: danger.number });
    const { handover } = await askForPerson(turn.context(), {
      urgent: true,
      danger: staffWord(turn, `danger_name_${danger.kind}`),
      said: { text: wordsOf(incoming) },
    });
    await passDangerOn(turn, handover, wordsOf(incoming));
    turn.say((await staffHear(turn)) ? 'danger_told' : 'danger_not_told');
    return;
  }
  if (incoming.person.anonymous === true) {
    direct(turn, 'anonymous_to_direct', 'menu');
    return;
  }
  if (await relayed(turn, incoming)) return;
  if (said.kind === 'joined') return menu(turn, 'welcome');
  // A group that moved was dealt with at the door.
  if (said.kind === 'migrated') return;
  if (said.kind === 'command') return command(turn, said.name, said.args);
  if (said.kind === 'press') return press(turn, said.token, said.messageId);
  const hung = said.kind === 'text' && (await onBoard(turn, said.text));
  if (typeof hung === 'string') return press(turn, hung, undefined);
  if (turn.seat.session && saidToTheOld(turn, incoming.at)) return turn.hand({ kind: 'resume' });
  if (turn.seat.session && said.kind === 'text' && hurriedNumber(turn, said.text, incoming.at))
    return turn.hand({ kind: 'resume' });
  if (turn.seat.session) return open(turn, said);
  if (said.kind === 'text') return words(turn, said.text);
  if (said.kind === 'media' && (await passToStaff(turn, said))) return;
  turn.say(
    said.kind === 'other'
      ? 'cannot_read_other'
      : `cannot_read_${said.kind === 'media' ? said.attachment.kind : said.kind}`,
  );
  return;
}

/** A number of what hangs in this staff chat for everybody there. */
async function onBoard(turn: Turn, text: string): Promise<string | null> {
  const { account, chat, chatKind } = turn.seat;
  return turn.member && chatKind === 'group' ? boardToken(turn.tx, account, chat, text) : null;
}

/** Staff who are asked for words in their work write them for others: a gas leak in an announcement is no cry for help. */
function writesToOthers(turn: Turn): boolean {
  const { session } = turn.seat;
  const open = session && turn.tools.library.version(session.conversation, session.version);
  return open?.roles !== undefined && turn.isFor(open) && takesAnyWords(turn);
}

/** Platforms tell the time of a message in whole seconds; and nobody reads a question and answers it in one. */
const READING_MS = 1000;

/** It was on its way when the conversation was moved to a corrected version: an answer to a question no longer asked. */
function saidToTheOld(turn: Turn, at: number): boolean {
  const { movedAt } = turn.seat;
  return movedAt !== undefined && at <= movedAt + READING_MS;
}

/** The menu is there in the middle of a conversation too: other texts tell people to ask for it. */
const MENU = /^[\s/]*(?:主?菜单|menu)[\s。.!！]*$/iu;

/** Something said to the open conversation, unless it is about what the desk itself hung out last. */
async function open(turn: Turn, said: Parameters<typeof heardOf>[0]): Promise<void> {
  if (said.kind === 'text') {
    if (said.edited && !mends(turn)) return goOn(turn, 'edit_not_taken');
    if (MENU.test(said.text)) return menu(turn, 'menu');
    const token = lastMenuToken(turn.seat, said.text, turn.numbersSeen);
    if (token !== null) return press(turn, token, undefined);
  }
  return turn.hand({ kind: 'heard', heard: heardOf(said) });
}

/**
 * Changing a message mends what was not understood just now. What was understood has been answered already, and
 * must not become the answer to the question that came after it.
 */
const mends = (turn: Turn): boolean => (turn.seat.session?.misses ?? 0) > 0;

/** Says something by the way; the open question stands. */
function goOn(turn: Turn, key: string): Promise<void> {
  turn.say(key);
  return turn.hand({ kind: 'resume', quiet: true });
}

async function command(turn: Turn, name: string, args: string): Promise<void> {
  const definition = turn.byCommand(name);
  if (definition) return begin(turn, definition.conversation, {}, args);
  if (name === 'start' || name === 'menu') return menu(turn, 'welcome');
  if (!turn.seat.session) return words(turn, name);
  if (takesAnyWords(turn) && !turn.isControl(name)) return goOn(turn, 'unknown_command');
  return turn.hand({ kind: 'heard', heard: { text: name } });
}

/** Where any words will do as an answer, a command that nobody knows is none. */
function takesAnyWords(turn: Turn): boolean {
  const step = turn.openStep;
  return step?.kind === 'ask' && SLOT_RULES[step.as].anyWords === true;
}

async function press(turn: Turn, token: string, messageId: string | undefined): Promise<void> {
  const start = readStartToken(token);
  if (start) return begin(turn, start.conversation, start.slots);
  const entry = readAnswerToken(token);
  if (entry !== null) {
    turn.reply.say(turn.tools.answers(entry, turn.locale) ?? turn.word('not_understood'));
    if (turn.seat.session) await turn.hand({ kind: 'resume' });
    return;
  }
  if (token === DESK_TOKEN.person) return askPerson(turn);
  if (token === DESK_TOKEN.menu) return menu(turn, 'menu');
  if (token === DESK_TOKEN.services) return servicesMenu(turn);
  if (token === DESK_TOKEN.more) return moreMenu(turn);
  if (turn.seat.session) {
    const heard: Heard = messageId === undefined ? { token } : { token, messageId };
    return turn.hand({ kind: 'heard', heard });
  }
  turn.say('stale_button');
}

/** Words of somebody who has no conversation open. */
async function words(turn: Turn, text: string): Promise<void> {
  const token = idleMenuToken(turn.seat, text, turn.numbersSeen);
  if (token !== null) return press(turn, token, undefined);
  const exact = turn.byCommand(text);
  if (exact) return begin(turn, exact.conversation, {}, text);

  const understood = turn.understanding(text);
  if (understood.small === 'greeting')
    return (await asksWhetherHeard(turn, text)) ? askPerson(turn) : menu(turn, 'welcome');
  if (understood.small === 'help') return menu(turn, 'menu');
  if (understood.small === 'person') return askPerson(turn);
  if (understood.small === 'thanks') return turn.say('you_are_welcome');
  if (understood.small === 'cancel') return turn.say('nothing_to_cancel');
  if (understood.small === 'who') return menu(turn, 'who_i_am');
  if (understood.small === 'fine') return turn.say('fine');
  if (understood.small === 'upset') return upset(turn);
  if (understood.about.length > 0) return aboutServices(turn, understood.about);
  if (understood.route) return begin(turn, understood.route.conversation, understood.route.slots);
  if (understood.answer) {
    turn.seat = { ...turn.seat, strays: 0 };
    turn.reply.say(understood.answer.text);
    return;
  }
  if (understood.near.length > 0) {
    turn.say('did_you_mean');
    turn.menu([
      ...understood.near.map(entry => ({ token: answerToken(entry.id), label: entry.question })),
      { token: DESK_TOKEN.person, label: turn.word('label_person') },
    ]);
    return;
  }
  if (await notedForPerson(turn, text)) return;
  stray(turn);
}

function upset(turn: Turn): void {
  turn.say('sorry_upset');
  turn.menu([{ token: DESK_TOKEN.person, label: turn.word('label_person') }]);
}

/** What the services cost and who comes, and the way to book them. */
function aboutServices(turn: Turn, services: readonly string[]): void {
  turn.reply.say(servicesInWords(turn, services));
  const booking = turn.tools.library.current.find(one => one.intent === BOOKING);
  if (!booking) return;
  const label = booking.title[turn.locale] ?? booking.title['zh-Hans'] ?? booking.conversation;
  const [only, ...others] = services;
  const slots = only !== undefined && others.length === 0 ? { service: only } : {};
  turn.menu([{ token: startToken(booking.conversation, slots), label }]);
}

function stray(turn: Turn): void {
  const strays = turn.seat.strays + 1;
  turn.seat = { ...turn.seat, strays };
  if (strays > STRAYS_ANSWERED) return;
  turn.say(strays === STRAYS_ANSWERED ? 'falling_silent' : 'not_understood');
  turn.menu([
    { token: DESK_TOKEN.menu, label: turn.word('label_menu') },
    { token: DESK_TOKEN.person, label: turn.word('label_person') },
  ]);
}

async function begin(
  turn: Turn,
  name: string,
  slots: Readonly<Record<string, string>>,
  said = '',
): Promise<void> {
  const definition = turn.tools.library.named(name);
  // Whoever forges the button of a conversation for staff hears what they would hear of one that does not exist.
  if (!definition || !turn.isFor(definition)) {
    turn.say('stale_button');
    return;
  }
  turn.seat = { ...turn.seat, strays: 0 };
  if (!turn.mayBegin(definition)) {
    direct(turn, 'group_to_direct', definition.conversation, definition.title[turn.locale] ?? '');
    return;
  }
  const told = said === '' ? {} : (turn.understanding(said).route?.slots ?? {});
  await turn.begin(definition, { ...told, ...slots });
}

/** In a group, private matters go on in direct chat. */
function direct(turn: Turn, text: string, start: string, title = ''): void {
  turn.say(text, { title });
  turn.reply.direct(turn.word('label_direct'), start);
}

function heardOf(said: Exclude<Said, { kind: 'press' | 'command' | 'joined' | 'left' | 'migrated' }>): Heard {
  if (said.kind === 'text') return { text: said.text };
  if (said.kind === 'media') {
    const attachment = { ...said.attachment };
    return said.caption === undefined ? { attachment } : { attachment, text: said.caption };
  }
  if (said.kind === 'location') {
    const { kind: _, ...location } = said;
    return { location };
  }
  if (said.kind === 'contact') return { contact: { phone: said.phone } };
  return { other: said.what };
}
