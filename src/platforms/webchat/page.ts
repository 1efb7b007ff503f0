import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Problem } from '../../desk/platform.js';
import type { RouteReply } from '../../desk/route.js';

/** What the page says of the community; texts per locale, zh-Hans always there. */
export interface PageFacts {
  readonly name: Texts;
  /** The bot's name: 小惠. */
  readonly bot: Texts;
  readonly phone: string;
  readonly address?: Texts;
  /** First words of the bot; without them, ours. */
  readonly welcome?: Texts;
  /** Buttons under the first words: what they say is sent as if it had been typed. */
  readonly suggestions: Readonly<Record<string, readonly string[]>>;
}
export type Texts = Readonly<Record<string, string>>;

export interface Page {
  html(locale: string): string;
  /** Where the files of the page lie on the server, of the version that it is. */
  readonly files: string;
  file(params: Readonly<Record<string, string>>): RouteReply;
}

const MIME: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const WORDS: Readonly<Record<'zh-Hans' | 'en', Texts>> = {
  'zh-Hans': {
    welcome: '您好，我是{bot}。预约上门服务、查办事材料、问社区里的事，直接跟我说就行。',
    log: '对话',
    suggestions: '可以这样问',
    controls: '常用',
    message: '说点什么',
    placeholder: '想办什么事？直接说就行',
    send: '发送',
    photo: '发照片',
    location: '发送我的位置',
    call: '打电话给社区',
    language: 'English',
    forget: '清除对话',
    forget_title: '清除这台设备上的对话？',
    forget_text: '用的是别人的或公用的电脑，离开前请清除。已经约好的服务不受影响。',
    forget_yes: '清除',
    forget_no: '留着',
    latest: '有新消息',
    skip: '跳到输入框',
    noscript: '这个聊天页面需要打开浏览器的 JavaScript。您也可以直接打电话：',
  },
  en: {
    welcome:
      "Hello, I'm {bot}. Book a home visit, ask what papers you need, or ask about anything here: just write.",
    log: 'Conversation',
    suggestions: 'Things you can ask',
    controls: 'Shortcuts',
    message: 'Your message',
    placeholder: 'What can we do for you?',
    send: 'Send',
    photo: 'Send a photo',
    location: 'Send my location',
    call: 'Call the community',
    language: '中文',
    forget: 'Clear this chat',
    forget_title: 'Clear the conversation on this device?',
    forget_text:
      'On a shared or public computer, please clear it before you leave. What you have booked stays booked.',
    forget_yes: 'Clear',
    forget_no: 'Keep',
    latest: 'New message',
    skip: 'Skip to the message box',
    noscript: 'This chat page needs JavaScript. You can also simply call us: ',
  },
};

/** Reads the page's files once, and fills the page for each locale once. */
export function loadPage(how: {
  readonly base: string;
  readonly locales: readonly string[];
  readonly facts: PageFacts;
  readonly photos: boolean;
  /** It is one of the demo's panes: whose. Then it takes its files from `files`, those of another page. */
  readonly pane?: { readonly side: 'resident' | 'staff'; readonly files: string };
}): Page {
  const { files: bytes, version } = readFiles();
  const files = how.pane?.files ?? `${how.base}/page/${version}`;
  const template = bytes.get('page.template')?.toString('utf8') ?? '';
  const pages = new Map(
    how.locales.map(locale => [locale, fill(template, valuesOf(locale, { ...how, files }))]),
  );
  return {
    files,
    html: locale => pages.get(locale) ?? pages.get(how.locales[0] ?? '') ?? '',
    file: params => {
      const name = params.file ?? '';
      const mime = MIME[name.slice(name.lastIndexOf('.') + 1)];
      const body = bytes.get(name);
      if (mime === undefined || body === undefined) throw new Problem('not_found');
      // Another version than asked for comes from a page that is older than we are: right now, but not for good.
      const cache = params.version === version ? 'public, max-age=31536000, immutable' : 'no-store';
      return { headers: { 'Content-Type': mime, 'Cache-Control': cache }, body };
    },
  };
}

/** The page's files by name, and what tells this version of them from others. */
function readFiles(): { files: ReadonlyMap<string, Buffer>; version: string } {
  const folder = new URL('./page/', import.meta.url);
  const files = new Map(readdirSync(folder).map(name => [name, readFileSync(new URL(name, folder))]));
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort()) hash.update(name).update(bytes);
  return { files, version: hash.digest('hex').slice(0, 12) };
}

function valuesOf(
  locale: string,
  how: Omit<Parameters<typeof loadPage>[0], 'pane'> & {
    files: string;
    pane?: { readonly side: string };
  },
): Record<string, string> {
  const { facts } = how;
  const words = WORDS[locale.startsWith('zh') ? 'zh-Hans' : 'en'];
  const own = (texts: Texts | undefined) => texts?.[locale] ?? texts?.['zh-Hans'] ?? '';
  const other = how.locales.find(each => each.startsWith('zh') !== locale.startsWith('zh')) ?? locale;
  const bot = own(facts.bot);
  const suggestions = facts.suggestions[locale] ?? facts.suggestions['zh-Hans'] ?? [];
  const escaped = Object.fromEntries(
    Object.entries({
      ...words,
      locale,
      other,
      bot,
      name: own(facts.name),
      phone: facts.phone,
      tel: facts.phone.replace(/[^\d+]/g, ''),
      address: own(facts.address),
      welcome: (own(facts.welcome) || words.welcome || '').replaceAll('{bot}', bot),
      base: how.base,
      files: how.files,
      suggesting: suggestions.length > 0 ? '' : 'hidden',
      photos: how.photos ? '' : 'hidden',
      switch: other === locale ? 'hidden' : '',
    }).map(([key, text]) => [key, escapeHtml(text)]),
  );
  const buttons = suggestions.map(
    text => `<button type="button" class="choice">${escapeHtml(text)}</button>`,
  );
  const pane = how.pane === undefined ? '' : `data-pane="${how.pane.side}"`;
  return { ...escaped, pane, buttons: buttons.join('\n') };
}

/** Fills {{name}} in a page. Throws when the page asks for something that is not given. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`a page asks for {{${key}}}, which nobody gives`);
    return value;
  });
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}
