import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFile, freeFiles, keptFiles } from '../../src/community/kept-file.js';
import type { Store } from '../../src/community/store.js';
import { SendFailure } from '../../src/desk/platform.js';
import { KEPT } from '../../src/platforms/webchat/mailbox.js';
import { photoFolder, webchatCollections } from '../../src/platforms/webchat.js';
import { memoryStore } from '../../src/storage/memory.js';
import { realClock } from '../web/real.js';
import { type Site, site } from '../web/site.js';
import { type Act, type Bench, platformContract, type Shown } from './contract.js';
import { Heard } from './heard.js';
import { type Entry, Visitor } from './webchat-visitor.js';

const [, webchatChats] = webchatCollections;

/** A chat as if its visitor had written before. */
async function beginChat(store: Store, id: string): Promise<void> {
  await store.transact('huimin', tx => tx.put(webchatChats, { id, last: 0 }));
}

/** A store of which every change can be made to fail. */
function fragile(store: Store): { store: Store; fails: boolean } {
  const how = {
    fails: false,
    store: new Proxy(store, {
      get: (target, name) => {
        if (name === 'transact' && how.fails) return () => Promise.reject(new Error('the disk is full'));
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }),
  };
  return how;
}

/** What the page would show: a later reply or a settled choice closes a menu; what was changed or taken back, is. */
function shownOf(entries: readonly Entry[], read: (url: string) => Promise<Buffer>): Promise<Shown[]> {
  const all = entries.filter(({ from }) => from !== 'visitor');
  const changes = new Map(all.map(entry => [entry.changes, entry]));
  const told = all
    .filter(entry => entry.changes === undefined && changes.get(entry.number)?.gone !== true)
    .map(entry => ({ ...entry, ...changes.get(entry.number), number: entry.number }));
  return Promise.all(
    told.map(async entry => {
      const taken = told.find(other => other.settles?.messageId === String(entry.number))?.settles?.label;
      const open = taken === undefined ? [...(entry.choices ?? []), ...(entry.controls ?? [])] : [];
      return {
        messageId: String(entry.number),
        text: taken === undefined ? entry.text : `${entry.text}\n✓ ${taken}`,
        buttons: open.map(({ label, token }) => ({ label, token })),
        files: await Promise.all(
          (entry.files ?? []).map(async ({ name, url }) => ({ name, bytes: await read(url) })),
        ),
      };
    }),
  );
}

async function bench(): Promise<Bench> {
  const trouble = fragile(memoryStore({ clock: realClock }));
  const folder = await mkdtemp(join(tmpdir(), 'linli-box-'));
  const photos = photoFolder(folder, Buffer.alloc(32, 7));
  const place = await site({ door: null, store: trouble.store, photos });
  const visitors = [new Visitor(place.url), new Visitor(place.url)] as const;
  for (const visitor of visitors) await beginChat(place.store, visitor.id);
  const [first] = visitors;
  await first.listen();
  let posting = 0;
  let over = false;
  let last: (() => Promise<void>) | null = null;

  /** As the page does: again and again, until it is confirmed. */
  const deliver = async (visitor: Visitor, what: Readonly<Record<string, unknown>>, post: string) => {
    const path = `/chat/photos?post=${post}&locale=zh-Hans`;
    const deliver = () =>
      'photo' in what ? visitor.post(path, Buffer.from('ffd8ff00', 'hex')) : visitor.say(what, post);
    while (!over && !(await deliver().catch(() => null))?.ok) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };
  let before = Promise.resolve();
  const said = (what: Readonly<Record<string, unknown>>, person: 0 | 1) => {
    const post = crypto.randomUUID();
    posting++;
    before = before.then(() => deliver(visitors[person], what, post)).finally(() => posting--);
    last = () => deliver(visitors[person], what, post);
  };
  const words = (act: Act): Readonly<Record<string, unknown>> => {
    if (act.kind === 'text' || act.kind === 'command') return { text: act.text };
    if (act.kind === 'location') return { location: { latitude: act.latitude, longitude: act.longitude } };
    if (act.kind === 'media' && act.of === 'photo') return { photo: true };
    if (act.kind !== 'press') throw new Error(`the web chat has no ${act.kind}`);
    for (const entry of [...first.entries].reverse()) {
      const choice = [...(entry.choices ?? []), ...(entry.controls ?? [])].find(
        each => each.label === act.label,
      );
      if (choice) return { press: { ...choice, messageId: String(entry.number) } };
    }
    throw new Error(`no button says ${act.label}`);
  };

  return {
    platform: place.webchat,
    chats: { direct: first.id, group: '' },
    people: [first.id, visitors[1].id],
    // The second person writes in a chat of their own: there is nothing else on the web.
    act: async (_where, act, person = 0) => said(words(act), person),
    shown: async (_where, atLeast) => {
      const read = async (url: string) => Buffer.from(await (await first.get(url)).arrayBuffer());
      await first.told(atLeast);
      const again = new Visitor(place.url, first.cookie.split('=')[1]);
      await again.listen();
      again.leave();
      return shownOf(again.entries, read);
    },
    fail: async kind => {
      if (kind === 'not-sent') trouble.fails = true;
      if (kind === 'gone') await first.post('/chat/forget', '');
    },
    heal: () => {
      trouble.fails = false;
    },
    confirmed: () => before,
    unconfirmed: () => posting,
    again: async () => last?.(),
    tearDown: async () => {
      over = true;
      await before;
      for (const visitor of visitors) visitor.leave();
      await place.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

platformContract('webchat', {
  setUp: bench,
  acts: ['text', 'press', 'command', 'location'],
  group: false,
  refused: 'comes-again',
  fetches: ['photo'],
  failures: ['not-sent', 'gone'],
});

describe('the web chat', () => {
  let heard: Heard;
  let place: Site;
  let visitor: Visitor;
  let folder: string;
  beforeEach(async () => {
    heard = new Heard();
    folder = await mkdtemp(join(tmpdir(), 'linli-webchat-'));
    place = await site({ door: heard, photos: photoFolder(join(folder, 'photos'), Buffer.alloc(32, 7)) });
    visitor = new Visitor(place.url);
  });
  afterEach(async () => {
    visitor.leave();
    await place.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gives each browser a secret that scripts cannot read, and keeps it', async () => {
    const response = await fetch(`${place.url}/chat`);
    const cookie = response.headers.getSetCookie().find(each => each.startsWith('linli_visitor='));
    expect(cookie).toMatch(/^linli_visitor=[0-9a-f]{32}; Path=\/chat; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    const again = await visitor.get('/chat');
    expect(again.headers.getSetCookie()[0]).toContain(visitor.cookie);
  });

  it('never lets the secret itself reach the desk, the store or the log', async () => {
    await visitor.say({ text: '我住3号楼' });
    const secret = visitor.cookie.split('=')[1]!;
    expect(JSON.stringify(heard.durable.all)).not.toContain(secret);
    const logged = JSON.stringify(place.lines);
    for (const personal of [secret, visitor.id, '3号楼', '127.0.0.1']) expect(logged).not.toContain(personal);
    expect(place.lines.some(({ event }) => event === 'request')).toBe(true);
  });

  it('counts a post that comes twice, once, and shows it once', async () => {
    const post = crypto.randomUUID();
    await visitor.say({ text: '在吗' }, post);
    await place.send(visitor.id, { text: '在的' });
    for (let i = 0; i < 2; i++) expect((await visitor.say({ text: '在吗' }, post)).status).toBe(200);
    await visitor.listen();
    expect(visitor.entries.map(({ text }) => text)).toEqual(['在吗', '在的']);
    expect(new Set(heard.durable.all.map(({ id }) => id)).size).toBe(1);
  });

  it('shows the conversation from its beginning, and resumes after the last event seen', async () => {
    await visitor.say({ text: '一' });
    await place.send(visitor.id, { text: '二' });
    await visitor.listen();
    expect(visitor.entries.map(({ text }) => text)).toEqual(['一', '二']);
    const later = new Visitor(place.url, visitor.cookie.split('=')[1]);
    await place.send(visitor.id, { text: '三' });
    await later.listen({ 'last-event-id': '2' });
    expect(later.entries.map(({ text }) => text)).toEqual(['三']);
    later.leave();
  });

  it('tells a page that knows more than the mailbox to begin anew', async () => {
    await visitor.say({ text: '一' });
    await visitor.listen({ 'last-event-id': '41' });
    expect(visitor.events.all.map(({ name }) => name)).toEqual(['reset', 'entry', 'ready']);
  });

  it('keeps the newest 200 messages', async () => {
    await visitor.say({ text: '开头' });
    for (let i = 1; i <= 205; i++) await place.send(visitor.id, { text: `第${i}条` });
    await visitor.listen();
    expect(visitor.entries).toHaveLength(200);
    expect(visitor.entries[0]!.text).toBe('第6条');
    expect(visitor.entries.at(-1)!.text).toBe('第205条');
  });

  it('takes a message that is sent again after a crash for the same one, but not two that are meant', async () => {
    await visitor.say({ text: '你好' });
    const saying = { text: '想约哪项？', choices: [{ token: 'a.1', label: '量血压' }] };
    await place.send(visitor.id, saying);
    await place.send(visitor.id, saying);
    await visitor.say({ text: '嗯' });
    await place.send(visitor.id, saying);
    await visitor.listen();
    expect(visitor.entries.map(({ text }) => text)).toEqual(['你好', '想约哪项？', '嗯', '想约哪项？']);
  });

  it('lets nobody but the visitor see the conversation, its files and photos', async () => {
    await visitor.say({ text: '我的地址是3号楼' });
    await place.send(visitor.id, {
      text: '约好了',
      files: [{ name: 'YY-0042.ics', mime: 'text/calendar', base64: 'QUJD' }],
    });
    const other = new Visitor(place.url);
    await other.listen();
    expect(other.entries).toEqual([]);
    expect((await other.get('/chat/files/2/0')).status).toBe(404);
    expect((await visitor.get('/chat/files/2/0')).status).toBe(200);
    other.leave();
  });

  it('hands out files as downloads, with their names', async () => {
    await visitor.say({ text: '你好' });
    await place.send(visitor.id, {
      text: '约好了',
      files: [{ name: '预约 YY-0042.ics', mime: 'text/calendar; charset=utf-8', base64: 'QUJD' }],
    });
    const file = await visitor.get('/chat/files/2/0');
    expect(file.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('预约 YY-0042.ics')}`,
    );
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(await file.text()).toBe('ABC');
    for (const path of ['/chat/files/2/1', '/chat/files/2/x', '/chat/files/99/0', '/chat/photos/2']) {
      expect((await visitor.get(path)).status).toBe(404);
    }
  });

  it('keeps large files beside the conversation, once, and drops them with it', async () => {
    const box = join(folder, 'box');
    const photos = photoFolder(box, Buffer.alloc(32, 7));
    const roomy = await site({ door: heard, photos });
    const guest = new Visitor(roomy.url);
    await guest.say({ text: '你好' });
    const picture = Buffer.alloc(60_000, 7);
    const files = [{ name: 'map.png', mime: 'image/png', base64: picture.toString('base64') }];
    const chat = { id: guest.id, kind: 'direct' as const };
    const tell = () =>
      roomy.webchat.send({ chat, kind: 'broadcast', saying: { text: '地图', files, locale: 'zh-Hans' } });
    const first = await tell();
    // After a crash it is sent again: the same message, the same picture.
    expect(await tell()).toEqual(first);
    expect(await readdir(box)).toHaveLength(1);
    expect(await readFile(join(box, (await readdir(box))[0]!))).not.toEqual(picture);
    const got = await guest.get('/chat/files/2/0');
    expect(Buffer.from(await got.arrayBuffer()).equals(picture)).toBe(true);
    await roomy.webchat.replace(chat, first.messageId!, { text: '新地图', locale: 'zh-Hans' });
    expect((await guest.get('/chat/files/2/0')).status).toBe(200);
    await roomy.webchat.replace(chat, first.messageId!, null);
    expect(await readdir(box)).toEqual([]);
    expect((await guest.get('/chat/files/2/0')).status).toBe(404);
    await tell();
    await guest.post('/chat/forget', '');
    expect(await readdir(box)).toEqual([]);
    await roomy.close();
  });

  it('hands out a part of a sound to players that ask for one', async () => {
    await visitor.say({ text: '你好' });
    const files = [{ name: 'voice.ogg', mime: 'audio/ogg', base64: btoa('0123456789') }];
    await place.send(visitor.id, { text: '', files });
    const part = async (range: string) => {
      const reply = await visitor.get('/chat/files/2/0', { range });
      return [reply.status, reply.headers.get('content-range'), await reply.text()];
    };
    expect(await part('bytes=0-1')).toEqual([206, 'bytes 0-1/10', '01']);
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await part('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await part('bytes=5-99')).toEqual([206, 'bytes 5-9/10', '56789']);
    for (const odd of ['bytes=12-', 'bytes=5-2', 'bytes=0-1,4-5', 'bytes=-', 'lines=1-2'])
      expect(await part(odd)).toEqual([200, null, '0123456789']);
  });

  it('tells a page that was away what has changed meanwhile', async () => {
    await visitor.say({ text: '你好' });
    const chat = { id: visitor.id, kind: 'direct' as const };
    await place.send(visitor.id, { text: '明天停水。' });
    await place.webchat.replace(chat, '2', { text: '后天停水。', locale: 'zh-Hans' });
    await visitor.listen({ 'last-event-id': '2' });
    expect(visitor.entries.map(({ number, text, changes }) => [number, text, changes])).toEqual([
      [3, '后天停水。', 2],
    ]);
    // What the visitor said, and what only tells of a change, is not ours to change.
    for (const number of ['1', '3', '1.5', '9'])
      expect(await place.webchat.replace(chat, number, { text: '别的', locale: 'zh-Hans' })).toBe(false);
    expect(await place.webchat.replace(chat, '1', null)).toBe(false);
  });

  it.each([
    ['another site’s page', { 'sec-fetch-site': 'cross-site' }],
    ['a page under the same domain', { 'sec-fetch-site': 'same-site' }],
    ['another site’s page in an old browser', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
  ])('refuses what %s sends', async (_, headers) => {
    const body = JSON.stringify({ post: crypto.randomUUID(), locale: 'zh-Hans', text: '取消' });
    for (const path of ['/chat/messages', `/chat/photos?post=${crypto.randomUUID()}`, '/chat/forget']) {
      expect((await visitor.post(path, body, headers)).status).toBe(403);
    }
    expect(heard.messages.all).toEqual([]);
  });

  it('takes what our own page sends, behind a proxy with another name too', async () => {
    const body = () => JSON.stringify({ post: crypto.randomUUID(), locale: 'en', text: 'hello' });
    const sent = [
      await visitor.post('/chat/messages', body(), { origin: place.url }),
      await visitor.post('/chat/messages', body(), {
        'sec-fetch-site': 'same-origin',
        origin: 'https://desk.example.org',
      }),
    ];
    expect(sent.map(({ status }) => status)).toEqual([200, 200]);
    expect(heard.durable.all.map(({ person }) => person.locale)).toEqual(['en', 'en']);
  });

  it.each([
    ['no JSON', 'text=hello'],
    ['no id', '{"locale":"zh-Hans","text":"在吗"}'],
    ['an id that is none', '{"post":"../../x","locale":"zh-Hans","text":"在吗"}'],
    ['nothing said', '{"post":"12345678","locale":"zh-Hans","text":"  "}'],
    ['two things at once', '{"post":"12345678","locale":"zh-Hans","text":"a","start":"b"}'],
    [
      'a place off the globe',
      '{"post":"12345678","locale":"zh-Hans","location":{"latitude":99,"longitude":0}}',
    ],
  ])('refuses a post with %s, and says so', async (_, body) => {
    const response = await visitor.post('/chat/messages', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid' });
    expect(heard.messages.all).toEqual([]);
  });

  it('refuses a post of 70 kB, and one without a cookie', async () => {
    expect((await visitor.say({ text: 'x'.repeat(70_000) })).status).toBe(413);
    visitor.cookie = '';
    expect(await (await visitor.say({ text: '在吗' })).json()).toMatchObject({ error: 'no_cookie' });
  });

  it('answers 503 while the desk does not take messages in, and confirms nothing', async () => {
    heard.rule = () => {
      throw new Error('the disk is full at /srv/linli');
    };
    const refused = await visitor.say({ text: '在吗' });
    expect(refused.status).toBe(503);
    expect(await refused.text()).not.toContain('disk');
    expect(place.lines.find(({ event }) => event === 'request-failed')).toBeDefined();
    await place.webchat.stop();
    expect((await visitor.say({ text: '在吗' })).status).toBe(503);
    expect(heard.durable.all).toEqual([]);
  });

  it('begins what a link names, as a command', async () => {
    expect(await visitor.say({ start: 'Book-service' })).toMatchObject({ status: 200 });
    expect(heard.durable.all[0]!.said).toEqual({ kind: 'command', name: 'book-service', args: '' });
    expect(place.webchat.directLink('x')).toBeNull();
  });

  it('forgets a conversation when asked to, and gives the browser a new name', async () => {
    await visitor.say({ text: '我的电话是13800001234' });
    await place.send(visitor.id, { text: '记下了' });
    const forgotten = await visitor.post('/chat/forget', '');
    expect(forgotten.headers.getSetCookie()[0]).not.toContain(visitor.cookie);
    await visitor.listen();
    expect(visitor.entries).toEqual([]);
    const late = place.send(visitor.id, { text: '提醒' });
    await expect(late).rejects.toThrow(SendFailure);
    await expect(late).rejects.toMatchObject({ outcome: { kind: 'gone' } });
  });

  it('forgets all that was said when its visitor goes for good, and still takes the farewell', async () => {
    await visitor.say({ text: '我的电话是13800001234' });
    await place.send(visitor.id, { text: '记下了' });
    await place.store.transact('huimin', async tx => place.webchat.forgetChat?.(tx, visitor.id));
    await place.send(visitor.id, { text: '再见' });
    await visitor.listen();
    expect(visitor.entries.map(({ text }) => text)).toEqual(['再见']);
  });

  it('has no groups', async () => {
    const chat = { id: 'g', kind: 'group' } as const;
    const sent = place.webchat.send({ chat, saying: { text: 'x', locale: 'en' }, kind: 'reply' });
    await expect(sent).rejects.toMatchObject({ outcome: { kind: 'rejected' } });
  });

  describe('photos', () => {
    const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const photo = (bytes: Buffer, post: string = crypto.randomUUID()) =>
      visitor.post(`/chat/photos?post=${post}&locale=zh-Hans`, new Uint8Array(bytes));

    it('are kept where only we can read them, and shown to their sender alone', async () => {
      expect((await photo(PNG)).status).toBe(200);
      const [message] = heard.durable.all;
      expect(message!.said).toMatchObject({
        kind: 'media',
        attachment: { kind: 'photo', mime: 'image/png', bytes: PNG.length },
      });
      const [file] = await readdir(join(folder, 'photos'));
      expect((await readFile(join(folder, 'photos', file!))).includes('PNG')).toBe(false);
      expect((await stat(join(folder, 'photos', file!))).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder, 'photos'))).mode & 0o777).toBe(0o700);
      await visitor.listen();
      const seen = await visitor.get(visitor.entries[0]!.photo!);
      expect(seen.headers.get('content-type')).toBe('image/png');
      expect(Buffer.from(await seen.arrayBuffer()).equals(PNG)).toBe(true);
      expect((await new Visitor(place.url).get(visitor.entries[0]!.photo!)).status).toBe(404);
    });

    it('are gone when the conversation is forgotten', async () => {
      await photo(PNG);
      await visitor.post('/chat/forget', '');
      expect(await readdir(join(folder, 'photos'))).toEqual([]);
    });

    it('stay when the conversation is forgotten as long as a record holds on to them', async () => {
      await photo(PNG);
      const [ref] = await readdir(join(folder, 'photos'));
      const file = { account: 'webchat', ref: ref! };
      await place.store.transact('huimin', tx => claimFile(tx, file, 'proposals/HQ-2026-0042'));
      await visitor.post('/chat/forget', '');
      expect(await readdir(join(folder, 'photos'))).toEqual([ref]);
      expect(await place.store.read('huimin', tx => tx.get(keptFiles, `webchat/${ref}`))).toMatchObject({
        by: ['proposals/HQ-2026-0042'],
      });
    });

    it('are let go of with the message that falls out of a long conversation', async () => {
      await photo(PNG);
      const [ref] = await readdir(join(folder, 'photos'));
      const free = () => place.store.read('huimin', tx => freeFiles(tx, 'webchat', 9));
      await visitor.listen();
      for (let n = 1; n < KEPT; n += 1) await place.send(visitor.id, { text: `第 ${n} 条` });
      expect(await free()).toEqual([]);
      await place.send(visitor.id, { text: '再一条' });
      expect((await free()).map(one => one.ref)).toEqual([ref]);
    });

    it('are taken only so fast from one address, since each is large and stays', async () => {
      const strict = await site({
        door: heard,
        photos: photoFolder(folder, Buffer.alloc(32, 7)),
        perMinute: 240,
      });
      const hurried = new Visitor(strict.url);
      const statuses: number[] = [];
      for (let i = 0; i < 22; i += 1) {
        const path = `/chat/photos?post=${crypto.randomUUID()}&locale=zh-Hans`;
        statuses.push((await hurried.post(path, new Uint8Array(PNG))).status);
      }
      await strict.close();
      expect([statuses.indexOf(429) >= 20, statuses.at(-1)]).toEqual([true, 429]);
    });

    it('are kept once, however often they are posted', async () => {
      const post = crypto.randomUUID();
      await photo(PNG, post);
      await photo(PNG, post);
      expect(await readdir(join(folder, 'photos'))).toHaveLength(1);
    });

    it.each([
      ['a page that calls itself a picture', Buffer.from('<html><script>alert(1)</script>'), 415],
      ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 415],
      ['nothing', Buffer.alloc(0), 415],
      ['more than 5 MB', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]), 413],
    ])('are not %s', async (_, bytes, status) => {
      expect((await photo(bytes)).status).toBe(status);
      expect(heard.messages.all).toEqual([]);
    });
  });
});
