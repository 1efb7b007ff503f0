import { z } from 'zod';
import type { Delivery, Saying } from '../../desk/message.js';
import { type Collection, claimFile, releaseFile, type Tx } from '../../desk/platform.js';
import { type KeptFile, keptFile, refsOf, sameAs } from './files.js';

/** How many messages a chat keeps; older ones are forgotten. */
export const KEPT = 200;
/** A message that repeats the one before it within this time (ms) is the same one, sent again after a crash. */
const AGAIN = 10 * 60_000;

const choice = z.strictObject({ token: z.string(), label: z.string() });
const entrySchema = z.strictObject({
  /** `chat/post` for what the visitor said (post: the page's own id for it), `chat/#number` for what we said. */
  id: z.string(),
  chat: z.string(),
  /** The place in the chat, from 1, without gaps in the order of their commits. */
  number: z.number().int(),
  /** ms. */
  at: z.number(),
  from: z.enum(['visitor', 'urgent', 'reply', 'reminder', 'news', 'broadcast']),
  text: z.string(),
  locale: z.string(),
  choices: z.array(choice).optional(),
  controls: z.array(choice).optional(),
  wants: z.enum(['phone', 'location', 'photo', 'text']).optional(),
  files: z.array(keptFile).optional(),
  settles: z.strictObject({ messageId: z.string(), label: z.string() }).optional(),
  /** The visitor pressed this button, on the message with that number. */
  press: z.strictObject({ token: z.string(), messageId: z.string().optional() }).optional(),
  photo: z.strictObject({ ref: z.string(), mime: z.string() }).optional(),
  /** Not a message: what stands in the message with that number is now this, or (`gone`) it was taken back. */
  changes: z.number().int().optional(),
  gone: z.literal(true).optional(),
});
export type Entry = z.infer<typeof entrySchema>;
export type NewEntry = Omit<Entry, 'id' | 'number' | 'chat'>;

/** What was said in each web chat, both ways: the page shows it after a reload. */
export const webchatMessages: Collection<Entry> = {
  name: 'webchat_messages',
  version: 1,
  schema: entrySchema,
  personal: true,
  indexes: { chat: { key: entry => [entry.chat, entry.number] } },
};

const chatSchema = z.strictObject({ id: z.string(), last: z.number().int() });

/** The number of each chat's last message. Locked while one is added, so that numbers rise in commit order. */
export const webchatChats: Collection<z.infer<typeof chatSchema>> = {
  name: 'webchat_chats',
  version: 1,
  schema: chatSchema,
  personal: true,
  indexes: {},
};

/** A chat, and the account that it is in. */
export interface Mailbox {
  readonly account: string;
  readonly chat: string;
}

/** The chat of a message's id. */
export function chatOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

/** Keeps what the visitor said, under the page's id for it. Gives the entry, also when it was known already. */
export async function keepVisitor(tx: Tx, mailbox: Mailbox, post: string, entry: NewEntry): Promise<Entry> {
  const { chat } = mailbox;
  const known = await tx.get(webchatMessages, `${chat}/${post}`);
  return known ?? (await append(tx, mailbox, entry, `${chat}/${post}`));
}

/**
 * Keeps what we say, with `files`, and gives its number; `fresh` false: it had been said already, and its files are not
 * needed again. Null when there is no such chat (any more).
 */
export async function keepSaying(
  tx: Tx,
  account: string,
  delivery: Delivery,
  files: readonly KeptFile[],
  at: number,
): Promise<{ number: number; fresh: boolean } | null> {
  const chat = delivery.chat.id;
  const head = await tx.get(webchatChats, chat, { forUpdate: true });
  if (head === undefined) return null;
  const entry = entryOf(delivery.saying, delivery.kind, files, at);
  const [last] = await tx.find(webchatMessages, 'chat', { prefix: [chat], order: 'down', limit: 1 });
  if (last !== undefined && at - last.at < AGAIN && sameWords(last, entry))
    return { number: last.number, fresh: false };
  const { number } = await append(tx, { account, chat }, entry);
  return { number, fresh: true };
}

/**
 * Changes what we said there (its files stay), or takes it back (`saying` null): in its place, and by an entry that tells
 * open pages. Not `done` when that message is not there, or is not ours. Gives the references of what may be dropped
 * afterwards.
 */
export async function changeSaying(
  tx: Tx,
  mailbox: Mailbox,
  number: number,
  saying: Saying | null,
  at: number,
): Promise<{ done: boolean; free: string[] }> {
  const { account, chat } = mailbox;
  const head = await tx.get(webchatChats, chat, { forUpdate: true });
  const old = head && (await readOne(tx, chat, number));
  // Taken back already, or so old that it was forgotten.
  if (head && !old) return { done: saying === null && number <= head.last, free: [] };
  if (!old || old.from === 'visitor' || old.changes !== undefined) return { done: false, free: [] };
  const { from, locale } = old;
  if (saying === null) {
    const free = await removeEntry(tx, account, old);
    await append(tx, mailbox, { at, from, text: '', locale, changes: number, gone: true });
    return { done: true, free };
  }
  const words = entryOf(saying, from, [], old.at);
  const now = old.files === undefined ? words : { ...words, files: old.files };
  if (sameWords(old, now)) return { done: true, free: [] };
  await tx.put(webchatMessages, { ...now, id: old.id, chat, number });
  await append(tx, mailbox, { ...words, at, changes: number });
  return { done: true, free: [] };
}

/** Messages after a number, oldest first. */
export async function readAfter(tx: Tx, chat: string, number: number, limit: number): Promise<Entry[]> {
  return tx.find(webchatMessages, 'chat', { prefix: [chat], from: [chat, number + 1], limit });
}

/** One message by its number. */
export async function readOne(tx: Tx, chat: string, number: number): Promise<Entry | undefined> {
  const [entry] = await readAfter(tx, chat, number - 1, 1);
  return entry?.number === number ? entry : undefined;
}

/** Forgets the chat with all that was said in it. Gives the references of what may be dropped afterwards. */
export async function forget(tx: Tx, { account, chat }: Mailbox): Promise<string[]> {
  const all = await tx.find(webchatMessages, 'chat', { prefix: [chat], limit: 2 * KEPT });
  const free: string[] = [];
  for (const entry of all) free.push(...(await removeEntry(tx, account, entry)));
  await tx.remove(webchatChats, chat);
  return free;
}

/**
 * Forgets all that was said in a chat, and keeps the chat: what is said next goes on from its number. Photos that no other
 * record shows are swept away.
 */
export async function clear(tx: Tx, mailbox: Mailbox): Promise<void> {
  const head = await tx.get(webchatChats, mailbox.chat, { forUpdate: true });
  await forget(tx, mailbox);
  if (head) await tx.put(webchatChats, head);
}

/** Its photo and files stay as long as the entry, and longer where another record shows them. Gives those that may go. */
async function removeEntry(tx: Tx, account: string, entry: Entry): Promise<string[]> {
  await tx.remove(webchatMessages, entry.id);
  const free: string[] = [];
  for (const ref of shownBy(entry)) {
    if (await releaseFile(tx, { account, ref }, recordOf(entry.id))) free.push(ref);
  }
  return free;
}

const shownBy = ({ photo, files }: Entry) => [...(photo ? [photo.ref] : []), ...refsOf(files)];
const recordOf = (id: string) => `${webchatMessages.name}/${id}`;

async function append(tx: Tx, { account, chat }: Mailbox, entry: NewEntry, id?: string): Promise<Entry> {
  const head = await tx.get(webchatChats, chat, { forUpdate: true });
  const number = (head?.last ?? 0) + 1;
  const kept = { ...entry, chat, number, id: id ?? `${chat}/#${number}` };
  await tx.put(webchatMessages, kept);
  for (const ref of shownBy(kept)) await claimFile(tx, { account, ref }, recordOf(kept.id));
  await tx.put(webchatChats, { id: chat, last: number });
  const tooOld = await tx.find(webchatMessages, 'chat', {
    prefix: [chat],
    to: [chat, number - KEPT + 1],
    limit: 10,
  });
  for (const old of tooOld) await removeEntry(tx, account, old);
  return kept;
}

function entryOf(saying: Saying, from: Delivery['kind'], files: readonly KeptFile[], at: number): NewEntry {
  const { choices, controls, wants, settles } = saying;
  return {
    at,
    from,
    text: saying.text,
    locale: saying.locale,
    ...(choices === undefined ? {} : { choices: [...choices] }),
    ...(controls === undefined ? {} : { controls: [...controls] }),
    ...(wants === undefined ? {} : { wants }),
    ...(files.length === 0 ? {} : { files: [...files] }),
    ...(settles === undefined ? {} : { settles }),
  };
}

function sameWords(a: NewEntry, b: NewEntry): boolean {
  const words = ({ from, text, choices, controls, wants, files, settles, changes }: NewEntry) =>
    JSON.stringify([from, text, choices, controls, wants, files?.map(sameAs), settles, changes]);
  return words(a) === words(b);
}
