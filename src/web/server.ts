import { setMaxListeners } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import helmet from 'koa-helmet';
import type { Clock } from '../community/clock.js';
import type { Log } from '../desk/platform.js';
import type { Route } from '../desk/route.js';
import { assets } from './assets.js';
import { errors } from './errors.js';
import type { Health } from './health.js';
import type { Metrics } from './metrics.js';
import { mount } from './mount.js';
import { operatorRoutes } from './operator.js';
import { POLICY } from './policy.js';

export interface WebServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly log: Log;
  readonly clock: Clock;
  /** Of the platforms (webhooks, the chat page) and of the staff pages. */
  readonly routes: readonly Route[];
  readonly health: () => Health;
  readonly metrics: Metrics;
  /** Where `/` leads: `/chat`. Without it, `/` is not found. */
  readonly home?: string;
  /** Believe X-Forwarded-For, -Proto and -Host: only behind a proxy of our own that sets them. */
  readonly trustProxy?: boolean;
}

export interface WebServer {
  /** `http://127.0.0.1:3000` */
  readonly url: string;
  /** Takes no new requests, ends event streams, lets the others finish for at most three seconds. */
  close(): Promise<void>;
}

/** Probed every few seconds: counted, but not worth a line in the log. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', '/assets/plain.css']);
/** How long a request under way may still take at a stop, ms. */
const GRACE = 3_000;

/** Starts the web server. Rejects with a sentence for the operator when it cannot listen there. */
export async function createWebServer(options: WebServerOptions): Promise<WebServer> {
  const stopping = new AbortController();
  // Every request under way listens to it, and every open chat page: eleven of them are no leak.
  setMaxListeners(0, stopping.signal);
  const app = application(options, stopping.signal);
  const handle = app.callback();
  const server = createServer((request, response) => {
    // A connection that is kept alive would hold up a stop once its last answer is out.
    response.once('close', () => {
      if (stopping.signal.aborted) setImmediate(() => server.closeIdleConnections());
    });
    void handle(request, response);
  });
  await listen(server, options.host, options.port);
  const { port } = server.address() as AddressInfo;
  const shown = options.host === '0.0.0.0' || options.host === '::' ? 'localhost' : options.host;
  return {
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}`,
    close: () => close(server, stopping, options.clock),
  };
}

function application(options: WebServerOptions, stopping: AbortSignal): Koa {
  const app = new Koa({ proxy: options.trustProxy ?? false, maxIpsCount: 1 });
  app.on('error', (error: NodeJS.ErrnoException) => {
    // Answered already (see errors.ts), or broken off by a visitor who has gone: closed tabs are nothing to report.
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') options.log.warn('response-broken', { error });
  });
  app.use(counted(options));
  app.use(security());
  app.use(errors(options.log));
  const router = new Router();
  const routes = [...operatorRoutes(options), ...assets(), ...options.routes];
  for (const route of routes) {
    const handler = mount(route, options.clock, stopping);
    if (route.method === 'GET') router.get(route.path, handler);
    else router.post(route.path, handler);
  }
  const { home } = options;
  if (home !== undefined) router.get('/', ctx => ctx.redirect(home));
  app.use(router.routes());
  app.use(router.allowedMethods({ throw: true }));
  return app;
}

/** Counts and logs a request by its route's pattern: no address, no cookie, no path (a path may hold an id). */
function counted({ clock, log, metrics }: WebServerOptions): Koa.Middleware {
  return async (ctx, next) => {
    const began = clock.now();
    ctx.res.once('close', () => {
      const ms = clock.now() - began;
      const route = typeof ctx.state.route === 'string' ? ctx.state.route : 'unmatched';
      metrics.request(ctx.method, route, ctx.status, ms);
      if (!QUIET.has(route)) log.info('request', { method: ctx.method, route, status: ctx.status, ms });
    });
    await next();
  };
}

function security(): Koa.Middleware {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    mediaSrc: ["'self'"],
    // Not for the community's other sites under the same domain: those are not ours to promise for.
    strictTransportSecurity: { maxAge: 15_552_000, includeSubDomains: false },
    // With "no-referrer" browsers send `Origin: null` with forms, and the same-origin check could not tell.
    referrerPolicy: { policy: 'same-origin' },
  });
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const place = `port ${port} on ${host}`;
      const said: Readonly<Record<string, string>> = {
        EADDRINUSE: `${place} is taken by another program: stop it, or set PORT to another one`,
        EACCES: `${place} may not be used by this user: set PORT to one above 1023`,
        EADDRNOTAVAIL: `this machine has no address ${host}: set HOST to one that it has (127.0.0.1 or 0.0.0.0)`,
      };
      reject(
        new Error(said[error.code ?? ''] ?? `cannot listen on ${place}: ${error.message}`, { cause: error }),
      );
    });
    server.listen(port, host, resolve);
  });
}

async function close(server: Server, stopping: AbortController, clock: Clock): Promise<void> {
  stopping.abort();
  const cutOff = clock.after(GRACE, () => server.closeAllConnections());
  await new Promise<void>(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  cutOff();
}
