import { ALL_TOPICS, topicsOf } from '../community/announcements/topic.js';
import type { Content, FaqEntry } from '../community/content/content.js';
import { tellsMatter } from '../community/proposals/category.js';
import { numberMentioned } from '../community/proposals/number.js';
import { mayRole } from '../community/staff/staff.js';
import type { Definition } from '../conversation/definition.js';
import {
  aboutService,
  codeIn,
  danger,
  faqIndex,
  minutesIn,
  type Named,
  onlyAnswers,
  partIn,
  peopleIn,
  proposalKindIn,
  routes,
  slotsIn,
  smallTalk,
  subjectIn,
  topicWish,
  withoutSubject,
} from '../language/index.js';
import type { Understander, Understanding } from './understanding.js';

/** What the desk makes of words, by the community's questions and the conversations that can be begun. */
export interface DeskUnderstander extends Understander {
  /** The answer of one entry of the questions, in the nearest language; null when there is no such entry. */
  answerOf(entry: string, locale: string): string | null;
}

const answerIn = (entry: FaqEntry, locale: string) =>
  locale.startsWith('zh') ? entry.answer : entry.answer_en || entry.answer;
const questionIn = (entry: FaqEntry, locale: string) =>
  locale.startsWith('zh') ? entry.question : entry.question_en || entry.question;

/** The intent, in the conversations' files, of whoever names a service and nothing else. */
export const BOOKING = 'book_service';
/** The intent of whoever names a proposal's number, whatever else they say: what became of it. */
const FOLLOWING = 'follow_proposal';
/** The conversation that a number begins for whoever may handle it. */
const HANDLING = 'handle';

/** Figures alone (a telephone number that is none) are about nothing that could be looked for. */
const FIGURES = /^[\d\s+-]+$/;
const NOTHING: Understanding = { small: null, about: [], route: null, answer: null, near: [] };

const LANGUAGES = { English: /英文|英语|\benglish\b/i, 简体中文: /中文|汉语|普通话|\bchinese\b/i } as const;
/** I don't read Chinese: whoever says so wants the other one, or who knows which. */
const DENIED = /不|没|don['’]?t|can['’]?t|cannot|\bno\b/i;

/** The one language that is named, by its own name. */
function languageIn(text: string): { language?: string } {
  const named = Object.entries(LANGUAGES).flatMap(([name, words]) => (words.test(text) ? [name] : []));
  const [language] = named;
  return language === undefined || named.length > 1 || DENIED.test(text) ? {} : { language };
}

/** How long, and which part of a day. */
function amountsIn(text: string): { minutes?: string; part?: string } {
  const minutes = minutesIn(text);
  const part = partIn(text);
  return {
    ...(minutes === undefined ? {} : { minutes: String(minutes) }),
    ...(part === undefined ? {} : { part }),
  };
}

const asksFor = (definition: Definition | undefined, slot: string): boolean =>
  definition?.steps.some(step => step.kind === 'ask' && step.name === slot) === true;

/** What a message says of an event: which, for how many, the door's code; only what the conversation asks for. */
function eventIn(text: string, definition: Definition | undefined): Record<string, string> {
  const command = definition?.starts.commands.includes(text.trim().toLowerCase()) === true;
  const said = {
    event: asksFor(definition, 'event') && !command ? subjectIn(text) : '',
    people: asksFor(definition, 'people') ? String(peopleIn(text)?.count ?? '') : '',
    door: asksFor(definition, 'door') ? (codeIn(text) ?? '') : '',
  };
  return Object.fromEntries(Object.entries(said).filter(([, words]) => words !== ''));
}

/** Puts the language room's parts together for one community. */
export function understander(
  content: Content,
  current: () => readonly Definition[],
  faq: () => readonly FaqEntry[] = () => content.faq,
): DeskUnderstander {
  const services: Named[] = content.services.map(service => ({
    value: service.id,
    words: Object.values(service.words).flat(),
  }));
  const topics: Named[] = topicsOf(content.community).map(({ id, name, words }) => ({
    value: id,
    words: [...Object.values(name), ...Object.values(words).flat()],
  }));
  const ids = content.services.map(service => service.id);
  const questionsNow = remade(faq, list => ({
    index: faqIndex(list),
    entries: new Map(list.map(entry => [entry.id, entry])),
  }));
  const routesNow = remade(current, definitions => {
    const byRole = new Map<string | null, ReturnType<typeof routes>>();
    return (speaker: string | null) => {
      const known = byRole.get(speaker);
      if (known) return known;
      const made = routes(
        definitions
          // Without examples it is begun by a button or its command: nobody means it by a word like 确认.
          .filter(({ starts }) => Object.keys(starts.examples).length > 0)
          .filter(({ roles }) => roles === undefined || mayRole(speaker, roles))
          .map(({ conversation, intent, starts }) => ({ name: conversation, intent, ...starts })),
      );
      byRole.set(speaker, made);
      return made;
    };
  });
  const named = (name: string) => current().find(definition => definition.conversation === name);
  /** Whoever tells at once what it is about (路灯坏了) is not asked to tell it again. */
  const storyIn = (text: string, definition: Definition | undefined): { story?: string } =>
    asksFor(definition, 'story') && tellsMatter(content.proposals.categories, text) ? { story: text } : {};
  const meaning = (intent: string) => current().find(definition => definition.intent === intent);
  /** Where staff are by themselves, a number is work. */
  const handling = (role: string | null, group: boolean) => {
    const found = group ? undefined : named(HANDLING);
    return found?.roles && mayRole(role, found.roles) ? found : undefined;
  };
  /** What is called as nobody could have known is an event, or nothing of ours. */
  const eventful = (name: string | undefined) =>
    name !== undefined && asksFor(named(name), 'event') ? name : undefined;
  const answer = (id: string, locale: string) => {
    const entry = questionsNow().entries.get(id);
    return entry ? answerIn(entry, locale) : null;
  };
  return {
    danger,
    understand: (text, { now, zone, locale, group, open, role }) => {
      if (FIGURES.test(text)) return NOTHING;
      if (onlyAnswers(text)) return { ...NOTHING, small: smallTalk(text) };
      const { date, time, service } = slotsIn(text, { now, zone, services });
      const slots = {
        ...(service === undefined ? {} : { service }),
        ...(date === undefined ? {} : { day: date }),
        ...(time === undefined ? {} : { time }),
        ...amountsIn(text),
        ...languageIn(text),
        ...topicWish(text, topics, ALL_TOPICS.id),
        ...proposalKindIn(text),
      };
      const number = numberMentioned(content.proposals.prefix, text);
      const following = number && (handling(role, group) ?? meaning(FOLLOWING))?.conversation;
      if (following) {
        const route = { conversation: following, slots: { number } };
        return { ...NOTHING, small: smallTalk(text), route };
      }
      const pick = (said: string) =>
        routesNow()(role).pick(said, locale, { group, open: open !== null })?.conversation;
      const { index, entries } = questionsNow();
      const found = index.find(text, locale);
      const meant = pick(text) ?? (found.best ? undefined : eventful(pick(withoutSubject(text))));
      const { asks, bare } = aboutService(text);
      const dated = date !== undefined || time !== undefined;
      const about = asks && service !== undefined && !dated ? [service] : bare ? [...ids] : [];
      const booking = service && current().find(definition => definition.intent === BOOKING)?.conversation;
      const best = found.best && answer(found.best.id, locale);
      // In the midst of something else a service's name is an answer of some kind, and no wish for one more visit.
      const wished = open === null || open === booking ? booking : undefined;
      const conversation = meant ?? (best ? undefined : wished);
      return {
        small: smallTalk(text),
        about,
        route: conversation
          ? {
              conversation,
              slots: {
                ...slots,
                ...eventIn(text, named(conversation)),
                ...storyIn(text, named(conversation)),
              },
            }
          : null,
        answer: found.best && best ? { id: found.best.id, text: best } : null,
        near: found.near.flatMap(({ id }) => {
          const entry = entries.get(id);
          return entry ? [{ id, question: questionIn(entry, locale) }] : [];
        }),
      };
    },
    answerOf: answer,
  };
}

/** Makes something of what there is, and again only when it has changed. */
function remade<S, T>(current: () => S, make: (given: S) => T): () => T {
  let of: S | null = null;
  let made: T;
  return () => {
    const now = current();
    if (of !== now) {
      of = now;
      made = make(now);
    }
    return made;
  };
}
