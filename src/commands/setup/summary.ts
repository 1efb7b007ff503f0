import { openingLine } from '../../community/hours/opening-line.js';
import type { Tongue } from '../said.js';
import type { Both } from './answers.js';
import type { Answered } from './ask.js';

/** All answers at a glance, before they are written. Secrets are not shown. */
export function summary({ answers, username }: Answered, tongue: Tongue, folder: string): string {
  const both = (texts: Both) =>
    texts.en === texts['zh-Hans'] ? texts.en : `${texts['zh-Hans']} · ${texts.en}`;
  const none = { zh: '不用', en: 'no' }[tongue];
  const secret = { zh: '令牌已记下', en: 'the token is noted' }[tongue];
  const { telegram, wechat } = answers;
  const lines: (readonly [string, string, string])[] = [
    ['社区', 'Community', `${both(answers.name)} (${answers.id})`],
    ['机器人', 'Bot', both(answers.bot)],
    ['电话', 'Phone', answers.phone],
    ['地址', 'Address', both(answers.address)],
    ['值班', 'Hours', openingLine(answers.hours, tongue)],
    ['Telegram', 'Telegram', telegram ? (username === null ? secret : `@${username}`) : none],
    ['微信', 'WeChat', wechat ? `${wechat.puppet}${wechat.token === null ? '' : `, ${secret}`}` : none],
    ['网址', 'Page', answers.publicUrl ?? { zh: '以后再补', en: 'later' }[tongue]],
    ['管理员', 'Admin', answers.admin ?? none],
    ['写到', 'Written to', `${folder}, .env`],
  ];
  return lines.map(([zh, en, value]) => `${tongue === 'zh' ? `${zh}：` : `${en}: `}${value}`).join('\n');
}
