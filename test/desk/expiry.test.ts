import { expect, it } from 'vitest';
import { buildingGroup, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { HOUR, MINUTE, NOW } from '../clock.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

it('ends what was left open in a group by somebody whose chats were linked since', async () => {
  const desk = await openDesk();
  const group = new PersonAtDesk(desk, xiaoChen, buildingGroup);
  const chen = new PersonAtDesk(desk, xiaoChen);
  const earlier = new PersonAtDesk(desk, wangNainai);
  await group.say('换语言', { addressed: true });
  const code = /连接码：([\d ]+)/.exec((await earlier.sayAll('连接账号', '[领一个码]')).text)?.[1] ?? '';
  expect((await chen.sayAll('连接账号', '[填一个码]', code)).text).toContain('连好');
  const before = group.heard.length;
  await desk.clock.runUntil(NOW + HOUR);
  expect(group.heard.slice(before).map(saying => saying.text)).toEqual([expect.stringContaining('放下')]);
});

it('ends everything that was abandoned during a night without power, within the minute', async () => {
  const desk = await openDesk();
  const people = Array.from(
    { length: 350 },
    (_, i) => new PersonAtDesk(desk, { ...nguyenVanAn, id: `n${i}`, on: { telegram: `n${i}` } }),
  );
  for (const person of people) await person.send('/language');
  await desk.settle();
  await desk.desk.stop();
  const later = NOW + 8 * HOUR;
  await desk.clock.runUntil(later);
  const again = await openDesk({ clock: desk.clock, store: desk.store });
  await again.clock.runUntil(later + MINUTE / 2);
  expect(again.paper.arrived).toHaveLength(350);
});
