import { beforeEach, describe, expect, it } from 'vitest';
import { findResident, identities } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { type Act, acts } from '../../src/community/staff/act.js';
import { endDemo } from '../../src/community/staff/demo-end.js';
import { type DemoPerson, restDemoPerson, seatDemoPerson } from '../../src/community/staff/demo-people.js';
import { type Handover, handovers, relays } from '../../src/community/staff/handover.js';
import { invitations, makeInvitation } from '../../src/community/staff/invitation.js';
import { type Member, members, type Role, staffNow } from '../../src/community/staff/staff.js';
import type { Store, Tx } from '../../src/community/store.js';
import { memoryStore } from '../../src/storage/memory.js';
import { frozenClock, NOW, SeededChance } from '../clock.js';

// The people whom whoever tries the desk plays: there when they are played, and no staff once the demo is over.

const WANG: DemoPerson = { id: 'wang-nainai', name: '王奶奶' };
const SUN: DemoPerson = { id: 'sun-jie', name: '孙洁', role: 'desk' };
const LI: DemoPerson = { id: 'li-zhuren', name: '李红梅', role: 'admin' };
const PEOPLE = [WANG, SUN, LI];
const place = ({ id }: DemoPerson) => ({ account: 'webchat', chat: `demo-${id}`, now: NOW });

let store: Store;
beforeEach(() => {
  store = memoryStore({ clock: frozenClock() });
});
const inside = <T>(body: (tx: Tx) => Promise<T>) => store.transact('huimin', body);
const seat = (person: DemoPerson, how: { locale?: string; speaks?: string } = {}) =>
  inside(tx => seatDemoPerson(tx, person, { locale: 'zh-Hans', ...place(person), ...how }));
const rest = (person: DemoPerson) => inside(tx => restDemoPerson(tx, person, place(person)));
const end = () => inside(tx => endDemo(tx, { people: PEOPLE, accounts: ['webchat'], now: NOW }));
const staff = async () => (await inside(tx => staffNow(tx))).map(({ id, role }) => `${id}: ${role}`);
const done = async () => (await inside(tx => tx.find(acts, 'byTime', { limit: 100 }))).map(one => one.what);

/** Somebody real, with how they came by their role. */
async function hire(id: string, role: Role, history: readonly Pick<Act, 'what' | 'by' | 'role' | 'facts'>[]) {
  const member: Member = { id, resident: `resident-of-${id}`, name: id, role, since: NOW };
  await inside(async tx => {
    await tx.put(members, member);
    for (const [i, act] of history.entries())
      await tx.put(acts, { id: `${id}-${i}`, at: NOW + i, about: id, ...act });
  });
}
const joined = (by: string, role: Role) => ({ what: 'staff.join', by: 'm', role, facts: { by } });
const raised = (by: string, to: Role) => ({ what: 'staff.role', by, role: 'admin', facts: { from: '', to } });

describe('somebody of the demo', () => {
  it('is there, can be reached and, with a role, works here; marked, and recorded once', async () => {
    await seat(WANG);
    await seat(SUN);
    await seat(SUN);
    expect(await inside(tx => findResident(tx, 'webchat', 'demo-wang-nainai'))).toEqual({
      id: 'demo-wang-nainai',
      name: '王奶奶',
      locale: 'zh-Hans',
      since: NOW,
      kept: {},
      consents: [],
      reach: { account: 'webchat', chat: 'demo-wang-nainai', person: 'demo-wang-nainai', kind: 'direct' },
    });
    expect(await staff()).toEqual(['demo-sun-jie: desk']);
    expect(await inside(tx => tx.find(acts, 'byTime', { limit: 9 }))).toEqual([
      expect.objectContaining({
        what: 'staff.demo',
        by: 'demo-sun-jie',
        about: 'demo-sun-jie',
        role: 'desk',
      }),
    ]);
  });

  it('keeps the language chosen, unless the page decides it', async () => {
    await seat(WANG);
    await inside(async tx => {
      const known = await tx.get(residents, 'demo-wang-nainai');
      if (known) await tx.put(residents, { ...known, locale: 'en' });
    });
    expect((await seat(WANG)).locale).toBe('en');
    expect((await seat(SUN, { speaks: 'en' })).locale).toBe('en');
    expect((await seat(SUN, { speaks: 'zh-Hans' })).locale).toBe('zh-Hans');
  });

  it('is there again after having left, or having had all removed', async () => {
    await seat(SUN);
    await inside(async tx => {
      const member = await tx.get(members, 'demo-sun-jie');
      if (member) await tx.put(members, { ...member, left: NOW });
      await tx.remove(residents, 'demo-sun-jie');
      await tx.remove(identities, 'webchat/demo-sun-jie');
    });
    expect(await staff()).toEqual([]);
    await seat(SUN);
    expect(await staff()).toEqual(['demo-sun-jie: desk']);
  });

  it('begins a new day put through to nobody, in the role of the first day', async () => {
    await seat(WANG);
    await seat(SUN);
    const handover: Handover = {
      id: 'RG-0001',
      resident: 'demo-wang-nainai',
      urgent: false,
      status: 'taken',
      since: NOW,
      by: 'demo-sun-jie',
      takenAt: NOW,
      said: [],
    };
    const link = async (tx: Tx) => {
      await tx.put(handovers, handover);
      await tx.put(relays, { id: 'demo-wang-nainai', handover: 'RG-0001', side: 'resident' });
      await tx.put(relays, { id: 'demo-sun-jie', handover: 'RG-0001', side: 'staff' });
      const member = await tx.get(members, 'demo-sun-jie');
      if (member) await tx.put(members, { ...member, role: 'lead' });
    };
    const links = async (tx: Tx) => [
      (await tx.get(handovers, 'RG-0001'))?.status,
      await tx.get(relays, 'demo-wang-nainai'),
      await tx.get(relays, 'demo-sun-jie'),
    ];
    await inside(link);
    await rest(WANG);
    expect(await inside(links)).toEqual(['closed', undefined, undefined]);
    await inside(link);
    await rest(SUN);
    expect(await inside(links)).toEqual(['waiting', undefined, undefined]);
    expect(await staff()).toEqual(['demo-sun-jie: desk']);
  });
});

describe('the end of the demo', () => {
  it('leaves none of its people on the staff, nor within reach, and records it', async () => {
    for (const person of PEOPLE) await seat(person);
    expect(await end()).toBe(2);
    expect(await staff()).toEqual([]);
    expect((await inside(tx => tx.get(residents, 'demo-wang-nainai')))?.reach).toBeUndefined();
    expect(await done()).toEqual(['staff.demo', 'staff.demo', 'staff.leave', 'staff.leave']);
    expect(await end()).toBe(0);
    expect(await done()).toHaveLength(4);
  });

  it('takes back what its admin gave: invitations, places, roles, and what those gave further', async () => {
    await seat(LI);
    await hire('m-1', 'admin', [joined('operator', 'admin')]);
    await hire('m-2', 'admin', [joined('operator', 'handler'), raised('demo-li-zhuren', 'admin')]);
    await hire('m-3', 'lead', [joined('demo-li-zhuren', 'lead')]);
    await hire('m-4', 'desk', [joined('m-3', 'desk')]);
    await hire('m-5', 'desk', [joined('m-1', 'lead'), raised('m-1', 'desk')]);
    const chance = new SeededChance(1);
    const invite = (by: string) =>
      inside(tx => makeInvitation(tx, { name: by, role: 'admin', by, now: NOW, chance }));
    for (const by of ['operator', 'm-1', 'demo-li-zhuren', 'm-3']) await invite(by);

    expect(await end()).toBe(3);
    expect((await staff()).sort()).toEqual(['m-1: admin', 'm-2: handler', 'm-5: desk']);
    const left = await inside(tx => tx.find(invitations, 'byExpiry', { limit: 9 }));
    expect(left.map(({ by }) => by).sort()).toEqual(['m-1', 'operator']);
    expect(await end()).toBe(0);
    expect((await staff()).sort()).toEqual(['m-1: admin', 'm-2: handler', 'm-5: desk']);
  });

  it('touches nobody where there never was one', async () => {
    await hire('m-1', 'admin', []);
    await hire('m-2', 'lead', [joined('operator', 'admin'), raised('m-2', 'lead')]);
    expect(await end()).toBe(0);
    expect((await staff()).sort()).toEqual(['m-1: admin', 'm-2: lead']);
  });
});
