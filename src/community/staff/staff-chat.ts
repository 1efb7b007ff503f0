import { z } from 'zod';
import type { Content } from '../content/content.js';
import type { Collection, Tx } from '../store.js';

/** A chat in which staff are told, named by one of them; besides those that the content lists. */
const staffChatSchema = z.strictObject({
  /** `account/chat`. */
  id: z.string(),
  account: z.string(),
  chat: z.string(),
  kind: z.enum(['direct', 'group']),
  since: z.number(),
  /** The member who named it. */
  by: z.string(),
});
export type StaffChat = z.infer<typeof staffChatSchema>;

export const staffChats: Collection<StaffChat> = {
  name: 'staff_chats',
  version: 1,
  schema: staffChatSchema,
  personal: true,
  indexes: { byTime: { key: chat => [chat.since, chat.id] } },
};

const MOST = 20;

/** Where staff are told: the chats that the content names, and those that staff named. */
export async function staffChatsNow(
  tx: Tx,
  content: Content,
): Promise<readonly { account: string; chat: string; kind: 'direct' | 'group' }[]> {
  const listed = content.community.staffChats;
  const named = await tx.find(staffChats, 'byTime', { limit: MOST });
  const fresh = named.filter(
    one => !listed.some(other => other.account === one.account && other.chat === one.chat),
  );
  return [...listed, ...fresh];
}
