import type { Booking } from '../../community/bookings/booking.js';
import { closePart, concerned, PARTS, type Part, reopen } from '../../community/bookings/close-part.js';
import { tellDelay, waitingFor } from '../../community/bookings/delay.js';
import { inLocale } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { dayOf, daysFrom } from '../../community/day.js';
import { closuresFrom } from '../../community/hours/closure.js';
import { changeHours, hoursOf, withHoursNow } from '../../community/hours/desk-hours.js';
import { openingLine } from '../../community/hours/opening-line.js';
import type { Role } from '../../community/staff/staff.js';
import type { Json } from '../../community/store.js';
import { type Action, optionalText, text } from '../action.js';
import { dateInWords } from '../words.js';

const DESK: readonly Role[] = ['desk', 'lead', 'admin'];
const OUTSIDE: readonly Role[] = ['desk', 'handler', 'lead', 'admin'];
/** Days ahead that can be closed in chat; holidays stand in the calendar. */
const AHEAD = 14;
const LISTED = 8;

/** The small things of a day, which must need no file: closing, opening again, coming late. */
export const day: Readonly<Record<string, Action>> = {
  'day.days': {
    role: DESK,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ now, content }) =>
      daysFrom(dayOf(now, content.community.zone), AHEAD).map(value => ({ value })),
  },
  /** Whose visits fall into it: how many, and the first of them. */
  'day.concerned': {
    role: DESK,
    needs: { day: 'date', part: 'choice' },
    gives: ['count', 'list'],
    fails: [],
    run: async (context, args) => {
      const found = await concerned(context, text(args, 'day'), partOf(args.part));
      return { count: found.length, list: lines(context, found) };
    },
  },
  'day.close': {
    role: DESK,
    needs: { day: 'date', part: 'choice', reason: 'text?' },
    gives: ['count'],
    fails: ['past', 'closed_already'],
    run: async (context, args) => {
      const displaced = await closePart(
        context,
        text(args, 'day'),
        partOf(args.part),
        optionalText(args, 'reason'),
      );
      return { count: displaced.length };
    },
  },
  /** Days that staff closed, in part or whole. */
  'day.closed': {
    role: DESK,
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ tx, now, content, locale }) => {
      const shut = await closuresFrom(tx, dayOf(now, content.community.zone), 30);
      return [...shut.values()].map(({ id, parts }) => ({
        value: id,
        label: `${dateInWords(id, locale)} ${parts.map(({ from, to }) => `${from}–${to}`).join(', ')}`,
      }));
    },
  },
  'day.reopen': {
    role: DESK,
    needs: { closed: 'choice' },
    gives: [],
    fails: ['not_closed'],
    run: async (context, args) => {
      await reopen(context, text(args, 'closed'));
      return {};
    },
  },
  /** When the desk is open, as it is written on a door. */
  'day.hours': {
    role: DESK,
    needs: {},
    gives: ['line'],
    fails: [],
    run: async ({ tx, content, locale }) => ({
      line: openingLine((await withHoursNow(tx, content.community)).hours, tongue(locale)),
    }),
  },
  /** Looks whether hours can be read. */
  'day.readable': {
    role: DESK,
    needs: { hours: 'text' },
    gives: ['line'],
    fails: ['unreadable_hours'],
    run: async ({ locale }, args) => ({
      line: openingLine(hoursOf(text(args, 'hours'), locale), tongue(locale)),
    }),
  },
  'day.set_hours': {
    role: DESK,
    needs: { hours: 'text' },
    gives: ['line'],
    fails: ['unreadable_hours'],
    run: async (context, args) => {
      const hours = hoursOf(text(args, 'hours'), context.locale);
      await changeHours(context, hours);
      return { line: openingLine(hours, tongue(context.locale)) };
    },
  },
  /** Services for whose visits somebody waits today. */
  'day.waited_for': {
    role: OUTSIDE,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => {
      const options: Json[] = [];
      for (const { id, name } of context.content.services) {
        if ((await waitingFor(context, id)).length > 0)
          options.push({ value: id, label: inLocale(name, context.locale) });
      }
      return options;
    },
  },
  'day.late': {
    role: OUTSIDE,
    needs: { service: 'choice', minutes: 'number', whom: 'choice' },
    gives: ['count', 'list'],
    fails: ['nobody_waits'],
    run: async (context, args) => {
      const told = await tellDelay(context, {
        service: text(args, 'service'),
        minutes: Number(args.minutes),
        whom: args.whom === 'all' ? 'all' : 'next',
      });
      return { count: told.length, list: lines(context, told) };
    },
  },
};

const tongue = (locale: string): 'zh' | 'en' => (locale.startsWith('zh') ? 'zh' : 'en');

function partOf(value: unknown): Part {
  if (typeof value === 'string' && Object.hasOwn(PARTS, value)) return value as Part;
  throw new TypeError(`${String(value)} is no part of a day`);
}

function lines({ content, locale }: Context, found: readonly Booking[]): string {
  const shown = found.slice(0, LISTED).map(({ id, time, service }) => {
    const name = content.services.find(one => one.id === service)?.name;
    return `· ${time} ${name ? inLocale(name, locale) : service} ${id}`;
  });
  return [...shown, ...(found.length > LISTED ? ['…'] : [])].join('\n');
}
