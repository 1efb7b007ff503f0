import { acceptLanguage } from '../../desk/accept-language.js';
import type { Incoming } from '../../desk/message.js';
import { type Door, type PlatformTools, Problem } from '../../desk/platform.js';
import type { Route, RouteReply, RouteRequest } from '../../desk/route.js';
import { requireSameOrigin } from '../../desk/same-origin.js';
import type { Bell } from './bell.js';
import { openKept, partOf } from './files.js';
import { knownLocale, postId, readPost } from './heard.js';
import { forget, keepVisitor, type NewEntry, readOne, webchatMessages } from './mailbox.js';
import type { Page } from './page.js';
import { PHOTO_LIMIT, type PhotoBox, photoMime } from './photos.js';
import { stream } from './stream.js';
import type { Visitors } from './visitor.js';

/** What the routes need of the platform around them. */
export interface Room {
  readonly account: string;
  readonly base: string;
  readonly locales: readonly string[];
  readonly tools: PlatformTools;
  readonly page: Page;
  /** Who is who here. */
  readonly visitors: Visitors;
  /** Shown in a frame of another page of ours, and only there. */
  readonly framed?: boolean;
  readonly bell: Bell;
  readonly photos: PhotoBox | null;
  readonly perMinute: number;
  /** The desk's door, while the platform takes messages in; throws `unavailable` otherwise. */
  door(): Door;
  /** Counts `work` as under way, so that a stop waits for it. */
  under<T>(work: Promise<T>): Promise<T>;
}

const NO_STORE = { 'Cache-Control': 'no-store' };
const LANGUAGE = 'linli_lang';
/** Of one address: each may be 5 MB, and stays. */
const PHOTOS_PER_MINUTE = 20;

/** The chat page's routes: the page, messages up, events down, photos and files. */
export function webchatRoutes(room: Room): Route[] {
  const { base, perMinute } = room;
  return [
    { method: 'GET', path: base, perMinute, handle: request => showPage(room, request) },
    {
      method: 'GET',
      path: `${base}/page/:version/:file`,
      handle: async ({ params }) => room.page.file(params),
    },
    { method: 'GET', path: `${base}/events`, perMinute, handle: async request => events(room, request) },
    { method: 'POST', path: `${base}/messages`, perMinute, handle: async request => message(room, request) },
    {
      method: 'POST',
      path: `${base}/photos`,
      perMinute: Math.min(perMinute, PHOTOS_PER_MINUTE),
      bodyLimit: PHOTO_LIMIT,
      handle: async request => photo(room, request),
    },
    { method: 'GET', path: `${base}/photos/:number`, handle: async request => openPhoto(room, request) },
    { method: 'GET', path: `${base}/files/:number/:index`, handle: async request => openFile(room, request) },
    { method: 'POST', path: `${base}/forget`, perMinute, handle: async request => forgetAll(room, request) },
  ];
}

async function showPage(room: Room, request: RouteRequest): Promise<RouteReply> {
  const { base, visitors } = room;
  const page = pageLocale(request, room.locales);
  const { cookie, locale } = await visitors.welcome(request, page);
  return {
    headers: {
      ...NO_STORE,
      Vary: 'Accept-Language, Cookie',
      'Content-Type': 'text/html; charset=utf-8',
      'Set-Cookie': [cookie, ...languageCookie(request, base, page)],
    },
    body: room.page.html(locale),
    ...(room.framed ? { framing: 'within' } : {}),
  };
}

/** The language in which a page is to be shown: as asked for, as chosen before, as the browser likes it. */
export function pageLocale(request: RouteRequest, locales: readonly string[]): string {
  const asked = request.query.get('lang') ?? request.cookies[LANGUAGE] ?? '';
  return locales.includes(asked) ? asked : acceptLanguage(request.headers['accept-language'], locales);
}

/** Keeps the language that was asked for, for half a year. */
export function languageCookie(request: RouteRequest, path: string, locale: string): string[] {
  if (!request.query.has('lang')) return [];
  const flags = `Path=${path}; SameSite=Lax${request.secure ? '; Secure' : ''}`;
  return [`${LANGUAGE}=${locale}; Max-Age=15552000; HttpOnly; ${flags}`];
}

function events(room: Room, request: RouteRequest): RouteReply {
  const chat = chatOfVisitor(room, request);
  const after = Number(request.query.get('after') ?? request.headers['last-event-id'] ?? 0);
  const listener = room.bell.listen(chat, request.address);
  if (listener === null) throw new Problem('too_many');
  request.signal.addEventListener('abort', () => listener.close(), { once: true });
  if (request.signal.aborted) listener.close();
  return {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // Asks nginx not to hold pieces back.
      'X-Accel-Buffering': 'no',
    },
    body: stream({
      store: room.tools.store,
      community: room.tools.community,
      chat,
      after: Number.isSafeInteger(after) && after > 0 ? after : 0,
      base: room.base,
      listener,
    }),
  };
}

async function message(room: Room, request: RouteRequest): Promise<RouteReply> {
  requireSameOrigin(request);
  const chat = chatOfVisitor(room, request);
  const heard = readPost(request.body, room.locales);
  await room.under(takeIn(room, chat, heard.post, heard.locale, heard.entry, heard.said));
  return done();
}

async function photo(room: Room, request: RouteRequest): Promise<RouteReply> {
  requireSameOrigin(request);
  const { photos } = room;
  if (photos === null) throw new Problem('not_found');
  const chat = chatOfVisitor(room, request);
  const post = postId.safeParse(request.query.get('post'));
  if (!post.success) throw new Problem('invalid', {}, post.error);
  const mime = photoMime(request.body);
  if (mime === null) throw new Problem('unsupported');
  const locale = knownLocale(request.query.get('locale') ?? '', room.locales);
  const work = async () => {
    const known = await room.tools.store.read(room.tools.community, tx =>
      tx.get(webchatMessages, `${chat}/${post.data}`),
    );
    const ref = known?.photo?.ref ?? (await photos.keep(request.body, mime));
    const attachment = { kind: 'photo', ref, mime, bytes: request.body.length } as const;
    const entry = { text: '', photo: { ref, mime } };
    await takeIn(room, chat, post.data, locale, entry, { kind: 'media', attachment });
  };
  await room.under(work());
  return done();
}

/**
 * Mailbox first, so that the answer cannot stand above the question; then the door. Both know the post's id, so
 * that a retry after a failure or a lost answer changes nothing that is already done.
 */
async function takeIn(
  room: Room,
  chat: string,
  post: string,
  locale: string,
  what: Pick<NewEntry, 'text' | 'press' | 'photo'>,
  said: Incoming['said'],
): Promise<void> {
  const door = room.door();
  const { store, community, clock } = room.tools;
  try {
    const entry = await store.transact(community, tx =>
      keepVisitor(tx, { account: room.account, chat }, post, {
        at: clock.now(),
        from: 'visitor',
        locale,
        ...what,
      }),
    );
    await door.receive({
      id: `${chat}/${post}`,
      chat: { id: chat, kind: 'direct' },
      person: { id: chat, locale },
      at: entry.at,
      addressed: true,
      said,
    });
  } catch (error) {
    throw new Problem('unavailable', {}, error);
  }
}

async function openPhoto(room: Room, request: RouteRequest): Promise<RouteReply> {
  const entry = await entryOf(room, request);
  const bytes = entry.photo === undefined ? null : await room.photos?.open(entry.photo.ref);
  if (!bytes || entry.photo === undefined) throw new Problem('not_found');
  return {
    headers: { 'Content-Type': entry.photo.mime, 'Cache-Control': 'private, max-age=86400' },
    body: bytes,
  };
}

async function openFile(room: Room, request: RouteRequest): Promise<RouteReply> {
  const entry = await entryOf(room, request);
  const file = entry.files?.[Number(request.params.index)];
  const bytes = file === undefined ? null : await openKept(file, room.photos);
  if (file === undefined || bytes === null) throw new Problem('not_found');
  const headers = {
    'Content-Type': file.mime,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    'Cache-Control': 'private, max-age=86400',
    'Accept-Ranges': 'bytes',
  };
  const part = partOf(request.headers.range, bytes.length);
  if (part === null) return { headers, body: bytes };
  const { from, to } = part;
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${bytes.length}` },
    body: bytes.subarray(from, to + 1),
  };
}

/** For shared computers: forgets the conversation here, and gives the browser a new name. */
async function forgetAll(room: Room, request: RouteRequest): Promise<RouteReply> {
  requireSameOrigin(request);
  const chat = chatOfVisitor(room, request);
  const { store, community } = room.tools;
  const work = async () => {
    const photos = await store.transact(community, async tx => {
      const dropped = await forget(tx, { account: room.account, chat });
      await room.visitors.forgotten(tx, chat);
      return dropped;
    });
    for (const ref of photos) await room.photos?.drop(ref);
  };
  await room.under(work());
  return {
    ...done(),
    headers: { ...NO_STORE, 'Set-Cookie': room.visitors.afresh(request) },
  };
}

async function entryOf(room: Room, request: RouteRequest) {
  const chat = chatOfVisitor(room, request);
  const number = Number(request.params.number);
  if (!Number.isSafeInteger(number)) throw new Problem('not_found');
  const { store, community } = room.tools;
  const entry = await store.read(community, tx => readOne(tx, chat, number));
  if (entry === undefined) throw new Problem('not_found');
  return entry;
}

function chatOfVisitor(room: Room, request: RouteRequest): string {
  const chat = room.visitors.chatOf(request);
  if (chat === null) throw new Problem('no_cookie');
  return chat;
}

function done(): RouteReply {
  return {
    headers: { ...NO_STORE, 'Content-Type': 'application/json; charset=utf-8' },
    body: '{"ok":true}\n',
  };
}
