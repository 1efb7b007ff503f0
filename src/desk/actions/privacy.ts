import type { Context } from '../../community/context.js';
import { dayOf, timeOf } from '../../community/day.js';
import { belongings } from '../../community/residents/belongings.js';
import { deleteResident, mayLeave } from '../../community/residents/deletion.js';
import { exportedOf } from '../../community/residents/exported.js';
import { identitiesOf } from '../../community/residents/identity.js';
import { agreedBy, endOpen, withdraw } from '../../community/residents/withdrawal.js';
import type { Json } from '../../community/store.js';
import { type Action, text } from '../action.js';
import { jsonFile, pageFile } from '../export-file.js';
import { seatsOf } from '../forget-person.js';
import { timers } from '../timers.js';
import { dateInWords } from '../words.js';

const LEAVING = ['in_hand', 'last_admin'] as const;
/** Timers about one person. */
const MOST = 500;

export const privacy: Readonly<Record<string, Action>> = {
  /** What can be done about what is kept, as conversations to begin. */
  'privacy.ways': {
    needs: {},
    gives: ['choices'],
    fails: [],
    run: async ({ resident }) => ({
      choices: [
        { begin: 'export-data' },
        ...(Object.keys(resident.kept).length > 0 ? [{ begin: 'forget-kept' }] : []),
        ...(resident.consents.length > 0 ? [{ begin: 'withdraw' }] : []),
        { begin: 'delete-me' },
      ],
    }),
  },
  /** All that is kept of the speaker, as a page to read and as JSON. Only for their own direct chat. */
  'privacy.export': {
    needs: {},
    gives: ['files'],
    fails: [],
    async run(context, _, words) {
      if (context.chat?.kind !== 'direct') throw new Error('what is kept of somebody is for their eyes only');
      const { now, content, locale } = context;
      const { zone } = content.community;
      const moment = (ms: number) => `${dayOf(ms, zone)} ${timeOf(ms, zone)}`;
      const exported = { ...(await exportedOf(context)), ...(await keptByDesk(context)) };
      const name = `${words('export_name')}-${dayOf(now, zone)}`;
      const title = words('export_title', { day_date: dayOf(now, zone) });
      return {
        files: [
          pageFile(name, exported, { locale, title, words, moment }),
          jsonFile(name, exported),
        ] as never,
      };
    },
  },
  /** What the speaker has agreed to, in words and with the date. */
  'privacy.agreed': {
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ resident, content, locale }, _, words) =>
      agreedBy(resident).map(({ about, since }) => ({
        value: about,
        label: words(`agreed_${about}`, {
          since: since === undefined ? '' : dateInWords(dayOf(since, content.community.zone), locale),
        }),
      })),
  },
  /** Takes a consent back; `open` counts what goes on all the same, `list` names it. */
  'privacy.withdraw': {
    needs: { about: 'choice' },
    gives: ['open', 'list'],
    fails: ['not_agreed'],
    run: async (context, args) => {
      const open = await withdraw(context, text(args, 'about'));
      return { open: open.length, list: open.join('、') };
    },
  },
  /** Whether `privacy.withdraw` left something open: { open: withdrawn_open }. */
  'privacy.left_open': {
    needs: { open: 'number' },
    gives: 'truth',
    fails: [],
    run: async (_, args) => Number(args.open) > 0,
  },
  /** Ends what the speaker has open under a consent that they took back. */
  'privacy.end_open': {
    needs: { about: 'choice' },
    gives: [],
    fails: [],
    run: async (context, args) => {
      await endOpen(context, text(args, 'about'));
      return {};
    },
  },
  /** What would end if the speaker had themselves deleted now: how many matters, and their numbers. */
  'privacy.before_deletion': {
    needs: {},
    gives: ['count', 'list'],
    fails: LEAVING,
    run: async context => {
      await mayLeave(context);
      const numbers = await openOf(context);
      return { count: numbers.length, list: numbers.join('、') };
    },
  },
  /** Whether anything of the speaker's is open. */
  'privacy.has_open': {
    needs: {},
    gives: 'truth',
    fails: [],
    run: async context => (await openOf(context)).length > 0,
  },
  /** The speaker goes for good; whoever writes next is a stranger. */
  'privacy.delete': {
    needs: {},
    gives: [],
    fails: LEAVING,
    run: async context => {
      await deleteResident(context);
      return {};
    },
  },
};

async function openOf(context: Context): Promise<string[]> {
  const numbers: string[] = [];
  for (const { mine } of belongings)
    numbers.push(...(await mine(context, context.resident.id)).map(({ number }) => number));
  return numbers;
}

/** What the desk keeps besides the community: answers given in conversations that are still open, and timers. */
async function keptByDesk({ tx, resident }: Context): Promise<Record<string, Json>> {
  const seats = await seatsOf(tx, await identitiesOf(tx, resident.id));
  const sessions = seats.flatMap(({ session, parked }) => [session, parked]).filter(one => one !== null);
  const due = await tx.find(timers, 'byResident', { prefix: [resident.id], limit: MOST });
  return {
    open_conversations: sessions.map(({ conversation, slots }) => ({
      conversation,
      answers: Object.fromEntries(Object.entries(slots).map(([name, { shown }]) => [name, shown])),
    })),
    reminders: due.map(timer => ({ what: timer.name, due: timer.due })),
  };
}
