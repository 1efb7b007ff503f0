import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SendOutcome } from '../../src/desk/platform.js';
import type { Route } from '../../src/desk/route.js';
import { Telegram, type TelegramOptions } from '../../src/platforms/telegram.js';
import { nguyenVanAn, xiaoChen } from '../cast.js';
import { SeededChance } from '../clock.js';
import {
  buttonsOf,
  type FakeChat,
  type FakeGroup,
  type FakeTelegram,
  fakeTelegram,
} from '../fakes/telegram/index.js';
import type { Act, Bench, Where } from './contract.js';

export const systemClock = {
  now: () => Date.now(),
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

/** A log that keeps what was logged. */
export function keptLog() {
  const lines: string[] = [];
  const write = (event: string, facts?: object) => void lines.push(`${event} ${JSON.stringify(facts ?? {})}`);
  return { lines, log: { info: write, warn: write, error: write } };
}

/** Mounts routes on a loopback server: the least that a web server of ours does for a webhook. */
export async function mount(routes: () => readonly Route[]): Promise<{ server: Server; url: string }> {
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const route = routes().find(known => known.path === req.url && known.method === req.method);
      if (!route) return void res.writeHead(404).end();
      route
        .handle({
          params: {},
          query: new URLSearchParams(),
          headers: req.headers,
          cookies: {},
          body: Buffer.concat(chunks),
          address: '127.0.0.1',
          secure: false,
          host: 'localhost',
          signal: AbortSignal.timeout(60_000),
        })
        .then(reply => res.writeHead(reply.status ?? 200).end())
        .catch(() => res.writeHead(500).end());
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A platform over a fake Bot API, ready to be started. */
export async function telegramOver(
  api: FakeTelegram,
  mode: 'polling' | 'webhook',
  more: Partial<TelegramOptions> = {},
) {
  const routes: Route[] = [];
  const web = mode === 'webhook' ? await mount(() => routes) : null;
  const { lines, log } = keptLog();
  const platform = new Telegram(
    {
      account: 'telegram',
      token: api.token,
      apiRoot: api.url,
      pollSeconds: 30,
      retry: { first: 20, most: 200 },
      sendTimeout: 1_000,
      ...(web && { webhook: { url: web.url } }),
      ...more,
    },
    { clock: systemClock, chance: new SeededChance(7), log },
  );
  routes.push(...platform.routes);
  const tearDown = async () => {
    await platform.stop();
    await api.close();
    web?.server.closeAllConnections();
    web?.server.close();
  };
  return { platform, lines, tearDown, webUrl: web?.url ?? '' };
}

/** The bench of the platform contract: two residents, their direct chats, and a group with both. */
export async function telegramBench(mode: 'polling' | 'webhook'): Promise<Bench> {
  const api = await fakeTelegram();
  const { platform, tearDown } = await telegramOver(api, mode);
  const people = [nguyenVanAn, xiaoChen].map(actor =>
    api.user({ id: Number(actor.on.telegram), name: actor.name, locale: 'vi' }),
  );
  const [an, chen] = people as [(typeof people)[0], (typeof people)[0]];
  an.chat.access = 'open';
  const group = api.group();
  const chats: Record<Where, FakeChat> = { direct: an.chat, group };
  const seats = {
    direct: [an, chen],
    group: [an.in(group), chen.in(group)],
  } as const;
  let heal = () => {};

  return {
    platform,
    chats: { direct: String(an.chat.id), group: String(group.id) },
    people: [String(an.user.id), String(chen.user.id)],
    async act(where, act, person = 0) {
      const seat = seats[where][person];
      if (act.kind === 'left') an.blocks();
      else if (act.kind === 'migrated') group.migrates(api.group(), an.user);
      else perform(seat, act, where);
    },
    async shown(where, atLeast) {
      await chats[where].until(() => (chats[where].sent.length >= atLeast ? true : undefined));
      return chats[where].sent.map(message => ({
        messageId: String(message.id),
        text: message.text,
        buttons: buttonsOf(message).map(b => ({
          label: b.text,
          ...(b.callback_data !== undefined && { token: b.callback_data }),
          ...(b.url !== undefined && { url: b.url }),
        })),
        files: message.file ? [{ name: message.file.name, bytes: message.file.bytes }] : [],
      }));
    },
    async edited(where, index) {
      await chats[where].until(() => (chats[where].sent[index]?.edits ? true : undefined));
    },
    async fail(kind) {
      heal = await fail(api, an.chat, group, kind);
    },
    heal: () => heal(),
    confirmed: () => api.updates.confirmed(),
    unconfirmed: () => api.updates.unconfirmed,
    // A poller that runs on never gets an update again whose confirmation it has sent.
    ...(mode === 'webhook' && { again: async () => api.updates.again() }),
    tearDown,
  };
}

type Seats = ReturnType<FakeTelegram['user']>;

function perform(seat: Omit<Seats, 'in' | 'blocks' | 'unblocks'>, act: Act, where: Where): void {
  const mention = where === 'group' && act.kind === 'text' && act.addressed === true;
  if (act.kind === 'text') mention ? seat.mentions(act.text) : seat.says(act.text);
  if (act.kind === 'edit') seat.edits(act.text);
  if (act.kind === 'press') seat.presses(act.label);
  if (act.kind === 'command') seat.says(act.text);
  if (act.kind === 'location') seat.sendsLocation(act.latitude, act.longitude);
  if (act.kind === 'contact') seat.sendsContact(act.phone, act.own);
  if (act.kind === 'sticker') seat.sendsSticker();
  if (act.kind !== 'media') return;
  if (act.of === 'photo') seat.sendsPhoto(Buffer.from('jpeg'), act.caption);
  if (act.of === 'voice') seat.sendsVoice();
  if (act.of === 'video') seat.sendsVideo();
  if (act.of === 'file') seat.sendsDocument('合同.pdf', Buffer.from('pdf'));
}

async function fail(
  api: FakeTelegram,
  direct: FakeChat,
  group: FakeGroup,
  kind: SendOutcome['kind'],
): Promise<() => Promise<void> | void> {
  if (kind === 'slow-down') api.fails({}, { status: 429, parameters: { retry_after: 3 } });
  if (kind === 'rejected') api.fails({}, { status: 400, description: 'Bad Request: message is odd' });
  if (kind === 'unknown') api.fails({}, { drop: 'after' });
  if (kind === 'gone') direct.access = 'blocked';
  if (kind === 'moved') group.migratedTo = -1_000_000_009_999;
  if (kind !== 'not-sent') return () => {};
  await api.goesDown();
  return () => api.comesUp();
}
