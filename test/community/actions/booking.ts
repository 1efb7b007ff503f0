import type { Json } from '../../../src/community/store.js';
import type { Actor } from '../../cast.js';
import { call } from './call.js';

/** Books a blood-pressure visit for tomorrow at three. */
export const bookingOf = async (
  who: Actor,
  changes: Record<string, Json> = {},
): Promise<Record<string, Json>> =>
  (await call(who, 'bookings.book', {
    service: 'blood-pressure',
    day: '2026-11-24',
    time: '15:00',
    address: who.address,
    phone: who.e164,
    ...changes,
  })) as Record<string, Json>;
