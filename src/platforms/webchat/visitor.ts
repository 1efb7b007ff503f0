import { createHash, randomBytes } from 'node:crypto';
import type { Tx } from '../../desk/platform.js';
import type { RouteRequest } from '../../desk/route.js';

/** How a chat page knows who is there. */
export interface Visitors {
  /** The person's and chat's id; null when the request shows no sign of who it is. */
  chatOf(request: RouteRequest): string | null;
  /** Somebody opens the page, in `locale`: the Set-Cookie by which they are known, and the language they get. */
  welcome(request: RouteRequest, locale: string): Promise<{ cookie: string; locale: string }>;
  /** In the transaction in which all that was said in a chat is forgotten. */
  forgotten(tx: Tx, chat: string): Promise<void>;
  /** The Set-Cookie by which whoever had that done is known from now on. */
  afresh(request: RouteRequest): string;
}

const COOKIE = 'linli_visitor';
/** Half a year, in seconds; renewed whenever the page is opened. */
const AGE = 180 * 86_400;

/** Whoever comes: known by the secret that their browser holds, and a new one once they have cleared the chat. */
export function anybody(account: string, base: string): Visitors {
  return {
    chatOf: request => {
      const secret = visitorSecret(request);
      return secret === null ? null : personId(account, secret);
    },
    welcome: async (request, locale) => ({
      cookie: visitorCookie(visitorSecret(request) ?? newSecret(), base, request.secure),
      locale,
    }),
    forgotten: async () => undefined,
    afresh: request => visitorCookie(newSecret(), base, request.secure),
  };
}

/** The secret that a browser holds: whoever has it, is this visitor. Null when it brought none. */
function visitorSecret(request: RouteRequest): string | null {
  const secret = request.cookies[COOKIE];
  return secret !== undefined && /^[0-9a-f]{32}$/.test(secret) ? secret : null;
}

/** A new secret, 128 bits of real chance: the handed-in one can be repeated from a seed, and so be guessed. */
export function newSecret(): string {
  return randomBytes(16).toString('hex');
}

/** The person's and chat's id: nobody who sees it, in the store or on a page, can come as this visitor. */
function personId(account: string, secret: string): string {
  return createHash('sha256').update(`${account} ${secret}`).digest('hex').slice(0, 32);
}

/** The Set-Cookie that keeps `secret`; out of reach of scripts, and not sent along from other sites' forms. */
function visitorCookie(secret: string, path: string, secure: boolean): string {
  return `${COOKIE}=${secret}; Path=${path}; Max-Age=${AGE}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
