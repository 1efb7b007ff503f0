import { createHash, randomUUID } from 'node:crypto';
import { Events } from './heard.js';

/** What the page knows of a message. */
export interface Entry {
  readonly number: number;
  readonly from: 'visitor' | 'reply' | 'reminder' | 'news' | 'broadcast';
  readonly text: string;
  readonly locale: string;
  readonly post?: string;
  readonly choices?: readonly { token: string; label: string }[];
  readonly controls?: readonly { token: string; label: string }[];
  readonly files?: readonly { name: string; mime: string; url: string }[];
  readonly settles?: { messageId: string; label: string };
  readonly press?: { token: string; messageId?: string };
  readonly photo?: string;
  readonly changes?: number;
  readonly gone?: true;
}

/** A visitor of the web chat without a browser: the same requests that the page makes. */
export class Visitor {
  readonly url: string;
  /** Every event that came, in order. */
  readonly events = new Events<{ readonly name: string; readonly id?: string; readonly entry?: Entry }>();
  cookie: string;
  private readonly leaving = new AbortController();

  constructor(url: string, secret = randomUUID().replaceAll('-', '')) {
    this.url = url;
    this.cookie = `linli_visitor=${secret}`;
  }

  /** The id by which the desk knows the visitor. */
  get id(): string {
    const secret = this.cookie.slice(this.cookie.indexOf('=') + 1);
    return createHash('sha256').update(`webchat ${secret}`).digest('hex').slice(0, 32);
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: { cookie: this.cookie, ...headers }, redirect: 'manual' });
  }

  async post(
    path: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      body,
      headers: { cookie: this.cookie, ...headers },
    });
  }

  /** Posts something said; `post` is its id, so that the same can be posted again. */
  async say(what: Readonly<Record<string, unknown>>, post: string = randomUUID()): Promise<Response> {
    return this.post('/chat/messages', JSON.stringify({ post, locale: 'zh-Hans', ...what }));
  }

  /** Opens the stream and reads it until `leave`. Resolves once everything up to now has come. */
  async listen(headers: Record<string, string> = {}): Promise<void> {
    const ready = this.events.all.length;
    const response = await fetch(`${this.url}/chat/events`, {
      headers: { cookie: this.cookie, ...headers },
      signal: this.leaving.signal,
    });
    if (!response.ok || response.body === null) throw new Error(`the stream answered ${response.status}`);
    void this.read(response.body).catch(() => this.events.push({ name: 'lost' }));
    await this.events.next(({ name }) => name === 'ready', 'the stream to be ready', ready);
  }

  leave(): void {
    this.leaving.abort();
  }

  get entries(): Entry[] {
    return this.events.all.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
  }

  /** The entries, once there are so many of the desk's. */
  async told(count: number): Promise<Entry[]> {
    const told = () => this.entries.filter(({ from }) => from !== 'visitor');
    await this.events.next(() => told().length >= count, `${count} messages from the desk`);
    return told();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const piece of body) {
      const blocks = (rest + decoder.decode(piece, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
    this.events.push({ name: 'ended' });
  }

  private take(block: string): void {
    const fields = Object.fromEntries(
      block.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    const name = fields.event ?? 'message';
    const id = fields.id === undefined ? {} : { id: fields.id };
    this.events.push({
      name,
      ...id,
      ...(name === 'entry' ? { entry: JSON.parse(fields.data ?? '{}') as Entry } : {}),
    });
  }
}
