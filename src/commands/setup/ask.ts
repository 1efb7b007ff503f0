import { openingLine, readOpeningLine } from '../../community/hours/opening-line.js';
import type { Said, Tongue } from '../said.js';
import * as checks from './answers.js';
import { type Answers, type Both, type Check, idFrom } from './answers.js';
import { askTelegram, askWechat } from './ask-accounts.js';
import type { Prompts } from './prompts.js';
import type { Tried } from './telegram-bot.js';

export interface Asking {
  readonly prompts: Prompts;
  readonly tongue: Tongue;
  /** What is offered, to be taken or changed. */
  readonly known: Partial<Answers>;
  /** There is a community already: its id stays, and somebody may be staff. */
  readonly again: boolean;
  /** The user name of the bot that is known, should Telegram not be reached. */
  readonly username: string | null;
  readonly tryToken: (token: string) => Promise<Tried>;
}

/** What was answered, and the bot's user name where Telegram could be asked. */
export interface Answered {
  readonly answers: Answers;
  readonly username: string | null;
}

/** Asks everything, one question after the other. Rejects with Stopped when somebody stops; writes nothing. */
export async function askAll(asking: Asking): Promise<Answered> {
  const { prompts, tongue, known, again } = asking;
  const t = (said: Said) => said[tongue];
  const name = await askBoth(asking, NAME, known.name);
  const id = known.id ?? idFrom(name);
  if (!again)
    prompts.say(
      t({
        zh: `社区的编号是 ${id}，用在文件里，以后不变。`,
        en: `The community’s id is ${id}. It is used in files, and stays.`,
      }),
    );
  const bot = await askBoth(asking, BOT, known.bot);
  const phone = await askOne(asking, PHONE, known.phone);
  const address = await askBoth(asking, ADDRESS, known.address);
  const line = await askOne(asking, HOURS, known.hours && openingLine(known.hours, tongue));
  const { telegram, username } = await askTelegram(asking);
  const wechat = await askWechat(asking);
  const publicUrl = await askOne(asking, PUBLIC_URL, known.publicUrl ?? undefined);
  const admin = await askOne(asking, again ? ANOTHER_ADMIN : FIRST_ADMIN, known.admin ?? undefined);
  const answers: Answers = {
    id,
    name,
    bot,
    phone,
    address,
    hours: readOpeningLine(line),
    telegram,
    wechat,
    publicUrl: publicUrl === '' ? null : publicUrl.replace(/\/+$/, ''),
    admin: admin === '' ? null : admin,
  };
  return { answers, username };
}

/** A question, what may stand in the empty field as an example, and what is looked at. */
export interface Question {
  readonly message: Said;
  readonly example?: Said;
  readonly check: Check;
}

/** Asks for one line; what is known stands there already. */
export function askOne({ prompts, tongue }: Asking, question: Question, initial?: string): Promise<string> {
  return prompts.text({
    message: question.message[tongue],
    ...(initial === undefined ? {} : { initial }),
    ...(question.example ? { example: question.example[tongue] } : {}),
    check: text => question.check(text)?.[tongue],
  });
}

/** Asks for a text in Chinese, and then in English, for which the Chinese stands in. */
async function askBoth(asking: Asking, [zh, en]: readonly [Question, Question], known?: Both): Promise<Both> {
  const chinese = await askOne(asking, zh, known?.['zh-Hans']);
  const kept = known && known.en !== known['zh-Hans'] ? known.en : undefined;
  const english = await askOne(asking, en, kept);
  return { 'zh-Hans': chinese, en: english === '' ? chinese : english };
}

const example = (zh: string, en: string) => ({ zh: `例如 ${zh}`, en: `for example ${en}` });
const { someText, orNothing } = checks;
const ENGLISH = { zh: '没有就直接按回车', en: 'nothing: press Enter' };

const NAME = [
  {
    message: { zh: '社区叫什么名字？', en: 'What is the community called, in Chinese?' },
    example: example('惠民社区', '惠民社区'),
    check: someText,
  },
  {
    message: { zh: `英文名呢？（${ENGLISH.zh}）`, en: `And in English? (${ENGLISH.en})` },
    example: example('Huimin Community', 'Huimin Community'),
    check: orNothing(someText),
  },
] as const;
const BOT = [
  {
    message: {
      zh: '机器人叫什么？居民会这样称呼它。',
      en: 'What is the bot called, in Chinese? Residents will call it that.',
    },
    example: example('小惠', '小惠'),
    check: someText,
  },
  {
    message: { zh: `它的英文名呢？（${ENGLISH.zh}）`, en: `And in English? (${ENGLISH.en})` },
    example: example('Xiaohui', 'Xiaohui'),
    check: orNothing(someText),
  },
] as const;
const PHONE: Question = {
  message: { zh: '居民打哪个电话能找到您？', en: 'Which number do residents call to reach you?' },
  example: example('027-8200-1001', '027-8200-1001'),
  check: checks.phone,
};
const ADDRESS = [
  {
    message: { zh: '您在哪儿办公？', en: 'Where is your office, in Chinese?' },
    example: example('惠民里6号一楼', '惠民里6号一楼'),
    check: someText,
  },
  {
    message: { zh: `地址用英文怎么写？（${ENGLISH.zh}）`, en: `And in English? (${ENGLISH.en})` },
    example: example('6 Huimin Li, ground floor', '6 Huimin Li, ground floor'),
    check: orNothing(someText),
  },
] as const;
const HOURS: Question = {
  message: { zh: '什么时候有人值班？写成一行。', en: 'When is somebody at the desk? On one line.' },
  example: example(
    '周一至周五 8:30-12:00, 14:00-17:30; 周六 9:00-12:00',
    'Mon-Fri 8:30-12:00, 14:00-17:30; Sat 9:00-12:00',
  ),
  check: checks.opening,
};
const PUBLIC_URL: Question = {
  message: {
    zh: '居民用哪个网址打开聊天网页？（还没有就直接按回车，以后再补）',
    en: 'At which address do residents open the chat page? (None yet: press Enter, and add it later)',
  },
  example: example('https://desk.example.org', 'https://desk.example.org'),
  check: orNothing(checks.publicUrl),
};
const FIRST_ADMIN: Question = {
  message: {
    zh: '第一位管理员叫什么名字？会给这位一个邀请码。',
    en: 'Who is the first admin? They get an invitation code.',
  },
  example: example('李红梅', 'Li Hongmei'),
  check: someText,
};
const ANOTHER_ADMIN: Question = {
  message: {
    zh: '还要邀请哪位管理员？（不用就直接按回车）',
    en: 'Is another admin to be invited? Their name. (Nobody: press Enter)',
  },
  check: orNothing(someText),
};
