import type { Log } from '../desk/platform.js';
import type { Route, RouteReply } from '../desk/route.js';
import { type Health, readiness } from './health.js';
import type { Metrics } from './metrics.js';

/** For whoever runs the desk: does the process live, can it serve, how is it doing. */
export function operatorRoutes(how: {
  readonly health: () => Health;
  readonly metrics: Metrics;
  readonly log: Log;
}): Route[] {
  let wasReady = true;
  return [
    { method: 'GET', path: '/healthz', handle: async () => json(200, { alive: true }) },
    {
      method: 'GET',
      path: '/readyz',
      handle: async () => {
        const health = how.health();
        const state = readiness(health);
        // The cause holds paths: it is for the log, once for each change and not for each probe.
        if (wasReady && !state.ready) {
          how.log.warn('not-ready', { reasons: state.reasons, trouble: health.store.trouble });
        }
        wasReady = state.ready;
        return json(state.ready ? 200 : 503, state);
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      handle: async () => ({
        headers: { 'Content-Type': how.metrics.registry.contentType, 'Cache-Control': 'no-store' },
        body: await how.metrics.registry.metrics(),
      }),
    },
  ];
}

function json(status: number, value: unknown): RouteReply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    body: `${JSON.stringify(value)}\n`,
  };
}
