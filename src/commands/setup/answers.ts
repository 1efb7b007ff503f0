import type { Hours } from '../../community/content/content.js';
import { OpeningProblem, readOpeningLine } from '../../community/hours/opening-line.js';
import type { Setting } from '../../setting.js';
import { type SettingName, settings } from '../../settings.js';
import type { Said } from '../said.js';

/** A text in the two languages of the desk. */
export type Both = Readonly<Record<'zh-Hans' | 'en', string>>;

/** What the guide has to know before it writes anything. */
export interface Answers {
  /** Of an existing community: the one it has, since everything that is stored hangs on it. */
  readonly id: string;
  readonly name: Both;
  readonly bot: Both;
  readonly phone: string;
  readonly address: Both;
  readonly hours: Hours;
  /** Null: no Telegram, also when there was one before. */
  readonly telegram: { readonly token: string } | null;
  readonly wechat: {
    readonly puppet: string;
    readonly token: string | null;
    readonly endpoint: string | null;
  } | null;
  /** Where residents open the page; null while only this machine can. */
  readonly publicUrl: string | null;
  /** The first admin; null when somebody is staff already and nobody is to be invited. */
  readonly admin: string | null;
}

/** Looks at what somebody typed. Gives what is wrong with it, or null. */
export type Check = (text: string) => Said | null;

const LONGEST = 200;

export const someText: Check = text => {
  if (text.trim() === '') return { zh: '这里不能空着', en: 'This cannot be left empty' };
  if (text.length > LONGEST) return { zh: `最多${LONGEST}个字`, en: `At most ${LONGEST} characters` };
  return /\p{Cc}/u.test(text) ? { zh: '请写成一行', en: 'Write it on one line' } : null;
};

export const phone: Check = text =>
  /^\+?[\d\s()-]+$/.test(text.trim()) && (text.match(/\d/g) ?? []).length >= 3
    ? null
    : {
        zh: '电话只用数字，例如 027-8200-1001',
        en: 'A phone number has only digits, for example 027-8200-1001',
      };

export const opening: Check = text => {
  try {
    readOpeningLine(text);
    return null;
  } catch (error) {
    if (error instanceof OpeningProblem) return error.said;
    throw error;
  }
};

/** The same rule that a start goes by. Never shows what was typed: it may be a secret. */
const bySetting =
  (name: SettingName): Check =>
  text => {
    const { read, mend }: Setting = settings[name];
    return read.safeParse(text.trim()).success ? null : { zh: mend['zh-Hans'], en: sentence(mend.en) };
  };
const sentence = (mend: string) => mend.charAt(0).toUpperCase() + mend.slice(1);

export const telegramToken = bySetting('TELEGRAM_BOT_TOKEN');
export const puppet = bySetting('WECHATY_PUPPET');
export const puppetToken = bySetting('WECHATY_PUPPET_SERVICE_TOKEN');
export const puppetEndpoint = bySetting('WECHATY_PUPPET_SERVICE_ENDPOINT');
export const publicUrl = bySetting('LINLI_PUBLIC_URL');

/** The check for what may be left empty. */
export const orNothing =
  (check: Check): Check =>
  text =>
    text.trim() === '' ? null : check(text);

/** A community's id out of its name: `Huimin Community` is `huimin`. It is in numbers of no resident, only in files. */
export function idFrom(name: Both): string {
  const words = name.en
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\b(the|residential|community|neighbou?rhood)\b/g, ' ')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return words.slice(0, 40).replace(/-+$/, '') || 'community';
}
