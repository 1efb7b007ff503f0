import { claimFile, releaseFile } from '../kept-file.js';
import type { Tx } from '../store.js';
import type { Event } from './event.js';

const recordOf = ({ id }: Event): string => `events/${id}`;

/** The event's picture stays as long as the event shows it. */
export async function holdPicture(tx: Tx, event: Event): Promise<void> {
  if (!event.picture) return;
  const { account, attachment } = event.picture;
  await claimFile(tx, { account, ref: attachment.ref }, recordOf(event));
}

/** The event as it is kept when nobody looks at it any more: the picture goes. */
export async function withoutPicture(tx: Tx, event: Event): Promise<Event> {
  const { picture, ...rest } = event;
  if (picture)
    await releaseFile(tx, { account: picture.account, ref: picture.attachment.ref }, recordOf(event));
  return rest;
}
