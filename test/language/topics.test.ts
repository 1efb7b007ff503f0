import { describe, expect, it } from 'vitest';
import { topicWish } from '../../src/language/index.js';

const topics = [
  { value: 'notices', words: ['停水停电等通知', '通知', '停水', 'notices', 'water'] },
  { value: 'events', words: ['文化活动', '活动', '电影', 'events', 'event', 'films'] },
  { value: 'work', words: ['招工', '工作', 'jobs', 'job'] },
];
const wish = (text: string) => topicWish(text, topics, 'all');

describe('what somebody wants to hear of', () => {
  it.each([
    ['不要再发活动通知', 'stop', 'events'],
    ['退订招工', 'stop', 'work'],
    ['别给我发停水通知了', 'stop', 'notices'],
    ['不想收电影的消息', 'stop', 'events'],
    ['取消订阅活动', 'stop', 'events'],
    ['全部退订', 'stop', 'all'],
    ['退订', 'stop', undefined],
    ['訂閱停水', undefined, undefined],
    ['订阅停水', 'start', 'notices'],
    ['我想收招工消息', 'start', 'work'],
    ['有活动告诉我', 'start', 'events'],
    ['stop event messages', 'stop', 'events'],
    ["don't send me any more job news", 'stop', 'work'],
    ['unsubscribe from everything', 'stop', 'all'],
    ['subscribe to water notices', 'start', 'notices'],
    ['我订了哪些通知', undefined, undefined],
    ['明天停水吗', undefined, undefined],
  ])('%s', (text, meant, topic) => {
    const found = wish(text);
    expect([found.wish, found.topic]).toEqual([meant, topic]);
  });
});
