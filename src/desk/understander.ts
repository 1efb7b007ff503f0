import type { Content, FaqEntry } from '../community/content.js';
import type { Definition } from '../conversation/definition.js';
import { danger, type Named, slotsIn } from '../language/index.js';
import type { Understander } from './understanding.js';

/** What the desk makes of words, by the community's questions and the conversations that can be begun. */
export interface DeskUnderstander extends Understander {
  /** The answer of one entry of the questions, in the nearest language; null when there is no such entry. */
  answerOf(entry: string, locale: string): string | null;
}

const answerIn = (entry: FaqEntry, locale: string) =>
  locale.startsWith('zh') ? entry.answer : entry.answer_en;

/** Puts the language room's parts together for one community. */
export function understander(content: Content, current: () => readonly Definition[]): DeskUnderstander {
  const services: Named[] = content.services.map(service => ({
    value: service.id,
    words: Object.values(service.words).flat(),
  }));
  const entries = new Map(content.faq.map(entry => [entry.id, entry]));
  return {
    danger,
    understand: (text, { now, zone }) => {
      const { date, time, service } = slotsIn(text, { now, zone, services });
      const slots = {
        ...(service === undefined ? {} : { service }),
        ...(date === undefined ? {} : { day: date }),
        ...(time === undefined ? {} : { time }),
      };
      const said = text.trim().toLowerCase();
      const meant = current().find(definition =>
        Object.values(definition.starts.examples).some(examples => examples.includes(said)),
      );
      return {
        small: /^(你好|您好|hello|hi)$/.test(said) ? 'greeting' : null,
        route: meant ? { conversation: meant.conversation, slots } : null,
        answer: null,
        near: [],
      };
    },
    answerOf: (id, locale) => {
      const entry = entries.get(id);
      return entry ? answerIn(entry, locale) : null;
    },
  };
}
