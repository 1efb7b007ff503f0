import { collections } from '../../src/collections.js';
import { asJson } from '../../src/desk/effects.js';
import { chatName } from '../../src/desk/lane.js';
import { type Delivery, PRIORITY } from '../../src/desk/message.js';
import { openJsonStore } from '../../src/storage/json.js';
import { storeKey } from '../../src/storage/key.js';
import { systemClock } from '../../src/system.js';

/** Puts a message to everybody into the outbox of a store that no desk has open, to leave at `notBefore` (ms). */
export async function fillOutbox(
  data: string,
  {
    community,
    chats,
    text,
    notBefore,
  }: { community: string; chats: readonly string[]; text: string; notBefore: number },
): Promise<void> {
  const { key } = await storeKey({ given: undefined, file: `${data}.key`, folder: data });
  const log = { info: () => undefined, warn: console.error, error: console.error };
  const store = await openJsonStore({ folder: data, key, clock: systemClock, log, collections });
  await store.transact(community, async tx => {
    for (const chat of chats) {
      const delivery: Delivery = {
        chat: { id: chat, kind: 'direct' },
        saying: { text, locale: 'zh-Hans' },
        kind: 'broadcast',
        about: { to: chat },
      };
      await tx.enqueue('outbox', {
        id: `broadcast/${chat}`,
        lane: chatName('telegram', chat),
        account: 'telegram',
        priority: PRIORITY.broadcast,
        notBefore,
        body: asJson(delivery),
      });
    }
  });
  await store.close();
}
