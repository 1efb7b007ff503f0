import { resolve } from 'node:path';
import { type Config, type Environment, environment, readConfig } from '../../config.js';

import type { Said, Tongue } from '../said.js';

import { type FileAnswers, readAnswers } from './answers-file.js';
import { type Answered, askAll } from './ask.js';
import { unreached, WRONG_TOKEN } from './ask-accounts.js';
import { showEnd } from './end.js';
import { askPlace, GuideRefusal, type Place, placeFrom } from './place.js';
import { type Prompts, Stopped } from './prompts.js';
import { saveEdited, saveEnv, saveNew, seenFrom, settingsOf } from './save.js';
import { summary } from './summary.js';
import { type Tried, tryToken } from './telegram-bot.js';

export interface GuideHow {
  readonly prompts: Prompts;
  /** Where somebody stands: `.env` is written here, and the content folder is seen from here. */
  readonly here: string;
  /** What the process was started with. */
  readonly env: Environment;
  /** Answers from a file instead of questions. */
  readonly answers?: string;
  /** Makes an invitation and gives its code, as it is read out. */
  readonly invite: (
    config: Config,
    who: { community: string; name: string; role: 'admin' },
  ) => Promise<string>;
  /** While this runs, nobody may end the process. */
  readonly shield: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * `npm run setup`: asks, then writes a community's content folder, its poster and `.env`, and invites the first admin.
 * Nothing is written before the last question is answered. Rejects with Stopped, GuideRefusal, or a sentence.
 */
export async function guide(how: GuideHow): Promise<void> {
  const { prompts, here, env } = how;
  const merged = environment(here, env);
  const file = how.answers === undefined ? null : await readAnswers(resolve(here, how.answers));
  if (!file) prompts.open('邻里 Linli');
  const tongue = file?.language ?? (await askTongue(prompts));
  const t = (said: Said) => said[tongue];
  if (!file) greet(prompts, tongue);
  const place = file ? await placeFrom(file, merged, here) : await askPlace(prompts, tongue, merged, here);
  const apiRoot = apiRootOf(merged);
  const answered = file
    ? await fromFile(file, place, (said: Said) => prompts.warn(t(said)), apiRoot)
    : await askUntilRight(how, tongue, place, apiRoot);
  const saving = { ...place, ...answered, here, variables: place.known.variables };
  await how.shield(async () => {
    if (place.again) await saveEdited(saving);
    else await saveNew(saving);
    await saveEnv(saving);
  });
  for (const name of Object.keys(settingsOf(saving))) {
    const own = env[name]?.trim() || undefined;
    const now = settingsOf(saving)[name] ?? undefined;
    if (own !== undefined && own !== now) prompts.warn(t(outdone(name)));
  }
  const code = await invitationFor(how, tongue, answered);
  await showEnd(how, tongue, { ...place, ...answered, code });
}

const askTongue = (prompts: Prompts): Promise<Tongue> =>
  prompts.choose<Tongue>('请选择语言 · Choose a language', [
    { value: 'zh', label: '中文' },
    { value: 'en', label: 'English' },
  ]);

function greet(prompts: Prompts, tongue: Tongue): void {
  prompts.note(
    {
      zh: '一共十来个问题，大约五分钟。\n打字回答，按回车到下一题；选择题用上下左右键。\n最后才会写文件。中途想停，按 Ctrl-C，什么都不会留下。\n以后可以随时再运行，改哪一项都行。',
      en: 'About a dozen questions, five minutes.\nType an answer and press Enter; choose with the arrow keys.\nNothing is written before the end. Ctrl-C stops, and leaves nothing behind.\nRun it again at any time to change something.',
    }[tongue],
    { zh: '开一个社区服务台', en: 'Open a neighbourhood’s front desk' }[tongue],
  );
}

/** The answers of the file; its token is tried like one that is typed. */
async function fromFile(
  file: FileAnswers,
  place: Place,
  warn: (said: Said) => void,
  apiRoot: string,
): Promise<Answered> {
  const answers = file.complete(place.known.answers);
  const tried: Tried | null = answers.telegram && (await tryToken(answers.telegram.token, apiRoot));
  if (tried?.outcome === 'wrong') throw new GuideRefusal(WRONG_TOKEN);
  if (tried?.outcome === 'bot') return { answers, username: tried.username };
  const same = answers.telegram !== null && answers.telegram.token === place.known.answers.telegram?.token;
  const username = same ? place.known.username : null;
  if (tried) warn(unreached(tried.why, username !== null));
  return { answers, username };
}

async function askUntilRight(
  how: GuideHow,
  tongue: Tongue,
  place: Place,
  apiRoot: string,
): Promise<Answered> {
  const { prompts, here } = how;
  const t = (said: Said) => said[tongue];
  let { answers: known, username } = place.known;
  for (;;) {
    const tools = {
      prompts,
      tongue,
      known,
      username,
      again: place.again,
      tryToken: (token: string) => tryToken(token, apiRoot),
    };
    const answered = await askAll(tools);
    prompts.note(
      summary(answered, tongue, seenFrom(here, place.folder)),
      t({ zh: '请看一遍', en: 'Please look it over' }),
    );
    const what = await prompts.choose(t({ zh: '就这样写下来吗？', en: 'Shall I write this?' }), [
      { value: 'write', label: t({ zh: '写下来', en: 'Write it' }) },
      { value: 'again', label: t({ zh: '再改一遍', en: 'Go through it again' }) },
      { value: 'stop', label: t({ zh: '不写了', en: 'Stop, and write nothing' }) },
    ]);
    if (what === 'write') return answered;
    if (what === 'stop') throw new Stopped();
    known = place.again ? answered.answers : withoutId(answered.answers);
    username = answered.username;
  }
}

/** While nothing is written, another name may still give another id. */
const withoutId = ({ id: _, ...rest }: Answered['answers']) => rest;

const outdone = (name: string): Said => ({
  zh: `环境变量 ${name} 另外设过，启动时以它为准，.env 里写的不算。`,
  en: `${name} is also set in the environment, which goes before what .env says.`,
});

function apiRootOf(env: Environment): string {
  return readConfig({ TELEGRAM_API_ROOT: env.TELEGRAM_API_ROOT }).telegram.apiRoot;
}

async function invitationFor(how: GuideHow, tongue: Tongue, { answers }: Answered): Promise<string | null> {
  const { admin: name, id: community } = answers;
  if (name === null) return null;
  try {
    const config = readConfig(environment(how.here, how.env));
    return await how.shield(() => how.invite(config, { community, name, role: 'admin' }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    how.prompts.warn(
      {
        zh: `别的都写好了，只是邀请码没做成：${why}\n之后运行 npm run staff -- invite --role admin --name ${name}`,
        en: `All else is written, but there is no invitation yet: ${why}\nLater: npm run staff -- invite --role admin --name ${name}`,
      }[tongue],
    );
    return null;
  }
}
