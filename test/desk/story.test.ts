import { expect, test } from 'vitest';
import type { Said } from '../../src/desk/message.js';
import { buildingGroup, wangNainai, xiaoChen } from '../cast.js';
import { define } from '../conversation-engine/play.js';
import { openDesk, sampleHouse } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

const TELL = define(
  `
conversation: tell
title: { zh-Hans: 说件事, en: Tell us }
starts: { commands: [tell, 说件事] }
steps:
  - ask: matter
    as: story
    say: tell_me
  - confirm: told
texts:
  zh-Hans: &texts
    tell_me: 请说。
    told: "您说的是：{matter}"
    label_matter: 内容
  en: *texts
`,
  'conversations/tell.yaml',
);

const conversations = async () => {
  const { conversations: sample } = await sampleHouse();
  return { ...sample, definitions: [...sample.definitions, TELL] };
};
const voice: Said = { kind: 'media', attachment: { kind: 'voice', ref: 'v1', mime: 'audio/ogg' } };
const photo: Said = { kind: 'media', attachment: { kind: 'photo', ref: 'p1' }, caption: '就是这盏' };

test('a story is there after danger, another conversation, the menu and a restart', async () => {
  const first = await openDesk({ conversations: await conversations() });
  const wang = new PersonAtDesk(first, wangNainai);
  await wang.sayAll('说件事', '3号楼的路灯坏了');
  expect((await wang.say(voice))?.text).toContain('记下了');
  expect((await wang.say('家里着火了'))?.text).toContain('119');
  expect((await wang.say('我的预约'))?.text).toContain('已经记下：3号楼的路灯坏了（语音 1 条）');
  expect((await wang.say({ kind: 'command', name: '我的预约', args: '' }))?.text).toContain('已经记下');
  expect((await wang.say({ kind: 'command', name: 'weather', args: '' }))?.text).toMatch(
    /不认识.*已经记下/su,
  );
  expect((await wang.say('要收费吗？'))?.text).toContain('记下了');
  await wang.say('菜单');
  await first.desk.stop();

  const second = await openDesk({
    store: first.store,
    clock: first.clock,
    conversations: await conversations(),
    seed: 2,
  });
  const again = new PersonAtDesk(second, wangNainai);
  expect((await again.say(photo, { id: 'after' }))?.text).toContain('记下了');
  expect((await again.say('说完了', { id: 'done' }))?.text).toBe(
    '您说的是：3号楼的路灯坏了 要收费吗？ 就是这盏（照片 1 张、语音 1 条）',
  );
});

test('in a group, a command for direct chat leads there and is no part of the story', async () => {
  const chen = new PersonAtDesk(
    await openDesk({ conversations: await conversations() }),
    xiaoChen,
    buildingGroup,
  );
  await chen.say('说件事', { addressed: true });
  await chen.say('路灯坏了', { addressed: true });
  const answer = await chen.say('我的预约', { addressed: true });
  expect(answer?.toDirect).toBeDefined();
  expect(answer?.text).toContain('已经记下：路灯坏了');
});
