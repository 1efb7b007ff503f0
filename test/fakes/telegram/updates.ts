import http, { type ServerResponse } from 'node:http';
import https from 'node:https';
import { Refusal } from './refusal.js';

interface Pending {
  readonly id: number;
  readonly chat: number;
  readonly json: string;
  delivering: boolean;
}

interface Webhook {
  readonly url: string;
  readonly secret: string;
  readonly connections: number;
}

/**
 * The updates that the bot has not confirmed. Confirmed is what lies below an offset that it asked for, or what
 * its webhook answered with 200.
 */
export class Updates {
  #pending: Pending[] = [];
  #nextId = 100_000_001;
  #allowed: ReadonlySet<string> | null = null;
  #waiting: { res: ServerResponse; limit: number; timer: NodeJS.Timeout } | null = null;
  #flushing = false;
  #webhook: Webhook | null = null;
  #delivering = 0;
  readonly #agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  #idle: (() => void)[] = [];
  #closed = false;
  /** How long a webhook that did not answer 200 is left alone, ms (Telegram's own grows to minutes). */
  retryAfter = 50;
  /** Called with what a webhook answered, when that is a method to run. */
  onWebhookReply: (method: string, values: Record<string, unknown>) => void = () => {};
  #last: { chat: number; json: string; id: number } | null = null;

  get unconfirmed(): number {
    return this.#pending.length;
  }

  get webhookUrl(): string {
    return this.#webhook?.url ?? '';
  }

  /** Resolves when nothing is left unconfirmed. */
  confirmed(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    return new Promise(resolve => this.#idle.push(resolve));
  }

  /** Adds an update of this kind; kinds that the bot did not ask for are dropped. Gives its id. */
  push(kind: string, chat: number, content: object): number {
    const id = this.#nextId++;
    if (this.#allowed && !this.#allowed.has(kind)) return id;
    this.#last = { id, chat, json: JSON.stringify({ update_id: id, [kind]: content }) };
    this.#pending.push({ ...this.#last, delivering: false });
    this.#wake();
    return id;
  }

  /** Puts the last update in once more under its old id, as when its confirmation was lost. */
  again(): void {
    if (!this.#last) throw new Error('there has been no update yet');
    this.#pending.push({ ...this.#last, delivering: false });
    this.#wake();
  }

  /** getUpdates. Answers `res` now or later. */
  poll(res: ServerResponse, values: Readonly<Record<string, unknown>>): void {
    if (this.#webhook)
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    this.#dismiss(
      new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    this.#allow(values.allowed_updates);
    const offset = Number(values.offset ?? 0);
    if (offset > 0) this.#confirm(update => update.id < offset);
    const limit = Math.min(100, Number(values.limit ?? 100));
    const timeout = Number(values.timeout ?? 0) * 1000;
    if (this.#pending.length > 0 || timeout === 0) {
      this.#answer(res, limit);
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting = null;
      this.#answer(res, limit);
    }, timeout);
    this.#waiting = { res, limit, timer };
    res.on('close', () => {
      if (this.#waiting?.res !== res) return;
      clearTimeout(timer);
      this.#waiting = null;
    });
  }

  setWebhook(values: Readonly<Record<string, unknown>>): void {
    this.#dismiss(new Refusal(409, 'Conflict: terminated by setWebhook request'));
    this.#allow(values.allowed_updates);
    const url = String(values.url ?? '');
    const connections = Number(values.max_connections ?? 40);
    this.#webhook = url === '' ? null : { url, secret: String(values.secret_token ?? ''), connections };
    if (values.drop_pending_updates === true) this.#confirm(() => true);
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    if (this.#waiting) clearTimeout(this.#waiting.timer);
    this.#waiting = null;
    this.#webhook = null;
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }

  #allow(kinds: unknown): void {
    if (Array.isArray(kinds)) this.#allowed = kinds.length > 0 ? new Set(kinds.map(String)) : null;
  }

  #confirm(done: (update: Pending) => boolean): void {
    this.#pending = this.#pending.filter(update => !done(update));
    if (this.#pending.length > 0) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
  }

  #dismiss(refusal: Refusal): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    clearTimeout(waiting.timer);
    this.#waiting = null;
    waiting.res.writeHead(refusal.code, { 'content-type': 'application/json' }).end(refusal.body);
  }

  #answer(res: ServerResponse, limit: number): void {
    const updates = this.#pending.slice(0, limit).map(update => update.json);
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(`{"ok":true,"result":[${updates.join(',')}]}`);
  }

  /** What is pushed in one turn of the event loop leaves in one answer. */
  #wake(): void {
    if (this.#flushing || this.#closed) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      if (this.#webhook) this.#deliver(this.#webhook);
      const waiting = this.#waiting;
      if (!waiting || this.#pending.length === 0) return;
      clearTimeout(waiting.timer);
      this.#waiting = null;
      this.#answer(waiting.res, waiting.limit);
    });
  }

  /** Telegram calls a webhook for many chats at once, and for one chat in order. */
  #deliver(webhook: Webhook): void {
    const busy = new Set<number>();
    for (const update of this.#pending) {
      if (this.#delivering >= webhook.connections) return;
      if (!busy.has(update.chat) && !update.delivering) {
        update.delivering = true;
        this.#delivering++;
        this.#call(webhook, update, ok => {
          this.#delivering--;
          update.delivering = false;
          if (ok) this.#confirm(other => other === update);
          if (ok) this.#wake();
          else setTimeout(() => this.#wake(), this.retryAfter).unref();
        });
      }
      busy.add(update.chat);
    }
  }

  #call(webhook: Webhook, update: Pending, done: (ok: boolean) => void): void {
    const secure = webhook.url.startsWith('https:');
    const req = (secure ? https : http).request(
      webhook.url,
      {
        method: 'POST',
        agent: secure ? this.#agents.https : this.#agents.http,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(update.json),
          ...(webhook.secret && { 'x-telegram-bot-api-secret-token': webhook.secret }),
        },
      },
      res => {
        let body = '';
        res.setEncoding('utf8');
        res.on('data', (chunk: string) => {
          body += chunk;
        });
        res.on('end', () => {
          done(res.statusCode === 200);
          if (body.startsWith('{')) {
            const { method, ...values } = JSON.parse(body) as Record<string, unknown>;
            if (typeof method === 'string') this.onWebhookReply(method, values);
          }
        });
      },
    );
    req.on('error', () => done(false));
    req.end(update.json);
  }
}
