import { expect, it } from 'vitest';
import { mayRole, ROLES } from '../src/community/staff/staff.js';
import { compile } from '../src/conversation/compile.js';
import type { Definition } from '../src/conversation/definition.js';
import { normalise } from '../src/conversation/words.js';
import { understander } from '../src/desk/understander.js';
import { NOW } from './clock.js';
import { sampleHouse } from './fakes/desk.js';

// Whoever is told to send a word, and sends it, is not to hear that nobody understood it.

const { content, conversations } = await sampleHouse();
const all = conversations.definitions;
const { understand } = understander(content, () => all);

/** The words in quotes after 发, 回复, 说 … and after send, reply, say; several may follow: “改时间”或“取消预约”. */
const TOLD: Readonly<Record<string, RegExp>> = {
  'zh-Hans': /(?:发|回复|回|回答|说)((?:个)?“[^”]+”(?:(?:、|或者?)?“[^”]+”)*)/gu,
  en: /\b(?:send|reply|say|saying)((?: |, | or )"[^"]+"(?:,? (?:or|and) "[^"]+"|, "[^"]+")*)/giu,
};
const QUOTED: Readonly<Record<string, RegExp>> = { 'zh-Hans': /“([^”]+)”/gu, en: /"([^"]+)"/gu };

function wordsTold(text: string, locale: string): string[] {
  const runs = [...text.matchAll(TOLD[locale] ?? /$^/g)].map(([, run = '']) => run);
  return runs.flatMap(run => [...run.matchAll(QUOTED[locale] ?? /$^/g)].map(([, word = '']) => word));
}

/** What stands in for a place in a text; what has others is no word to be sent. */
const filled = (word: string, locale: string): string =>
  word
    .replace('{topic}', content.community.topics[0]?.name[locale] ?? '')
    .replace('{door_code}', '4821')
    .replace('{title}', '猜灯谜');

/** The menu, and what ends a talk between a resident and staff: they are the desk's own. */
const DESK = ['菜单', 'menu', '结束', 'end'];
const DESK_FOR_STAFF = ['转给别人', 'hand back'];

/** Whether it is a word of the conversation's own: one of its controls, answers or changes. */
function heardThere(definition: Definition, word: string, locale: string): boolean {
  const { words, labels, voice } = compile(definition);
  const said = normalise(word);
  if (Object.values(words).some(list => list.has(said))) return true;
  if (
    labels.some(({ words: label }) =>
      [...words.words_change].some(change => said.startsWith(change) && said.endsWith(label)),
    )
  )
    return true;
  return Object.values(definition.texts[voice(locale).locale] ?? {}).some(text => normalise(text) === said);
}

/** Whether it begins something, or is small talk with an answer, for somebody with this role (null: a resident). */
function begins(word: string, locale: string, role: string | null): boolean {
  const command = all.find(({ starts }) => starts.commands.includes(normalise(word)));
  if (command) return command.roles === undefined || mayRole(role, command.roles);
  const { small, route } = understand(word, {
    now: NOW,
    zone: content.community.zone,
    locale,
    group: false,
    open: null,
    role,
  });
  return small !== null || route !== null;
}

interface Told {
  readonly where: string;
  readonly word: string;
  readonly locale: string;
  readonly roles: readonly (string | null)[];
  readonly definition?: Definition;
}

const rolesOf = ({ roles }: Definition): readonly (string | null)[] =>
  roles === undefined ? [null] : ROLES.filter(role => mayRole(role, roles));

/** Whom a notice goes to. What became of an announcement is told to whoever wrote it. */
const rolesTold = (key: string): readonly (string | null)[] => {
  if (/^announcement_(?:approved|refused|report)$/.test(key)) return ['spokesperson', 'lead'];
  return key.startsWith('staff_') ? ['desk', 'handler', 'lead'] : [null];
};

const told: Told[] = [
  ...all.flatMap(definition =>
    Object.entries(definition.texts).flatMap(([locale, texts]) =>
      Object.entries(texts).flatMap(([key, text]) =>
        wordsTold(text, locale).map(word => ({
          where: `${definition.conversation} ${key}`,
          word: filled(word, locale),
          locale,
          roles: rolesOf(definition),
          definition,
        })),
      ),
    ),
  ),
  ...Object.entries(conversations.notices).flatMap(([locale, texts]) =>
    Object.entries(texts).flatMap(([key, text]) =>
      wordsTold(text, locale).map(word => ({
        where: key,
        word: filled(word, locale),
        locale,
        roles: rolesTold(key),
      })),
    ),
  ),
];

/** Examples of an answer in one's own words (说“明天”): the question's own reader takes them, and has its own tests. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  'book-service which_day': ['明天', '下周二', 'tomorrow', 'next Tuesday'],
};

it('names no word to be sent that does nothing', () => {
  const idle = told.filter(({ where, word, locale, roles, definition }) => {
    if (word.includes('{') || ANSWERS[where]?.includes(word)) return false;
    if (DESK.includes(word)) return false;
    if (DESK_FOR_STAFF.includes(word) && !roles.includes(null)) return false;
    if (definition && heardThere(definition, word, locale)) return false;
    return !roles.every(role => begins(word, locale, role));
  });
  expect([...new Set(idle.map(({ where, locale, word }) => `${where} (${locale}): ${word}`))]).toEqual([]);
  expect(told.length).toBeGreaterThan(300);
});
