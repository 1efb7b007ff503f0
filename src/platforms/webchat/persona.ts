import { createHmac, timingSafeEqual } from 'node:crypto';
import { laneName } from '../../desk/lane.js';
import { type PlatformTools, Problem, type Tx } from '../../desk/platform.js';
import type { RouteRequest } from '../../desk/route.js';
import { seats } from '../../desk/seat.js';
import { webchatChats } from './mailbox.js';
import { newSecret, type Visitors } from './visitor.js';

type Texts = Readonly<Record<string, string>>;

/** Somebody whom whoever tries the desk can play. */
export interface Persona {
  /** `wang-nainai`. */
  readonly id: string;
  readonly side: 'resident' | 'staff';
  readonly name: string;
  /** One letter that stands for them. */
  readonly face: string;
  /** BCP 47 of their own language; without it they speak what the page does. */
  readonly locale?: string;
  /** In a few words: 前台. */
  readonly about: Texts;
  /** The bot's first words to them; without them, those that everybody gets. */
  readonly welcome?: Texts;
  /** What one could say as them: what stands on the button, and what is said in the language they speak. */
  readonly tries: readonly { readonly label: Texts; readonly say: Texts }[];
}

/** The demo as the web chat sees it. */
export interface Stage {
  readonly personas: readonly Persona[];
  /** Signs what browsers are known by. */
  readonly key: Buffer;
  /** Lets somebody be there, in this chat. `locale`: what the page speaks; gives what they speak (both BCP 47). */
  seat(tx: Tx, persona: string, chat: string, locale: string): Promise<string>;
  /** A new day for somebody. */
  rest(tx: Tx, persona: string, chat: string): Promise<void>;
}

const COOKIE = 'linli_persona';

/**
 * Whoever plays a persona, in whatever browser: all of them are one visitor, so that two browsers can play together. Each
 * browser gets a secret of its own, signed, and good for as long as it stays open.
 */
export function players(how: {
  readonly stage: Stage;
  readonly persona: Persona;
  readonly account: string;
  readonly base: string;
  readonly tools: Pick<PlatformTools, 'store' | 'community'>;
}): Visitors {
  const { stage, persona, account, base, tools } = how;
  const chat = `demo-${persona.id}`;
  const signed = (secret: string) =>
    createHmac('sha256', stage.key).update(`${persona.id} ${secret}`).digest('hex');
  const isOurs = (cookie: string) => {
    const [secret = '', signature = ''] = cookie.split('.');
    const right = Buffer.from(signed(secret));
    return signature.length === right.length && timingSafeEqual(Buffer.from(signature), right);
  };
  const cookie = (request: RouteRequest) => {
    const known = request.cookies[COOKIE] ?? '';
    const secret = newSecret();
    const value = isOurs(known) ? known : `${secret}.${signed(secret)}`;
    return `${COOKIE}=${value}; Path=${base}; HttpOnly; SameSite=Strict${request.secure ? '; Secure' : ''}`;
  };
  const open = async (tx: Tx) => {
    if (!(await tx.get(webchatChats, chat))) await tx.put(webchatChats, { id: chat, last: 0 });
  };
  return {
    chatOf: request => (isHere(request) && isOurs(request.cookies[COOKIE] ?? '') ? chat : null),
    welcome: async (request, page) => {
      if (!isHere(request)) throw new Problem('not_found');
      const locale = await tools.store.transact(tools.community, async tx => {
        await open(tx);
        return stage.seat(tx, persona.id, chat, page);
      });
      return { cookie: cookie(request), locale };
    },
    forgotten: async tx => {
      // What reaches them from now on must find their mailbox, and no question is open that is not shown.
      await open(tx);
      await tx.remove(seats, laneName({ account, chat, person: chat }));
      await stage.rest(tx, persona.id, chat);
    },
    afresh: cookie,
  };
}

/**
 * Whether somebody at this very machine asks, and asks for it by its own name: not a proxy for others, nor another site's
 * page whose name was made to lead here.
 */
export function isHere(request: RouteRequest): boolean {
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];
  if (passedOn.some(name => request.headers[name] !== undefined)) return false;
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(request.host);
}
