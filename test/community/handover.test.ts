import { expect, it } from 'vitest';
import { freeFiles, isKept } from '../../src/community/kept-file.js';
import { deleteResident } from '../../src/community/residents/deletion.js';
import { handovers } from '../../src/community/staff/handover.js';
import { askForPerson } from '../../src/community/staff/person-wanted.js';
import type { Tx } from '../../src/community/store.js';
import { wangNainai } from '../cast.js';
import { TestDesk } from './desk.js';

const file = { account: 'wechat', ref: 'a'.repeat(40) };
const photo = { account: 'wechat', attachment: { kind: 'photo' as const, ref: file.ref } };

it('holds on to no file that it shows no more, so that none outlives whoever sent it', async () => {
  const desk = await TestDesk.open();
  await desk.turn(wangNainai, context => askForPerson(context, { said: { text: '', passed: photo } }));
  expect(await desk.store.read('huimin', tx => isKept(tx, file))).toBe(true);
  for (let i = 0; i < 30; i++)
    await desk.turn(wangNainai, context => askForPerson(context, { said: { text: `${i}` } }));
  expect(await desk.store.read('huimin', tx => isKept(tx, file))).toBe(false);
  await desk.turn(wangNainai, deleteResident);
  const free = await desk.store.read('huimin', tx => freeFiles(tx, 'wechat', 9));
  expect(free.map(({ ref }) => ref)).toEqual([file.ref]);
});

it('is locked before more is added to it, so that whoever takes it just then is not undone', async () => {
  const desk = await TestDesk.open();
  const { value } = await desk.turn(wangNainai, context => askForPerson(context));
  let locked: string[] = [];
  await desk.turn(wangNainai, context => {
    locked = [];
    return askForPerson({ ...context, tx: watched(context.tx, locked) }, { said: { text: '还在吗' } });
  });
  expect(locked).toContain(`${handovers.name}/${value.handover.id}`);
});

function watched(tx: Tx, locked: string[]): Tx {
  const get: Tx['get'] = (collection, id, how) => {
    if (how?.forUpdate) locked.push(`${collection.name}/${id}`);
    return tx.get(collection, id, how);
  };
  return { ...tx, get };
}
