import type { RouteReply } from '../desk/route.js';

/** Our pages load nothing from elsewhere and hold no inline script or style, so the policy can say so. */
export const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:'],
  mediaSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The same for a page that shows others of ours in frames, or is shown in one: by our own pages alone. */
export function framedPolicy(framing: NonNullable<RouteReply['framing']>): string {
  const more = framing === 'around' ? { frameSrc: ["'self'"] } : { frameAncestors: ["'self'"] };
  return Object.entries({ ...POLICY, ...more })
    .map(
      ([name, sources]) => `${name.replace(/[A-Z]/g, sign => `-${sign.toLowerCase()}`)} ${sources.join(' ')}`,
    )
    .join(';');
}
