import { beforeEach, describe, expect, it } from 'vitest';
import { withKept } from '../../src/community/consent.js';
import type { Context } from '../../src/community/context.js';
import { residents } from '../../src/community/resident.js';
import type { Json } from '../../src/community/store.js';
import { SLOT_KINDS } from '../../src/conversation/definition.js';
import { actions, signatures } from '../../src/desk/actions.js';
import { type Actor, liZhuren, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk, withService } from './desk.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const call = async (who: Actor, name: string, args: Record<string, Json> = {}): Promise<Json> =>
  (await desk.turn(who, context => actions[name]!.run(context, args))).value;
const refused = (who: Actor, name: string, args: Record<string, Json> = {}): Promise<string> =>
  desk.refusal(who, (context: Context) => actions[name]!.run(context, args));
const values = (options: Json): unknown[] => (options as { value: string }[]).map(option => option.value);

const bookingOf = async (who: Actor, changes: Record<string, Json> = {}): Promise<Record<string, Json>> =>
  (await call(who, 'bookings.book', {
    service: 'blood-pressure',
    day: '2026-11-24',
    time: '15:00',
    address: who.address,
    phone: who.e164,
    ...changes,
  })) as Record<string, Json>;

/** One specification for each action: an action without one fails the last test. */
const specified: Record<string, () => Promise<void>> = {
  'services.open': async () => {
    expect(await call(wangNainai, 'services.open')).toContainEqual({
      value: 'paperwork',
      label: '上门收材料',
    });
    expect(await call(nguyenVanAn, 'services.open')).toContainEqual({
      value: 'paperwork',
      label: 'Paperwork pick-up',
    });
  },
  'bookings.days': async () => {
    const days = values(await call(wangNainai, 'bookings.days', { service: 'haircut' }));
    // With a day's notice, today at nine no longer reaches this morning; Tuesday's nine o'clock just does.
    expect(days).toEqual([
      '2026-11-24',
      '2026-11-26',
      '2026-11-28',
      '2026-12-01',
      '2026-12-03',
      '2026-12-05',
    ]);
    expect(await call(wangNainai, 'bookings.days', { service: 'gone' })).toEqual([]);
  },
  'bookings.times': async () => {
    const times = await call(xiaoChen, 'bookings.times', { service: 'paperwork', day: '2026-11-23' });
    expect(values(times)).toEqual(['11:00', '18:30', '19:00', '19:30', '20:00', '20:30', '21:00']);
  },
  'bookings.findable': async () => {
    for (const address of [
      wangNainai.address,
      nguyenVanAn.address,
      '工地宿舍12号房',
      'Sunshine Garden, door 4',
    ]) {
      expect(await call(wangNainai, 'bookings.findable', { address })).toEqual({});
    }
    for (const address of [
      '要收费吗？',
      '晚上九点',
      '明天下午',
      '138 1234 5678',
      '不知道怎么写',
      'what does it cost?',
    ]) {
      expect(await refused(wangNainai, 'bookings.findable', { address }), address).toBe('not_an_address');
    }
  },
  'bookings.book': async () => {
    const booking = await bookingOf(wangNainai);
    expect(booking).toMatchObject({
      service: '上门量血压',
      day: '11月24日周二',
      time: '15:00',
      who: '社区护士 周敏',
      cost: '',
      phone: '13800001234',
    });
    expect(booking.files).toMatchObject([{ name: `${booking.number}.ics`, mime: 'text/calendar' }]);
    expect(await bookingOf(nguyenVanAn, { day: '2026-11-25' })).toMatchObject({
      service: 'Blood-pressure visit',
      who: 'Zhou Min, community nurse',
    });
  },
  'bookings.mine': async () => {
    const { number } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.mine')).toEqual([
      { value: number, label: `11月24日周二 15:00 上门量血压 ${number}` },
    ]);
    expect(await call(xiaoChen, 'bookings.mine')).toEqual([]);
  },
  'bookings.show': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.show', { booking: number })).toMatchObject({
      number,
      address: wangNainai.address,
    });
    expect(await refused(xiaoChen, 'bookings.show', { booking: number })).toBe('not_found');
  },
  'bookings.other_days': async () => {
    desk.content = withService('haircut', {
      hours: { tue: ['09:00-10:00'], thu: ['09:00-11:00'] },
      ahead: 7,
    });
    const { number = '' } = await bookingOf(wangNainai, { service: 'haircut', time: '09:00' });
    // Its own time is no change, so a day with nothing else is not offered.
    expect(values(await call(wangNainai, 'bookings.other_days', { booking: number }))).toEqual([
      '2026-11-26',
    ]);
    expect(await call(xiaoChen, 'bookings.other_days', { booking: number })).toEqual([]);
  },
  'bookings.other_times': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    const args = { booking: number, day: '2026-11-24' };
    const times = values(await call(wangNainai, 'bookings.other_times', args));
    expect(times).toContain('15:30');
    expect(times).not.toContain('15:00');
  },
  'bookings.reschedule': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    const args = { booking: number, day: '2026-11-27', time: '09:00' };
    expect(await call(wangNainai, 'bookings.reschedule', args)).toMatchObject({
      number,
      day: '11月27日周五',
      time: '09:00',
    });
  },
  'bookings.cancel': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.cancel', { booking: number, reason: null })).toMatchObject({
      number,
    });
    expect(await refused(wangNainai, 'bookings.cancel', { booking: number })).toBe('over');
  },
  'bookings.acknowledge': async () => {
    const { number = '' } = await bookingOf(wangNainai);
    expect(await call(wangNainai, 'bookings.acknowledge', { booking: number })).toMatchObject({ number });
  },
  'residents.languages': async () => {
    expect(await call(nguyenVanAn, 'residents.languages')).toEqual([
      { value: 'zh-Hans', label: '简体中文' },
      { value: 'en', label: 'English' },
    ]);
  },
  'residents.set_language': async () => {
    expect(await call(wangNainai, 'residents.set_language', { language: 'en' })).toEqual({ language: 'en' });
    expect(await call(wangNainai, 'services.open')).toContainEqual({
      value: 'haircut',
      label: 'Haircut at home for elders',
    });
    expect(await refused(wangNainai, 'residents.set_language', { language: 'tlh' })).toBe('unknown_language');
  },
  'residents.linking_code': async () => {
    const given = (await call(wangNainai, 'residents.linking_code')) as { code: string; minutes: number };
    expect(given.code).toMatch(/^\d{4} \d{4} \d{4}$/);
    expect(given.minutes).toBe(10);
  },
  'residents.use_code': async () => {
    const { code } = (await call(wangNainai, 'residents.linking_code')) as { code: string };
    expect(await call(xiaoChen, 'residents.use_code', { code: '00000000' })).toEqual({ joined: 'no' });
    expect(await call(xiaoChen, 'residents.use_code', { code })).toEqual({ joined: 'yes' });
  },
  'residents.joined': async () => {
    expect(await call(wangNainai, 'residents.joined', { joined: 'yes' })).toBe(true);
    expect(await call(wangNainai, 'residents.joined', { joined: 'no' })).toBe(false);
  },
  'residents.has_kept': async () => {
    expect(await call(wangNainai, 'residents.has_kept')).toBe(false);
    await keep(wangNainai);
    expect(await call(wangNainai, 'residents.has_kept')).toBe(true);
  },
  'residents.kept': async () => {
    await keep(wangNainai);
    expect(await call(wangNainai, 'residents.kept')).toEqual({ list: '惠民苑3号楼2单元501 · 13800001234' });
  },
  'residents.forget_kept': async () => {
    await keep(wangNainai);
    await call(wangNainai, 'residents.forget_kept');
    expect(await call(wangNainai, 'residents.has_kept')).toBe(false);
  },
};

const keep = (who: Actor) =>
  desk.turn(who, context => {
    const once = withKept(context.resident, 'resident.address', { text: who.address });
    return context.tx.put(residents, withKept(once, 'resident.phone', who.e164));
  });

describe('actions', () => {
  for (const [name, spec] of Object.entries(specified)) it(name, spec);

  it('each have a specification, and a signature that fits the grammar', () => {
    expect(Object.keys(actions).sort()).toEqual(Object.keys(specified).sort());
    const kinds = new Set<string>(SLOT_KINDS);
    for (const [name, signature] of Object.entries(signatures)) {
      for (const kind of Object.values(signature.needs)) expect(kinds, name).toContain(kind.replace('?', ''));
    }
  });

  it('give every field that their signature promises', async () => {
    const booking = await bookingOf(liZhuren);
    const { gives } = signatures['bookings.book']!;
    expect(Object.keys(booking).sort()).toEqual([...gives].sort());
  });

  it('name the argument that a conversation forgot', async () => {
    await expect(call(wangNainai, 'bookings.times', { service: 'haircut' })).rejects.toThrow(
      'the argument day must be a text, not undefined',
    );
  });
});
