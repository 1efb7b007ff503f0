import type { Context } from '../../community/context.js';
import { record } from '../../community/staff/act.js';
import { changeRole, dropStaffChat, leave, nameStaffChat } from '../../community/staff/colleagues.js';
import { codeInGroups, makeInvitation, takeUpInvitation } from '../../community/staff/invitation.js';
import { ROLES, type Role, staffNow } from '../../community/staff/staff.js';
import { type Action, text } from '../action.js';

const EVERYBODY = [...ROLES];

export const staff: Readonly<Record<string, Action>> = {
  /** The speaker takes up an invitation: from now on they work here. */
  'staff.join': {
    needs: { code: 'text' },
    gives: ['name', 'role'],
    fails: ['no_invitation'],
    run: async (context, args) => {
      const { name, role } = await takeUpInvitation(context, text(args, 'code'));
      return { name, role };
    },
  },
  /** A code with which whoever types it becomes staff. */
  'staff.invite': {
    role: ['admin'],
    needs: { name: 'text', role: 'choice' },
    gives: ['code', 'name', 'role'],
    fails: [],
    run: async (context, args) => {
      const { tx, now, chance, member } = context;
      const name = text(args, 'name');
      const role = roleOf(args.role);
      const code = await makeInvitation(tx, { name, role, by: member?.id ?? '', now, chance });
      await record(context, 'staff.invite', undefined, { role });
      return { code: codeInGroups(code), name, role };
    },
  },
  /** Who works here, as lines to be read. */
  'staff.list': {
    role: EVERYBODY,
    needs: {},
    gives: ['list'],
    fails: [],
    run: async ({ tx }, _, words) => ({
      list: (await staffNow(tx))
        .map(({ name, role }) => `· ${words('staff_line', { name, role })}`)
        .join('\n'),
    }),
  },
  /** Who works here, to choose from; the speaker is left out. */
  'staff.others': {
    role: ['admin'],
    needs: {},
    gives: 'options',
    fails: [],
    run: async ({ tx, member }, _, words) =>
      (await staffNow(tx))
        .filter(({ id }) => id !== member?.id)
        .map(({ id, name, role }) => ({ value: id, label: words('staff_line', { name, role }) })),
  },
  'staff.change_role': {
    role: ['admin'],
    needs: { colleague: 'choice', role: 'choice' },
    gives: ['name', 'role'],
    fails: ['not_found', 'same_role', 'last_admin', 'in_hand'],
    run: async (context, args) => {
      const { name, role } = await changeRole(context, text(args, 'colleague'), roleOf(args.role));
      return { name, role };
    },
  },
  /** A colleague does not work here any more. */
  'staff.dismiss': {
    role: ['admin'],
    needs: { colleague: 'choice' },
    gives: ['name'],
    fails: ['not_found', 'last_admin', 'in_hand'],
    run: async (context, args) => ({ name: (await leave(context, text(args, 'colleague'))).name }),
  },
  /** The speaker does not work here any more. */
  'staff.leave': {
    role: EVERYBODY,
    needs: {},
    gives: ['name'],
    fails: ['not_found', 'last_admin', 'in_hand'],
    run: async context => ({ name: (await leave(context, own(context))).name }),
  },
  /** From now on staff are told in this chat. */
  'staff.name_chat': {
    role: ['lead', 'admin'],
    needs: {},
    gives: [],
    fails: ['not_a_group', 'known_already'],
    run: async context => {
      await nameStaffChat(context);
      return {};
    },
  },
  /** Staff are not told in this chat any more. */
  'staff.drop_chat': {
    role: ['lead', 'admin'],
    needs: {},
    gives: [],
    fails: ['not_a_staff_chat'],
    run: async context => {
      await dropStaffChat(context);
      return {};
    },
  },
};

const own = ({ member }: Context): string => member?.id ?? '';

function roleOf(value: unknown): Role {
  const role = ROLES.find(one => one === value);
  if (role === undefined) throw new TypeError(`${String(value)} is no role`);
  return role;
}
