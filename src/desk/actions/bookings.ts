import { looksLikeAddress } from '../../community/bookings/address.js';
import { freeDays, freeTimes } from '../../community/bookings/availability.js';
import { acknowledge, book, cancel, openBooking, reschedule } from '../../community/bookings/book.js';
import { type Booking, openBookings } from '../../community/bookings/booking.js';
import { phoneForPeople } from '../../community/bookings/notice.js';
import { inLocale, type Service } from '../../community/content/content.js';
import type { Context } from '../../community/context.js';
import { icsFile } from '../../community/ics.js';
import { Problem } from '../../community/problem.js';
import type { Json } from '../../community/store.js';
import { type Action, optionalText, text } from '../action.js';
import { dateInWords } from '../words.js';

const serviceOf = ({ content }: Context, id: string): Service | undefined =>
  content.services.find(service => service.id === id);

const nameOf = (context: Context, id: string): string => {
  const service = serviceOf(context, id);
  return service ? inLocale(service.name, context.locale) : id;
};

const options = (values: readonly string[]): Json => values.map(value => ({ value }));

/** What texts may say about a booking: {booking_number}, {booking_day} … */
const FIELDS = ['number', 'service', 'day', 'time', 'who', 'cost', 'address', 'phone'] as const;

/** The same, with the calendar entry that goes along as `files`. */
const FIELDS_AND_FILES = [...FIELDS, 'files'] as const;

function shown(context: Context, booking: Booking): Record<(typeof FIELDS)[number], string> {
  const service = serviceOf(context, booking.service);
  return {
    number: booking.id,
    service: nameOf(context, booking.service),
    day: dateInWords(booking.day, context.locale),
    time: booking.time,
    who: service ? inLocale(service.who, context.locale) : '',
    cost: service?.cost ? inLocale(service.cost, context.locale) : '',
    address: booking.address,
    phone: phoneForPeople(booking.phone),
  };
}

const withCalendar = (context: Context, booking: Booking): Json => ({
  ...shown(context, booking),
  files: [icsFile(booking, context.content, context.locale, context.now)],
});

export const bookings: Readonly<Record<string, Action>> = {
  /** Days on which a service has a place. */
  'bookings.days': {
    needs: { service: 'choice' },
    gives: 'options',
    fails: [],
    run: async (context, args) => {
      const service = serviceOf(context, text(args, 'service'));
      return options(service ? await freeDays(context, service) : []);
    },
  },
  /** Looks whether somebody could be sent there: a question or a time of day is no address. */
  'bookings.findable': {
    needs: { address: 'text' },
    gives: [],
    fails: ['not_an_address'],
    run: async (_, args) => {
      if (!looksLikeAddress(text(args, 'address'))) throw new Problem('not_an_address');
      return {};
    },
  },
  /** Times of a day at which a service has a place. */
  'bookings.times': {
    needs: { service: 'choice', day: 'date' },
    gives: 'options',
    fails: [],
    run: async (context, args) => {
      const service = serviceOf(context, text(args, 'service'));
      return options(service ? await freeTimes(context, service, text(args, 'day')) : []);
    },
  },
  /** Days to which a booking can be moved. */
  'bookings.other_days': {
    needs: { booking: 'choice' },
    gives: 'options',
    fails: [],
    run: async (context, args) => {
      const booking = await mine(context, text(args, 'booking'));
      const service = booking && serviceOf(context, booking.service);
      if (!service) return [];
      const days: string[] = [];
      for (const day of await freeDays(context, service, booking.id)) {
        if ((await otherTimes(context, booking, service, day)).length > 0) days.push(day);
      }
      return options(days);
    },
  },
  /** Times of a day to which a booking can be moved. */
  'bookings.other_times': {
    needs: { booking: 'choice', day: 'date' },
    gives: 'options',
    fails: [],
    run: async (context, args) => {
      const booking = await mine(context, text(args, 'booking'));
      const service = booking && serviceOf(context, booking.service);
      return options(service ? await otherTimes(context, booking, service, text(args, 'day')) : []);
    },
  },
  /** The speaker's visits to come. */
  'bookings.mine': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async context =>
      (await openBookings(context.tx, context.resident.id, context.now)).map(booking => ({
        value: booking.id,
        label: labelOf(context, booking),
      })),
  },
  /** One of the speaker's visits, to be shown; its calendar entry goes along. */
  'bookings.show': {
    needs: { booking: 'choice' },
    gives: FIELDS_AND_FILES,
    fails: ['not_found', 'over'],
    run: async (context, args) => withCalendar(context, await openBooking(context, text(args, 'booking'))),
  },
  'bookings.book': {
    needs: { service: 'choice', day: 'date', time: 'time', address: 'text', phone: 'phone' },
    gives: FIELDS_AND_FILES,
    fails: ['slot_taken', 'already_booked', 'too_soon', 'not_open'],
    run: async (context, args) =>
      withCalendar(
        context,
        await book(context, {
          service: text(args, 'service'),
          day: text(args, 'day'),
          time: text(args, 'time'),
          address: text(args, 'address'),
          phone: text(args, 'phone'),
        }),
      ),
  },
  'bookings.reschedule': {
    needs: { booking: 'choice', day: 'date', time: 'time' },
    gives: FIELDS_AND_FILES,
    fails: ['not_found', 'over', 'same_time', 'slot_taken', 'already_booked', 'too_soon', 'not_open'],
    run: async (context, args) =>
      withCalendar(
        context,
        await reschedule(context, text(args, 'booking'), text(args, 'day'), text(args, 'time')),
      ),
  },
  'bookings.cancel': {
    needs: { booking: 'choice', reason: 'choice?' },
    gives: FIELDS_AND_FILES,
    fails: ['not_found', 'over'],
    run: async (context, args) =>
      withCalendar(context, await cancel(context, text(args, 'booking'), optionalText(args, 'reason'))),
  },
  /** The speaker says that they will be there: what a reminder's first button does. */
  'bookings.acknowledge': {
    needs: { booking: 'choice' },
    gives: FIELDS,
    fails: ['not_found', 'over'],
    run: async (context, args) => ({ ...shown(context, await acknowledge(context, text(args, 'booking'))) }),
  },
};

/** The booking when it is the speaker's and can still be changed; else nothing, since options are only offered. */
async function mine(context: Context, id: string): Promise<Booking | undefined> {
  return (await openBookings(context.tx, context.resident.id, context.now)).find(one => one.id === id);
}

async function otherTimes(context: Context, booking: Booking, service: Service, day: string) {
  const times = await freeTimes(context, service, day, booking.id);
  return times.filter(time => !(booking.day === day && booking.time === time));
}

const labelOf = (context: Context, booking: Booking): string =>
  `${dateInWords(booking.day, context.locale)} ${booking.time} ${nameOf(context, booking.service)} ${booking.id}`;
