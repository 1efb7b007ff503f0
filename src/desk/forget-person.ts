import { type Identity, identitiesOf } from '../community/residents/identity.js';
import { residents } from '../community/residents/resident.js';
import type { Tx } from '../community/store.js';
import { boards } from './board.js';
import { chats } from './chat.js';
import { deadLetters } from './dead-letter.js';
import { chatName } from './lane.js';
import type { Delivery } from './message.js';
import type { Platform } from './platform.js';
import { type Seat, seats } from './seat.js';
import { timers } from './timers.js';
import { undelivered } from './undelivered.js';

/** More than anybody has of anything here; what is over it is found by asking again. */
const PAGE = 100;

/** What the desk would have to know of somebody to find all that it keeps of them. */
export interface Person {
  readonly resident: string;
  /** Whom the platforms know them as, `account/person`. */
  readonly identities: readonly Identity[];
  /** Direct chats in which they are reached, besides those in which they sit. */
  readonly reached: readonly { readonly account: string; readonly chat: string }[];
}

/**
 * Removes all that the desk keeps of somebody: where they sit and what they were asked, what waits to be said to them,
 * timers about them, what did not arrive or failed, what the platforms keep of their chats. What they have just said is
 * still answered; what they say next comes from a stranger.
 */
export async function forgetPerson(tx: Tx, person: Person, platforms: readonly Platform[]): Promise<void> {
  const sat = await seatsOf(tx, person.identities);
  const direct = new Map(person.reached.map(one => [chatName(one.account, one.chat), one]));
  for (const { account, chat, chatKind } of sat)
    if (chatKind === 'direct') direct.set(chatName(account, chat), { account, chat });
  for (const seat of sat) {
    if (seat.chatKind === 'group') await takeBackIn(tx, seat);
    await letGo(tx, seat.id);
    await tx.remove(seats, seat.id);
  }
  await each(
    () => tx.find(timers, 'byResident', { prefix: [person.resident], limit: PAGE }),
    timer => tx.remove(timers, timer.id),
  );
  for (const [lane, { account, chat }] of direct) {
    await each(
      () => tx.rows('outbox', lane, PAGE),
      async row => void (await tx.complete('outbox', row.id)),
    );
    await letGo(tx, lane);
    await each(
      () => tx.find(undelivered, 'chat', { prefix: [account, chat], limit: PAGE }),
      letter => tx.remove(undelivered, letter.id),
    );
    await tx.remove(chats, lane);
    await tx.remove(boards, lane);
    await platforms.find(one => one.account === account)?.forgetChat?.(tx, chat);
  }
}

/** All that leads to what is kept of a resident. */
export async function personOf(tx: Tx, resident: string): Promise<Person> {
  const reach = (await tx.get(residents, resident))?.reach;
  return {
    resident,
    identities: await identitiesOf(tx, resident),
    reached: reach?.kind === 'direct' ? [{ account: reach.account, chat: reach.chat }] : [],
  };
}

/** Where somebody sits: in their own chats and in groups. */
export async function seatsOf(tx: Tx, identities: readonly Identity[]): Promise<Seat[]> {
  const found: Seat[] = [];
  for (const { id } of identities) {
    const slash = id.indexOf('/');
    const prefix = [id.slice(0, slash), id.slice(slash + 1)];
    // A person is in a few groups, and not in hundreds.
    found.push(...(await tx.find(seats, 'person', { prefix, limit: PAGE })));
  }
  return found;
}

/** What was set aside of a lane. */
function letGo(tx: Tx, lane: string): Promise<void> {
  return each(
    () => tx.find(deadLetters, 'lane', { prefix: [lane], limit: PAGE }),
    letter => tx.remove(deadLetters, letter.id),
  );
}

/** What waits in a group and answers this person by name. */
async function takeBackIn(tx: Tx, { account, chat, person }: Seat): Promise<void> {
  for (const row of await tx.rows('outbox', chatName(account, chat), PAGE)) {
    const { saying } = row.body as unknown as Delivery;
    if (saying.to?.personId === person) await tx.complete('outbox', row.id);
  }
}

/** Does away with page after page. */
async function each<T>(page: () => Promise<T[]>, remove: (one: T) => Promise<void>): Promise<void> {
  for (;;) {
    const found = await page();
    for (const one of found) await remove(one);
    if (found.length < PAGE) return;
  }
}
