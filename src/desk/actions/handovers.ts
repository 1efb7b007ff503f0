import type { Context } from '../../community/context.js';
import { handovers as documents } from '../../community/staff/handover.js';
import { takeOver } from '../../community/staff/person-wanted.js';
import { members, TALKERS } from '../../community/staff/staff.js';
import { type Action, text } from '../action.js';

const MOST = 12;

export const handovers: Readonly<Record<string, Action>> = {
  /** Who waits for a person, the urgent ones first, then those whom somebody has, with who it is. */
  'handovers.open': {
    role: TALKERS,
    needs: {},
    gives: 'options',
    fails: [],
    run: async context => {
      const { tx } = context;
      const waiting = await tx.find(documents, 'waiting', { limit: MOST });
      const taken = await tx.find(documents, 'byMember', { limit: MOST });
      const options = [];
      for (const one of [...waiting, ...taken].slice(0, MOST)) {
        const who = one.by === undefined ? '' : ` · ${await named(context, one.by)}`;
        options.push({ value: one.id, label: `${one.id} ${one.name ?? ''}`.trim() + who });
      }
      return options;
    },
  },
  /** Takes somebody up: from now on the two talk to each other. `chat`: whether that was said in their own, and of whom they had already. */
  'handovers.take': {
    role: TALKERS,
    needs: { ticket: 'choice' },
    gives: ['number', 'by', 'chat'],
    fails: ['not_found', 'closed', 'taken', 'own'],
    run: async (context, args) => {
      const ticket = text(args, 'ticket');
      const again = (await context.tx.get(documents, ticket))?.status === 'taken';
      const { id } = await takeOver(context, ticket);
      const direct = context.chat?.kind === 'direct';
      return {
        number: id,
        by: context.member?.name ?? '',
        chat: again ? 'again' : direct ? 'own' : 'other',
      };
    },
  },
};

async function named({ tx }: Context, member: string): Promise<string> {
  return (await tx.get(members, member))?.name ?? '';
}
