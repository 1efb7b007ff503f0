import { expect } from 'vitest';
import { announcements as documents } from '../../../src/community/announcements/announcement.js';
import type { Json } from '../../../src/community/store.js';
import { timed } from '../../../src/desk/timed.js';
import { hePing, liZhuren, nguyenVanAn } from '../../cast.js';
import { publish } from '../event.js';
import { call, desk, refused, type Specs, values } from './call.js';

const DRAFT: Record<string, Json> = {
  text: '周二9点到12点停水。',
  translation: 'No water on Tuesday from 9 to 12.',
  when: 'now',
  topic: 'notices',
  audience: 'everybody',
};

/** The number of an announcement by 何平; an urgent one waits for 李主任. */
async function written(changes: Record<string, Json> = {}): Promise<string> {
  await desk.hire(hePing, 'spokesperson');
  await desk.hire(liZhuren, 'lead');
  const { number } = (await call(hePing, 'announcements.compose', { ...DRAFT, ...changes })) as {
    number: string;
  };
  return number;
}
const state = async (number: string) =>
  ((await call(hePing, 'announcements.show', { number })) as { state: string }).state;

const announcementNumbered = (number: string) => desk.store.read('huimin', tx => tx.get(documents, number));

/** One that has begun to be sent. */
async function sending(): Promise<string> {
  const number = await written();
  for (const { name, data } of desk.due()) await desk.timed(context => timed[name]!(context, data));
  return number;
}

export const announcements: Specs = {
  'announcements.speaks_more': async () => {
    await desk.hire(hePing, 'spokesperson');
    expect(await call(hePing, 'announcements.speaks_more')).toBe(true);
  },
  'announcements.topics': async () => {
    expect(values(await call(hePing, 'announcements.topics'))).toEqual(['notices', 'events', 'work']);
  },
  'announcements.buttons': async () => {
    expect(await call(hePing, 'announcements.buttons', { topic: 'events' })).toEqual([]);
    const { id, topic, title } = await publish(desk);
    expect(await call(hePing, 'announcements.buttons', { topic })).toEqual([
      { value: id, label: title['zh-Hans'] },
      { value: 'no_button', text: 'no_button' },
    ]);
    expect(await call(hePing, 'announcements.buttons', { topic: 'work' })).toEqual([]);
  },
  'announcements.grids': async () => {
    expect(await call(nguyenVanAn, 'announcements.grids')).toContainEqual({
      value: 'minsheng-lu',
      label: 'Minsheng Road',
    });
  },
  'announcements.preview': async () => {
    await desk.hire(hePing, 'spokesperson');
    expect(await call(hePing, 'announcements.preview', DRAFT)).toMatchObject({
      people: 7,
      languages: '简体中文 6 · English 1',
      spread: 'yes',
      approval: 'no',
      quiet: 'no',
      later: 'no',
    });
    const english = { ...DRAFT, audience: 'language', languages: ['en'], when: 'urgent' };
    expect(await call(hePing, 'announcements.preview', english)).toMatchObject({
      people: 1,
      approval: 'yes',
    });
    const tonight = { ...DRAFT, when: 'later', day: '2026-11-23', time: '22:00' };
    expect(await call(hePing, 'announcements.preview', tonight)).toMatchObject({
      later: 'yes',
      quiet: 'yes',
    });
    const noGrid = { ...DRAFT, audience: 'grid', grids: ['minsheng-lu'] };
    expect(await refused(hePing, 'announcements.preview', noGrid)).toBe('nobody');
    const past = { ...DRAFT, when: 'later', day: '2026-11-23', time: '08:00' };
    expect(await refused(hePing, 'announcements.preview', past)).toBe('past');
  },
  'announcements.compose': async () => {
    expect(await state(await written())).toBe('scheduled');
    expect(await state(await written({ when: 'urgent' }))).toBe('awaiting');
    const picture = [{ kind: 'photo', ref: 'photo-1' }];
    expect(await state(await written({ picture }))).toBe('scheduled');
    const { id } = await publish(desk);
    const found = await announcementNumbered(await written({ button: id }));
    expect(found?.choices).toEqual([{ label: 'button_sign_up', begin: 'sign-up', slots: { event: id } }]);
    expect((await announcementNumbered(await written({ button: 'no_button' })))?.choices).toEqual([]);
    expect(await refused(hePing, 'announcements.compose', { ...DRAFT, text: '长'.repeat(2001) })).toBe(
      'text_too_long',
    );
  },
  'announcements.recent': async () => {
    const first = await written();
    const second = await written();
    expect(await call(hePing, 'announcements.recent')).toEqual([
      { value: second, label: `${second} 周二9点到12点停水。` },
      { value: first, label: `${first} 周二9点到12点停水。` },
    ]);
  },
  'announcements.to_review': async () => {
    await written();
    const number = await written({ when: 'urgent' });
    expect(values(await call(liZhuren, 'announcements.to_review'))).toEqual([number]);
    await call(liZhuren, 'announcements.approve', { number });
    expect(await call(liZhuren, 'announcements.to_review')).toEqual([
      { value: number, label: `${number} 周二9点到12点停水。 · 李主任` },
    ]);
  },
  'announcements.show': async () => {
    const number = await sending();
    expect(await call(hePing, 'announcements.show', { number })).toMatchObject({
      number,
      state: 'sending',
      author: '何平',
      waiting: 7,
      sent: 0,
    });
    expect(await refused(hePing, 'announcements.show', { number: 'GG-9999' })).toBe('not_found');
  },
  'announcements.offered': async () => {
    const offered = async (number: string) => values(await call(hePing, 'announcements.offered', { number }));
    expect(await offered(await written({ when: 'urgent' }))).toEqual(['cancel', 'leave']);
    const number = await sending();
    expect(await offered(number)).toEqual(['pause', 'correct', 'recall', 'cancel', 'leave']);
    await call(hePing, 'announcements.pause', { number });
    expect(await offered(number)).toEqual(['resume', 'correct', 'recall', 'cancel', 'leave']);
    await call(hePing, 'announcements.recall', { number });
    expect(await offered(number)).toEqual(['leave']);
  },
  'announcements.waits_for_me': async () => {
    const number = await written({ when: 'urgent' });
    expect(await call(liZhuren, 'announcements.waits_for_me', { number })).toMatchObject({ number });
    expect(await refused(hePing, 'announcements.waits_for_me', { number })).toBe('own');
  },
  'announcements.approve': async () => {
    const number = await written({ when: 'urgent' });
    expect(await refused(hePing, 'announcements.approve', { number })).toBe('own');
    expect(await call(liZhuren, 'announcements.approve', { number })).toMatchObject({ state: 'scheduled' });
    expect(await refused(liZhuren, 'announcements.approve', { number })).toBe('taken');
    expect(await refused(liZhuren, 'announcements.approve', { number: await written() })).toBe('over');
  },
  'announcements.refuse': async () => {
    const number = await written({ when: 'urgent' });
    expect(await call(liZhuren, 'announcements.refuse', { number, words: '太短' })).toMatchObject({
      state: 'draft',
    });
  },
  'announcements.revise': async () => {
    const number = await written({ when: 'urgent' });
    expect(await refused(hePing, 'announcements.revise', { number, text: '新的' })).toBe('over');
    await call(liZhuren, 'announcements.refuse', { number, words: '太短' });
    expect(await call(hePing, 'announcements.revise', { number, text: '新的' })).toMatchObject({
      state: 'awaiting',
      text: '新的',
    });
  },
  'announcements.pause': async () => {
    const number = await written();
    expect(await refused(hePing, 'announcements.pause', { number })).toBe('over');
    const begun = await sending();
    expect(await call(hePing, 'announcements.pause', { number: begun })).toMatchObject({ state: 'paused' });
  },
  'announcements.resume': async () => {
    const number = await sending();
    expect(await refused(hePing, 'announcements.resume', { number })).toBe('over');
    await call(hePing, 'announcements.pause', { number });
    expect(await call(liZhuren, 'announcements.resume', { number })).toMatchObject({ state: 'sending' });
  },
  'announcements.cancel': async () => {
    const number = await written();
    expect(await call(hePing, 'announcements.cancel', { number })).toMatchObject({ state: 'cancelled' });
    expect(await refused(hePing, 'announcements.cancel', { number })).toBe('over');
  },
  'announcements.correct': async () => {
    const number = await sending();
    const text = '改到周三停水。';
    expect(await call(hePing, 'announcements.correct', { number, text })).toMatchObject({
      text,
      changed: 'yes',
    });
  },
  'announcements.recall': async () => {
    const number = await sending();
    expect(await call(hePing, 'announcements.recall', { number })).toMatchObject({ state: 'recalled' });
    expect(await refused(hePing, 'announcements.recall', { number })).toBe('over');
  },
};
