import type { Content, Localised, Staff } from './community/content/content.js';
import type { DemoPerson } from './community/staff/demo-people.js';
import type { Definition } from './conversation/definition.js';
import type { Persona } from './platforms/webchat.js';

/** Somebody who can be played: who they are to the desk, and what is said of them on the page. */
export type Player = DemoPerson & Persona;

/** Something to try. `begins`: shown only where there is such a conversation. */
type Try = Persona['tries'][number] & { readonly begins?: string };
/** Buttons for each: more would be a list to read. */
const TRIES = 3;

const same = (zh: string, en: string, begins?: string): Try => {
  const texts = { 'zh-Hans': zh, en };
  return { label: texts, say: texts, ...(begins === undefined ? {} : { begins }) };
};
/** Said in Chinese, whatever the page speaks. */
const inChinese = (zh: string, en: string, begins?: string): Try => ({
  ...same(zh, en, begins),
  label: { 'zh-Hans': zh, en: `${en}: ${zh}` },
  say: { 'zh-Hans': zh },
});
/** Said in English, whatever the page speaks. */
const inEnglish = (zh: string, en: string, begins?: string): Try => ({
  ...same(zh, en, begins),
  label: { 'zh-Hans': `${zh}：${en}`, en },
  say: { 'zh-Hans': en },
});

const RESIDENTS: readonly (Omit<Player, 'tries' | 'side'> & { readonly tries: readonly Try[] })[] = [
  {
    id: 'wang-nainai',
    name: '王奶奶',
    face: '王',
    locale: 'zh-Hans',
    about: { 'zh-Hans': '老住户，血压高', en: 'an elder with high blood pressure' },
    tries: [
      inChinese('约量血压', 'Blood pressure', 'book-service'),
      inChinese('提建议', 'Make a proposal', 'propose'),
      inChinese('转人工', 'A person'),
      inChinese('我的', 'My matters', 'mine'),
    ],
  },
  {
    id: 'xiao-chen',
    name: '小陈',
    face: '陈',
    locale: 'zh-Hans',
    about: { 'zh-Hans': '上班族，晚上九点才到家', en: 'works late, home at nine' },
    tries: [
      inChinese('最近活动', 'Events', 'events'),
      inChinese('大家的建议', 'Proposals', 'proposals'),
      inChinese('办居住证要带什么', 'Residence permit'),
      inChinese('我的', 'My matters', 'mine'),
      inChinese('转人工', 'A person'),
    ],
  },
  {
    id: 'nguyen-van-an',
    name: 'Nguyễn Văn An',
    face: 'A',
    locale: 'en',
    about: { 'zh-Hans': '工地上的工人，说英语', en: 'works on the building site' },
    tries: [
      inEnglish('居住证', 'How do I get a residence permit?'),
      inEnglish('活动', 'Events', 'events'),
      inEnglish('找人工', 'Talk to a person'),
      inEnglish('预约', 'Book a visit', 'book-service'),
    ],
  },
];

/** Work, said as its command is called in either language. */
const work = (zh: string, en: string, label: string, begins?: string): Try => ({
  ...same(zh, en, begins),
  label: { 'zh-Hans': zh, en: label },
});
const MENU = work('菜单', 'menu', 'Menu');
const WAITING = work('等人工', 'waiting', 'Who is waiting', 'take-over');
const LATE = work('要晚到', 'late', 'Running late', 'running-late');
const NEW_EVENT = work('办活动', 'new event', 'New event', 'new-event');
const COLLEAGUES = work('同事名单', 'colleagues', 'Colleagues', 'colleagues');
const CLOSE = work('临时不开门', 'close', 'Close for a while', 'close-day');
const INVITE = work('邀请同事', 'invite', 'Invite a colleague', 'invite-colleague');
const PROPOSALS = work('处理建议', 'handling', 'Handle proposals', 'handling');
const ANNOUNCE = work('发公告', 'announce', 'Announce', 'announce');
const REVIEW = work('审公告', 'review', 'Review an announcement', 'review');
const WORK: Readonly<Record<Staff['role'], readonly Try[]>> = {
  desk: [WAITING, NEW_EVENT, LATE, MENU],
  handler: [PROPOSALS, LATE, WAITING, MENU],
  spokesperson: [ANNOUNCE, NEW_EVENT, MENU, WAITING, COLLEAGUES],
  lead: [MENU, REVIEW, CLOSE, COLLEAGUES],
  admin: [MENU, COLLEAGUES, INVITE],
  auditor: [MENU, COLLEAGUES],
};
const ROLE_WORDS: Readonly<Record<Staff['role'], Localised>> = {
  desk: { 'zh-Hans': '前台', en: 'front desk' },
  handler: { 'zh-Hans': '承办人', en: 'handler' },
  spokesperson: { 'zh-Hans': '网络发言人', en: 'spokesperson' },
  lead: { 'zh-Hans': '负责人', en: 'lead' },
  admin: { 'zh-Hans': '管理员', en: 'admin' },
  auditor: { 'zh-Hans': '监督员', en: 'auditor' },
};
/** In the order in which one meets them. */
const ORDER: readonly Staff['role'][] = ['desk', 'handler', 'spokesperson', 'lead', 'admin', 'auditor'];

/** Everybody who can be played: residents whom everybody knows, and of the community's staff one for each role. */
export function demoCast(content: Content, conversations: readonly Definition[]): Player[] {
  const there = ({ begins }: Try) =>
    begins === undefined || conversations.some(one => one.conversation === begins);
  const few = (tries: readonly Try[]) => tries.filter(there).slice(0, TRIES);
  const residents = RESIDENTS.map(one => ({ ...one, side: 'resident' as const, tries: few(one.tries) }));
  const staff = ORDER.flatMap(role => content.staff.filter(one => one.role === role).slice(0, 1)).map(
    one => ({ ...worker(one), tries: few(WORK[one.role]) }),
  );
  return [...residents, ...staff];
}

/** The lead is an admin here: somebody must be able to show how colleagues are invited. */
function worker({ id, name, title, role }: Staff): Omit<Player, 'tries'> {
  const texts = (locale: 'zh-Hans' | 'en') => {
    const own = title[locale] ?? title['zh-Hans'] ?? '';
    const word = (role === 'lead' ? ROLE_WORDS.admin : ROLE_WORDS[role])[locale] ?? '';
    if (own === word) return own;
    return locale === 'en' ? `${own}, ${word}` : `${own}，${word}`;
  };
  return {
    id,
    name,
    role: role === 'lead' ? 'admin' : role,
    side: 'staff',
    face: name.slice(0, 1),
    about: { 'zh-Hans': texts('zh-Hans'), en: texts('en') },
    welcome: {
      'zh-Hans': `这里是${name}的工作聊天。新预约、有人找人工，都在这里告诉您。想看能做什么，发“菜单”。`,
      en: `This is where ${name} works. New bookings and people who want to talk to somebody turn up here. To see what you can do, send "menu".`,
    },
  };
}
