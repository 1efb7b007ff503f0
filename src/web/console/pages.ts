import QRCode from 'qrcode';
import type { AccountHealth } from '../health.js';
import { escapeHtml, plainPage } from '../html.js';

type Locale = 'zh-Hans' | 'en';

/** Seconds after which the accounts' page loads itself anew: a WeChat code lives for about a minute. */
const REFRESH = 10;

const PLATFORMS: Readonly<Record<Locale, Readonly<Record<string, string>>>> = {
  'zh-Hans': { telegram: 'Telegram', wechat: '微信', webchat: '网页聊天', terminal: '终端' },
  en: { telegram: 'Telegram', wechat: 'WeChat', webchat: 'Web chat', terminal: 'Terminal' },
};

const WORDS = {
  'zh-Hans': {
    title: '账号状态',
    none: '还没有配置任何账号。请在社区内容的 accounts 里写上一个，再重新启动。',
    scan: '请用微信扫一扫登录（二维码会自动更新）',
    fresh: `本页每 ${REFRESH} 秒自动更新。`,
    signOut: '退出',
    signIn: '工作人员登录',
    key: '登录口令',
    keyAt: '口令保存在服务器的这个文件里：',
    enter: '登录',
    wrong: '口令不对。请从服务器上的口令文件里复制，再试一次。',
    wait: (minutes: number) => `试的次数太多了，请 ${minutes} 分钟后再试。`,
    platforms: PLATFORMS['zh-Hans'],
    states: {
      starting: '正在启动',
      online: '在线',
      offline: '离线，正在自动重连',
      'needs-login': '需要登录',
      stopped: '已停止',
    },
  },
  en: {
    title: 'Accounts',
    none: "No account is set up yet. Add one under `accounts` in the community's content and restart.",
    scan: 'Scan with WeChat to sign in (the code renews itself)',
    fresh: `This page renews itself every ${REFRESH} seconds.`,
    signOut: 'Sign out',
    signIn: 'Staff sign-in',
    key: 'Staff key',
    keyAt: 'The key is in this file on the server:',
    enter: 'Sign in',
    wrong: 'That is not the key. Copy it from the key file on the server and try again.',
    wait: (minutes: number) => `Too many tries. Please try again in ${minutes} min.`,
    platforms: PLATFORMS.en,
    states: {
      starting: 'Starting',
      online: 'Online',
      offline: 'Offline, reconnecting by itself',
      'needs-login': 'Needs a login',
      stopped: 'Stopped',
    },
  },
} as const;

/** The form that asks for the staff key. */
export function signInPage(how: {
  readonly locale: Locale;
  readonly keyPlace: string;
  readonly problem: { readonly kind: 'wrong' } | { readonly kind: 'wait'; readonly seconds: number } | null;
}): string {
  const words = WORDS[how.locale];
  const { problem } = how;
  const said =
    problem === null
      ? ''
      : problem.kind === 'wrong'
        ? words.wrong
        : words.wait(Math.ceil(problem.seconds / 60));
  const about = said === '' ? 'key-place' : 'problem key-place';
  return plainPage({
    lang: how.locale,
    title: words.signIn,
    body: `<h1>${words.signIn}</h1>
<form class="card" method="post" action="/staff/sign-in">
${said === '' ? '' : `<p class="problem" role="alert" id="problem">${escapeHtml(said)}</p>`}
<label for="key">${words.key}</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus aria-describedby="${about}">
<p class="soft" id="key-place">${words.keyAt} <code>${escapeHtml(how.keyPlace)}</code></p>
<button>${words.enter}</button>
</form>`,
  });
}

/** Each account's state and, where a login is wanted, the code to scan. */
export async function accountsPage(locale: Locale, accounts: readonly AccountHealth[]): Promise<string> {
  const words = WORDS[locale];
  const cards = await Promise.all(accounts.map(account => card(locale, account)));
  return plainPage({
    lang: locale,
    title: words.title,
    refresh: REFRESH,
    body: `<h1>${words.title}</h1>
${cards.length === 0 ? `<p>${words.none}</p>` : cards.join('\n')}
<p class="soft">${words.fresh}</p>
<form method="post" action="/staff/sign-out"><button>${words.signOut}</button></form>`,
  });
}

async function card(
  locale: Locale,
  { account, platform, state, detail, qr }: AccountHealth,
): Promise<string> {
  const words = WORDS[locale];
  const code = qr === undefined || state !== 'needs-login' ? '' : await scan(words.scan, qr);
  return `<section class="card">
<h2>${escapeHtml(words.platforms[platform] ?? platform)} <span class="soft">${escapeHtml(account)}</span></h2>
<p class="state ${state}">${words.states[state]}</p>
${detail === undefined ? '' : `<p class="soft">${escapeHtml(detail)}</p>`}
${code}</section>`;
}

async function scan(label: string, text: string): Promise<string> {
  const svg = await QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'M', margin: 3 });
  return `<p>${label}</p>
<div class="qr" role="img" aria-label="${escapeHtml(label)}">${svg}</div>
`;
}
