import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Update } from 'telegraf/types';
import type { Route, RouteReply, RouteRequest } from '../../desk/route.js';

const BODY_LIMIT = 1_000_000;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export interface WebhookTools {
  readonly token: string;
  readonly secret: string | undefined;
  /** False while nothing can be taken in: Telegram then keeps it and comes again. */
  readonly open: () => boolean;
  /** Resolves once the update is durable. */
  readonly feed: (update: Update) => Promise<void>;
}

/** Where Telegram delivers updates: a path that nobody can guess, and a secret that must come along. */
export class Webhook {
  readonly path: string;
  readonly secret: string;
  readonly #tools: WebhookTools;

  constructor(tools: WebhookTools) {
    this.#tools = tools;
    const derived = (what: string) => createHmac('sha256', tools.token).update(what).digest('base64url');
    this.path = `/telegram/${derived('webhook path')}`;
    this.secret = tools.secret ?? derived('webhook secret');
  }

  get route(): Route {
    return {
      method: 'POST',
      path: this.path,
      shownAs: '/telegram/:secret',
      bodyLimit: BODY_LIMIT,
      handle: request => this.handle(request),
    };
  }

  /** 200 once the update is durable: whatever else we answer, Telegram delivers it again. */
  async handle(request: Pick<RouteRequest, 'headers' | 'body'>): Promise<RouteReply> {
    if (!this.#knows(request.headers[SECRET_HEADER])) return { status: 403 };
    if (!this.#tools.open()) return { status: 503 };
    const update = readUpdateFrom(request.body);
    if (!update) return { status: 400 };
    try {
      await this.#tools.feed(update);
      return { status: 200 };
    } catch {
      // The door has logged why; all that Telegram must know is to come again.
      return { status: 500 };
    }
  }

  /** Compared by digest, so that the time it takes tells nothing, not even the length. */
  #knows(given: unknown): boolean {
    const digest = (text: string) => createHash('sha256').update(text).digest();
    return typeof given === 'string' && timingSafeEqual(digest(given), digest(this.secret));
  }
}

function readUpdateFrom(body: Buffer): Update | null {
  try {
    const update: unknown = JSON.parse(body.toString('utf8'));
    const known = typeof update === 'object' && update !== null && 'update_id' in update;
    return known ? (update as Update) : null;
  } catch {
    return null;
  }
}
