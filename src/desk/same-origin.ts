import { Problem } from '../community/problem.js';
import type { RouteRequest } from './route.js';

/**
 * Throws `cross_site` when another site's page sent this. Browsers say where a POST comes from; a client that says
 * nothing at all is no browser and carries nobody's cookies by accident.
 */
export function requireSameOrigin(request: RouteRequest): void {
  const site = request.headers['sec-fetch-site'];
  // Trusted before the host is compared: a proxy may have put its own name in the host's place.
  if (site === 'same-origin') return;
  const { origin } = request.headers;
  if (site === undefined && (origin === undefined || hostOf(origin) === request.host)) return;
  throw new Problem('cross_site');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
