import { z } from 'zod';
import type { Collection } from '../community/store.js';
import type { Session } from '../conversation/session.js';

const session = z.custom<Session>(
  value => typeof value === 'object' && value !== null && 'revision' in value,
);

const menu = z.strictObject({
  firstNumber: z.number().int(),
  choices: z.array(z.strictObject({ token: z.string(), label: z.string() })),
});

/**
 * Where one person sits at the desk in one chat: the open conversation, the one laid aside for it, and the
 * numbers that menus have used up. The document is all that a waiting conversation costs.
 */
export const seatSchema = z.strictObject({
  /** The lane's name. */
  id: z.string(),
  account: z.string(),
  chat: z.string(),
  chatKind: z.enum(['direct', 'group']),
  person: z.string(),
  resident: z.string(),
  session: session.nullable(),
  /** Laid aside while another one is open; comes back when that one ends. */
  parked: session.nullable(),
  /** Menus outside any conversation (the start menu, a reminder's buttons), newest last, a few at most. */
  menus: z.array(menu),
  /** A question was asked since the last of them was hung out: a number that is typed now answers it. */
  askedSince: z.literal(true).exactOptional(),
  /** The bare number typed last where no numbers are seen, and when by the platform's time, ms: see hurried-number.ts. */
  typedNumber: z.strictObject({ said: z.string(), at: z.number() }).exactOptional(),
  /** The number at which the next menu begins. */
  nextNumber: z.number().int(),
  /** Things said in a row that nobody could make anything of: two machines must not talk for ever. */
  strays: z.number().int(),
  /** When the open conversation ends by itself, ms; null when none is open. */
  expiresAt: z.number().nullable(),
  /** When the open conversation was moved to a corrected version, ms: what was said before was said to the old one. */
  movedAt: z.number().optional(),
  /** Rises with every turn. */
  revision: z.number().int(),
});
export type Seat = z.infer<typeof seatSchema>;
export type Menu = z.infer<typeof menu>;

export const seats: Collection<Seat> = {
  name: 'seats',
  version: 1,
  schema: seatSchema,
  personal: true,
  indexes: {
    /** Where somebody sits, in direct chat and in groups. */
    person: { key: seat => [seat.account, seat.person] },
    /** When conversations end by themselves. */
    expires: { key: seat => (seat.expiresAt === null ? null : [seat.expiresAt]) },
    /** Who is in which version of which conversation; a parked one counts with its own entry in `parked`. */
    definition: { key: seat => (seat.session ? [seat.session.conversation, seat.session.version] : null) },
    parked: { key: seat => (seat.parked ? [seat.parked.conversation, seat.parked.version] : null) },
  },
};

/** Numbers go up to this before they begin again, so that a menu of last week cannot be mistaken for today's. */
const LAST_NUMBER = 99;
const MENUS_KEPT = 4;

/** The seat after a menu of `count` lines was hung out: the next one uses other numbers. */
export function afterMenu(seat: Seat, count: number): Seat {
  const next = seat.nextNumber + count;
  // A menu of long ago that had these numbers has them no longer.
  const menus = seat.menus.filter(
    ({ firstNumber, choices }) => firstNumber >= next || firstNumber + choices.length <= seat.nextNumber,
  );
  return { ...seat, menus, nextNumber: next > LAST_NUMBER ? 1 : next };
}

/** Remembers a menu that belongs to no conversation, so that its numbers can be typed. */
export function withMenu(seat: Seat, choices: readonly { token: string; label: string }[]): Seat {
  const { askedSince: _, ...after } = afterMenu(seat, choices.length);
  const hung = { firstNumber: seat.nextNumber, choices: choices.map(choice => ({ ...choice })) };
  return { ...after, menus: [...after.menus, hung].slice(-MENUS_KEPT) };
}

const NUMBER = /^\d{1,3}$/;

/** The token behind a typed number or label of a menu outside any conversation; the newest menu wins. */
export function menuToken(seat: Pick<Seat, 'menus'>, text: string): string | null {
  const said = text.normalize('NFKC').trim();
  const number = NUMBER.test(said) ? Number(said) : null;
  for (const { firstNumber, choices } of seat.menus.toReversed()) {
    const found =
      number === null ? choices.find(choice => choice.label === said) : choices[number - firstNumber];
    if (found) return found.token;
  }
  return null;
}

/**
 * The same, where no question is open. Where nobody sees the numbers (`numbersSeen` false), a number counts the buttons
 * that hang there last, and none that a question has pushed out of sight.
 */
export function idleMenuToken(seat: Seat, text: string, numbersSeen: boolean): string | null {
  const counts = !numbersSeen && NUMBER.test(text.normalize('NFKC').trim());
  return counts ? lastMenuToken(seat, text, false) : menuToken(seat, text);
}

/** The same, of the menu hung out last, as long as no question has hung out another one, or can mean its number. */
export function lastMenuToken(seat: Seat, text: string, numbersSeen = true): string | null {
  const last = seat.menus.at(-1);
  if (seat.askedSince && NUMBER.test(text.normalize('NFKC').trim())) return null;
  if (
    !last ||
    seat.nextNumber !== afterMenu({ ...seat, nextNumber: last.firstNumber }, last.choices.length).nextNumber
  )
    return null;
  return menuToken({ menus: [numbersSeen ? last : { ...last, firstNumber: 1 }] }, text);
}

/** A seat nobody has sat in yet. */
export function newSeat(where: {
  id: string;
  account: string;
  chat: string;
  chatKind: 'direct' | 'group';
  person: string;
  resident: string;
}): Seat {
  return {
    ...where,
    session: null,
    parked: null,
    menus: [],
    nextNumber: 1,
    strays: 0,
    expiresAt: null,
    revision: 0,
  };
}
