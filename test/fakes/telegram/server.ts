import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { FakeChat, type User } from './chat.js';
import { type Fault, Faults } from './faults.js';
import { readBody, readParams } from './form.js';
import { FakeGroup } from './group.js';
import { Gate, type Limits, REAL_LIMITS } from './limits.js';
import { type Desk, METHODS } from './methods.js';
import { FakeUser, type Service } from './people.js';
import { badRequest, Refusal } from './refusal.js';
import { Updates } from './updates.js';

export interface FakeTelegramOptions {
  /** Default `100200300:a-token-for-tests`. */
  readonly token?: string;
  /** The bot's username; default `linli_bot`. */
  readonly username?: string;
  /** 'real' refuses what comes faster than Telegram takes it. Default 'none'. */
  readonly limits?: 'real' | 'none' | Limits;
  /** Every answer comes so many ms late. Can be changed later. */
  readonly latency?: number;
  /** Default: any free port. */
  readonly port?: number;
}

const JSON_HEAD = { 'content-type': 'application/json' };

/** A Bot API on loopback, over real HTTP. See test/fakes/telegram/README.md. */
export class FakeTelegram {
  readonly token: string;
  readonly bot: User;
  readonly faults = new Faults();
  readonly updates = new Updates();
  /** Callback queries by id, and whether (and with what) they were answered. */
  readonly callbacks = new Map<string, { answered: boolean; text?: string }>();
  /** The command menu by language code; '' is everybody's. */
  readonly commands = new Map<string, readonly { command: string; description: string }[]>();
  /** How often each method was called. */
  readonly calls = new Map<string, number>();
  /** Told of each call as it arrives, before anything is done about it. */
  onCall: (method: string) => void = () => {};
  readonly chats = new Map<number, FakeChat>();
  readonly gate: Gate | null;
  latency: number;
  /** What getWebhookInfo says besides: `{ last_error_message, last_error_date }`. */
  webhookInfo: Readonly<Record<string, unknown>> = {};
  /** What time it is there, ms, as its answers say; default: the machine's. */
  now: (() => number) | null = null;
  /** The address to hand to a bot as its API root. */
  url = '';

  readonly #files = new Map<string, { path: string; bytes: Buffer }>();
  #server: http.Server | null = null;
  #port: number;
  #nextUser = 71001;
  #nextGroup = 1001;
  readonly #service: Service;
  readonly #desk: Desk;

  constructor(options: FakeTelegramOptions) {
    this.token = options.token ?? '100200300:a-token-for-tests';
    this.latency = options.latency ?? 0;
    this.#port = options.port ?? 0;
    const id = Number(this.token.split(':')[0]);
    this.bot = { id, is_bot: true, first_name: '小惠', username: options.username ?? 'linli_bot' };
    const limits = options.limits ?? 'none';
    this.gate = limits === 'none' ? null : new Gate(limits === 'real' ? REAL_LIMITS : limits);
    this.#service = {
      bot: this.bot,
      push: (kind, chat, content) => this.updates.push(kind, chat.id, content),
      storeFile: (bytes, name) => this.#store(bytes, name),
      askCallback: () => {
        const callback = `cb${this.callbacks.size + 1}`;
        this.callbacks.set(callback, { answered: false });
        return callback;
      },
    };
    this.#desk = {
      bot: this.bot,
      chats: this.chats,
      gate: this.gate,
      callbacks: this.callbacks,
      commands: this.commands,
      files: this.#files,
      now: () => Date.now(),
    };
    this.updates.onWebhookReply = (method, values) => {
      try {
        this.#run(method, { values, uploads: {} });
      } catch {
        // Telegram tells nobody about a method in a webhook's answer that failed.
      }
    };
  }

  /** A person who has not written yet: the bot cannot write first. */
  user(how: { id?: number; name?: string; locale?: string; username?: string } = {}): FakeUser {
    const id = how.id ?? this.#nextUser++;
    const [first_name = 'Somebody', ...rest] = (how.name ?? `Person ${id}`).split(' ');
    const user: User = {
      id,
      is_bot: false,
      first_name,
      ...(rest.length > 0 && { last_name: rest.join(' ') }),
      ...(how.username !== undefined && { username: how.username }),
      ...(how.locale !== undefined && { language_code: how.locale }),
    };
    const chat = new FakeChat(id, 'private', first_name);
    chat.access = 'not-started';
    this.chats.set(id, chat);
    return new FakeUser(this.#service, user, chat);
  }

  /** A group (or a channel) that the bot is in. */
  group(how: { id?: number; title?: string; type?: 'group' | 'supergroup' | 'channel' } = {}): FakeGroup {
    const type = how.type ?? 'supergroup';
    const id = how.id ?? (type === 'group' ? -this.#nextGroup++ : -(1_000_000_000_000 + this.#nextGroup++));
    const group = new FakeGroup(this.#service, id, type, how.title ?? '惠民苑3号楼邻里群');
    this.chats.set(id, group);
    return group;
  }

  /** Something goes wrong with the next call that fits. The function that it gives calls it off. */
  fails(where: Parameters<Faults['plan']>[0], how: Fault): () => void {
    return this.faults.plan(where, how);
  }

  /** Nobody listens any more: connections are refused. Resolves when clients here have seen theirs closed. */
  async goesDown(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    for (let turn = 0; turn < 3; turn++) await nextTurn();
  }

  /** Listens again, on the same port as before. */
  async comesUp(): Promise<void> {
    const server = http.createServer((req, res) => {
      this.#handle(req, res).catch(error => this.#refuse(res, error));
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.#port}`;
  }

  async close(): Promise<void> {
    this.updates.close();
    await this.goesDown();
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (this.now) res.setHeader('date', new Date(this.now()).toUTCString());
    const [path = '', query = ''] = (req.url ?? '').split('?');
    const [, first = '', ...rest] = path.split('/');
    if (first === 'file') return this.#download(res, rest);
    if (first !== `bot${this.token}`) throw new Refusal(401, 'Unauthorized');
    const method = rest[0] ?? '';
    const body = await readBody(req);
    const params = readParams(req.headers['content-type'] ?? '', body, query);
    this.calls.set(method, (this.calls.get(method) ?? 0) + 1);
    this.onCall(method);

    const fault = this.faults.take(method, params.values.chat_id);
    const wait = this.latency + (fault && 'delay' in fault ? fault.delay : 0);
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
    if (fault && 'drop' in fault && fault.drop === 'before') return void req.socket.destroy();
    if (fault && 'status' in fault)
      throw new Refusal(fault.status, fault.description ?? 'a planned fault', fault.parameters);
    if (method === 'getUpdates') return this.updates.poll(res, params.values);

    const result = this.#run(method, params);
    if (fault && 'drop' in fault) return void req.socket.destroy();
    if (fault && 'hang' in fault) return;
    const text = `{"ok":true,"result":${JSON.stringify(result)}}`;
    res.writeHead(200, { ...JSON_HEAD, 'content-length': Buffer.byteLength(text) }).end(text);
  }

  #run(name: string, params: Parameters<(typeof METHODS)[string]>[1]): unknown {
    if (name === 'setWebhook' || name === 'deleteWebhook') {
      const url = name === 'setWebhook' ? String(params.values.url ?? '') : '';
      if (url !== '' && !URL.canParse(url)) throw badRequest('bad webhook: invalid URL');
      this.updates.setWebhook({ ...params.values, url });
      return true;
    }
    if (name === 'getWebhookInfo')
      return {
        url: this.updates.webhookUrl,
        pending_update_count: this.updates.unconfirmed,
        ...this.webhookInfo,
      };
    const method = METHODS[name];
    if (!method) throw new Refusal(404, 'Not Found');
    return method(this.#desk, params);
  }

  #download(res: ServerResponse, rest: readonly string[]): void {
    const [bot, ...path] = rest;
    if (bot !== `bot${this.token}`) throw new Refusal(401, 'Unauthorized');
    const wanted = path.map(decodeURIComponent).join('/');
    const file = [...this.#files.values()].find(known => known.path === wanted);
    if (!file) throw new Refusal(404, 'Not Found');
    res.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': file.bytes.length });
    res.end(file.bytes);
  }

  #store(bytes: Buffer, name: string) {
    const file_id = `file${this.#files.size + 1}`;
    this.#files.set(file_id, { path: `stored/${file_id}/${name}`, bytes });
    return { file_id, file_unique_id: file_id, file_size: bytes.length };
  }

  #refuse(res: ServerResponse, error: unknown): void {
    const refusal = error instanceof Refusal ? error : new Refusal(500, `the fake broke: ${String(error)}`);
    if (!res.headersSent) res.writeHead(refusal.code, JSON_HEAD).end(refusal.body);
  }
}

/** Starts a Bot API of its own on loopback. Close it when done. */
export async function fakeTelegram(options: FakeTelegramOptions = {}): Promise<FakeTelegram> {
  const fake = new FakeTelegram(options);
  await fake.comesUp();
  return fake;
}
