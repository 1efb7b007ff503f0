import { readFileSync } from 'node:fs';
import { escapeHtml, fill, type PageFacts } from './page.js';
import type { Persona } from './persona.js';

const WORDS = {
  'zh-Hans': {
    title: '两边都试试',
    lead: '左右各选一个人，两边的话都由您来说。社区和人都是编的，只有这台电脑打得开，别写真实的姓名电话。按 F6 换到另一边。',
    short: '人是编的，别写真名真号',
    more: '其他',
    ordinary: '只看居民页面',
    language: 'English',
    clear: '新的一天',
    clear_title: '清空两边的对话，从头来',
    cleared: '两边的对话都清空了，从头来吧。',
    not_cleared: '没清成，请再点一次“新的一天”。',
    sides: '看哪一边',
    left: '左边',
    right: '右边',
    who: '{side}是谁',
    resident: '居民',
    staff: '工作人员',
    tries: '试试',
    chat_of: '{name}的聊天',
    news: '有新消息',
    noscript: '这个页面需要打开浏览器的 JavaScript。',
  },
  en: {
    title: 'try both ends',
    lead: 'Choose somebody for each side, and speak for both. The community and its people are made up, and only this computer can open this page; still, write no real names or numbers. F6 goes to the other side.',
    short: 'All made up: no real names, please',
    more: 'More',
    ordinary: "Residents' page only",
    language: '中文',
    clear: 'A new day',
    clear_title: 'Clear both chats and start afresh',
    cleared: 'Both chats are cleared. Start afresh.',
    not_cleared: 'That did not work. Please choose "A new day" once more.',
    sides: 'Which side to see',
    left: 'Left side',
    right: 'Right side',
    who: '{side}: who',
    resident: 'Residents',
    staff: 'Staff',
    tries: 'Try',
    chat_of: 'Chat of {name}',
    news: 'new message',
    noscript: 'This page needs JavaScript.',
  },
} as const;
type Words = Readonly<Record<string, string>>;

/** Who sits on each side, by their ids. */
export interface Picked {
  readonly left: string;
  readonly right: string;
}

/** What the page needs to be filled. */
export interface DemoFacts {
  readonly base: string;
  /** Where the ordinary chat page is, and the files of this one. */
  readonly chat: string;
  readonly files: string;
  readonly locales: readonly string[];
  readonly facts: Pick<PageFacts, 'name'>;
  readonly personas: readonly Persona[];
}

/** The page with two chats side by side, as a function of its language and of who was picked. */
export function demoPage(how: DemoFacts): (locale: string, picked: Picked) => string {
  const template = readFileSync(new URL('./page/demo.template', import.meta.url), 'utf8');
  return (locale, picked) => {
    const words: Words = WORDS[locale.startsWith('zh') ? 'zh-Hans' : 'en'];
    const other = how.locales.find(each => each.startsWith('zh') !== locale.startsWith('zh')) ?? locale;
    const texts = {
      ...words,
      locale,
      other,
      base: how.base,
      chat: how.chat,
      files: how.files,
      name: how.facts.name[locale] ?? how.facts.name['zh-Hans'] ?? '',
      switch: other === locale ? 'hidden' : '',
    };
    const escaped = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, escapeHtml(text)]));
    const sides = ['left', 'right'] as const;
    return fill(template, {
      ...escaped,
      side_buttons: sides.map(side => sideButton(how, words, side, picked[side])).join('\n'),
      panes: sides.map(side => pane(how, { locale, words, side, picked })).join('\n'),
    });
  };
}

/** On a phone: which of the two is seen. */
function sideButton({ personas }: DemoFacts, words: Words, side: 'left' | 'right', id: string): string {
  const name = personas.find(one => one.id === id)?.name ?? '';
  return `<button type="button" aria-pressed="${side === 'left'}" data-side="${side}"><span>${escapeHtml(name)}</span><span class="news" hidden><span class="unseen">${words.news}</span></span></button>`;
}

function pane(
  how: DemoFacts,
  { locale, words, side, picked }: { locale: string; words: Words; side: 'left' | 'right'; picked: Picked },
): string {
  const groups = (['resident', 'staff'] as const).map(
    kind => `<optgroup label="${words[kind]}">
${how.personas
  .filter(one => one.side === kind)
  .map(one => option(one, locale, side, picked))
  .join('\n')}
</optgroup>`,
  );
  const chatOf = escapeHtml(words.chat_of ?? '');
  return `<section class="pane" id="${side}" aria-label="${words[side]}">
  <div class="head">
    <span class="face" aria-hidden="true"></span>
    <label class="unseen" for="${side}-who">${words.who?.replace('{side}', words[side] ?? '')}</label>
    <span class="pick"><select id="${side}-who" autocomplete="off">
${groups.join('\n')}
    </select><svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5.5 9 6.5 6.5L18.5 9"/></svg></span>
  </div>
  <iframe title="" data-title="${chatOf}"></iframe>
  <div class="tries" role="group" aria-label="${words.tries}"></div>
</section>`;
}

function option(persona: Persona, locale: string, side: 'left' | 'right', picked: Picked): string {
  const own = (texts: Readonly<Record<string, string>>) => texts[locale] ?? texts['zh-Hans'] ?? '';
  const tries = persona.tries.map(({ label, say }) => ({ label: own(label), say: own(say) }));
  const other = side === 'left' ? picked.right : picked.left;
  const flags = `${persona.id === picked[side] ? ' selected' : ''}${persona.id === other ? ' disabled' : ''}`;
  const facts = `data-name="${escapeHtml(persona.name)}" data-side="${persona.side}" data-face="${escapeHtml(persona.face)}" data-tries="${escapeHtml(JSON.stringify(tries))}"`;
  return `<option value="${escapeHtml(persona.id)}" ${facts}${flags}>${escapeHtml(`${persona.name} · ${own(persona.about)}`)}</option>`;
}
