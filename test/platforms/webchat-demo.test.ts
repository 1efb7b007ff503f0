import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seats } from '../../src/desk/seat.js';
import type { Persona, Stage } from '../../src/platforms/webchat.js';
import { type Site, site } from '../web/site.js';
import { StandInDesk } from '../web/stand-in-desk.js';

// The demo's pages as a browser without a screen sees them: who may come in as whom, and what may be framed by what.

const persona = (id: string, side: Persona['side']): Persona => ({
  id,
  side,
  name: id,
  face: id.slice(0, 1),
  about: { 'zh-Hans': id, en: id },
  tries: [],
});

let desk: StandInDesk;
let place: Site;
let called: string[];
beforeEach(async () => {
  called = [];
  const stage: Stage = {
    personas: [persona('wang', 'resident'), persona('sun', 'staff')],
    key: Buffer.alloc(32, 5),
    seat: async (_tx, id, chat, locale) => {
      called.push(`seat ${id} ${chat} ${locale}`);
      return id === 'wang' ? 'zh-Hans' : locale;
    },
    rest: async (_tx, id) => {
      called.push(`rest ${id}`);
    },
  };
  desk = new StandInDesk();
  place = await site({ door: desk, stage });
  desk.say = place.send;
});
afterEach(() => place.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${place.url}${path}`, { headers, redirect: 'manual' });
const say = (persona: string, cookie: string, text = '在吗') =>
  fetch(`${place.url}/demo/${persona}/messages`, {
    method: 'POST',
    headers: { cookie },
    body: JSON.stringify({ post: crypto.randomUUID(), locale: 'zh-Hans', text }),
  });
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const openAs = async (persona: string) => cookieOf(await get(`/demo/${persona}`));
/** Asks for a page under another name than this machine's: `fetch` would not let us. */
const under = (host: string, path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asking = request(`${place.url}${path}`, { headers: { host } }, answer => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asking.once('error', reject).end();
  });

describe('a persona', () => {
  it('is seated when the page is opened, and speaks to the desk by a chat of their own', async () => {
    const cookie = await openAs('sun');
    expect(called).toEqual(['seat sun demo-sun zh-Hans']);
    expect((await say('sun', cookie)).status).toBe(200);
    expect(desk.heard.all.map(({ chat, person }) => [chat.id, person.id])).toEqual([
      ['demo-sun', 'demo-sun'],
    ]);
  });

  it('has a secret of their own in each browser, which is for them alone and for as long as it is open', async () => {
    const [one, other] = [await get('/demo/sun'), await get('/demo/sun')];
    expect(cookieOf(one)).not.toBe(cookieOf(other));
    expect(one.headers.getSetCookie()[0]).toMatch(/; Path=\/demo\/sun; HttpOnly; SameSite=Strict$/);
    for (const cookie of [cookieOf(one), cookieOf(other)])
      expect((await say('sun', cookie)).status).toBe(200);
    expect(new Set(desk.heard.all.map(({ chat }) => chat.id))).toEqual(new Set(['demo-sun']));
    expect((await say('wang', cookieOf(one))).status).toBe(403);
    // Opened again, it stays.
    expect(cookieOf(await get('/demo/sun', { cookie: cookieOf(one) }))).toBe(cookieOf(one));
  });

  it.each([
    ['none', ''],
    ['one that names the persona', 'linli_persona=sun'],
    ["the persona's id as an ordinary visitor's", 'linli_visitor=demo-sun'],
    ['one that nobody signed', `linli_persona=${'a'.repeat(32)}.${'b'.repeat(64)}`],
    ['one with nothing in it', 'linli_persona=.'],
  ])('is not let in with a forged cookie: %s', async (_, cookie) => {
    for (const path of ['messages', 'forget'])
      expect(
        (await fetch(`${place.url}/demo/sun/${path}`, { method: 'POST', headers: { cookie }, body: '{}' }))
          .status,
      ).toBe(403);
    expect((await get('/demo/sun/events', { cookie })).status).toBe(403);
    expect(desk.heard.all).toEqual([]);
    expect(called).toEqual([]);
  });

  it('is shown to nobody who comes by a proxy or under another name', async () => {
    expect(await under('linli.example', '/demo')).toBe(303);
    expect(await under('linli.example', '/demo/sun')).toBe(404);
    expect(await under('127.0.0.1.linli.example', '/demo/sun')).toBe(404);
    expect(await under('localhost:3000', '/demo/sun')).toBe(200);
    const proxied = { 'x-forwarded-for': '203.0.113.7' };
    expect((await get('/demo', proxied)).headers.get('location')).toBe('/chat');
    expect((await get('/demo/sun', proxied)).status).toBe(404);
    const cookie = await openAs('sun');
    expect((await get('/demo/sun/events', { cookie, ...proxied })).status).toBe(403);
  });

  it('speaks their own language, or the one that the page has', async () => {
    const lang = async (path: string) => /<html lang="([^"]+)"/.exec(await (await get(path)).text())?.[1];
    expect(await lang('/demo/wang?lang=en')).toBe('zh-Hans');
    expect(await lang('/demo/sun?lang=en')).toBe('en');
  });

  it('starts afresh: nothing said is left, no question is open, and what is told from now on arrives', async () => {
    const cookie = await openAs('wang');
    await say('wang', cookie);
    await place.store.transact('huimin', tx =>
      tx.put(seats, {
        id: 'webchat/demo-wang/demo-wang',
        account: 'webchat',
        chat: 'demo-wang',
        chatKind: 'direct',
        person: 'demo-wang',
        resident: 'demo-wang',
        session: null,
        parked: null,
        menus: [],
        nextNumber: 1,
        strays: 0,
        expiresAt: null,
        revision: 1,
      }),
    );
    const cleared = await fetch(`${place.url}/demo/wang/forget`, { method: 'POST', headers: { cookie } });
    expect(cleared.status).toBe(200);
    expect(called).toContain('rest wang');
    expect(
      await place.store.read('huimin', tx => tx.get(seats, 'webchat/demo-wang/demo-wang')),
    ).toBeUndefined();
    await place.send('demo-wang', { text: '明天见' });
    expect((await say('wang', cookie)).status).toBe(200);
  });
});

describe('frames', () => {
  const policy = async (path: string) => (await get(path)).headers.get('content-security-policy') ?? '';
  it('hold a persona’s page in ours, and nothing else in anything', async () => {
    expect(await policy('/demo')).toContain("frame-src 'self'");
    expect(await policy('/demo')).toContain("frame-ancestors 'none'");
    expect(await policy('/demo/sun')).toContain("frame-ancestors 'self'");
    expect(await policy('/demo/sun')).not.toContain('frame-src');
    expect(await policy('/chat')).toContain("frame-ancestors 'none'");
    expect(await policy('/chat')).not.toContain('frame-src');
    for (const path of ['/demo', '/demo/sun', '/chat'])
      expect(await policy(path)).toMatch(/^default-src 'none';/);
  });
});

it('is nowhere without a stage, whatever cookie comes along', async () => {
  const cookie = await openAs('sun');
  await place.close();
  place = await site({ door: desk });
  for (const path of ['/demo', '/demo/sun', '/demo/sun/events', '/demo/sun/photos/1'])
    expect((await get(path, { cookie })).status).toBe(404);
  expect((await say('sun', cookie)).status).toBe(404);
  const asVisitor = await fetch(`${place.url}/chat/messages?persona=sun`, {
    method: 'POST',
    headers: { cookie },
    body: JSON.stringify({ post: crypto.randomUUID(), locale: 'zh-Hans', text: '等人工' }),
  });
  expect(asVisitor.status).toBe(403);
  expect(desk.heard.all).toEqual([]);
});
