import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { ContentError, parseContent } from '../../community/content/content-file.js';
import { readOpeningLine } from '../../community/hours/opening-line.js';
import type { Tongue } from '../said.js';
import * as checks from './answers.js';
import { type Answers, type Check, idFrom } from './answers.js';

/** A text that passes the same check as one that somebody types. */
const checked = (check: Check) =>
  z.string().superRefine((text, context) => {
    const wrong = check(text);
    if (wrong) context.addIssue({ code: 'custom', message: `${wrong.zh} / ${wrong.en}` });
  });
const some = checked(checks.someText);
const both = z.strictObject({ 'zh-Hans': some, en: some.optional() });

const fileSchema = z.strictObject({
  language: z.enum(['zh', 'en']).default('zh'),
  /** Seen from where one stands. */
  folder: some.optional(),
  /** Must be said to change a community that is there already. */
  edit: z.boolean().default(false),
  name: both.optional(),
  bot: both.optional(),
  phone: checked(checks.phone).optional(),
  address: both.optional(),
  hours: checked(checks.opening).optional(),
  telegram: z.strictObject({ token: checked(checks.telegramToken) }).nullish(),
  wechat: z
    .strictObject({
      puppet: checked(checks.puppet).default('wechaty-puppet-service'),
      token: checked(checks.puppetToken).optional(),
      endpoint: checked(checks.puppetEndpoint).optional(),
    })
    .nullish(),
  web: z.strictObject({ url: checked(checks.publicUrl) }).nullish(),
  admin: some.nullish(),
});

/** Answers out of a file, for scripts: `npm run setup -- --answers FILE`. */
export interface FileAnswers {
  readonly language: Tongue;
  readonly folder: string | undefined;
  readonly edit: boolean;
  /** With what is known for all that the file leaves out. Throws a ContentError when something is still missing. */
  complete(known: Partial<Answers>): Answers;
}

/** Reads such a file. Throws a ContentError that names every mistake with its line; secrets are never shown. */
export async function readAnswers(file: string): Promise<FileAnswers> {
  const name = basename(file);
  const { value, mistake } = parseContent(name, await readFile(file, 'utf8'), fileSchema);
  const complete = (known: Partial<Answers>): Answers => {
    const again = known.id !== undefined;
    const missing = (['name', 'bot', 'phone', 'address', 'hours'] as const).filter(
      key => value[key] === undefined && known[key] === undefined,
    );
    const nobody = value.admin === undefined && !again ? (['admin'] as const) : [];
    const mistakes = [...missing, ...nobody].map(key => mistake([key], 'is missing'));
    if (
      value.wechat?.puppet === 'wechaty-puppet-service' &&
      (value.wechat.token ?? known.wechat?.token ?? null) === null
    )
      mistakes.push(mistake(['wechat', 'token'], 'is missing: wechaty-puppet-service needs one'));
    if (mistakes.length > 0) throw new ContentError(mistakes);
    const given = withEnglish(value);
    const theName = given.name ?? known.name ?? EMPTY;
    return {
      id: known.id ?? idFrom(theName),
      name: theName,
      bot: given.bot ?? known.bot ?? EMPTY,
      phone: value.phone ?? known.phone ?? '',
      address: given.address ?? known.address ?? EMPTY,
      hours: value.hours === undefined ? (known.hours ?? {}) : readOpeningLine(value.hours),
      telegram: value.telegram === undefined ? (known.telegram ?? null) : value.telegram,
      wechat: wechatOf(value.wechat, known.wechat),
      publicUrl:
        value.web === undefined ? (known.publicUrl ?? null) : (value.web?.url.replace(/\/+$/, '') ?? null),
      admin: value.admin ?? null,
    };
  };
  return { language: value.language, folder: value.folder, edit: value.edit, complete };
}

type FileValue = z.output<typeof fileSchema>;
const EMPTY = { 'zh-Hans': '', en: '' };

function withEnglish({ name, bot, address }: FileValue) {
  const full = (texts: FileValue['name']) =>
    texts && { 'zh-Hans': texts['zh-Hans'], en: texts.en ?? texts['zh-Hans'] };
  return { name: full(name), bot: full(bot), address: full(address) };
}

function wechatOf(given: FileValue['wechat'], known: Answers['wechat'] | undefined): Answers['wechat'] {
  if (given === undefined) return known ?? null;
  return (
    given && {
      puppet: given.puppet,
      token: given.token ?? known?.token ?? null,
      endpoint: given.endpoint ?? known?.endpoint ?? null,
    }
  );
}
