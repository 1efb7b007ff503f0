import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { communitySchema } from '../../community/content/content.js';
import { parseContent } from '../../community/content/content-file.js';
import { readContent } from '../../community/content/read-content.js';
import { editEnvFile, envFileIn } from '../../env-file.js';
import type { Answers } from './answers.js';
import { editedCommunity, newCommunity } from './community-file.js';
import { SAMPLE, type Variables } from './known.js';
import { examplesFrom, POSTER, posterPage } from './poster.js';
import { putFile, putFolder } from './put.js';

export interface Saving {
  /** The content folder, absolute. */
  readonly folder: string;
  /** Where `.env` is. */
  readonly here: string;
  readonly answers: Answers;
  readonly variables: Variables;
  /** The bot's user name on Telegram, where somebody could ask for it. */
  readonly username: string | null;
}

export const posterOf = (folder: string): string => join(folder, POSTER);

/** Whether the folder can become a new community: it is not there, or nothing is in it. */
export async function isVacant(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true;
    throw error;
  }
}

/** Makes the content folder of a new community, with the sample's services and questions to begin with. */
export function saveNew(saving: Saving): Promise<void> {
  const { folder, answers, variables, username } = saving;
  return putFolder(folder, async fresh => {
    await cp(SAMPLE, fresh, { recursive: true });
    const file = join(fresh, 'community.yaml');
    await writeFile(file, newCommunity(await readFile(file, 'utf8'), answers, variables));
    for (const name of ['services.yaml', 'faq.yaml']) await markAsSample(join(fresh, name));
    await writeFile(join(fresh, 'staff.yaml'), NOBODY);
    const examples = examplesFrom(await readContent(fresh));
    await writeFile(join(fresh, POSTER), await posterPage({ answers, telegram: username, examples }));
  });
}

/** Changes what was answered in a community that is there, and draws its poster anew. */
export async function saveEdited(saving: Saving): Promise<void> {
  const { folder, answers, variables, username } = saving;
  const file = join(folder, 'community.yaml');
  const before = await readFile(file, 'utf8');
  const text = editedCommunity(before, answers, variables);
  parseContent(file, text, communitySchema);
  const examples = examplesFrom(await readContent(folder));
  if (text !== before) await putFile(file, text);
  await putFile(posterOf(folder), await posterPage({ answers, telegram: username, examples }));
}

/** Writes the secrets and the place of the content into `.env`, for its owner alone. The rest of it stays. */
export async function saveEnv({ here, folder, answers, variables }: Saving): Promise<void> {
  const file = envFileIn(here);
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return HEAD;
    throw error;
  });
  await putFile(file, editEnvFile(before, settingsOf({ here, folder, answers, variables })), 0o600);
}

/** The settings that follow from the answers; null: to be taken out. */
export function settingsOf({
  here,
  folder,
  answers,
  variables,
}: Omit<Saving, 'username'>): Record<string, string | null> {
  return {
    LINLI_CONTENT: seenFrom(here, folder),
    LINLI_PUBLIC_URL: answers.publicUrl,
    [variables.telegram]: answers.telegram?.token ?? null,
    [variables.puppet]: answers.wechat?.puppet ?? null,
    [variables.puppetToken]: answers.wechat?.token ?? null,
    [variables.puppetEndpoint]: answers.wechat?.endpoint ?? null,
  };
}

/** A path as somebody in `here` would write it: short when it is inside. */
export function seenFrom(here: string, path: string): string {
  const short = relative(here, path);
  return short === '' || short.startsWith('..') || isAbsolute(short) ? path : short;
}

async function markAsSample(file: string): Promise<void> {
  await writeFile(file, `${SAMPLE_MARK}${await readFile(file, 'utf8')}`);
}

const SAMPLE_MARK = `# 这里是示例社区的内容，人名、地址、电话都是虚构的：开门前请逐条看一遍，改成自己的。
# This is the sample community's, people and numbers invented: read and change it before you open.
`;
const NOBODY = `# 谁在这里工作：不用写在这里，用邀请码加入（npm run setup）。
# Who works here: they join by invitation (npm run setup), and need not be listed.
[]
`;
const HEAD = `# 设置和密文，只给所有者看。由 npm run setup 写成。
# Settings and secrets, for their owner alone. Written by npm run setup.
`;
