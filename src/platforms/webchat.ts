import type { Chat, Delivery, Saying } from '../desk/message.js';
import {
  type Door,
  type Fetched,
  FetchFailure,
  type Platform,
  type PlatformTools,
  Problem,
  SendFailure,
  type Sent,
} from '../desk/platform.js';
import type { Route } from '../desk/route.js';
import { Bell } from './webchat/bell.js';
import { demoRoutes } from './webchat/demo.js';
import { keepFiles, refsOf } from './webchat/files.js';
import { changeSaying, chatOf, clear, keepSaying, webchatChats, webchatMessages } from './webchat/mailbox.js';
import { loadPage, type PageFacts } from './webchat/page.js';
import type { Stage } from './webchat/persona.js';
import { type PhotoBox, photoMime } from './webchat/photos.js';
import { type Room, webchatRoutes } from './webchat/routes.js';
import { anybody } from './webchat/visitor.js';

export { DEMO_BASE } from './webchat/demo.js';
export type { PageFacts } from './webchat/page.js';
export type { Persona, Stage } from './webchat/persona.js';
export { type PhotoBox, photoFolder } from './webchat/photos.js';

/** What a store must know of to keep the web chats. */
export const webchatCollections = [webchatMessages, webchatChats] as const;

export interface WebchatOptions {
  /** As the community's content names it. */
  readonly account: string;
  readonly tools: PlatformTools;
  readonly facts: PageFacts;
  /** BCP 47; the first is the fallback. */
  readonly locales: readonly string[];
  /** Where the page lives on this server; default `/chat`. Each account needs one of its own. */
  readonly base?: string;
  /** The server's public address, for links into the chat: `https://desk.example.org`. Without it there are none. */
  readonly publicUrl?: string;
  /** Where photos, and larger files that we send, are kept. Without it the page offers no photos. */
  readonly photos?: PhotoBox;
  /** Who can be played on the demo's page. Without it there is none. */
  readonly stage?: Stage;
  /** Requests a minute from one address, for each kind of request; default 240, 0 lifts it. */
  readonly perMinute?: number;
}

export interface Webchat extends Platform {
  readonly kind: 'webchat';
  /** To be mounted by the web server. They answer 503 while the platform is not started. */
  readonly routes: readonly Route[];
}

/**
 * Chat on a page of our own. What is sent to a visitor is delivered once it stands in their mailbox, a durable
 * collection that the page reads, also later: a visitor who has gone finds it when coming back.
 */
export function webchatPlatform(options: WebchatOptions): Webchat {
  const { account, tools, locales } = options;
  const { store, community, clock } = tools;
  const base = options.base ?? '/chat';
  const photos = options.photos ?? null;
  const bell = new Bell(clock);
  const underWay = new Set<Promise<unknown>>();
  let open: { readonly door: Door; readonly leave: () => void } | null = null;

  const room: Room = {
    account,
    base,
    locales,
    tools,
    bell,
    page: loadPage({ base, locales, facts: options.facts, photos: photos !== null }),
    visitors: anybody(account, base),
    photos,
    perMinute: options.perMinute ?? 240,
    door: () => {
      if (open === null) throw new Problem('unavailable');
      return open.door;
    },
    under: async work => {
      underWay.add(work);
      try {
        return await work;
      } finally {
        underWay.delete(work);
      }
    },
  };
  const { stage } = options;
  const routes = [...webchatRoutes(room), ...(stage ? demoRoutes(room, stage, options.facts) : [])];

  const drop = async (refs: readonly string[]) => {
    for (const ref of refs) await photos?.drop(ref);
  };
  /** A transaction that fails has changed nothing. */
  const notTaken = (error: unknown) => {
    throw new SendFailure({ kind: 'not-sent', reason: 'the store did not take it' }, error);
  };

  const send = async (delivery: Delivery): Promise<Sent> => {
    if (delivery.chat.kind !== 'direct')
      throw new SendFailure({ kind: 'rejected', reason: 'the web chat has no groups' });
    const files = await keepFiles(delivery.saying.files ?? [], photos).catch(notTaken);
    const kept = await store
      .transact(community, tx => keepSaying(tx, account, delivery, files, clock.now()))
      .catch(async error => {
        await drop(refsOf(files));
        return notTaken(error);
      });
    if (kept === null || !kept.fresh) await drop(refsOf(files));
    if (kept === null)
      throw new SendFailure({ kind: 'gone', reason: 'the visitor cleared the conversation' });
    return { messageId: String(kept.number) };
  };

  const replace = async (chat: Chat, messageId: string, saying: Saying | null): Promise<boolean> => {
    const number = Number(messageId);
    if (!Number.isSafeInteger(number)) return false;
    const mailbox = { account, chat: chat.id };
    const { done, free } = await store
      .transact(community, tx => changeSaying(tx, mailbox, number, saying, clock.now()))
      .catch(notTaken);
    await drop(free);
    return done;
  };

  /** Visitors can send photos, and nothing else that has bytes. */
  const fetch = async (ref: string): Promise<Fetched> => {
    const bytes = await photos?.open(ref);
    if (!bytes) throw new FetchFailure('the photo is not there any more', { later: false });
    return { bytes, mime: photoMime(bytes) ?? 'application/octet-stream' };
  };

  return {
    kind: 'webchat',
    account,
    routes,
    // The page has no limit of its own; nothing that the desk says comes near this.
    abilities: {
      buttons: true,
      edits: true,
      recallMs: Number.POSITIVE_INFINITY,
      textLength: 100_000,
    },
    // Our own page: nobody else's limits to keep.
    pace: { perSecond: 0, perSecondPerChat: 0, burstPerChat: 0, perMinutePerGroup: 0, perDay: 0, jitter: 0 },
    start: async door => {
      const leave = store.onChange(change => {
        if (change.community === community && change.collection === webchatMessages.name) {
          bell.ring(chatOf(change.id));
        }
      });
      open = { door, leave };
      door.status({ state: 'online' });
    },
    stop: async () => {
      const was = open;
      open = null;
      await Promise.allSettled(underWay);
      was?.leave();
      bell.closeAll();
      was?.door.status({ state: 'stopped' });
    },
    send,
    drop: async ref => photos?.drop(ref),
    receivedBefore: async time => (await photos?.before(time)) ?? [],
    forgetChat: (tx, chat) => clear(tx, { account, chat }),
    replace,
    fetch,
    directLink: start =>
      options.publicUrl === undefined
        ? null
        : `${options.publicUrl.replace(/\/+$/, '')}${base}?start=${encodeURIComponent(start)}`,
  };
}
