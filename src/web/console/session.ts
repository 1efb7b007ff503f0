import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RouteRequest } from '../../desk/route.js';

/** How long a sign-in lasts, ms. */
export const SESSION = 12 * 3_600_000;
const NAME = 'linli_staff';

/** Whether `typed` is the staff key, taking the same time whatever was typed. */
export function isStaffKey(typed: string, key: string): boolean {
  return same(typed.trim(), key);
}

/** The cookie of a sign-in that ends at `until` (ms). The key signs it, so that a new key ends every sign-in. */
export function staffCookie(key: string, until: number, secure: boolean): string {
  const age = Math.round(SESSION / 1000);
  return cookie(`${until}.${sign(key, until)}`, age, secure);
}

/** Takes the sign-in back. */
export function noStaffCookie(secure: boolean): string {
  return cookie('', 0, secure);
}

/** Whether this request comes with a sign-in that still holds. */
export function signedIn(request: RouteRequest, key: string, now: number): boolean {
  const [until = '', signature = ''] = (request.cookies[NAME] ?? '').split('.');
  if (!/^\d{1,16}$/.test(until) || Number(until) <= now) return false;
  return same(signature, sign(key, Number(until)));
}

function cookie(value: string, age: number, secure: boolean): string {
  return `${NAME}=${value}; Path=/staff; Max-Age=${age}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

function sign(key: string, until: number): string {
  return createHmac('sha256', key).update(`staff session until ${until}`).digest('base64url');
}

function same(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
