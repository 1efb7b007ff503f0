import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { RouterContext } from '@koa/router';
import getRawBody from 'raw-body';
import type { Clock } from '../community/clock.js';
import { Problem } from '../community/problem.js';
import type { Route, RouteReply, RouteRequest } from '../desk/route.js';
import { framedPolicy } from './policy.js';
import { Throttle } from './throttle.js';

const DEFAULT_BODY_LIMIT = 64 * 1024;
const MINUTE = 60_000;

/** A route as the server's library calls it. `stopping` is aborted when the server stops. */
export function mount(
  route: Route,
  clock: Clock,
  stopping: AbortSignal,
): (ctx: RouterContext) => Promise<void> {
  const throttle = route.perMinute ? new Throttle(clock, route.perMinute, MINUTE) : null;
  return async ctx => {
    ctx.state.route = route.shownAs ?? route.path;
    const wait = throttle?.take(ctx.ip) ?? 0;
    if (wait > 0) {
      ctx.set('Retry-After', String(Math.ceil(wait / 1000)));
      throw new Problem('too_many');
    }
    const gone = goneSignal(ctx.req, ctx.res, stopping);
    try {
      const body =
        route.method === 'POST' ? await read(ctx, route.bodyLimit ?? DEFAULT_BODY_LIMIT) : Buffer.alloc(0);
      answer(ctx, await route.handle(requestOf(ctx, body, gone.signal)));
    } finally {
      if (!(ctx.body instanceof Readable)) gone.forget();
    }
  };
}

async function read(ctx: RouterContext, limit: number): Promise<Buffer> {
  return getRawBody(ctx.req, {
    limit,
    ...(ctx.request.length === undefined ? {} : { length: ctx.request.length }),
  });
}

function requestOf(ctx: RouterContext, body: Buffer, signal: AbortSignal): RouteRequest {
  return {
    params: { ...ctx.params },
    query: new URLSearchParams(ctx.querystring),
    headers: ctx.headers,
    cookies: cookiesOf(ctx.get('cookie')),
    body,
    address: ctx.ip,
    secure: ctx.secure,
    host: ctx.host,
    signal,
  };
}

function answer(ctx: RouterContext, reply: RouteReply): void {
  ctx.status = reply.status ?? 200;
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    ctx.set(name, typeof value === 'string' ? value : [...value]);
  }
  if (reply.framing !== undefined) ctx.set('Content-Security-Policy', framedPolicy(reply.framing));
  const body = reply.body ?? '';
  ctx.body =
    typeof body === 'string' || Buffer.isBuffer(body) ? body : Readable.from(body, { objectMode: false });
}

/** Cookies by name; of two with one name the first counts, as the browser sends the closer path first. */
function cookiesOf(header: string): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0) cookies[pair.slice(0, at).trim()] ??= pair.slice(at + 1).trim();
  }
  return cookies;
}

/** Aborted when the connection closes or the server stops; `forget` lets go of the server's signal. */
function goneSignal(
  req: IncomingMessage,
  res: ServerResponse,
  stopping: AbortSignal,
): { signal: AbortSignal; forget: () => void } {
  const gone = new AbortController();
  const abort = () => gone.abort();
  const forget = () => stopping.removeEventListener('abort', abort);
  if (stopping.aborted) abort();
  stopping.addEventListener('abort', abort, { once: true });
  res.once('close', () => {
    forget();
    abort();
  });
  req.once('error', abort);
  return { signal: gone.signal, forget };
}
