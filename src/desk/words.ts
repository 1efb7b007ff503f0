import type { Content } from '../community/content/content.js';
import type { Notice } from '../community/context.js';
import { type Message, prepare } from '../conversation/message.js';
import { nearestLocale } from '../conversation/texts.js';

/** Texts that are no step of a conversation, by locale and key (`conversations/notices….yaml`). */
export type NoticeTexts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the desk itself says: one place for its words, in the listener's language. */
export class Words {
  readonly #texts: () => NoticeTexts;
  readonly #prepared = new Map<string, Message>();
  readonly #facts: Readonly<Record<string, Readonly<Record<string, string>>>>;

  /**
   * @param texts asked for each time, since the files may be edited while we run
   * @param facts what every text may use, per locale: the bot's name, the community's name and phone
   */
  constructor(texts: () => NoticeTexts, facts: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    this.#texts = texts;
    this.#facts = facts;
  }

  /** The text `key` in `locale`. `…_date` arguments ('YYYY-MM-DD') are shown the way the locale writes them. */
  say(locale: string, key: string, args: Readonly<Record<string, string | number>> = {}): string {
    const shown: Record<string, string | number> = { ...this.#facts[locale] };
    for (const [name, value] of Object.entries(args)) {
      shown[name] = name.endsWith('_date') && typeof value === 'string' ? dateInWords(value, locale) : value;
    }
    return this.#message(locale, key)(name => shown[name]);
  }

  /** A text that is missing is found by the check; should one be all the same, its name is better than silence. */
  #message(locale: string, key: string): Message {
    const texts = this.#texts();
    const found = nearestLocale(locale, Object.keys(texts));
    const text = texts[found]?.[key] ?? key;
    const id = `${found} ${text}`;
    let message = this.#prepared.get(id);
    if (!message) {
      if (this.#prepared.size > 2000) this.#prepared.clear();
      message = prepare(text, found);
      this.#prepared.set(id, message);
    }
    return message;
  }

  notice(locale: string, notice: Notice): string {
    return this.say(locale, notice.text, notice.args);
  }
}

/** What every text of the desk may use. */
export function factsOf({ community }: Content): Record<string, Record<string, string>> {
  const { locales, name, bot, phone } = community;
  const facts = (locale: string) => ({
    community: name[locale] ?? name['zh-Hans'] ?? community.id,
    bot: bot[locale] ?? bot['zh-Hans'] ?? '',
    phone,
  });
  return Object.fromEntries(locales.map(locale => [locale, facts(locale)]));
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** '2026-11-24' as 11月24日周二 or Tue 24 Nov. */
export function dateInWords(day: string, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
      timeZone: 'UTC',
      month: locale.startsWith('zh') ? 'long' : 'short',
      day: 'numeric',
      weekday: 'short',
    });
    formats.set(locale, format);
  }
  return format.format(new Date(`${day}T00:00:00Z`));
}
