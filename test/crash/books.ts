import { join } from 'node:path';
import { bookings } from '../../src/community/bookings/booking.js';
import { slotDays } from '../../src/community/bookings/slot-day.js';
import { readContent } from '../../src/community/content/read-content.js';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents as residentDocs } from '../../src/community/residents/resident.js';
import { deadLetters } from '../../src/desk/dead-letter.js';
import { undelivered } from '../../src/desk/undelivered.js';
import { HOUSE } from '../real/home.js';
import type { TownRun } from './town.js';

/** Everything that does not fit between what people were told and what is stored, in sentences; empty when all does. */
export async function auditTown(run: TownRun): Promise<string[]> {
  const { home, residents, staffTold, api } = run;
  const wrong: string[] = [...run.complaints];
  const stored = await home.stored(bookings);
  const who = await home.stored(identities);
  const docs = await home.stored(residentDocs);
  const days = await home.stored(slotDays);
  const { services } = await readContent(join(HOUSE, 'data', 'huimin'));

  for (const resident of residents) {
    const { id, first_name: name } = resident.user.user;
    wrong.push(...resident.complaints.map(complaint => `${name} ${complaint}`));
    const identity = who.find(one => one.id === identityId('telegram', String(id)));
    const own = stored.filter(booking => booking.resident === identity?.resident);
    const told = [...resident.numbers].sort();
    const kept = own.map(booking => booking.id).sort();
    if (told.join() !== kept.join()) wrong.push(`${name} was told of ${told}, but ${kept} are stored`);
    if (own.length !== resident.asked)
      wrong.push(`${name} asked for ${resident.asked} bookings and has ${own.length}`);
    for (const { id, address, phone, status } of own) {
      if (address !== resident.address || phone !== `+86${resident.phone}` || status !== 'booked')
        wrong.push(`${name}'s booking ${id} is ${status} for ${address}, ${phone}`);
      if (!staffTold.some(text => text.includes(id))) wrong.push(`staff were never told of ${id}`);
    }
    const { address, phone } = docs.find(doc => doc.id === identity?.resident)?.kept ?? {};
    if ((address ?? resident.address) !== resident.address) wrong.push(`${name} is kept with ${address}`);
    if ((phone ?? `+86${resident.phone}`) !== `+86${resident.phone}`)
      wrong.push(`${name} is kept with ${phone}`);
  }

  if (new Set(stored.map(booking => booking.id)).size !== stored.length)
    wrong.push('a number was given twice');
  if (docs.length !== residents.length)
    wrong.push(`${docs.length} residents are stored, of ${residents.length}`);
  const taken = days.flatMap(day => day.taken.map(place => `${place.booking} ${day.id} ${place.time}`));
  const places = stored.map(booking => `${booking.id} ${booking.service}/${booking.day} ${booking.time}`);
  if (taken.sort().join('\n') !== places.sort().join('\n'))
    wrong.push(`places and bookings differ: ${taken} / ${places}`);
  for (const service of services) {
    const counts = new Map<string, number>();
    for (const { day, time } of stored.filter(booking => booking.service === service.id))
      counts.set(`${day} ${time}`, (counts.get(`${day} ${time}`) ?? 0) + 1);
    for (const [slot, count] of counts)
      if (count > service.capacity)
        wrong.push(`${service.id} ${slot}: ${count} bookings for ${service.capacity}`);
  }

  for (const queue of ['inbox', 'outbox'] as const) {
    const rows = await home.stored(queue);
    if (rows.length > 0) wrong.push(`${rows.length} rows are left in the ${queue}`);
  }
  const lost = [...(await home.stored(deadLetters)), ...(await home.stored(undelivered))];
  for (const one of lost) wrong.push(`set aside: ${JSON.stringify(one)}`);
  if (api.updates.unconfirmed > 0)
    wrong.push(`${api.updates.unconfirmed} updates were never confirmed to Telegram`);
  return wrong;
}
