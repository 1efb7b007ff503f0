import { createHash, randomBytes } from 'node:crypto';
import type { RouteRequest } from '../../desk/route.js';

const COOKIE = 'linli_visitor';
/** Half a year, in seconds; renewed whenever the page is opened. */
const AGE = 180 * 86_400;

/** The secret that a browser holds: whoever has it, is this visitor. Null when it brought none. */
export function visitorSecret(request: RouteRequest): string | null {
  const secret = request.cookies[COOKIE];
  return secret !== undefined && /^[0-9a-f]{32}$/.test(secret) ? secret : null;
}

/** A new secret, 128 bits of real chance: the handed-in one can be repeated from a seed, and so be guessed. */
export function newSecret(): string {
  return randomBytes(16).toString('hex');
}

/** The person's and chat's id: nobody who sees it, in the store or on a page, can come as this visitor. */
export function personId(account: string, secret: string): string {
  return createHash('sha256').update(`${account} ${secret}`).digest('hex').slice(0, 32);
}

/** The Set-Cookie that keeps `secret`; out of reach of scripts, and not sent along from other sites' forms. */
export function visitorCookie(secret: string, path: string, secure: boolean): string {
  return `${COOKIE}=${secret}; Path=${path}; Max-Age=${AGE}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
