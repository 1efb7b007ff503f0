import type { Route, RouteReply, RouteRequest } from '../../desk/route.js';
import { demoPage, type Picked } from './demo-page.js';
import { loadPage, type PageFacts } from './page.js';
import { isHere, type Persona, players, type Stage } from './persona.js';
import { languageCookie, pageLocale, type Room, webchatRoutes } from './routes.js';

/** Where the demo lives on this server. */
export const DEMO_BASE = '/demo';

/**
 * The demo's routes: a page with two chats side by side, and an ordinary chat page for each persona. Whoever comes from
 * elsewhere than this machine is sent to the ordinary page.
 */
export function demoRoutes(room: Room, stage: Stage, facts: PageFacts): Route[] {
  const { locales, base: chat, perMinute } = room;
  const { files } = room.page;
  const { personas } = stage;
  const page = demoPage({ base: DEMO_BASE, chat, files, locales, facts, personas });
  const show = async (request: RouteRequest): Promise<RouteReply> => {
    const headers = { 'Cache-Control': 'no-store', Vary: 'Accept-Language, Cookie' };
    if (!isHere(request)) return { status: 303, headers: { ...headers, Location: chat } };
    const locale = pageLocale(request, locales);
    return {
      framing: 'around',
      headers: {
        ...headers,
        'Content-Type': 'text/html; charset=utf-8',
        'Set-Cookie': languageCookie(request, DEMO_BASE, locale),
      },
      body: page(locale, picked(personas, locale, request)),
    };
  };
  return [
    { method: 'GET', path: DEMO_BASE, perMinute, handle: show },
    ...personas.flatMap(persona => personaRoutes(room, stage, facts, persona)),
  ];
}

function personaRoutes(room: Room, stage: Stage, facts: PageFacts, persona: Persona): Route[] {
  const base = `${DEMO_BASE}/${persona.id}`;
  const { account, locales, tools } = room;
  const { files } = room.page;
  const page = loadPage({
    base,
    locales,
    facts: { ...facts, suggestions: {}, ...(persona.welcome ? { welcome: persona.welcome } : {}) },
    photos: room.photos !== null,
    pane: { side: persona.side, files },
  });
  const visitors = players({ stage, persona, account, base, tools });
  return webchatRoutes({ ...room, base, page, visitors, framed: true });
}

/** As the address says; else somebody of either side, who speaks as the page does. */
function picked(personas: readonly Persona[], locale: string, { query }: RouteRequest): Picked {
  const asked = (side: 'left' | 'right') => personas.find(({ id }) => id === query.get(side))?.id;
  const first = (side: Persona['side'], not: string | undefined) => {
    const there = personas.filter(one => one.side === side && one.id !== not);
    return (there.find(one => one.locale?.startsWith(locale.slice(0, 2))) ?? there[0])?.id ?? '';
  };
  const left = asked('left') ?? first('resident', asked('right'));
  const wanted = asked('right');
  return { left, right: wanted === undefined || wanted === left ? first('staff', left) : wanted };
}
