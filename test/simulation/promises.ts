import { type Booking, bookings } from '../../src/community/bookings/booking.js';
import type { Content } from '../../src/community/content/content.js';
import { identities } from '../../src/community/residents/identity.js';
import type { Store } from '../../src/community/store.js';
import { deadLetters } from '../../src/desk/dead-letter.js';
import type { Neighbour } from './neighbour.js';

/** A promise of the design was broken. */
export class Broken extends Error {
  override name = 'Broken';
}

/** Looks at each change as it becomes durable: what must never be, is found at the event that brought it about. */
export class Watch {
  readonly #content: Content;
  readonly #byResident: (resident: string) => Neighbour | undefined;
  readonly #bookings = new Map<string, Booking>();
  readonly #taken = new Map<string, number>();

  constructor(content: Content, byResident: (resident: string) => Neighbour | undefined) {
    this.#content = content;
    this.#byResident = byResident;
  }

  get count(): number {
    return this.#bookings.size;
  }

  booking(id: string): Booking | undefined {
    return this.#bookings.get(id);
  }

  of(resident: string): Booking[] {
    return [...this.#bookings.values()].filter(booking => booking.resident === resident);
  }

  /** A booking as it is now on the disk. */
  see(booking: Booking): void {
    const before = this.#bookings.get(booking.id);
    if (before && takesPlace(before)) this.#add(before, -1);
    this.#bookings.set(booking.id, booking);
    if (takesPlace(booking)) this.#add(booking, 1);
    const owner = this.#byResident(booking.resident);
    if (!owner) throw new Broken(`${booking.id} belongs to nobody`);
    if (booking.address !== owner.address) {
      throw new Broken(`${booking.id} of ${owner.id} goes to "${booking.address}"`);
    }
    if (booking.phone !== owner.e164)
      throw new Broken(`${booking.id} of ${owner.id} has phone ${booking.phone}`);
  }

  #add(booking: Booking, change: number): void {
    const slot = `${booking.service} ${booking.day} ${booking.time}`;
    const taken = (this.#taken.get(slot) ?? 0) + change;
    this.#taken.set(slot, taken);
    const capacity = this.#content.services.find(service => service.id === booking.service)?.capacity ?? 0;
    if (taken > capacity) throw new Broken(`${slot} has ${taken} bookings and room for ${capacity}`);
  }
}

/** Not when its day was closed: its place went, and another is yet to be chosen. */
const takesPlace = ({ status, displaced }: Booking): boolean =>
  status === 'booked' && displaced === undefined;

/** What must hold when everything has come to rest and the weather has been fair for a while. */
export async function atRest(
  store: Store,
  community: string,
  neighbours: readonly Neighbour[],
  watch: Watch,
): Promise<void> {
  const { inbox, outbox, dead, all, owners } = await store.read(community, async tx => ({
    inbox: (await store.depth('inbox')).rows,
    outbox: (await store.depth('outbox')).rows,
    dead: await tx.find(deadLetters, 'at', { limit: 10 }),
    all: await tx.find(bookings, 'byStatus', { prefix: ['booked'], limit: 10_000 }),
    owners: await Promise.all(neighbours.map(one => tx.get(identities, `sim/${one.id}`))),
  }));
  if (dead.length > 0) throw new Broken(`set aside: ${dead[0]?.error}`);
  if (inbox > 0 || outbox > 0) throw new Broken(`${inbox} rows wait in the inbox, ${outbox} in the outbox`);
  for (const [i, neighbour] of neighbours.entries()) {
    if (!neighbour.done) throw new Broken(`${neighbour.id} never got a visit booked`);
    const own = all.filter(booking => booking.resident === owners[i]?.resident);
    for (const number of neighbour.told) {
      if (!own.some(booking => booking.id === number)) {
        throw new Broken(`${neighbour.id} was told ${number}, which is not booked for them`);
      }
    }
    if (own.length > neighbour.confirms) {
      throw new Broken(
        `${neighbour.id} confirmed ${neighbour.confirms} times and has ${own.length} bookings`,
      );
    }
  }
  if (all.length !== watch.count)
    throw new Broken(`${all.length} bookings are stored, ${watch.count} were seen`);
}
