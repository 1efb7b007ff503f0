import { isIP } from 'node:net';
import { z } from 'zod';

/** A sentence or a part of one in both languages. */
export interface InBoth {
  readonly en: string;
  readonly 'zh-Hans': string;
}
export const both = (en: string, zh: string): InBoth => ({ en, 'zh-Hans': zh });

/**
 * One setting: an environment variable, how it is read, and what is said about it in the README. The default is
 * written as somebody would type it, and read in the same way; null means that it is unset unless somebody sets it.
 */
export interface Setting<T = unknown, D extends string | null = string | null> {
  readonly fallback: D;
  readonly read: z.ZodType<T, string>;
  /** What to give instead of something unreadable: 'a whole number from 0 to 65535, for example 3000'. */
  readonly mend: InBoth;
  readonly meaning: InBoth;
  /** Its value is never shown, in no error and in no log. */
  readonly secret?: true;
}

export function setting<T, D extends string | null>(
  fallback: D,
  [read, mend]: readonly [z.ZodType<T, string>, InBoth],
  en: string,
  zh: string,
): Setting<T, D> {
  return { fallback, read, mend, meaning: both(en, zh) };
}

export const secret = <S extends Setting>(hidden: S): S => ({ ...hidden, secret: true });

export const whole = (from: number, to: number, example: number) =>
  [
    z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(to)),
    both(
      `give a whole number from ${from} to ${to}, for example ${example}`,
      `请写 ${from} 到 ${to} 之间的整数，例如 ${example}`,
    ),
  ] as const;

export const amount = (example: string) =>
  [
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number)
      .pipe(z.number().max(1_000_000)),
    both(
      `give a number, for example ${example}; 0 lifts the limit`,
      `请写一个数，例如 ${example}；0 表示不限`,
    ),
  ] as const;

export const oneOf = <const W extends readonly [string, ...string[]]>(words: W) =>
  [z.enum(words), both(`give one of ${words.join(', ')}`, `请写其中一个：${words.join('、')}`)] as const;

export const yesNo = [
  z.enum(['0', '1']).transform(text => text === '1'),
  both('give 1 for yes or 0 for no', '是写 1，否写 0'),
] as const;

export const matching = (pattern: RegExp, en: string, zh: string) =>
  [z.string().regex(pattern), both(en, zh)] as const;

export const folder = [z.string().min(1), both('give the path of a folder', '请写文件夹的路径')] as const;

/** Whether an address is this machine's own, which nobody else can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Whether `text` is a web address on which Telegram can reach us or we it: https, or http on this machine. */
function isBase(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return safe && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

export const base = (example: string) =>
  [
    z
      .string()
      .refine(isBase)
      .transform(text => text.replace(/\/+$/, '')),
    both(
      `give an address that begins with https:// and has no ? or # in it, for example ${example}`,
      `请写以 https:// 开头的网址，里面没有 ? 和 #，例如 ${example}`,
    ),
  ] as const;
