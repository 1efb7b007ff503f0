import type { Context } from '../../community/context.js';
import { dayOf } from '../../community/day.js';
import { Problem } from '../../community/problem.js';
import { type Identity, identitiesOf, identityId } from '../../community/residents/identity.js';
import { type Leaving, part } from '../../community/residents/parting.js';
import { codeFor, residentBehind, setGridOf } from '../../community/residents/relinking.js';
import type { Resident } from '../../community/residents/resident.js';
import { codeInGroups } from '../../community/staff/invitation.js';
import type { Role } from '../../community/staff/staff.js';
import type { Tx } from '../../community/store.js';
import { readPhone } from '../../language/read-phone.js';
import { type Action, text } from '../action.js';
import { seatsOf } from '../forget-person.js';
import { seats } from '../seat.js';
import { dateInWords } from '../words.js';

const DESK: readonly Role[] = ['desk', 'lead'];
const NOT_FOUND = ['nobody_found', 'several_found', 'is_staff'] as const;

export const accounts: Readonly<Record<string, Action>> = {
  /** How many chats are joined besides this one, for whoever may want them apart. */
  'accounts.others': {
    needs: {},
    gives: 'truth',
    fails: [],
    run: async ({ tx, resident }) => (await identitiesOf(tx, resident.id)).length > 1,
  },
  /** Takes chats apart that were joined by mistake: `this` one leaves, or all `others` do. */
  'accounts.part': {
    needs: { which: 'choice' },
    gives: [],
    fails: ['nothing_joined'],
    async run(context, args) {
      const { tx, resident } = context;
      const joined = await identitiesOf(tx, resident.id);
      const { reach } = resident;
      // Whoever speaks in direct chat is reached there.
      if (joined.length < 2 || !reach) throw new Problem('nothing_joined');
      const own = identityId(reach.account, reach.person);
      const [here, others] = [joined.filter(({ id }) => id === own), joined.filter(({ id }) => id !== own)];
      const leavesHere = text(args, 'which') === 'this';
      const leaving = leavesHere ? here : others;
      const apart: Leaving[] = [];
      for (const identity of leaving)
        apart.push({ identity, reach: leavesHere ? reach : await reachIn(tx, [identity]) });
      await part(context, apart, leavesHere ? await reachIn(tx, others) : reach);
      // What was being asked there was asked of somebody else.
      for (const seat of await seatsOf(tx, leaving)) await tx.remove(seats, seat.id);
      return {};
    },
  },
  /** Who a booking number or a phone leads to, as far as a member of staff has to see it to check who stands before them. */
  'accounts.find': {
    role: DESK,
    needs: { who: 'text' },
    gives: ['name', 'since'],
    fails: NOT_FOUND,
    async run(context, args, words) {
      const found = await residentBehind(context, asKept(text(args, 'who'), context));
      const since = dateInWords(dayOf(found.since, context.content.community.zone), context.locale);
      return { name: found.name ?? words('somebody'), since };
    },
  },
  /** A one-time code that brings somebody who lost their chat back to what is theirs. */
  'accounts.relink': {
    role: DESK,
    needs: { who: 'text' },
    gives: ['code'],
    fails: NOT_FOUND,
    run: async (context, args) => ({
      code: codeInGroups(await codeFor(context, asKept(text(args, 'who'), context))),
    }),
  },
  /** Sets the grid of somebody who did not know it. */
  'accounts.set_grid': {
    role: DESK,
    needs: { who: 'text', grid: 'choice' },
    gives: [],
    fails: [...NOT_FOUND, 'unknown_grid'],
    async run(context, args) {
      await setGridOf(context, asKept(text(args, 'who'), context), text(args, 'grid'));
      return {};
    },
  },
};

/** A number as it is kept: YY-0001, or a phone in full. */
function asKept(said: string, { now, content, locale }: Context): string {
  const plain = said.normalize('NFKC').trim().toUpperCase();
  if (/^[A-Z]{2}/.test(plain)) return plain.replace(/^([A-Z]{2})[-\s]?(\d+)$/, '$1-$2');
  const read = readPhone(plain, { now, zone: content.community.zone, locale });
  return read && 'value' in read ? read.value : plain;
}

/** Another chat in which somebody can be reached. */
async function reachIn(tx: Tx, others: readonly Identity[]): Promise<Resident['reach']> {
  const seat = (await seatsOf(tx, others)).findLast(({ chatKind }) => chatKind === 'direct');
  return seat && { account: seat.account, chat: seat.chat, person: seat.person, kind: 'direct' };
}
