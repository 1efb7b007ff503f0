import { z } from 'zod';
import type { Collection, Tx } from '../community/store.js';
import { chatName } from './lane.js';

/**
 * What we know of a chat beyond its id: where it moved to, and whether it can still be written to. Most chats
 * have no such document.
 */
const chatSchema = z.strictObject({
  /** `account/chat`. */
  id: z.string(),
  /** The id that conversations in this chat are kept under, for a group whose platform gave it a new one. */
  home: z.string().optional(),
  /** The id to which messages for this chat are sent now. */
  address: z.string().optional(),
  /** Blocked, left or deleted: since when, and what the platform said. */
  gone: z.strictObject({ at: z.number(), reason: z.string() }).optional(),
});
export type ChatFacts = z.infer<typeof chatSchema>;

export const chats: Collection<ChatFacts> = {
  name: 'chats',
  version: 1,
  schema: chatSchema,
  personal: true,
  indexes: {},
};

/** The id under which the conversations of a chat are kept: its first one, however often the group moved. */
export async function homeOf(tx: Tx, account: string, chat: string): Promise<string> {
  return (await tx.get(chats, chatName(account, chat)))?.home ?? chat;
}

/** The id to which messages for a chat are sent. */
export async function addressOf(tx: Tx, account: string, chat: string): Promise<string> {
  return (await tx.get(chats, chatName(account, chat)))?.address ?? chat;
}

/** A group got a new id: its conversations stay where they are, and messages go to the new one. */
export async function moveChat(tx: Tx, account: string, from: string, to: string): Promise<void> {
  const home = await homeOf(tx, account, from);
  if (home === to) return;
  const known = await tx.get(chats, chatName(account, home));
  await tx.put(chats, { ...known, id: chatName(account, home), address: to });
  await tx.put(chats, { id: chatName(account, to), home });
}

/** The platform says that this chat cannot be written to any more. */
export async function chatGone(
  tx: Tx,
  account: string,
  chat: string,
  at: number,
  reason: string,
): Promise<void> {
  const known = await tx.get(chats, chatName(account, chat));
  await tx.put(chats, { ...known, id: chatName(account, chat), gone: { at, reason } });
}

/** Somebody spoke there, so it can be written to again. */
export async function chatBack(tx: Tx, account: string, chat: string): Promise<void> {
  const known = await tx.get(chats, chatName(account, chat));
  if (!known?.gone) return;
  const { gone: _, ...rest } = known;
  await tx.put(chats, rest);
}
