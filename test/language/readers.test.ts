import { describe, expect, it } from 'vitest';
import { readers, showDate } from '../../src/language/index.js';

const read = readers({ phone: { area: '027' } });
const how = { locale: 'zh-Hans', now: Date.parse('2026-11-23T09:00:00+08:00'), zone: 'Asia/Shanghai' };

describe('a date', () => {
  it('is kept as a date and shown as one says it', () => {
    expect(read.date('明天', how)).toEqual({ value: '2026-11-24', shown: '11月24日周二' });
    expect(read.date('tomorrow', { ...how, locale: 'en' })).toEqual({
      value: '2026-11-24',
      shown: 'Tue 24 Nov',
    });
    expect(read.date('1月3号', how)).toEqual({ value: '2027-01-03', shown: '2027年1月3日周日' });
    expect(showDate('2026-11-24', { ...how, locale: 'zh-Hant' })).toBe('11月24日週二');
    expect(showDate('2026-11-24', { ...how, locale: 'vi' })).toBe('Thứ Ba, 24/11');
  });
  it('says what is wrong', () => {
    expect(read.date('昨天', how)).toEqual({ problem: 'date_past', details: { day: '11月22日周日' } });
    expect(read.date('2月30号', how)).toEqual({ problem: 'date_impossible' });
    expect(read.date('11月24号周三', how)).toEqual({ problem: 'date_contradiction' });
    expect(read.date('周末', how)).toEqual({ problem: 'date_ambiguous', ambiguous: true });
    expect(read.date('下午三点', how)).toBeNull();
    expect(read.date('你好', how)).toBeNull();
  });
  it('may be today, even when the hour named has gone by', () => {
    expect(read.date('今天上午8点', how)).toMatchObject({ value: '2026-11-23' });
  });
});

describe('a time', () => {
  it('is kept on the 24-hour clock', () => {
    expect(read.time('下午三点', how)).toEqual({ value: '15:00', shown: '15:00' });
    expect(read.time('３：３０', how)).toMatchObject({ value: '15:30' });
    expect(read.time('明天 at 3pm', how)).toMatchObject({ value: '15:00' });
  });
  it('asks back when only a part of the day is said', () => {
    expect(read.time('下午', how)).toEqual({
      problem: 'time_part',
      details: { part: 'afternoon' },
      ambiguous: true,
    });
    expect(read.time('两三点', how)).toEqual({ problem: 'time_ambiguous', ambiguous: true });
    expect(read.time('25点', how)).toEqual({ problem: 'time_impossible' });
    expect(read.time('明天', how)).toBeNull();
  });
});

describe('a phone number', () => {
  it.each([
    ['13800001234', '+8613800001234', '138 0000 1234'],
    ['我的电话是 138 0000 1234，谢谢', '+8613800001234', '138 0000 1234'],
    ['１３８－００００－１２３４', '+8613800001234', '138 0000 1234'],
    ['幺三八零零零零幺二三四', '+8613800001234', '138 0000 1234'],
    ['027-82001234', '+862782001234', '027 8200 1234'],
    ['8200 1234', '+862782001234', '027 8200 1234'],
    ['0719-8651234', '+867198651234', '0719 865 1234'],
    ['+84 912 345 678', '+84912345678', '+84 912 345 678'],
    ['0084912345678', '+84912345678', '+84 912 345 678'],
  ])('%s', (text, value, shown) => {
    expect(read.phone(text, how)).toEqual({ value, shown });
  });
  it('is tried as one from home for those who write in its language', () => {
    expect(read.phone('0912 345 678', { ...how, locale: 'vi' })).toMatchObject({ value: '+84912345678' });
    expect(read.phone('0912 345 678', how)).toMatchObject({ problem: 'phone_invalid' });
  });
  it('is refused with what is wrong', () => {
    expect(read.phone('138000012', how)).toEqual({
      problem: 'phone_invalid',
      details: { digits: 9, reason: 'short' },
    });
    expect(read.phone('12345678901', how)).toEqual({
      problem: 'phone_invalid',
      details: { digits: 11, reason: 'unknown' },
    });
    expect(read.phone('420106199001011234', how)).toMatchObject({ details: { reason: 'long' } });
    expect(read.phone('没有手机', how)).toBeNull();
  });
});

describe('a number', () => {
  it.each([
    ['3', 3],
    ['１２', 12],
    ['两个人', 2],
    ['一百零五', 105],
    ['大概五位吧', 5],
    ['1,200', 1200],
    ['3.5', 3.5],
    ['2万', 20_000],
    ['for two people please', 2],
  ])('%s', (text, value) => {
    expect(read.number(text, how)).toMatchObject({ value });
  });
  it('is not made up', () => {
    expect(read.number('一起去', how)).toBeNull();
    expect(read.number('3楼5号', how)).toEqual({ problem: 'number_ambiguous', ambiguous: true });
  });
});

describe('yes and no', () => {
  const yes =
    '好的 可以 是 嗯 没问题 不错 是的是的 对，就这样 可以，麻烦您了 好的，谢谢 👍 OK的 yes ok no_problem sure vâng';
  const no = '不用了 算了 不可以 还是算了吧 别来了 不要了谢谢 不是 no nope không';
  const neither = '可以吗 行不行 好像不对 可以的，不过换个时间 不好意思 明天 你好';
  it.each(yes.split(' '))('%s is yes', word => {
    expect(read.yesno(word.replace('_', ' '), how)).toEqual({ value: true });
  });
  it.each(no.split(' '))('%s is no', word => {
    expect(read.yesno(word, how)).toEqual({ value: false });
  });
  it.each(neither.split(' '))('%s is neither', word => {
    expect(read.yesno(word, how)).toBeNull();
  });
});
