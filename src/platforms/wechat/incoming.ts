import type { payloads } from 'wechaty';
import type { Attachment, Chat, Incoming, Person, Said } from '../../desk/message.js';
import type { Log } from '../../desk/platform.js';
import type { Line } from './connection.js';
import { codeOf } from './error-code.js';
import type { Files } from './files.js';
import type { Puppet } from './puppet.js';
import { KIND, MEDIA, otherKind, readText, saidOf } from './said.js';

/** wechaty's number for a public account: newsletters and WeChat's own notices, never a resident. */
const OFFICIAL = 2;
/** WeChat's own helpers, which look like contacts. */
const HELPERS = new Set(['weixin', 'filehelper', 'fmessage', 'medianote', 'newsapp', 'qqmail']);

export interface ReadTools {
  readonly files: Files;
  readonly log: Log;
  readonly account: string;
}

/** The message that a puppet loaded, as we hand it in; null when it is not for us (our own, a newsletter). */
export async function readMessage(
  payload: payloads.Message,
  { puppet, selfId }: Line,
  tools: ReadTools,
): Promise<Incoming | null> {
  if (payload.talkerId === selfId || HELPERS.has(payload.talkerId)) return null;
  const roomId = payload.roomId === undefined || payload.roomId === '' ? null : payload.roomId;
  const talker = await contact(puppet, payload.talkerId);
  if (talker?.type === OFFICIAL) return null;

  const names = await ownNames(puppet, selfId, roomId);
  const mentioned = 'mentionIdList' in payload && (payload.mentionIdList?.includes(selfId) ?? false);
  const words = readText(payload.text ?? '', mentioned, names);
  const text = payload.type === KIND.text ? saidOf(words) : null;
  const addressed = roomId === null || (text !== null && (words.addressed || text.kind === 'command'));
  return {
    id: payload.id,
    chat: await chatOf(puppet, roomId, payload.talkerId),
    person: await personOf(puppet, roomId, payload.talkerId, talker),
    at: milliseconds(payload.timestamp),
    addressed,
    said: text ?? (await saidByKind(payload, puppet, addressed, tools)),
  };
}

/** A person's chat with us alone. */
export function directChat(personId: string): Chat {
  return { id: personId, kind: 'direct' };
}

/** What a contact is called, where the puppet can tell. */
export async function nameOf(puppet: Puppet, id: string): Promise<string | undefined> {
  const name = (await contact(puppet, id))?.name;
  return name === '' ? undefined : name;
}

/** What somebody is called in a room: their name there, or their own. */
export async function memberName(puppet: Puppet, roomId: string, id: string): Promise<string | undefined> {
  const member = await orUndefined(puppet.roomMemberPayload(roomId, id));
  return [member?.roomAlias, member?.name].find(name => name !== undefined && name !== '');
}

/** Puppets give seconds or milliseconds. */
export function milliseconds(timestamp: number): number {
  return timestamp < 1e12 ? Math.round(timestamp * 1_000) : timestamp;
}

async function saidByKind(
  payload: payloads.Message,
  puppet: Puppet,
  addressed: boolean,
  tools: ReadTools,
): Promise<Said> {
  const media = MEDIA.get(payload.type);
  try {
    // A bystander's picture is none of our business, and is not even fetched.
    if (media !== undefined && !addressed) return { kind: 'other', what: media };
    if (media !== undefined) return await readMedia(payload, media, puppet, tools);
    if (payload.type === KIND.location) return await readLocation(payload.id, puppet);
    if (payload.type === KIND.contact) return await readCard(payload.id, puppet);
    return otherKind(payload.type);
  } catch (error) {
    tools.log.warn('wechat.unreadable', { account: tools.account, type: payload.type, error: codeOf(error) });
    return { kind: 'other', what: 'unreadable' };
  }
}

async function readMedia(
  payload: payloads.Message,
  kind: Attachment['kind'],
  puppet: Puppet,
  { files }: ReadTools,
): Promise<Said> {
  const kept = await files.keep(payload.id, await puppet.messageFile(payload.id));
  return kept === null
    ? { kind: 'other', what: 'too-big' }
    : { kind: 'media', attachment: { kind, ...kept } };
}

async function readLocation(id: string, puppet: Puppet): Promise<Said> {
  const { latitude, longitude, name, address } = await puppet.messageLocation(id);
  const title = [name, address].find(part => part !== '' && part !== 'NONAME' && part !== 'NOADDRESS');
  return { kind: 'location', latitude, longitude, ...(title === undefined ? {} : { title }) };
}

/** A card seldom carries a number; without one it is only a card. */
async function readCard(id: string, puppet: Puppet): Promise<Said> {
  const shared = await contact(puppet, await puppet.messageContact(id));
  const phone = shared?.phone.find(number => number !== '');
  if (shared === undefined || phone === undefined) return otherKind(KIND.contact);
  return { kind: 'contact', phone, name: shared.name, own: false };
}

async function chatOf(puppet: Puppet, roomId: string | null, talkerId: string): Promise<Chat> {
  if (roomId === null) return directChat(talkerId);
  const title = (await orUndefined(puppet.roomPayload(roomId)))?.topic;
  return { id: roomId, kind: 'group', ...(title === undefined || title === '' ? {} : { title }) };
}

async function personOf(
  puppet: Puppet,
  roomId: string | null,
  id: string,
  talker: payloads.Contact | undefined,
): Promise<Person> {
  const inRoom = roomId === null ? undefined : await memberName(puppet, roomId, id);
  const name = inRoom ?? talker?.name;
  return { id, ...(name === undefined || name === '' ? {} : { name }) };
}

/** What we may be called: by our own name, and by the one that we have in the room. */
async function ownNames(puppet: Puppet, selfId: string, roomId: string | null): Promise<string[]> {
  const names = [
    await nameOf(puppet, selfId),
    roomId === null ? undefined : await memberName(puppet, roomId, selfId),
  ];
  return names.filter(name => name !== undefined);
}

function contact(puppet: Puppet, id: string): Promise<payloads.Contact | undefined> {
  return orUndefined(puppet.contactPayload(id));
}

/** Names are a courtesy: a message is handed in without them rather than not at all. */
async function orUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch {
    return undefined;
  }
}
