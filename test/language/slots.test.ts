import { expect, it } from 'vitest';
import { readers, slotsIn } from '../../src/language/index.js';

const how = { now: Date.parse('2026-11-23T09:00:00+08:00'), zone: 'Asia/Shanghai' };
const services = [
  { value: 'blood-pressure', words: ['量血压', '血压', 'blood pressure'] },
  { value: 'haircut', words: ['理发', '剪头发', 'haircut'] },
];
const found = (text: string) => slotsIn(text, { ...how, services });

it('finds service, day and time in a first message', () => {
  expect(found('明天下午三点量血压')).toEqual({
    service: 'blood-pressure',
    date_text: '明天',
    time_text: '下午三点',
    date: '2026-11-24',
    time: '15:00',
  });
  expect(found('book a Blood Pressure visit tomorrow at 3pm')).toEqual({
    service: 'blood-pressure',
    date_text: 'tomorrow',
    time_text: '3pm',
    date: '2026-11-24',
    time: '15:00',
  });
  expect(found('你好')).toEqual({});
});

it('gives the words as they were written', () => {
  expect(found('２５号　上午９点能来吗')).toMatchObject({ date_text: '２５号', time_text: '上午９点' });
  expect(found('下週六晚上7點到9點')).toMatchObject({ date_text: '下週六', time_text: '晚上7點到9點' });
  expect(found('on Saturday in the morning please')).toMatchObject({
    date_text: 'Saturday',
    time_text: 'morning',
  });
});

it('knows that tonight is a day', () => {
  expect(found('今晚七点剪头发')).toMatchObject({ date_text: '今晚', time_text: '七点', time: '19:00' });
  expect(found('this evening at 8')).toMatchObject({ date_text: 'this evening', time: '20:00' });
});

it('takes the new day of a change, and no day on which something was done', () => {
  expect(found('从周二改到周四上午')).toMatchObject({ date_text: '周四', time_text: '上午' });
  expect(found('昨天约的理发')).toEqual({ service: 'haircut' });
});

it('hands over what the readers read to the same end', () => {
  const read = readers();
  const { date, time } = found('今晚12点半');
  expect(read.date(date!, { ...how, locale: 'zh-Hans' })).toMatchObject({ value: '2026-11-24' });
  expect(read.time(time!, { ...how, locale: 'zh-Hans' })).toMatchObject({ value: '00:30' });
  expect(found('周末下午').date).toBe('周末');
});

it('is unsure of two services', () => {
  expect(found('血压和理发')).not.toHaveProperty('service');
});
