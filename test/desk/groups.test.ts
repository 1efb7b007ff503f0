import { expect, it } from 'vitest';
import { groups } from '../../src/community/announcements/group.js';
import { buildingGroup, wangNainai, xiaoChen } from '../cast.js';
import { type OpenDesk, openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

const known = (desk: OpenDesk) => desk.store.read('huimin', tx => tx.find(groups, 'bySince', { limit: 9 }));

it('knows a group from the first word there, spoken to it or not, until it has to leave', async () => {
  const desk = await openDesk();
  const wang = new PersonAtDesk(desk, wangNainai, buildingGroup);
  const chen = new PersonAtDesk(desk, xiaoChen, buildingGroup);
  expect(await known(desk)).toEqual([]);
  await wang.say('谁在家？', { addressed: false });
  await chen.say('我在', { addressed: false });
  expect(await known(desk)).toMatchObject([
    { account: 'paper', chat: buildingGroup.id, title: buildingGroup.title },
  ]);
  expect(wang.heard).toEqual([]);
  await wang.say({ kind: 'left' }, { addressed: true });
  expect(await known(desk)).toEqual([]);
  await wang.say({ kind: 'joined' }, { addressed: true });
  expect(await known(desk)).toHaveLength(1);
});

it('keeps a group that moves under its first id, which finds the new one', async () => {
  const desk = await openDesk();
  const wang = new PersonAtDesk(desk, wangNainai, buildingGroup);
  await wang.say('你好', { addressed: false });
  await wang.say({ kind: 'migrated', to: '-2002' }, { addressed: false });
  const moved = new PersonAtDesk(desk, wangNainai, { ...buildingGroup, id: '-2002' });
  await moved.say('搬家了', { addressed: false });
  expect((await known(desk)).map(({ chat }) => chat)).toEqual([buildingGroup.id]);
});
