import type { Said } from '../said.js';
import { type Answers, orNothing, puppet, puppetEndpoint, puppetToken, telegramToken } from './answers.js';
import { type Asking, askOne } from './ask.js';

interface Telegram {
  readonly telegram: Answers['telegram'];
  readonly username: string | null;
}

const NONE: Telegram = { telegram: null, username: null };
const YES_NO = { zh: { yes: '要', no: '先不要' }, en: { yes: 'Yes', no: 'Not now' } };

/** Telegram: which bot, tried on the spot. */
export async function askTelegram(asking: Asking): Promise<Telegram> {
  const { prompts, tongue, known } = asking;
  const t = (said: Said) => said[tongue];
  if (known.telegram) {
    const what = await prompts.choose(t({ zh: 'Telegram 已经设好了。', en: 'Telegram is set up.' }), [
      { value: 'keep', label: t({ zh: '不变', en: 'Leave it' }) },
      { value: 'new', label: t({ zh: '换一个机器人', en: 'Another bot' }) },
      { value: 'none', label: t({ zh: '不再用 Telegram', en: 'No Telegram any more' }) },
    ]);
    if (what === 'none') return NONE;
    const kept = what === 'keep' ? await tried(asking, known.telegram.token) : null;
    return kept ?? askToken(asking);
  }
  const wanted = await prompts.yes(
    t({ zh: '要在 Telegram 上也能找到它吗？', en: 'Shall it be on Telegram as well?' }),
    YES_NO[tongue],
    true,
  );
  if (!wanted) return NONE;
  prompts.note(
    t({
      zh: '1. 在手机上打开 Telegram，搜索 @BotFather\n2. 发给它 /newbot，按它说的起名字\n3. 它会回一段令牌，像 123456:ABC-DEF…\n4. 把令牌复制过来，在下面粘贴，按回车',
      en: '1. Open Telegram on your phone and search for @BotFather\n2. Send it /newbot, and give the names that it asks for\n3. It answers with a token like 123456:ABC-DEF…\n4. Copy the token, paste it below, press Enter',
    }),
    t({ zh: '怎么申请', en: 'How to get a bot' }),
  );
  return askToken(asking);
}

/** Asks until there is a token that Telegram knows, or cannot be asked about, or none is wanted any more. */
async function askToken(asking: Asking): Promise<Telegram> {
  const { prompts, tongue } = asking;
  const message = { zh: '粘贴令牌（先不接就直接按回车）', en: 'Paste the token (not now: press Enter)' }[
    tongue
  ];
  for (;;) {
    const token = await prompts.secret({ message, check: text => orNothing(telegramToken)(text)?.[tongue] });
    if (token === '') return NONE;
    const bot = await tried(asking, token);
    if (bot) return bot;
  }
}

/** Null: Telegram says that there is no such bot, and that was said. */
async function tried(
  { prompts, tongue, tryToken, known, username }: Asking,
  token: string,
): Promise<Telegram | null> {
  const t = (said: Said) => said[tongue];
  const found = await prompts.during(t({ zh: '正在问 Telegram……', en: 'Asking Telegram …' }), () =>
    tryToken(token),
  );
  if (found.outcome === 'bot') {
    prompts.say(
      t({
        zh: `连上了：@${found.username}（${found.name}）`,
        en: `Found it: @${found.username} (${found.name})`,
      }),
    );
    return { telegram: { token }, username: found.username };
  }
  if (found.outcome === 'wrong') {
    prompts.warn(t(WRONG_TOKEN));
    return null;
  }
  const remembered = known.telegram?.token === token ? username : null;
  prompts.warn(t(unreached(found.why, remembered !== null)));
  return { telegram: { token }, username: remembered };
}

export const WRONG_TOKEN: Said = {
  zh: 'Telegram 不认得这个令牌。请回到 @BotFather，发 /mybots，选中机器人，点 API Token，重新复制一遍。',
  en: 'Telegram does not know this token. Go back to @BotFather, send /mybots, choose the bot, press API Token, and copy it again.',
};

/** `remembered`: the bot is known from before, and the poster keeps its code. */
export const unreached = (why: string, remembered: boolean): Said => ({
  zh: `现在连不上 Telegram（${why}），没法试，令牌先记下。${remembered ? '海报上的二维码照旧。' : '网络通了再运行一次 npm run setup，海报上才会有 Telegram 的二维码。'}`,
  en: `Telegram cannot be reached now (${why}), so the token was not tried; it is kept. ${remembered ? 'The code on the poster stays.' : 'Run npm run setup again with a network, so that the poster gets its Telegram code.'}`,
});

/** WeChat: through which puppet, with which token. */
export async function askWechat(asking: Asking): Promise<Answers['wechat']> {
  const { prompts, tongue, known } = asking;
  const t = (said: Said) => said[tongue];
  const wanted = await prompts.yes(
    t({
      zh: '要接入微信吗？需要另外买 puppet 服务，账号可能被封，请先看 README 的“微信”一节。',
      en: 'WeChat as well? It needs a puppet service, and accounts get banned: read “WeChat” in the README first.',
    }),
    YES_NO[tongue],
    (known.wechat ?? null) !== null,
  );
  if (!wanted) return null;
  const name = await askOne(
    asking,
    {
      message: { zh: '用哪个 puppet？（不清楚就直接按回车）', en: 'Which puppet? (Not sure: press Enter)' },
      check: puppet,
    },
    known.wechat?.puppet ?? 'wechaty-puppet-service',
  );
  const before = known.wechat?.token ?? null;
  const optional = before !== null || name !== 'wechaty-puppet-service';
  const token = await prompts.secret({
    message: t(
      before === null
        ? { zh: '粘贴 puppet 服务的令牌', en: 'Paste the token of the puppet service' }
        : { zh: '粘贴新的令牌（不换就直接按回车）', en: 'Paste a new token (to leave it: press Enter)' },
    ),
    check: text => (optional ? orNothing(puppetToken) : puppetToken)(text)?.[tongue],
  });
  const endpoint = await askOne(
    asking,
    {
      message: {
        zh: '服务的地址是什么？（服务商没给就直接按回车）',
        en: 'Where is the service? (Nothing was given to you: press Enter)',
      },
      example: { zh: '例如 127.0.0.1:8788', en: 'for example 127.0.0.1:8788' },
      check: orNothing(puppetEndpoint),
    },
    known.wechat?.endpoint ?? undefined,
  );
  return { puppet: name, token: token === '' ? before : token, endpoint: endpoint === '' ? null : endpoint };
}
