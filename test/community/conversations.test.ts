import { beforeEach, describe, expect, it } from 'vitest';
import { book } from '../../src/community/bookings/book.js';
import { linkingTries } from '../../src/community/residents/linking-code.js';
import { residents } from '../../src/community/residents/resident.js';
import { type Actor, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { TestDesk, withService } from './desk.js';
import { Player } from './play.js';

let desk: TestDesk;
beforeEach(async () => {
  desk = await TestDesk.open();
});

const bookFor = async (who: Actor, day = '2026-11-25', time = '15:00', service = 'blood-pressure') =>
  (
    await desk.turn(who, context =>
      book(context, { service, day, time, address: who.address, phone: who.e164 }),
    )
  ).value;
const documentOf = (who: Actor) =>
  desk.turn(who, context => context.tx.get(residents, who.id)).then(({ value }) => value);

describe('book-service', () => {
  it('takes 王奶奶 from the first question to her number, with the calendar entry and the staff told', async () => {
    const player = new Player(desk, wangNainai);
    expect((await player.begin('book-service')).choices).toHaveLength(4);
    expect((await player.say('量血压')).text).toContain('哪天方便');
    expect((await player.say('明天')).text).toContain('11月24日周二有这些时间');
    expect((await player.say('下午三点')).text).toContain('上门到哪里');
    expect((await player.say(wangNainai.address)).text).toContain('留个电话');
    const wrong = await player.say('12345');
    expect(wrong.text).toContain('比如');
    expect(wrong.text).toContain('留个电话');
    const summary = await player.say(wangNainai.phone);
    for (const part of ['上门量血压', '11月24日周二 15:00', wangNainai.address, '138 0000 1234']) {
      expect(summary.text).toContain(part);
    }
    const booked = await player.say('确认');
    expect(booked.text).toMatch(/约好了！预约号 YY-\d{4}/);
    expect(booked.text).toContain('社区护士 周敏');
    expect(booked.text).toContain('取消预约');
    expect(booked.files).toEqual([expect.stringMatching(/^YY-\d{4}\.ics$/)]);
    expect(booked.off.staff.map(notice => notice.text)).toEqual(['staff_booked']);

    const kept = await player.say('都记住');
    expect(kept.ended).toBe('done');
    expect(await documentOf(wangNainai)).toMatchObject({
      kept: { 'resident.address': wangNainai.address, 'resident.phone': wangNainai.e164 },
      consents: [{ purpose: 'book-service', notice: '2026-11' }],
    });
  });

  it('asks in the order of the file: service, day, time, address, phone', async () => {
    const player = new Player(desk, nguyenVanAn);
    const said = [await player.begin('book-service')];
    for (const text of ['2', 'Thursday', '9:00', nguyenVanAn.address, nguyenVanAn.phone]) {
      said.push(await player.say(text));
    }
    expect(
      said.map(answer => answer.text.split('\n').find(line => line.endsWith('?') || /please/.test(line))),
    ).toEqual([
      'What would you like to book?',
      undefined,
      expect.stringContaining('Which one?'),
      'Where shall we come? Building, entrance and door number, please.',
      'A phone number, please, so that we can reach you before the visit.',
      'Is this right?',
    ]);
    expect(said[1]?.text).toContain('Which day suits you?');
  });

  it('does not ask what the first message said', async () => {
    const answer = await new Player(desk, wangNainai).begin('book-service', {
      service: '量血压',
      day: '明天',
      time: '下午三点',
    });
    expect(answer.text).toContain('上门到哪里');
  });

  it('offers last time’s address and phone, and does not ask to keep them again', async () => {
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    await player.sayAll('量血压', '明天', '15:00', wangNainai.address, wangNainai.phone, '确认', '都记住');
    await player.begin('book-service');
    const address = await player.sayAll('量血压', '后天', '15:00');
    expect(address.choices).toEqual([`还是上次的：${wangNainai.address}`]);
    expect((await player.sayAll('老地址', '1', '确认')).ended).toBe('done');
  });

  it('goes back to the times when the slot was taken meanwhile, and no booking was made', async () => {
    desk.content = withService('blood-pressure', { capacity: 1 });
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    await player.sayAll('量血压', '明天', '15:00', wangNainai.address, wangNainai.phone);
    await bookFor(xiaoChen, '2026-11-24');
    const taken = await player.say('确认');
    expect(taken.text).toContain('这个时间刚被约走了');
    expect(taken.choices).not.toContain('15:00');
    expect(taken.off.staff).toEqual([]);
    expect((await player.sayAll('16:00', '确认')).text).toContain('约好了');
  });

  it('goes back to the services when one is full for two weeks, and to the days when a day is', async () => {
    desk.content = withService('haircut', { hours: { tue: ['09:00-10:00'] }, ahead: 7 });
    await bookFor(xiaoChen, '2026-11-24', '09:00', 'haircut');
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    const full = await player.say('理发');
    expect(full.text).toContain('约满了');
    expect(full.choices).toContain('上门量血压');
  });

  it.each([
    ['too_soon', '2026-11-23T10:00:00+08:00', '来不及安排'],
    ['not_open', '2026-11-24T09:00:00+08:00', '换一天吧'],
  ])('says so when %s, since time has passed while they were answering', async (_, later, words) => {
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    await player.sayAll('量血压', '今天', '11:00', wangNainai.address, wangNainai.phone);
    desk.now = Date.parse(later);
    expect((await player.say('确认')).text).toContain(words);
  });

  it('says so when the same visit is booked already', async () => {
    await bookFor(wangNainai, '2026-11-24');
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    const again = await player.sayAll(
      '量血压',
      '明天',
      '15:00',
      wangNainai.address,
      wangNainai.phone,
      '确认',
    );
    expect(again.text).toContain('您已经约过这项服务了');
  });
});

describe('reschedule-booking', () => {
  it('begins at the day when a reminder’s button names the booking', async () => {
    const { id } = await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    expect((await player.begin('reschedule-booking', { booking: id })).text).toContain('改到哪天');
    const summary = await player.sayAll('周五', '九点');
    expect(summary.text).toContain('改到：11月27日周五 09:00');
    const changed = await player.say('确认');
    expect(changed.text).toContain(`预约号还是 ${id}`);
    expect(changed.files).toEqual([`${id}.ics`]);
    expect(changed.ended).toBe('done');
  });

  it('says so and asks which one when the button’s booking is gone', async () => {
    await bookFor(wangNainai);
    const answer = await new Player(desk, wangNainai).begin('reschedule-booking', { booking: 'YY-9999' });
    expect(answer.text).toContain('要改哪一个');
  });

  it('says so when there is nothing to change', async () => {
    const answer = await new Player(desk, nguyenVanAn).begin('reschedule-booking');
    expect(answer).toMatchObject({ ended: 'done', text: 'You have no bookings. To make one, send "book".' });
  });
});

describe('cancel-booking', () => {
  it.each(['取消', '确定取消', '是'])('takes %s at the end for a yes', async word => {
    const { id } = await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('cancel-booking');
    const sure = await player.sayAll('1', '跳过');
    expect(sure.text).toContain('取消这个预约');
    const gone = await player.say(word);
    expect(gone.text).toContain(`取消好了：${id}`);
    expect(gone.off.staff.map(notice => notice.text)).toEqual(['staff_cancelled']);
  });

  it.each(['先不取消', '算了'])('keeps the booking at %s, and says that it stands', async word => {
    await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('cancel-booking');
    const kept = await player.sayAll('1', word);
    expect(kept).toMatchObject({ ended: 'cancelled' });
    expect(kept.text).toContain('没有取消');
    expect((await new Player(desk, wangNainai).begin('my-bookings')).choices).toHaveLength(1);
  });

  it('understands "cancel it" and "keep it" in English', async () => {
    await bookFor(nguyenVanAn);
    const player = new Player(desk, nguyenVanAn);
    await player.begin('cancel-booking');
    expect((await player.sayAll('skip', 'keep it')).text).toContain('nothing was cancelled');
    await player.begin('cancel-booking');
    expect((await player.sayAll('skip', 'cancel it')).text).toContain('Cancelled: YY-');
  });
});

describe('my-bookings', () => {
  it('shows the details, with the calendar entry', async () => {
    const { id } = await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('my-bookings');
    const details = await player.sayAll('1', '看详情');
    expect(details.text).toContain(wangNainai.address);
    expect(details).toMatchObject({ files: [`${id}.ics`], ended: 'done' });
  });

  it('changes the time', async () => {
    await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('my-bookings');
    expect((await player.sayAll('1', '改时间', '周五', '9:00', '确认')).text).toContain('11月27日周五 09:00');
  });

  it.each([
    ['确定取消', '取消好了'],
    ['留着', '好的，到时候见'],
  ])('cancels only after %s', async (word, said) => {
    await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('my-bookings');
    expect((await player.sayAll('1', '取消预约', word)).text).toContain(said);
  });

  it('lets go with 没事了', async () => {
    await bookFor(wangNainai);
    const player = new Player(desk, wangNainai);
    await player.begin('my-bookings');
    expect((await player.sayAll('1', '没事了')).ended).toBe('done');
  });
});

describe('confirm-booking', () => {
  it('answers a reminder’s first button at once', async () => {
    const { id } = await bookFor(nguyenVanAn);
    const answer = await new Player(desk, nguyenVanAn).begin('confirm-booking', { booking: id });
    expect(answer).toMatchObject({ ended: 'done' });
    expect(answer.text).toContain('see you on Wed 25 Nov at 15:00');
  });
});

describe('link-account', () => {
  it('gives a code in one chat that works in the other', async () => {
    await bookFor(wangNainai);
    const old = new Player(desk, wangNainai);
    await old.begin('link-account');
    const code = /\d{4} \d{4} \d{4}/.exec((await old.say('领一个码')).text)?.[0] ?? '';
    const fresh = new Player(desk, xiaoChen);
    await fresh.begin('link-account');
    const linked = await fresh.sayAll('填一个码', code);
    expect(linked.text).toContain('连好了');
    expect((await new Player(desk, wangNainai).begin('my-bookings')).choices).toHaveLength(1);
  });

  it('counts a wrong code once', async () => {
    const player = new Player(desk, xiaoChen);
    await player.begin('link-account');
    expect((await player.sayAll('填一个码', '1234 5678 9012')).text).toContain('这个码不对');
    const { value } = await desk.turn(xiaoChen, context => context.tx.get(linkingTries, xiaoChen.id));
    expect(value?.wrong).toHaveLength(1);
  });

  it('stops after five wrong ones', async () => {
    const player = new Player(desk, xiaoChen);
    for (let i = 0; i < 5; i++) {
      await player.begin('link-account');
      await player.sayAll('填一个码', `1234 5678 901${i}`);
    }
    await player.begin('link-account');
    expect((await player.sayAll('填一个码', '1234 5678 9012')).text).toContain('先停一小时');
  });
});

describe('language', () => {
  it('answers in the new language', async () => {
    const player = new Player(desk, wangNainai);
    await player.begin('language');
    expect((await player.say('English')).text).toBe('OK, English from now on.');
    expect((await player.begin('language')).text).toContain('Which language shall I speak?');
    expect((await player.say('1')).text).toBe('好的，以后跟您说中文。');
  });
});

describe('privacy', () => {
  it('says what is kept and why, and forgets on a yes', async () => {
    const player = new Player(desk, wangNainai);
    await player.begin('book-service');
    await player.sayAll('量血压', '明天', '15:00', wangNainai.address, wangNainai.phone, '确认', '只记地址');
    const shown = await player.begin('privacy');
    expect(shown.text).toContain(`我替您记着：${wangNainai.address}`);
    await player.begin('forget-kept');
    expect((await player.say('不')).text).toContain('先替您留着');
    await player.begin('forget-kept');
    expect((await player.say('是')).text).toContain('忘掉了');
    expect((await documentOf(wangNainai))?.kept).toEqual({});
    expect((await player.begin('privacy')).text).not.toContain('我替您记着');
    expect((await player.begin('forget-kept')).text).toContain('您没有让我替您记住什么');
  });
});
