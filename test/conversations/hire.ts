import type { Content } from '../../src/community/content/content.js';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { members, type Role } from '../../src/community/staff/staff.js';
import type { Store } from '../../src/community/store.js';

/** Makes somebody of a transcript staff, known in their own chat and in the staff's, which may be on another platform. */
export async function hire(
  store: Store,
  { community }: Content,
  who: {
    name: string;
    role: Role;
    locale: string;
    own: { account: string; chat: string };
    staffAccount: string;
    now: number;
    id: string;
  },
): Promise<void> {
  const { name, role, locale, own, staffAccount, now, id } = who;
  await store.transact(community.id, async tx => {
    await tx.put(residents, {
      id,
      name,
      locale,
      since: now,
      kept: {},
      consents: [],
      noticeAt: now,
      reach: { account: own.account, chat: own.chat, person: own.chat, kind: 'direct' },
    });
    await tx.put(identities, { id: identityId(own.account, own.chat), resident: id, since: now });
    // Where residents have no groups, the staff's chat is elsewhere, and people are known there by their names.
    if (staffAccount !== own.account)
      await tx.put(identities, { id: identityId(staffAccount, name), resident: id, since: now });
    const number = await tx.nextNumber('staff');
    await tx.put(members, { id: `m-${number}`, resident: id, name, role, since: now });
  });
}
