import { beforeEach, describe, expect, it } from 'vitest';
import { book } from '../../src/community/bookings/book.js';
import { deleteResident } from '../../src/community/residents/deletion.js';
import { exportedOf } from '../../src/community/residents/exported.js';
import { privacyLog } from '../../src/community/residents/privacy-log.js';
import { residents } from '../../src/community/residents/resident.js';
import { acts } from '../../src/community/staff/act.js';
import { leave } from '../../src/community/staff/colleagues.js';
import { handovers } from '../../src/community/staff/handover.js';
import { askForPerson, takeOver } from '../../src/community/staff/person-wanted.js';
import { members } from '../../src/community/staff/staff.js';
import { liZhuren, sunJie, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk } from './desk.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const log = () => desk.store.read('huimin', tx => tx.find(privacyLog, 'byTime', { limit: 9 }));

describe('whoever goes', () => {
  it('is forgotten by the desk and on the disk, and what they made use of is nobody’s', async () => {
    await desk.turn(wangNainai, exportedOf);
    expect(await log()).toMatchObject([{ what: 'exported', resident: wangNainai.id }]);
    const { off } = await desk.turn(wangNainai, deleteResident);
    expect(off).toMatchObject({ forgotten: [wangNainai.id], forgets: true });
    expect(await log()).toMatchObject([
      { what: 'exported', resident: '' },
      { what: 'deleted', resident: '' },
    ]);
  });

  it('hands over first what they have in hand, and leaves an admin behind', async () => {
    await desk.hire(sunJie, 'desk');
    await desk.hire(liZhuren, 'admin');
    await desk.turn(xiaoChen, context => askForPerson(context, { urgent: false }));
    const [ticket] = await desk.store.read('huimin', tx => tx.find(handovers, 'waiting', { limit: 1 }));
    await desk.turn(sunJie, context => takeOver(context, ticket?.id ?? ''));
    expect(await desk.refusal(sunJie, deleteResident)).toBe('in_hand');
    expect(await desk.refusal(liZhuren, deleteResident)).toBe('last_admin');
  });

  it('leaves what they did here under a number, also when they had stopped working here before', async () => {
    const now = await desk.hire(sunJie, 'desk');
    const before = await desk.hire(xiaoChen, 'handler');
    await desk.hire(liZhuren, 'admin');
    await desk.turn(liZhuren, context => leave(context, before.id));
    await desk.turn(sunJie, deleteResident);
    await desk.turn(xiaoChen, deleteResident);
    const kept = await desk.store.read('huimin', async tx => ({
      members: [await tx.get(members, now.id), await tx.get(members, before.id)],
      acts: await tx.find(acts, 'byMember', { prefix: [now.id], limit: 9 }),
    }));
    for (const member of kept.members)
      expect(member).toMatchObject({ resident: '', name: '', left: desk.now });
    expect(kept.acts).toMatchObject([{ what: 'staff.leave', about: now.id }]);
  });
});

describe('what is handed out', () => {
  it('is kept to a size that every chat takes, and says what it left out', async () => {
    const { value: booking } = await desk.turn(wangNainai, context =>
      book(context, {
        service: 'blood-pressure',
        day: '2026-11-24',
        time: '15:00',
        address: wangNainai.address,
        phone: wangNainai.e164,
      }),
    );
    await desk.turn(wangNainai, ({ tx, resident }) =>
      tx.put(residents, { ...resident, kept: { 'resident.note': '长'.repeat(399_700) } }),
    );
    const { value } = await desk.turn(wangNainai, exportedOf);
    expect(value).toMatchObject({ booking: [], left_out: 1 });
    expect(JSON.stringify(value)).not.toContain(booking.id);
  });
});
