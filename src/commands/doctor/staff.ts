import type { Content } from '../../community/content/content.js';
import type { Stored } from './desk.js';
import { bad, type Finding, look, ok } from './finding.js';
import { type Examined, isInUse } from './house.js';

const INVITE = [
  '运行 npm run staff -- invite --role admin --name 姓名；这位给机器人发“加入工作”，再发邀请码',
  'run npm run staff -- invite --role admin --name NAME; they send /staff to the bot, then the code',
] as const;

/** Who works here, and whether anybody is told when something comes in. */
export function checkStaff({ contents, env }: Pick<Examined, 'contents' | 'env'>, stored: Stored): Finding[] {
  return contents.flatMap(content => {
    const { id } = content.community;
    const several = contents.length > 1 ? id : null;
    const now = stored.members.filter(({ community, doc }) => community === id && doc.left === undefined);
    const admins = now.filter(({ doc }) => doc.role === 'admin').length;
    const chats = chatsOf(content, stored, env);
    return [
      ...idle(content, env),
      ...(now.length === 0 ? [nobody(several, chats)] : [people(several, now.length, admins)]),
      ...(now.length > 0 || chats > 0 ? [told(several, now.length, chats)] : []),
    ];
  });
}

const peopleWork = (count: number) => (count === 1 ? 'One person works' : `${count} people work`);
const mark = (community: string | null) => (community === null ? '' : `${community}: `);

function chatsOf({ community }: Content, stored: Stored, env: Examined['env']): number {
  const inUse = (id: string) =>
    community.accounts.some(account => account.id === id && isInUse(account, env));
  const listed = community.staffChats.filter(chat => inUse(chat.account)).length;
  return (
    listed + stored.chats.filter(({ community: of, doc }) => of === community.id && inUse(doc.account)).length
  );
}

/** Chats that the content names on an account that nobody opens. */
function idle({ community }: Content, env: Examined['env']): Finding[] {
  return community.staffChats
    .filter(chat => !community.accounts.some(account => account.id === chat.account && isInUse(account, env)))
    .map(({ account }) =>
      look(
        [
          `工作群在账号 ${account} 上，这个账号没有启用，群里收不到通知`,
          `A staff chat is on the account ${account}, which is not in use: nobody there is told`,
        ],
        [
          `给 ${account} 设好令牌，或把这个群从 community.yaml 的 staffChats 里去掉`,
          `set the token of ${account}, or take the chat out of staffChats in community.yaml`,
        ],
      ),
    );
}

const nobody = (community: string | null, chats: number): Finding =>
  (chats === 0 ? bad : look)(
    chats === 0
      ? [
          `${mark(community)}还没有工作人员，居民来找谁也不知道`,
          `${mark(community)}Nobody works here yet, and nobody is told when residents come`,
        ]
      : [
          `${mark(community)}还没有工作人员，群里的事没人能接`,
          `${mark(community)}Nobody works here yet, so nobody can take up what is told in the chat`,
        ],
    INVITE,
  );

const people = (community: string | null, count: number, admins: number): Finding =>
  admins > 0
    ? ok(
        `${mark(community)}工作人员${count}位，其中管理员${admins}位`,
        `${mark(community)}${peopleWork(count)} here, ${admins} as admin`,
      )
    : look(
        [
          `${mark(community)}工作人员${count}位，没有管理员，没人能邀请别人`,
          `${mark(community)}${peopleWork(count)} here, nobody as admin: nobody can invite others`,
        ],
        INVITE,
      );

const told = (community: string | null, count: number, chats: number): Finding =>
  chats > 0
    ? ok(
        `${mark(community)}有事通知${chats}个工作群`,
        `${mark(community)}Staff are told in ${chats === 1 ? 'their chat' : `${chats} chats`}`,
      )
    : ok(
        `${mark(community)}没有工作群，有事分别通知这${count}位；在群里对它说“设为工作群”，就发到群里`,
        `${mark(community)}There is no staff chat: ${count === 1 ? 'the one who works here' : `each of the ${count}`} is told in their own; /staffgroup, said in a group, makes it one`,
      );
