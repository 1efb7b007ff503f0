import { expect } from 'vitest';
import { acts } from '../../../src/community/staff/act.js';
import { makeInvitation } from '../../../src/community/staff/invitation.js';
import { memberOf, type Role, staffNow } from '../../../src/community/staff/staff.js';
import { staffChatsNow } from '../../../src/community/staff/staff-chat.js';
import { actions } from '../../../src/desk/actions.js';
import { type Actor, hePing, liZhuren, sunJie, wangNainai, zhouMin } from '../../cast.js';
import { NOW } from '../../clock.js';
import { call, desk, refused, type Specs, values } from './call.js';

const invite = (role: Role, name: string): Promise<string> =>
  desk.store.transact('huimin', tx =>
    makeInvitation(tx, { role, name, by: 'operator', now: desk.now, chance: desk.chance }),
  );
const whatWasDone = (): Promise<string[]> =>
  desk.store.read('huimin', async tx =>
    (await tx.find(acts, 'byTime', { limit: 50 })).map(act =>
      `${act.by} ${act.what} ${act.about ?? ''}`.trim(),
    ),
  );

/** An action called in a group: what it gives, or the code with which it refuses. */
async function inGroup(who: Actor, name: string): Promise<unknown> {
  const chat = { account: 'telegram', chat: '-1009', kind: 'group' as const };
  try {
    const done = await desk.turn(who, context => actions[name]!.run({ ...context, chat }, {}, key => key));
    return done.value;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

export const staff: Specs = {
  'staff.join': async () => {
    const code = await invite('handler', '周敏');
    expect(await refused(zhouMin, 'staff.join', { code: '000000000000' })).toBe('no_invitation');
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`;
    expect(await call(zhouMin, 'staff.join', { code: spaced })).toEqual({ name: '周敏', role: 'handler' });
    expect(await refused(wangNainai, 'staff.join', { code })).toBe('no_invitation');
    const late = await invite('desk', '孙洁');
    desk.now = NOW + 8 * 24 * 3_600_000;
    expect(await refused(sunJie, 'staff.join', { code: late })).toBe('no_invitation');
    expect((await whatWasDone())[0]).toMatch(/^m-\d+ staff\.join m-\d+$/);
  },
  'staff.invite': async () => {
    await desk.hire(liZhuren, 'admin');
    const { code } = (await call(liZhuren, 'staff.invite', { name: '何平', role: 'spokesperson' })) as {
      code: string;
    };
    expect(code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(await call(hePing, 'staff.join', { code })).toEqual({ name: '何平', role: 'spokesperson' });
  },
  'staff.list': async () => {
    await desk.hire(liZhuren, 'lead');
    await desk.hire(sunJie, 'desk');
    expect(await call(sunJie, 'staff.list')).toEqual({ list: expect.stringMatching(/孙洁.*\n.*李主任/s) });
  },
  'staff.others': async () => {
    await desk.hire(liZhuren, 'admin');
    await desk.hire(sunJie, 'desk');
    expect(values(await call(liZhuren, 'staff.others'))).toEqual(['m-sun-jie']);
  },
  'staff.change_role': async () => {
    await desk.hire(liZhuren, 'admin');
    await desk.hire(sunJie, 'desk');
    const args = { colleague: 'm-sun-jie', role: 'handler' };
    expect(await call(liZhuren, 'staff.change_role', args)).toEqual({ name: '孙洁', role: 'handler' });
    expect(await refused(liZhuren, 'staff.change_role', args)).toBe('same_role');
    const own = { colleague: 'm-li-zhuren', role: 'lead' };
    expect(await refused(liZhuren, 'staff.change_role', own)).toBe('last_admin');
  },
  'staff.dismiss': async () => {
    await desk.hire(liZhuren, 'admin');
    await desk.hire(sunJie, 'desk');
    expect(await call(liZhuren, 'staff.dismiss', { colleague: 'm-sun-jie' })).toEqual({ name: '孙洁' });
    expect(await refused(liZhuren, 'staff.dismiss', { colleague: 'm-sun-jie' })).toBe('not_found');
    expect(await desk.store.read('huimin', tx => memberOf(tx, sunJie.id))).toBeUndefined();
  },
  'staff.leave': async () => {
    await desk.hire(liZhuren, 'admin');
    expect(await refused(liZhuren, 'staff.leave')).toBe('last_admin');
    await desk.hire(sunJie, 'admin');
    expect(await call(liZhuren, 'staff.leave')).toEqual({ name: '李主任' });
    const left = await desk.store.read('huimin', tx => staffNow(tx));
    expect(left.map(({ name }) => name)).toEqual(['孙洁']);
  },
  'staff.name_chat': async () => {
    await desk.hire(liZhuren, 'lead');
    expect(await refused(liZhuren, 'staff.name_chat')).toBe('not_a_group');
    expect(await inGroup(liZhuren, 'staff.name_chat')).toEqual({});
    expect(await inGroup(liZhuren, 'staff.name_chat')).toBe('known_already');
    const chats = await desk.store.read('huimin', tx => staffChatsNow(tx, desk.content));
    expect(chats).toMatchObject([{ account: 'telegram', chat: '-1009', kind: 'group' }]);
  },
  'staff.drop_chat': async () => {
    await desk.hire(liZhuren, 'lead');
    expect(await inGroup(liZhuren, 'staff.drop_chat')).toBe('not_a_staff_chat');
    await inGroup(liZhuren, 'staff.name_chat');
    expect(await inGroup(liZhuren, 'staff.drop_chat')).toEqual({});
    expect(await whatWasDone()).toEqual([
      'm-li-zhuren staff.chat telegram/-1009',
      'm-li-zhuren staff.chat_dropped telegram/-1009',
    ]);
  },
};
