import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../community/clock.js';
import type { Collection, Json, Store } from '../community/store.js';
import { homeOf, moveChat } from './chat.js';
import type { Flood } from './flood.js';
import type { GroupsHeard } from './groups-heard.js';
import { laneName } from './lane.js';
import type { Incoming } from './message.js';
import type { Log } from './platform.js';

/** What waits in the inbox: something that was said, or something whose time has come. */
export type Inbound =
  | { readonly kind: 'said'; readonly incoming: Incoming }
  /** A flood was noticed: answered once. */
  | { readonly kind: 'flooded'; readonly incoming: Incoming }
  | {
      readonly kind: 'timer';
      readonly id: string;
      readonly name: string;
      readonly data: Json;
      readonly due: number;
    }
  /** A conversation's time is up, if nothing was said since. */
  | { readonly kind: 'expire'; readonly at: number }
  /** An urgent correction of the conversation that is open there. */
  | { readonly kind: 'moved' };

/** How long we remember that a message came: platforms deliver again for a day at most. */
export const SEEN_MS = 48 * 3_600_000;

const seenSchema = z.strictObject({
  /** A hash: a message's own id tells on some platforms who wrote, and it outlives them by two days. */
  id: z.string(),
  until: z.number(),
});
export type Seen = z.infer<typeof seenSchema>;
export const seen: Collection<Seen> = {
  name: 'seen',
  version: 1,
  schema: seenSchema,
  personal: true,
  indexes: { until: { key: mark => [mark.until] } },
};

export interface InboxTools {
  readonly store: Store;
  readonly community: string;
  readonly clock: Clock;
  readonly flood: Flood;
  readonly groups: GroupsHeard;
  readonly log: Log;
  /** Words that must be answered however much was said before. */
  readonly urgent: (text: string) => boolean;
}

/** The words of a message, where it has any. */
export function wordsOf(incoming: Incoming): string {
  const { said } = incoming;
  if (said.kind === 'text') return said.text;
  if (said.kind === 'media') return said.caption ?? '';
  if (said.kind === 'command') return said.args;
  return '';
}

/**
 * Takes a message in: resolves once it is durable, known already, or none of our business. Groups are heard only
 * when they speak to us, and other bots never.
 */
export async function receive(tools: InboxTools, account: string, incoming: Incoming): Promise<void> {
  const { store, community, clock, flood } = tools;
  // Whoever set it off, a nameless admin or a bot: the group has moved.
  if (incoming.said.kind === 'migrated') {
    const to = incoming.said.to;
    await store.transact(community, tx => moveChat(tx, account, incoming.chat.id, to));
    return;
  }
  if (incoming.person.bot === true) return;
  const now = clock.now();
  await tools.groups.note(account, incoming, now);
  if (incoming.chat.kind === 'group' && !incoming.addressed) return;

  const verdict = flood.count(`${account}/${incoming.person.id}`, now, () => tools.urgent(wordsOf(incoming)));
  if (verdict === 'drop') return;

  const kind = verdict === 'warn' ? 'flooded' : 'said';
  await store.transact(community, async tx => {
    const mark = `${account}/${incoming.id}`;
    const known = createHash('sha256').update(mark).digest('base64url');
    if (await tx.get(seen, known)) return;
    const home =
      incoming.chat.kind === 'group' ? await homeOf(tx, account, incoming.chat.id) : incoming.chat.id;
    const kept: Incoming =
      home === incoming.chat.id ? incoming : { ...incoming, chat: { ...incoming.chat, id: home } };
    await tx.put(seen, { id: known, until: now + SEEN_MS });
    const body: Inbound = { kind, incoming: kept };
    await tx.enqueue('inbox', {
      id: mark,
      lane: laneName({ account, chat: home, person: incoming.person.id }),
      account,
      priority: 0,
      notBefore: 0,
      body: body as Json,
    });
  });
}
