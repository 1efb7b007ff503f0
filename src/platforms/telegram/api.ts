import http from 'node:http';
import https from 'node:https';
import { type Form, multipart } from './multipart.js';

/** Why a call brought no result. */
export class ApiFailure extends Error {
  /** Never got there; got there, perhaps, but no answer came; answered with a refusal. */
  readonly kind: 'unreached' | 'unanswered' | 'refused';
  /** The refusal's code (HTTP's, where the answer was not Telegram's own). */
  readonly code: number;
  readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };

  constructor(
    kind: ApiFailure['kind'],
    description: string,
    refusal: { code?: number; parameters?: ApiFailure['parameters'] } = {},
  ) {
    super(description);
    this.name = 'ApiFailure';
    this.kind = kind;
    this.code = refusal.code ?? 0;
    this.parameters = refusal.parameters ?? {};
  }
}

interface Answer {
  readonly ok?: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: ApiFailure['parameters'];
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
}

/**
 * A client of the Bot API for what is called once a message: connections are kept, and a failure says whether the
 * request can have arrived (a send costs less than half of the CPU that it does through telegraf's client). Its
 * errors never show the address, since the token is in it.
 */
export class BotApi {
  readonly #root: URL;
  readonly #token: string;
  readonly #timeout: number;
  readonly #secure: boolean;
  readonly #agent: http.Agent;

  constructor(options: { token: string; apiRoot: string; timeout: number }) {
    this.#root = new URL(options.apiRoot);
    this.#token = options.token;
    this.#timeout = options.timeout;
    this.#secure = this.#root.protocol === 'https:';
    // An idle connection is let go before a proxy would cut it in the middle of our next request.
    const kept = { keepAlive: true, maxSockets: 256, scheduling: 'lifo' as const, timeout: 25_000 };
    this.#agent = this.#secure ? new https.Agent(kept) : new http.Agent(kept);
  }

  /** Calls a method and gives its result. Throws an ApiFailure. `timeout` in ms. */
  async call<T>(method: string, values: object | Form, timeout = this.#timeout): Promise<T> {
    // A text leaves together with the head in one write; bytes would be a second one.
    const { type, body } =
      'upload' in values
        ? multipart(values as Form)
        : { type: 'application/json', body: JSON.stringify(values) };
    const path = `/bot${this.#token}/${method}`;
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    const reply = await this.#exchange('POST', path, headers, body, timeout);
    const answer = readAnswer(reply);
    if (answer?.ok === true) return answer.result as T;
    if (!answer && reply.status < 300) throw new ApiFailure('unanswered', 'the answer makes no sense');
    throw new ApiFailure('refused', answer?.description ?? `HTTP status ${reply.status}`, {
      code: answer?.error_code ?? reply.status,
      ...(answer?.parameters && { parameters: answer.parameters }),
    });
  }

  /** Fetches a file by the path that getFile gave, up to `limit` bytes. */
  async download(path: string, limit: number): Promise<{ bytes: Buffer; type: string }> {
    const address = `/file/bot${this.#token}/${path.split('/').map(encodeURIComponent).join('/')}`;
    const { status, type, body } = await this.#exchange('GET', address, {}, undefined, this.#timeout, limit);
    if (status !== 200)
      throw new ApiFailure('refused', `the file came with status ${status}`, { code: status });
    return { bytes: body, type };
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(
    verb: string,
    path: string,
    headers: http.OutgoingHttpHeaders,
    body: Buffer | string | undefined,
    timeout: number,
    limit = 20_000_000,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      let connected = false;
      const fail = (why: string) => {
        clearTimeout(timer);
        reject(new ApiFailure(connected ? 'unanswered' : 'unreached', why));
      };
      const req = (this.#secure ? https : http).request({
        method: verb,
        protocol: this.#root.protocol,
        hostname: this.#root.hostname,
        port: this.#root.port,
        path: `${this.#root.pathname.replace(/\/$/, '')}${path}`,
        headers,
        agent: this.#agent,
      });
      const timer = setTimeout(() => {
        fail(`no answer within ${timeout} ms`);
        req.destroy();
      }, timeout);
      req.on('socket', socket => {
        if (req.reusedSocket || !socket.connecting) connected = true;
        else
          socket.once(this.#secure ? 'secureConnect' : 'connect', () => {
            connected = true;
          });
      });
      req.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'the connection broke'));
      req.on('response', res => {
        const chunks: Buffer[] = [];
        let length = 0;
        res.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length <= limit) return;
          fail(`the answer is larger than ${limit} bytes`);
          req.destroy();
        });
        res.on('error', (error: NodeJS.ErrnoException) => fail(error.code ?? 'the answer broke off'));
        res.on('end', () => {
          clearTimeout(timer);
          const [type = ''] = (res.headers['content-type'] ?? '').split(';');
          resolve({
            status: res.statusCode ?? 0,
            type,
            body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks),
          });
        });
      });
      req.end(body);
    });
  }
}

/** The Bot API's own answer, or null when somebody in between answered. */
function readAnswer(reply: Reply): Answer | null {
  try {
    const answer: unknown = JSON.parse(reply.body.toString('utf8'));
    return typeof answer === 'object' && answer !== null && 'ok' in answer ? (answer as Answer) : null;
  } catch {
    return null;
  }
}
