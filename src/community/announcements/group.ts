import { z } from 'zod';
import type { Content } from '../content/content.js';
import { staffChatsNow } from '../staff/staff-chat.js';
import type { Collection, Tx } from '../store.js';

/** A group in which the bot is. */
const groupSchema = z.strictObject({
  /** `account/chat`. */
  id: z.string(),
  account: z.string(),
  chat: z.string(),
  title: z.string().optional(),
  /** When it was first heard of, ms. */
  since: z.number(),
});
export type Group = z.infer<typeof groupSchema>;

export const groups: Collection<Group> = {
  name: 'groups',
  version: 1,
  schema: groupSchema,
  personal: true,
  indexes: { bySince: { key: group => [group.since, group.id] } },
};

export const groupId = (account: string, chat: string): string => `${account}/${chat}`;

/** Notes that the bot is in this group, the first time. */
export async function rememberGroup(tx: Tx, group: Omit<Group, 'id'>): Promise<void> {
  const id = groupId(group.account, group.chat);
  const known = await tx.get(groups, id);
  if (!known) await tx.put(groups, { ...group, id });
}

/** The bot is in this group no more. */
export const forgetGroup = (tx: Tx, account: string, chat: string): Promise<void> =>
  tx.remove(groups, groupId(account, chat));

/** The next groups after `after`, without those in which staff are told. `read`: the last one looked at, to go on from. */
export async function pageOfGroups(
  tx: Tx,
  content: Content,
  how: { after: Pick<Group, 'since' | 'id'> | undefined; limit: number },
): Promise<{ found: readonly Group[]; last: Group | undefined }> {
  const { after, limit } = how;
  const page = await tx.find(groups, 'bySince', {
    limit,
    ...(after ? { after: { key: [after.since, after.id], id: after.id } } : {}),
  });
  const staff = await staffChatsNow(tx, content);
  const isStaffs = ({ account, chat }: Group) =>
    staff.some(one => one.account === account && one.chat === chat);
  return { found: page.filter(group => !isStaffs(group)), last: page.at(-1) };
}
