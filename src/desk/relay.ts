import {
  type Handover,
  handovers,
  type Relay,
  relays,
  type SaidToPerson,
} from '../community/staff/handover.js';
import { close, giveBack, residentName, say } from '../community/staff/person-wanted.js';
import { members } from '../community/staff/staff.js';
import type { Incoming, Said } from './message.js';
import type { Turn } from './turn.js';

/** The words with which either side ends it; alone, since they are everyday words too. */
const END = /^[\s/]*(?:结束|结束对话|说完了|讲完了|聊完了|没事了|再见|end|done|close|bye)[\s。.!！~]*$/iu;
/** With which staff let whoever it is wait for somebody else. */
const BACK = /^[\s/]*(?:转给别人|放回|put back|hand back)[\s。.!！]*$/iu;
/** Goes to the desk all the same. */
const DESK = /^[\s/]*(?:主?菜单|menu)[\s。.!！]*$/iu;
const NUMBER = /^\s*[0-9０-９]{1,2}\s*$/u;

/**
 * Passes on what somebody says while they are being put through to the other side. Gives false for what is the desk's
 * all the same: buttons, commands, the menu and its numbers; and for whoever is not being put through.
 */
export async function relayed(turn: Turn, incoming: Incoming): Promise<boolean> {
  const { said } = incoming;
  if (incoming.chat.kind !== 'direct') return false;
  const relay = await turn.tx.get(relays, turn.resident.id);
  if (!relay) return false;
  const handover = await turn.tx.get(handovers, relay.handover, { forUpdate: true });
  if (handover?.status !== 'taken') {
    await turn.tx.remove(relays, relay.id);
    return false;
  }
  const text = said.kind === 'text' ? said.text : '';
  if (said.kind === 'press' || said.kind === 'command' || DESK.test(text)) {
    await turn.tx.put(relays, { ...relay, asked: true });
    return false;
  }
  // Where there are no buttons, what they asked the desk for is chosen by its number.
  if (relay.asked && NUMBER.test(text)) return false;
  if (END.test(text)) return end(turn, handover, relay);
  if (relay.side === 'staff' && BACK.test(text)) {
    await giveBack(turn.context(), handover);
    turn.say('staff_person_given_back', { number: handover.id });
    return true;
  }
  if (relay.side === 'staff' && turn.byCommand(text)?.roles !== undefined) {
    const name = await residentName(turn.context(), handover);
    turn.say('staff_still_talking', { name: name === '' ? 'none' : name });
    return true;
  }
  await passOn(turn, handover, relay, contentOf(turn, said));
  return true;
}

/**
 * Whether the speaker works here and is talking to a resident: what they say of a danger is advice for somebody else, and
 * must reach them.
 */
export async function talksToResident(turn: Turn): Promise<boolean> {
  if (turn.member === undefined || turn.seat.chatKind !== 'direct') return false;
  const relay = await turn.tx.get(relays, turn.resident.id);
  if (relay?.side !== 'staff') return false;
  return (await turn.tx.get(handovers, relay.handover))?.status === 'taken';
}

/** Whoever is talking to somebody in danger hears each of their words, however often staff at large are told. */
export async function passDangerOn(turn: Turn, handover: Handover, text: string): Promise<void> {
  const { status, by, id } = handover;
  const member = status === 'taken' && by !== undefined ? await turn.tx.get(members, by) : undefined;
  if (!member) return;
  const name = (await residentName(turn.context(), handover)) || 'none';
  await turn.effects.passOn(member.resident, { text: 'resident_says', args: { name, number: id, text } });
}

async function end(turn: Turn, handover: Handover, relay: Relay): Promise<true> {
  await close(turn.context(), handover);
  turn.say(relay.side === 'staff' ? 'staff_person_closed' : 'person_ended', { number: handover.id });
  if (turn.seat.session) await turn.hand({ kind: 'resume' });
  return true;
}

async function passOn(
  turn: Turn,
  handover: Handover,
  { side }: Relay,
  content: Omit<SaidToPerson, 'at'>,
): Promise<void> {
  const member = handover.by === undefined ? undefined : await turn.tx.get(members, handover.by);
  const mine = side === 'staff';
  await say(turn.context(), handover, {
    ...content,
    at: turn.now,
    ...(mine && member ? { by: member.id } : {}),
  });
  const to = mine ? handover.resident : member?.resident;
  for (const id of [turn.resident.id, to]) await theirTurn(turn, id, handover);
  const name = mine ? (member?.name ?? '') : await residentName(turn.context(), handover);
  const reached =
    to !== undefined &&
    (await turn.effects.passOn(to, {
      text: mine ? 'person_says' : 'resident_says',
      args: { name: name === '' ? 'none' : name, number: handover.id, text: content.text },
      ...(content.passed ? { passes: [content.passed] } : {}),
    }));
  if (!reached) turn.say('not_passed_on');
}

/** The two have gone on talking: a number is what one of them says to the other. */
async function theirTurn({ tx }: Turn, id: string | undefined, handover: Handover): Promise<void> {
  const relay = id === undefined ? undefined : await tx.get(relays, id);
  if (relay?.asked === undefined || relay.handover !== handover.id) return;
  const { asked: _, ...plain } = relay;
  await tx.put(relays, plain);
}

/** What was said, in words for the other side, and what cannot be said in words. */
export function contentOf(turn: Turn, said: Said): Omit<SaidToPerson, 'at'> {
  const { account } = turn.seat;
  if (said.kind === 'text') return { text: said.text };
  if (said.kind === 'media')
    return { text: said.caption ?? '', passed: { account, attachment: said.attachment } };
  if (said.kind === 'location') {
    const { latitude, longitude, title = '' } = said;
    return { text: `${title} ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`.trim() };
  }
  if (said.kind === 'contact') return { text: `${said.name ?? ''} ${said.phone}`.trim() };
  return { text: `(${said.kind === 'other' ? said.what : said.kind})` };
}
