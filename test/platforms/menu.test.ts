import { describe, expect, it } from 'vitest';
import type { Saying } from '../../src/desk/message.js';
import { asMenu } from '../../src/platforms/menu.js';

const CONTROLS = { help: '帮助', back: '返回', cancel: '取消', person: '人工' };
const controls = Object.entries(CONTROLS).map(([token, label]) => ({ token, label }));
const services = ['量血压', '上门理发', '电器安全检查'].map((label, at) => ({ token: `p1.${at}`, label }));
const saying = (more: Partial<Saying>): Saying => ({ text: '要约哪项服务？', locale: 'zh-Hans', ...more });

describe('a saying as plain text', () => {
  it('is only its words when there is nothing to choose', () => {
    expect(asMenu(saying({}))).toBe('要约哪项服务？');
  });

  it('numbers the choices from 1, with one short line of controls', () => {
    expect(asMenu(saying({ choices: services, controls }))).toBe(
      [
        '要约哪项服务？',
        '1 量血压',
        '2 上门理发',
        '3 电器安全检查',
        '回复数字，或者：帮助 · 返回 · 取消 · 人工',
      ].join('\n'),
    );
  });

  it('goes on counting where the last menu ended', () => {
    expect(asMenu(saying({ choices: services, firstNumber: 9 }))).toBe(
      ['要约哪项服务？', '9 量血压', '10 上门理发', '11 电器安全检查', '回复数字就行'].join('\n'),
    );
  });

  it('says that numbers are understood only where there are any', () => {
    expect(asMenu(saying({ controls }))).toBe('要约哪项服务？\n也可以回复：帮助 · 返回 · 取消 · 人工');
    expect(asMenu(saying({ choices: services, locale: 'en' }))).toMatch(/\nReply with a number$/);
  });

  it('speaks English, small', () => {
    const english = ['Help', 'Back', 'Cancel', 'A person'].map(label => ({ token: label, label }));
    expect(asMenu({ text: 'Which phone number?', locale: 'en', controls: english })).toBe(
      ['Which phone number?', 'You can also reply: help · back · cancel · a person'].join('\n'),
    );
  });

  it('writes traditional characters to those who read them', () => {
    expect(asMenu(saying({ locale: 'zh-Hant-HK', controls: [{ token: 'h', label: '幫助' }] }))).toContain(
      '也可以回覆：幫助',
    );
  });

  it('says in words how to come to a direct chat, or with a link where there is one', () => {
    const toDirect = { label: '私聊继续', start: 'book-service' };
    expect(asMenu(saying({ text: '地址请私下告诉我。', toDirect }))).toBe(
      ['地址请私下告诉我。', '私聊继续：点我的头像加好友，然后私下发消息给我。'].join('\n'),
    );
    expect(asMenu(saying({ toDirect }), 'https://example.org/x')).toContain(
      '私聊继续：https://example.org/x',
    );
    expect(asMenu(saying({ locale: 'en', toDirect: { label: 'Go on here', start: 'x' } }))).toContain(
      'Go on here: tap my picture, add me, and send me a message.',
    );
  });
});
