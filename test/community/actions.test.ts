import { beforeEach, describe, expect, it } from 'vitest';
import { SLOT_KINDS } from '../../src/conversation/definition.js';
import { actions, signatures } from '../../src/desk/actions.js';
import { liZhuren, wangNainai } from '../cast.js';
import { accounts } from './actions/accounts.js';
import { announcements } from './actions/announcements.js';
import { bookingOf } from './actions/booking.js';
import { bookings } from './actions/bookings.js';
import { call, openDesk, type Specs } from './actions/call.js';
import { day } from './actions/day.js';
import { eventAnnouncing } from './actions/event-announcing.js';
import { eventWork } from './actions/event-work.js';
import { events } from './actions/events.js';
import { faq } from './actions/faq.js';
import { handling } from './actions/handling.js';
import { handovers } from './actions/handovers.js';
import { mine } from './actions/mine.js';
import { privacy } from './actions/privacy.js';
import { proposals } from './actions/proposals.js';
import { residents } from './actions/residents.js';
import { settings } from './actions/settings.js';
import { staff } from './actions/staff.js';
import { topics } from './actions/topics.js';

beforeEach(openDesk);

/** One specification for each action: an action without one fails the last test. */
const specified: Specs = {
  ...bookings,
  ...mine,
  ...privacy,
  ...residents,
  ...settings,
  ...accounts,
  ...announcements,
  ...topics,
  ...handovers,
  ...day,
  ...faq,
  ...events,
  ...eventWork,
  ...eventAnnouncing,
  ...staff,
  ...proposals,
  ...handling,
};

describe('actions', () => {
  for (const [name, spec] of Object.entries(specified)) it(name, spec);

  it('each have a specification, and a signature that fits the grammar', () => {
    expect(Object.keys(actions).sort()).toEqual(Object.keys(specified).sort());
    const kinds = new Set<string>(SLOT_KINDS);
    for (const [name, signature] of Object.entries(signatures)) {
      for (const kind of Object.values(signature.needs)) expect(kinds, name).toContain(kind.replace('?', ''));
    }
  });

  it('give every field that their signature promises', async () => {
    const booking = await bookingOf(liZhuren);
    const { gives } = signatures['bookings.book']!;
    expect(Object.keys(booking).sort()).toEqual([...gives].sort());
  });

  it('name the argument that a conversation forgot', async () => {
    await expect(call(wangNainai, 'bookings.times', { service: 'haircut' })).rejects.toThrow(
      'the argument day must be a text, not undefined',
    );
  });
});
