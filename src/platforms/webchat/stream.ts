import type { Store } from '../../desk/platform.js';
import type { Listener } from './bell.js';
import { type Entry, readAfter, webchatChats } from './mailbox.js';

/** A sign of life for proxies that cut silent connections, and for the page to know that the line stands, ms. */
const BEAT = 15_000;
const AT_ONCE = 50;

/** An entry as the page sees it. */
export function shownEntry(entry: Entry, base: string): Readonly<Record<string, unknown>> {
  const { id, chat, files, photo, ...rest } = entry;
  return {
    ...rest,
    ...(entry.from === 'visitor' ? { post: id.slice(chat.length + 1) } : {}),
    ...(files === undefined
      ? {}
      : {
          files: files.map(({ name, mime }, index) => ({
            name,
            mime,
            url: `${base}/files/${entry.number}/${index}`,
          })),
        }),
    ...(photo === undefined ? {} : { photo: `${base}/photos/${entry.number}` }),
  };
}

/**
 * Server-sent events for one open page: the messages after `after`, then `ready`, then each new one as it becomes
 * durable. A page that knows more than the mailbox (it was forgotten) is told to `reset`.
 */
export async function* stream(how: {
  readonly store: Store;
  readonly community: string;
  readonly chat: string;
  readonly after: number;
  readonly base: string;
  readonly listener: Listener;
}): AsyncGenerator<string> {
  const { store, community, chat, base, listener } = how;
  let { after } = how;
  let ready = false;
  try {
    while (!listener.closed) {
      const { last, entries } = await store.read(community, async tx => ({
        last: (await tx.get(webchatChats, chat))?.last ?? 0,
        entries: await readAfter(tx, chat, after, AT_ONCE),
      }));
      if (after > last) {
        after = 0;
        yield event('reset', {});
        continue;
      }
      for (const entry of entries) {
        after = entry.number;
        yield `id: ${entry.number}\n${event('entry', shownEntry(entry, base))}`;
      }
      if (entries.length === AT_ONCE) continue;
      yield event(ready ? 'beat' : 'ready', {});
      ready = true;
      await listener.wait(BEAT);
    }
  } finally {
    listener.close();
  }
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
