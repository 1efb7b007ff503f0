import { deskOpen } from '../community/hours/closure.js';
import { openHandover } from '../community/staff/handover.js';
import { askForPerson, say } from '../community/staff/person-wanted.js';
import { staffNow } from '../community/staff/staff.js';
import { staffChatsNow } from '../community/staff/staff-chat.js';
import { STAFF_LOCALE } from './effects.js';
import type { Said } from './message.js';
import { contentOf } from './relay.js';
import type { Turn } from './turn.js';

/** Whether anybody hears what staff are told. Nobody may be told that somebody knows when nobody does. */
export async function staffHear({ tools, tx }: Turn): Promise<boolean> {
  const chats = await staffChatsNow(tx, tools.content);
  if (chats.some(chat => tools.platforms.some(platform => platform.account === chat.account))) return true;
  return (await staffNow(tx)).length > 0;
}

/** Somebody wants a person: staff are told, and the resident hears what was done and how to reach them. */
export async function askPerson(turn: Turn, about?: string): Promise<void> {
  if (!(await staffHear(turn))) return turn.say('person_nobody');
  // What is said to a person is nobody else's business.
  if (turn.seat.chatKind === 'group') {
    turn.say('person_in_private');
    turn.reply.direct(turn.word('label_direct'), 'person');
    return;
  }
  const title = about === undefined ? undefined : turn.tools.library.named(about)?.title[STAFF_LOCALE];
  const { handover, fresh } = await askForPerson(turn.context(), {
    ...(about === undefined ? {} : { about }),
    ...(title === undefined ? {} : { title }),
  });
  const open = await deskOpen(turn.tx, turn.tools.content.community, turn.now);
  if (!fresh) return turn.say('person_asked_already', { number: handover.id, open: open ? 'yes' : 'no' });
  turn.say(open ? 'person_coming' : 'person_later', { number: handover.id });
}

/** What we cannot read (a voice message, a photo) goes to somebody who can. False when nobody would get it. */
export async function passToStaff(turn: Turn, said: Extract<Said, { kind: 'media' }>): Promise<boolean> {
  if (turn.seat.chatKind === 'group' || !(await staffHear(turn))) return false;
  const { handover } = await askForPerson(turn.context(), { said: contentOf(turn, said) });
  turn.say('passed_to_staff', { number: handover.id, kind: said.attachment.kind });
  return true;
}

/** Somebody who waits for a person says more, and it is nothing for us: it is kept for whoever comes. */
export async function notedForPerson(turn: Turn, text: string): Promise<boolean> {
  if (turn.seat.chatKind === 'group') return false;
  const handover = await openHandover(turn.tx, turn.resident.id);
  if (handover?.status !== 'waiting') return false;
  await say(turn.context(), handover, { at: turn.now, text });
  turn.say('person_noted', { number: handover.id });
  return true;
}

const ANYBODY = /有人|在吗|在不在|\bthere\b/iu;

/** 有人吗, from somebody who waits for a person: no greeting, but asking whether they were heard. */
export async function asksWhetherHeard({ tx, resident, seat }: Turn, text: string): Promise<boolean> {
  if (seat.chatKind === 'group' || !ANYBODY.test(text)) return false;
  return (await openHandover(tx, resident.id))?.status === 'waiting';
}

/** A word of the desk's for its staff, whatever the resident reads. */
export function staffWord({ tools }: Turn, key: string): string {
  return tools.words.say(STAFF_LOCALE, key);
}
