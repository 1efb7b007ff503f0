import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, checkTable } from '../src/conversation/check.js';
import { readFolder } from '../src/conversation/folder.js';
import { signatures } from '../src/desk/actions.js';

const folder = await readFolder(resolve('conversations'));

describe('the conversations that we ship', () => {
  it('are read and checked without a problem, a warning included', () => {
    expect(folder.problems).toEqual([]);
    expect(check(folder.definitions, signatures)).toEqual([]);
  });

  it('have notices in every language, all well-formed', () => {
    expect(checkTable(folder.noticeTable)).toEqual([]);
  });

  it('hang in the menu of residents in this order, the others under 更多', () => {
    const menu = folder.definitions.filter(one => one.listed && one.roles === undefined);
    const front = menu.filter(({ order = 99 }) => order <= 9).map(one => one.conversation);
    expect(front).toEqual(['book-service', 'propose', 'events', 'mine', 'settings']);
  });

  it('ask for nothing personal in a group', () => {
    const inGroups = folder.definitions.filter(one => !one.private).map(one => one.conversation);
    expect(inGroups.sort()).toEqual([
      // What is on is for everybody to read; signing up is private, since whoever signs up has to be reached.
      'event',
      'events',
      // They refuse in a group that is not the staff's; their actions see to it.
      'handle',
      'handling',
      'language',
      // What everybody may see; somebody's own is shown in private alone.
      'proposal',
      'proposals',
      // What is to go out to everybody is let go in the staff's own chat.
      'review',
      // It says where the staff are told, and is said in that very group.
      'staff-group',
      'take',
      // Staff take people up in their own chat, and hear there who did; what is said goes on in private.
      'take-over',
    ]);
  });

  it('have at least eight examples in each language where people begin them with words', () => {
    for (const { file, intent, starts } of folder.definitions.filter(one => one.intent !== undefined)) {
      for (const locale of ['zh-Hans', 'en']) {
        expect(starts.examples[locale]?.length, `${file} ${intent} ${locale}`).toBeGreaterThanOrEqual(8);
      }
    }
  });
});
