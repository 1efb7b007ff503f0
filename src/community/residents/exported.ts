import type { Context } from '../context.js';
import { acts } from '../staff/act.js';
import type { Json } from '../store.js';
import { belongings } from './belongings.js';
import { identitiesOf } from './identity.js';
import { note, notedOf } from './privacy-log.js';

/** So many characters of JSON at most: a file that every chat app takes, and a phone opens. */
const MOST = 400_000;
/** Staff acts of one matter. */
const ACTS = 100;

export type Exported = { readonly [part: string]: Json | undefined };

/**
 * All that the community keeps of the speaker, as plain JSON: who they are to us, what they agreed to, every noun's, and
 * what staff did about it (what and when; who did it is not theirs to take along). Where it would be too much, the oldest of each noun is
 * left out, and `left_out` says how many. Noted, without its content.
 */
export async function exportedOf(context: Context): Promise<Exported> {
  const { tx, resident } = context;
  const { kept, consents, reach, ...you } = resident;
  const known = await identitiesOf(tx, resident.id);
  const parts: Record<string, Json> = {
    you,
    kept: kept as Json,
    agreed_to: consents,
    chats: known.map(({ id, since }) => ({ chat: id, since })),
    ...(reach ? { reached_in: `${reach.account}/${reach.chat}` } : {}),
  };
  let left = MOST - JSON.stringify(parts).length;
  let leftOut = 0;
  const numbers: string[] = [];
  for (const { noun, exported } of belongings) {
    const items: Json[] = [];
    for (const item of (await exported(tx, resident.id)).toReversed()) {
      left -= JSON.stringify(item).length;
      if (left < 0) {
        leftOut += 1;
        continue;
      }
      items.push(item);
      numbers.push(...numberOf(item));
    }
    parts[noun] = items;
  }
  const done: Json[] = [];
  for (const number of numbers) {
    const about = await tx.find(acts, 'byMatter', { prefix: [number], limit: ACTS });
    done.push(...about.map(({ at, what }) => ({ number, what, at })));
  }
  parts.done_by_staff = done;
  parts.rights_used = (await notedOf(tx, resident.id)).map(({ at, what }) => ({ what, at }));
  await note(context, 'exported', resident.id, { matters: numbers.length });
  return leftOut > 0 ? { ...parts, left_out: leftOut } : parts;
}

/** By which number staff know it. */
function numberOf(item: Json): string[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const { id, number = id } = item as { readonly [key: string]: Json | undefined };
  return typeof number === 'string' ? [number] : [];
}
