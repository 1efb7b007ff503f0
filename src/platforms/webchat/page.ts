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
type Texts = Readonly<Record<string, string>>;

export interface Page {
  html(locale: string): string;
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
}): Page {
  const folder = new URL('./page/', import.meta.url);
  const files = new Map(readdirSync(folder).map(name => [name, readFileSync(new URL(name, folder))]));
  const template = files.get('page.template')?.toString('utf8') ?? '';
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort()) hash.update(name).update(bytes);
  const version = hash.digest('hex').slice(0, 12);
  const pages = new Map(
    how.locales.map(locale => [locale, fill(template, valuesOf(locale, { ...how, version }))]),
  );
  return {
    html: locale => pages.get(locale) ?? pages.get(how.locales[0] ?? '') ?? '',
    file: params => {
      const name = params.file ?? '';
      const mime = MIME[name.slice(name.lastIndexOf('.') + 1)];
      const body = files.get(name);
      if (mime === undefined || body === undefined) throw new Problem('not_found');
      // Another version than asked for comes from a page that is older than we are: right now, but not for good.
      const cache = params.version === version ? 'public, max-age=31536000, immutable' : 'no-store';
      return { headers: { 'Content-Type': mime, 'Cache-Control': cache }, body };
    },
  };
}

function valuesOf(
  locale: string,
  how: { base: string; facts: PageFacts; locales: readonly string[]; photos: boolean; version: string },
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
      files: `${how.base}/page/${how.version}`,
      photos: how.photos ? '' : 'hidden',
      switch: other === locale ? 'hidden' : '',
    }).map(([key, text]) => [key, escapeHtml(text)]),
  );
  const buttons = suggestions.map(
    text => `<button type="button" class="choice">${escapeHtml(text)}</button>`,
  );
  return { ...escaped, buttons: buttons.join('\n') };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined)
      throw new Error(`page/page.template asks for {{${key}}}, which page.ts does not give`);
    return value;
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}
