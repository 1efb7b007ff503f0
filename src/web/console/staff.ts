import type { Clock } from '../../community/clock.js';
import { acceptLanguage } from '../../desk/accept-language.js';
import type { Log } from '../../desk/platform.js';
import type { Route, RouteReply, RouteRequest } from '../../desk/route.js';
import { requireSameOrigin } from '../../desk/same-origin.js';
import type { AccountHealth } from '../health.js';
import { Throttle } from '../throttle.js';
import { accountsPage, signInPage } from './pages.js';
import { isStaffKey, noStaffCookie, SESSION, signedIn, staffCookie } from './session.js';

export interface StaffOptions {
  /** What staff type to sign in: random, kept by main in a file that only the desk's user can read. */
  readonly key: string;
  /** Where the key can be read, to be said on the form: `data/store/staff-key`. */
  readonly keyPlace: string;
  readonly accounts: () => readonly AccountHealth[];
  readonly clock: Clock;
  readonly log: Log;
}

const QUARTER_HOUR = 15 * 60_000;
/** Wrong keys in a quarter of an hour: from one address, and from everywhere. */
const TRIES = 5;
const TRIES_OF_ALL = 50;

/** The staff's pages: for now the accounts, with what to scan for WeChat. They work without JavaScript. */
export function staffRoutes(options: StaffOptions): Route[] {
  const { key, clock, log } = options;
  const byAddress = new Throttle(clock, TRIES, QUARTER_HOUR);
  const byAll = new Throttle(clock, TRIES_OF_ALL, QUARTER_HOUR);

  const signIn = async (request: RouteRequest): Promise<RouteReply> => {
    requireSameOrigin(request);
    const locale = localeOf(request);
    const wait = byAddress.take(request.address) || byAll.take('all');
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000);
      const page = signInPage({ locale, keyPlace: options.keyPlace, problem: { kind: 'wait', seconds } });
      return html(page, { status: 429, headers: { 'Retry-After': String(seconds) } });
    }
    const typed = new URLSearchParams(request.body.toString('utf8')).get('key') ?? '';
    if (!isStaffKey(typed, key)) {
      log.warn('staff-key-wrong');
      return html(signInPage({ locale, keyPlace: options.keyPlace, problem: { kind: 'wrong' } }), {
        status: 401,
      });
    }
    byAddress.clear(request.address);
    log.info('staff-signed-in');
    return to('/staff/accounts', staffCookie(key, clock.now() + SESSION, request.secure));
  };

  return [
    { method: 'GET', path: '/staff', handle: async () => to('/staff/accounts') },
    {
      method: 'GET',
      path: '/staff/sign-in',
      handle: async request =>
        html(signInPage({ locale: localeOf(request), keyPlace: options.keyPlace, problem: null })),
    },
    { method: 'POST', path: '/staff/sign-in', bodyLimit: 4096, handle: signIn },
    {
      method: 'POST',
      path: '/staff/sign-out',
      bodyLimit: 4096,
      handle: async request => {
        requireSameOrigin(request);
        return to('/staff/sign-in', noStaffCookie(request.secure));
      },
    },
    {
      method: 'GET',
      path: '/staff/accounts',
      handle: async request => {
        if (!signedIn(request, key, clock.now())) return to('/staff/sign-in');
        return html(await accountsPage(localeOf(request), options.accounts()));
      },
    },
  ];
}

function localeOf(request: RouteRequest): 'zh-Hans' | 'en' {
  return acceptLanguage(request.headers['accept-language'], ['zh-Hans', 'en']) === 'en' ? 'en' : 'zh-Hans';
}

function html(body: string, more: { status?: number; headers?: Record<string, string> } = {}): RouteReply {
  return {
    status: more.status ?? 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...more.headers },
    body,
  };
}

function to(place: string, cookie?: string): RouteReply {
  return {
    status: 303,
    headers: {
      Location: place,
      'Cache-Control': 'no-store',
      ...(cookie === undefined ? {} : { 'Set-Cookie': cookie }),
    },
  };
}
