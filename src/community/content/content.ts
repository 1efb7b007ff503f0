import { z } from 'zod';
import type { EventSample } from '../events/sample.js';
import type { Proposals } from '../proposals/content.js';
import { ROLES } from '../staff/staff.js';

/** One text in several languages: { zh-Hans: …, en: … }. zh-Hans is always there. */
export const localised = z.record(z.string(), z.string()).refine(texts => texts['zh-Hans'] !== undefined, {
  message: 'must have a text in zh-Hans',
});
export type Localised = z.infer<typeof localised>;

const realDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'must be a date like 2026-11-24', abort: true })
  .refine(realDay, 'is no date in the calendar');
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const weekday = z.enum(WEEKDAYS);
/** Periods of a day, by weekday: { mon: ['09:00-11:30', '14:00-17:00'] }. A day that is missing is closed. */
const period = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: 'must be a period like 09:00-11:30',
    abort: true,
  })
  .refine(text => text.slice(0, 5) < text.slice(6), { error: 'must end after it begins', abort: true });
const hours = z.partialRecord(
  weekday,
  z
    .array(period)
    .refine(
      all => all.every((text, i) => i === 0 || all[i - 1]!.slice(6) <= text.slice(0, 5)),
      'must list periods in order and without overlap',
    ),
);

export const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 21:00');

export const accountSchema = z.strictObject({
  /** The account's id, used in lanes: `telegram`, `telegram-2`. */
  id: z.string().regex(/^[a-z0-9-]+$/),
  platform: z.enum(['telegram', 'wechat', 'webchat', 'terminal']),
  /** Which environment variable holds a secret: { token: TELEGRAM_BOT_TOKEN }. */
  env: z.record(z.string(), z.string()).default({}),
});

export const communitySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: localised,
  /** The bot's name in groups: 小惠. */
  bot: localised,
  zone: z.string().default('Asia/Shanghai'),
  locales: z.array(z.string()).default(['zh-Hans', 'en']),
  phone: z.string(),
  address: localised,
  hours,
  closures: z.array(z.strictObject({ day, reason: localised })).default([]),
  /** What the built-in calendar does not know yet: years entered by hand, with their holidays and make-up workdays. */
  calendar: z
    .strictObject({
      years: z.array(z.number().int()).default([]),
      holidays: z.array(day).default([]),
      workdays: z.array(day).default([]),
    })
    .default({ years: [], holidays: [], workdays: [] }),
  accounts: z.array(accountSchema).default([]),
  /** Where staff are told: a chat of one of the accounts. */
  staffChats: z
    .array(
      z.strictObject({
        account: z.string(),
        chat: z.string(),
        kind: z.enum(['direct', 'group']).default('group'),
      }),
    )
    .default([]),
  /** The grids 网格 of the community. */
  grids: z.array(z.strictObject({ id: z.string().regex(/^[a-z0-9-]+$/), name: localised })).default([]),
  /** What residents can want to hear of, and whether they do as long as they have not said. */
  topics: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]+$/),
        name: localised,
        /** What people call it: 停水, water. */
        words: z.record(z.string(), z.array(z.string())).default({}),
        standard: z.boolean().default(true),
      }),
    )
    .default([]),
  /** When nothing that can wait is sent to anybody. */
  quiet: z.strictObject({ from: clock, to: clock }).default({ from: '21:00', to: '08:00' }),
  /** Of events: how many minutes a free seat is held for whoever is next in line. */
  events: z.strictObject({ hold: z.number().int().min(15).max(2880).default(120) }).default({ hold: 120 }),
  /** A second person looks at announcements to more people than this, and at urgent ones. */
  announcements: z
    .strictObject({ approveAbove: z.number().int().min(0).default(50) })
    .default({ approveAbove: 50 }),
  privacy: z.strictObject({ version: z.string(), notice: localised }),
});

export const serviceSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: localised,
  about: localised,
  /** What people call it, for the first message: 量血压, 测血压, blood pressure. */
  words: z.record(z.string(), z.array(z.string())).default({}),
  kind: z.enum(['home-visit']).default('home-visit'),
  /** Who comes. */
  who: localised,
  /** For whom it is; everybody when missing. */
  eligibility: localised.optional(),
  /** What it costs; free when missing. */
  cost: localised.optional(),
  hours,
  /** Minutes, the way there included. */
  slot: z.number().int().min(5),
  /** Visits that can be made in one slot. */
  capacity: z.number().int().min(1),
  /** Minutes between now and the earliest slot that can be booked. */
  notice: z.number().int().min(0),
  /** How many days ahead can be booked. */
  ahead: z.number().int().min(1).max(365),
  /** Hours before the visit at which to remind, besides the day before at 18:00. */
  remind: z.array(z.number().positive().max(72)).default([2]),
  /**
   * Follows China's working calendar: closed on public holidays; a make-up workday 调休 for which no hours are
   * listed has Monday's. Without it, the hours hold on every day of the year.
   */
  workingDays: z.boolean().default(true),
});

export const staffSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string(),
  /** What they are called: 社区主任. */
  title: localised,
  role: z.enum(ROLES),
});

export const faqEntrySchema = z.strictObject({
  id: z.string(),
  category: z.string(),
  question: z.string(),
  also: z.array(z.string()).default([]),
  answer: z.string(),
  question_en: z.string(),
  answer_en: z.string(),
});

export type Community = z.infer<typeof communitySchema>;
export type Account = z.infer<typeof accountSchema>;
export type Service = z.infer<typeof serviceSchema>;
export type Staff = z.infer<typeof staffSchema>;
export type FaqEntry = z.infer<typeof faqEntrySchema>;
export type Hours = z.infer<typeof hours>;

/** A community's content, read from its folder: it seeds what staff change later and never overwrites it. */
export interface Content {
  readonly community: Community;
  readonly services: readonly Service[];
  readonly faq: readonly FaqEntry[];
  readonly staff: readonly Staff[];
  /** Events to begin with: copied into the store once. */
  readonly events: readonly EventSample[];
  readonly proposals: Proposals;
}

/** A text in `locale`, or in the language nearest to it that there is. */
export const inLocale = (texts: Localised, locale: string): string =>
  texts[locale] ?? texts[locale.split('-')[0]!] ?? texts['zh-Hans']!;
