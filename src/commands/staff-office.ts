import type { Chance, Clock } from '../community/clock.js';
import { acts } from '../community/staff/act.js';
import { codeInGroups, makeInvitation, OPERATOR } from '../community/staff/invitation.js';
import { members, ROLES, type Role, staffNow } from '../community/staff/staff.js';
import type { Json, Store } from '../community/store.js';
import { type Command, CommandRefusal } from '../desk/socket.js';

export interface StaffOffice {
  readonly store: Store;
  readonly clock: Clock;
  readonly chance: Chance;
  /** The communities' ids. */
  readonly communities: readonly string[];
}

/**
 * Who works here, as the operator sees to it from the command line: over a running desk by its socket, else over the
 * store itself. Codes are shown once and stored as a hash.
 */
export function staffCommands(office: StaffOffice): Record<string, Command> {
  const { store, clock, chance } = office;
  return {
    'staff.invite': async args => {
      const community = communityOf(office, args.community);
      const role = roleOf(args.role);
      const name = typeof args.name === 'string' ? args.name.trim() : '';
      if (name === '') throw new CommandRefusal('no_name', 'say what they are called: --name 李红梅');
      const code = await store.transact(community, tx =>
        makeInvitation(tx, { name, role, by: OPERATOR, now: clock.now(), chance }),
      );
      return { community, name, role, code: codeInGroups(code) };
    },
    'staff.list': async args => {
      const community = communityOf(office, args.community);
      const staff = await store.read(community, tx => staffNow(tx));
      return staff.map(({ id, name, role, since }) => ({ id, name, role, since }));
    },
    'staff.role': async args => {
      const role = roleOf(args.role);
      return change(office, args, 'staff.role', { role });
    },
    'staff.remove': args => change(office, args, 'staff.leave', { left: clock.now() }),
  };
}

/** The operator may do what no admin may: take the last admin away, when their phone is in the wrong hands. */
async function change(
  { store, clock, ...office }: StaffOffice,
  args: Readonly<Record<string, Json>>,
  what: string,
  changes: { role?: Role; left?: number },
): Promise<Json> {
  const community = communityOf(office, args.community);
  return store.transact(community, async tx => {
    const member = await tx.get(members, String(args.id), { forUpdate: true });
    if (!member || member.left !== undefined) {
      const known = (await staffNow(tx)).map(({ id, name }) => `${id} (${name})`).join(', ');
      throw new CommandRefusal(
        'unknown_member',
        `nobody here is ${String(args.id)}; there are ${known || 'none'}`,
      );
    }
    const changed = { ...member, ...changes };
    await tx.put(members, changed);
    await tx.put(acts, {
      id: String(await tx.nextNumber('act')).padStart(6, '0'),
      at: clock.now(),
      by: OPERATOR,
      role: OPERATOR,
      what,
      about: member.id,
      ...(changes.role === undefined ? {} : { facts: { from: member.role, to: changes.role } }),
    });
    return { id: changed.id, name: changed.name, role: changed.role };
  });
}

function communityOf({ communities }: Pick<StaffOffice, 'communities'>, wanted: Json | undefined): string {
  const found =
    wanted === undefined && communities.length === 1 ? communities[0] : communities.find(id => id === wanted);
  if (found !== undefined) return found;
  throw new CommandRefusal('which_community', `say which community: --community ${communities.join(' or ')}`);
}

function roleOf(wanted: Json | undefined): Role {
  const role = ROLES.find(one => one === wanted);
  if (role !== undefined) return role;
  throw new CommandRefusal('unknown_role', `there is no such role; there are ${ROLES.join(', ')}`);
}
