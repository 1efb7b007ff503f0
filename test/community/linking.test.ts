import { beforeEach, describe, expect, it } from 'vitest';
import { book } from '../../src/community/bookings/book.js';
import { openBookings } from '../../src/community/bookings/booking.js';
import { withConsent, withKept } from '../../src/community/residents/consent.js';
import { findResident, residentOf, type Speaker } from '../../src/community/residents/identity.js';
import {
  CODE_LASTS,
  linkingCodes,
  makeCode,
  useCode,
  WRONG_TRIES,
} from '../../src/community/residents/linking-code.js';
import { residents } from '../../src/community/residents/resident.js';
import { nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { HOUR, MINUTE, NOW } from '../clock.js';
import { TestDesk } from './desk.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const speaker = (account: string, person: string, changes: Partial<Speaker> = {}): Speaker => ({
  account,
  person,
  locales: ['zh-Hans', 'en'],
  now: desk.now,
  newId: () => desk.chance.id(),
  ...changes,
});

const come = (account: string, person: string, changes: Partial<Speaker> = {}) =>
  desk.store.transact('huimin', tx => residentOf(tx, speaker(account, person, changes)));

describe('who speaks', () => {
  it('is made once and found again by platform id alone', async () => {
    const first = await come('wechat', 'wxid_1', { name: '王奶奶', locale: 'zh_CN' });
    const again = await come('wechat', 'wxid_1', { name: '王秀英' });
    const other = await come('telegram', 'wxid_1', { name: '王奶奶' });
    expect(again).toEqual(first);
    expect(first).toMatchObject({ name: '王奶奶', locale: 'zh-Hans', since: NOW, kept: {}, consents: [] });
    expect(other.id).not.toBe(first.id);
  });

  it.each([
    ['zh-Hans', 'zh-Hans'],
    ['zh-TW', 'zh-Hans'],
    ['en-US', 'en'],
    ['EN', 'en'],
    ['vi', 'en'],
    [undefined, 'zh-Hans'],
  ])('is spoken to, with an app in %s, in %s', async (locale, spoken) => {
    expect((await come('telegram', `who-${locale}`, { locale })).locale).toBe(spoken);
  });
});

describe('a linking code', () => {
  const join = async (code: string) => {
    const stranger = await come('wechat', 'wxid_new');
    return desk.turn(stranger.id, context => useCode(context, code));
  };
  const codeOf = (who = wangNainai) => desk.turn(who, makeCode).then(({ value }) => value);

  it('brings a resident with a new WeChat id back to their bookings', async () => {
    const wish = { service: 'blood-pressure', address: wangNainai.address, phone: wangNainai.e164 };
    await desk.turn(wangNainai, context => book(context, { ...wish, day: '2026-11-24', time: '15:00' }));
    const stranger = await come('wechat', 'wxid_new');
    await desk.turn(stranger.id, async context => {
      await context.tx.put(
        residents,
        withKept(
          withConsent(context.resident, 'book-service', '2026-11', NOW),
          'resident.phone',
          '+8613800001234',
        ),
      );
    });
    await desk.turn(stranger.id, context => book(context, { ...wish, day: '2026-11-25', time: '15:00' }));

    const code = await codeOf();
    const { value: joined, off } = await desk.turn(stranger.id, context => useCode(context, code));
    expect(joined?.id).toBe(wangNainai.id);
    expect(joined?.kept).toEqual({ 'resident.phone': '+8613800001234' });
    expect(joined?.consents).toHaveLength(1);
    expect(off.told).toEqual([{ resident: wangNainai.id, notice: { text: 'linked_elsewhere', args: {} } }]);

    const seen = await desk.turn(wangNainai, async context => ({
      who: await findResident(context.tx, 'wechat', 'wxid_new'),
      stranger: await context.tx.get(residents, stranger.id),
      bookings: await openBookings(context.tx, wangNainai.id, NOW),
    }));
    expect(seen.value.who?.id).toBe(wangNainai.id);
    expect(seen.value.stranger).toBeUndefined();
    expect(seen.value.bookings.map(booking => booking.day)).toEqual(['2026-11-24', '2026-11-25']);
    // Their reminders have to name the resident who is still there.
    for (const timer of desk.timers.values()) expect(timer.data).toMatchObject({ resident: wangNainai.id });
    expect(desk.timers.size).toBe(4);
  });

  it('is eight digits, may be typed with spaces or full-width, and is not in the store', async () => {
    const code = await codeOf();
    expect(code).toMatch(/^\d{12}$/);
    const { value: stored } = await desk.turn(wangNainai, context =>
      context.tx.find(linkingCodes, 'byResident', { prefix: [wangNainai.id], limit: 9 }),
    );
    expect(JSON.stringify(stored)).not.toContain(code);
    const typed = [...code].map(digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
    expect((await join(`${typed.slice(0, 4)} ${typed.slice(4)}`)).value?.id).toBe(wangNainai.id);
  });

  it('works once', async () => {
    const code = await codeOf();
    await join(code);
    expect((await desk.turn(xiaoChen, context => useCode(context, code))).value).toBeNull();
  });

  it('holds for ten minutes', async () => {
    const code = await codeOf();
    desk.now = NOW + CODE_LASTS;
    expect((await join(code)).value).toBeNull();
  });

  it('no longer holds once a newer one was made', async () => {
    const old = await codeOf();
    const code = await codeOf();
    expect((await join(old)).value).toBeNull();
    expect((await join(code)).value?.id).toBe(wangNainai.id);
  });

  it('is refused where it was made', async () => {
    const code = await codeOf();
    expect(await desk.refusal(wangNainai, context => useCode(context, code))).toBe('own_code');
  });

  it('may be guessed wrong five times in an hour, and then not even be right', async () => {
    const code = await codeOf(nguyenVanAn);
    for (let i = 0; i < WRONG_TRIES; i++) {
      desk.now = NOW + i * MINUTE;
      const { value } = await desk.turn(xiaoChen, context => useCode(context, `0000000${i}`));
      expect(value).toBeNull();
    }
    expect(await desk.refusal(xiaoChen, context => useCode(context, code))).toBe('too_many_tries');
    desk.now = NOW + HOUR;
    const fresh = await codeOf(nguyenVanAn);
    expect((await desk.turn(xiaoChen, context => useCode(context, fresh))).value?.id).toBe(nguyenVanAn.id);
  });

  it('leaves no dead codes behind', async () => {
    await codeOf(wangNainai);
    desk.now = NOW + HOUR;
    await codeOf(xiaoChen);
    const { value } = await desk.turn(xiaoChen, context =>
      context.tx.find(linkingCodes, 'byExpiry', { limit: 9 }),
    );
    expect(value.map(code => code.resident)).toEqual([xiaoChen.id]);
  });
});

describe('consent', () => {
  it('is kept per purpose and notice, the first time counting', async () => {
    const resident = await come('webchat', 'w1');
    const once = withConsent(resident, 'book-service', '2026-11', NOW);
    expect(withConsent(once, 'book-service', '2026-11', NOW + HOUR)).toBe(once);
    expect(withConsent(once, 'book-service', '2027-01', NOW + HOUR).consents).toHaveLength(2);
    expect(withConsent(once, 'proposal', '2026-11', NOW + HOUR).consents).toHaveLength(2);
  });
});

describe('staff', () => {
  it('stay staff when their chats are joined, whichever of them was', async () => {
    await desk.hire(xiaoChen, 'handler');
    const { value: code } = await desk.turn(wangNainai, makeCode);
    await desk.turn(xiaoChen, context => useCode(context, code));
    const { value: member } = await desk.turn(wangNainai, async context => context.member);
    expect(member).toMatchObject({ role: 'handler', resident: wangNainai.id });
  });

  it('are never two colleagues in one', async () => {
    await desk.hire(xiaoChen, 'handler');
    await desk.hire(wangNainai, 'desk');
    const { value: code } = await desk.turn(wangNainai, makeCode);
    expect(await desk.refusal(xiaoChen, context => useCode(context, code))).toBe('both_staff');
  });
});
