import { describe, expect, it } from 'vitest';
import { routes, smallTalk } from '../../src/language/index.js';

const desk = routes([
  {
    name: 'book',
    intent: 'book_service',
    commands: ['book', '预约'],
    examples: {
      'zh-Hans': ['我想预约上门量血压', '明天下午能来家里理发吗', '帮我约个时间'],
      en: ['book a home visit', 'can somebody come to my home tomorrow'],
    },
  },
  {
    name: 'cancel',
    intent: 'cancel_booking',
    commands: ['取消预约'],
    examples: { 'zh-Hans': ['我的预约不要了', '明天不用上门了'], en: ['cancel my booking'] },
  },
  {
    name: 'mine',
    commands: ['我的预约'],
    examples: { 'zh-Hans': ['我约了什么', '看看我的预约'], en: ['show my bookings'] },
  },
]);
const picked = (text: string, group = false) => desk.pick(text, 'zh-Hans', { group })?.conversation ?? null;

describe('which conversation a message is for', () => {
  it('begins with a command, however it is typed', () => {
    expect(desk.pick('/book', 'en')).toEqual({ conversation: 'book', score: 1 });
    expect(desk.pick('预约。', 'zh-Hans')).toEqual({ conversation: 'book', score: 1 });
    expect(desk.pick('@小惠\u2005我的预约', 'zh-Hans')).toEqual({ conversation: 'mine', score: 1 });
  });
  it('is found by its likeness to the examples, whatever the day', () => {
    expect(picked('下周三上午能来家里理发吗')).toBe('book');
    expect(picked('can someone come to my home on Friday at 3pm')).toBe('book');
    expect(picked('后天不用上门了')).toBe('cancel');
    expect(picked('看一下我约了什么')).toBe('mine');
  });
  it('is not the opposite of what was said', () => {
    expect(picked('我周四的上门量血压取消')).not.toBe('book');
  });
  it('is none rather than a wrong one', () => {
    expect(picked('居住证怎么办')).toBeNull();
    expect(picked('今天天气真好')).toBeNull();
    expect(picked('老家来人了，想带他们去江边走走')).toBeNull();
    expect(picked('is there a park near my home')).toBeNull();
    expect(picked('')).toBeNull();
    expect(picked('谁家的猫丢了，在我家门口', true)).toBeNull();
    expect(routes([]).pick('预约')).toBeNull();
  });
});

describe('small talk', () => {
  it.each([
    ['你好呀', 'greeting'],
    ['@小惠 早上好！', 'greeting'],
    ['Hello', 'greeting'],
    ['帮助', 'help'],
    ['What can you do?', 'help'],
    ['谢谢啦', 'thanks'],
    ['帮我转人工', 'person'],
    ['can I talk to a real person', 'person'],
    ['算了', 'cancel'],
    ['麻烦了', 'thanks'],
    ['？？？', 'help'],
    ['好的', 'fine'],
    ['再见！', 'fine'],
    ['Got it.', 'fine'],
    ['滚', 'upset'],
    ['我要投诉你们！', 'upset'],
  ])('%s is %s', (text, kind) => {
    expect(smallTalk(text)).toBe(kind);
  });
  it('is only what stands alone', () => {
    expect(smallTalk('你好，居住证怎么办')).toBeNull();
    expect(smallTalk('取消明天的预约')).toBeNull();
    expect(smallTalk('')).toBeNull();
    expect(smallTalk('...')).toBeNull();
    expect(smallTalk('啊啊啊啊啊啊')).toBeNull();
    expect(smallTalk('😀😀😀')).toBeNull();
    expect(smallTalk('垃圾怎么分类')).toBeNull();
  });
});
