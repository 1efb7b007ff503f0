import { releaseFile } from '../kept-file.js';
import type { Belonging } from '../residents/belonging.js';
import type { Json, Tx } from '../store.js';
import { type Handover, handovers, relays } from './handover.js';
import { close } from './person-wanted.js';

const PAGE = 100;

/** What somebody said to a person, and who has them. */
export const handoverBelonging: Belonging = {
  noun: 'handover',
  mine: async ({ tx }, resident) =>
    (await tx.find(handovers, 'open', { prefix: [resident], limit: 1 })).map(one => ({
      kind: 'handover',
      number: one.id,
      title: one.id,
      state: one.status === 'taken' ? 'mine_handover_taken' : 'mine_handover_waiting',
      next: one.status === 'taken' ? 'mine_handover_talk' : 'mine_handover_wait',
    })),
  exported: async (tx, resident) => (await all(tx, resident)).map(shown),
  forget: async (context, resident) => {
    const [open] = await context.tx.find(handovers, 'open', { prefix: [resident], limit: 1 });
    if (open) await close(context, open);
    // What was said to a person is theirs alone: nothing of it stays.
    for (const one of await all(context.tx, resident)) {
      for (const { passed } of one.said) {
        if (!passed) continue;
        const file = { account: passed.account, ref: passed.attachment.ref };
        await releaseFile(context.tx, file, `handovers/${one.id}`);
      }
      await context.tx.remove(handovers, one.id);
    }
    await context.tx.remove(relays, resident);
  },
  join: async ({ tx }, from, to) => {
    const theirs = (await tx.find(handovers, 'open', { prefix: [to], limit: 1 })).length > 0;
    for (const one of await all(tx, from)) {
      // One at a time: the one of the chat that was joined goes on in the other's.
      const { by: _, takenAt: __, unanswered: ___, ...rest } = one;
      const ends = theirs && one.status !== 'closed';
      await tx.put(handovers, ends ? { ...rest, resident: to, status: 'closed' } : { ...one, resident: to });
    }
    const relay = await tx.get(relays, from);
    await tx.remove(relays, from);
    if (relay && !theirs) await tx.put(relays, { ...relay, id: to });
  },
  inHand: async (tx, member) =>
    (await tx.find(handovers, 'byMember', { prefix: [member], limit: PAGE })).map(({ id }) => id),
};

async function all(tx: Tx, resident: string): Promise<Handover[]> {
  const found: Handover[] = [];
  for (;;) {
    const last = found.at(-1);
    const page = await tx.find(handovers, 'byResident', {
      prefix: [resident],
      limit: PAGE,
      ...(last ? { after: { key: [resident, last.since], id: last.id } } : {}),
    });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

const shown = ({ id, since, status, said }: Handover): Json => ({
  number: id,
  since: new Date(since).toISOString(),
  status,
  said: said.map(({ at, by, text, passed }) => ({
    at: new Date(at).toISOString(),
    by: by === undefined ? 'you' : 'staff',
    text,
    ...(passed ? { file: passed.attachment.kind } : {}),
  })),
});
