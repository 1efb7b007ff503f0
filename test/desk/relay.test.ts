import { describe, expect, it } from 'vitest';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { handovers } from '../../src/community/staff/handover.js';
import { members } from '../../src/community/staff/staff.js';
import { personOf, residentOf, sunJie, wangNainai } from '../cast.js';
import { NOW, SECOND } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

/** 王奶奶 and 孙洁, put through to each other. */
async function putThrough() {
  const desk = await openDesk();
  await desk.store.transact(desk.content.community.id, async tx => {
    await tx.put(residents, residentOf(sunJie));
    const id = identityId('paper', personOf(sunJie).id);
    await tx.put(identities, { id, resident: sunJie.id, since: NOW });
    await tx.put(members, { id: 'm-1', resident: sunJie.id, name: sunJie.name, role: 'desk', since: NOW });
  });
  const resident = new PersonAtDesk(desk, wangNainai);
  const staff = new PersonAtDesk(desk, sunJie);
  await resident.say('转人工');
  await staff.say({ kind: 'press', token: 'go:take-over?ticket=RG-0001' });
  return { desk, resident, staff };
}

describe('being put through to a person', () => {
  it('passes on what staff advise in a danger, and takes it for no cry of theirs', async () => {
    const { desk, resident, staff } = await putThrough();
    const advice = '闻到煤气泄漏就先关总阀，别开灯';
    await staff.say(advice);
    expect(resident.last.text).toBe(`孙洁：${advice}`);
    const open = await desk.store.read(desk.content.community.id, tx =>
      tx.find(handovers, 'open', { limit: 5 }),
    );
    expect(open.map(({ id }) => id)).toEqual(['RG-0001']);
  });

  it('answers a danger at once, and tells whoever they are talking to, each time', async () => {
    const { resident, staff } = await putThrough();
    await resident.say('厨房煤气泄漏了');
    expect(resident.last.text).toContain('119');
    expect(staff.last.text).toBe('王奶奶：厨房煤气泄漏了');
    // Within the minute in which staff at large are not told again.
    await resident.say('煤气泄漏，我在3号楼501');
    expect(staff.last.text).toBe('王奶奶：煤气泄漏，我在3号楼501');
  });

  it('heeds the number of a menu that was asked for, until either of the two goes on talking', async () => {
    const { resident, staff } = await putThrough();
    await resident.say('菜单');
    // Where there are buttons nobody sees numbers, and they count from one.
    await resident.say('1');
    expect(resident.last.text).toContain('想约哪一项');
    await resident.desk.clock.advance(5 * SECOND);
    await resident.say('1');
    expect(resident.last.text).toContain('哪天方便');
    await staff.say('您家几口人？');
    await resident.say('3');
    expect(staff.last.text).toBe('王奶奶：3');
  });
});
