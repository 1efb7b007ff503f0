import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inLocale } from '../../src/community/content/content.js';
import { ContentError } from '../../src/community/content/content-file.js';
import { readCommunities, readContent } from '../../src/community/content/read-content.js';
import { huimin } from './desk.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map(folder => rm(folder, { recursive: true }))));

/** A copy of the sample, with something in one file replaced. */
async function broken(file: string, from: string | RegExp, to: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'linli-content-')), 'huimin');
  folders.push(join(folder, '..'));
  await cp(resolve('data/huimin'), folder, { recursive: true });
  const before = await readFile(join(folder, file), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${from} is not in ${file}`);
  await writeFile(join(folder, file), after);
  return folder;
}

async function complaint(folder: string): Promise<string> {
  try {
    await readContent(folder);
  } catch (error) {
    if (error instanceof ContentError) return error.message;
    throw error;
  }
  throw new Error('it was read without a complaint');
}

describe('the sample community', () => {
  it('is 惠民社区, with four services, twenty questions and its staff', () => {
    expect(huimin.community.name['zh-Hans']).toBe('惠民社区');
    expect(huimin.services.map(service => service.id)).toEqual([
      'blood-pressure',
      'haircut',
      'appliance-check',
      'paperwork',
    ]);
    expect(huimin.faq).toHaveLength(20);
    expect(new Set(huimin.faq.map(entry => entry.category)).size).toBeGreaterThanOrEqual(8);
    expect(huimin.staff.map(one => one.role)).toContain('lead');
  });

  it('has accounts on all four platforms, and a privacy notice of two short lines', () => {
    expect(huimin.community.accounts.map(account => account.platform).sort()).toEqual([
      'telegram',
      'terminal',
      'webchat',
      'wechat',
    ]);
    for (const notice of Object.values(huimin.community.privacy.notice)) {
      expect(notice.split('\n')).toHaveLength(2);
    }
  });

  it('is found by itself and in the folder above', async () => {
    for (const folder of ['data/huimin', 'data']) {
      expect((await readCommunities(resolve(folder))).map(content => content.community.id)).toEqual([
        'huimin',
      ]);
    }
  });

  it('speaks the nearest language that it has', () => {
    const { name } = huimin.services[0]!;
    expect(['en', 'en-GB', 'zh-Hant', 'vi'].map(locale => inLocale(name, locale))).toEqual([
      'Blood-pressure visit',
      'Blood-pressure visit',
      '上门量血压',
      '上门量血压',
    ]);
  });
});

describe('a broken content file', () => {
  it.each<[string, string, string | RegExp, string, string]>([
    [
      'a period that is none',
      'services.yaml',
      '["08:30-11:30", "14:30-17:00"]',
      '["8:30-11:30", "14:30-17:00"]',
      'huimin/services.yaml:15: [0].hours.mon[0]: must be a period like 09:00-11:30',
    ],
    [
      'an hour that no clock shows',
      'services.yaml',
      '"08:30-11:30"',
      '"08:30-25:00"',
      'huimin/services.yaml:15: [0].hours.mon[0]: must be a period like 09:00-11:30',
    ],
    [
      'a period that ends before it begins',
      'services.yaml',
      '"08:30-11:30"',
      '"11:30-08:30"',
      'huimin/services.yaml:15: [0].hours.mon[0]: must end after it begins',
    ],
    [
      'periods that overlap',
      'services.yaml',
      '["08:30-11:30", "14:30-17:00"]',
      '["08:30-15:00", "14:30-17:00"]',
      'huimin/services.yaml:15: [0].hours.mon: must list periods in order and without overlap',
    ],
    [
      'a period shorter than a slot',
      'services.yaml',
      '"08:30-11:30"',
      '"08:30-08:50"',
      'huimin/services.yaml:15: [0].hours.mon[0]: 08:30-08:50 is shorter than one slot (30 minutes)',
    ],
    [
      'a weekday that is none',
      'services.yaml',
      '    mon: [',
      '    monday: [',
      'huimin/services.yaml:15: [0].hours.monday: is not a field here: take it out or check its spelling',
    ],
    [
      'a field that nobody knows',
      'services.yaml',
      '  capacity: 2',
      '  capacty: 2',
      [
        'huimin/services.yaml:2: [0].capacity: is missing: write a number',
        'huimin/services.yaml:21: [0].capacty: is not a field here: take it out or check its spelling',
      ].join('\n'),
    ],
    [
      'a number in quotes',
      'services.yaml',
      'slot: 30',
      'slot: "30"',
      'huimin/services.yaml:20: [0].slot: must be a number',
    ],
    [
      'no place at all',
      'services.yaml',
      'capacity: 2',
      'capacity: 0',
      'huimin/services.yaml:21: [0].capacity: must be at least 1',
    ],
    [
      'two services with one id',
      'services.yaml',
      'id: haircut',
      'id: blood-pressure',
      'huimin/services.yaml:25: [1].id: blood-pressure is there twice: give each its own id',
    ],
    [
      'a text that lacks a language',
      'services.yaml',
      'name: { zh-Hans: 上门量血压, en: Blood-pressure visit }',
      'name: { zh-Hans: 上门量血压 }',
      'huimin/services.yaml:3: [0].name.en: has no text in en: add one, or take en out of locales',
    ],
    [
      'a text without Chinese',
      'services.yaml',
      'name: { zh-Hans: 上门量血压, en: Blood-pressure visit }',
      'name: { en: Blood-pressure visit }',
      'huimin/services.yaml:3: [0].name: must have a text in zh-Hans',
    ],
    [
      'a time zone that is none',
      'community.yaml',
      'Asia/Shanghai',
      'Asia/Wuhan',
      'huimin/community.yaml:6: zone: Asia/Wuhan is no time zone: write one like Asia/Shanghai',
    ],
    [
      'a date that is none',
      'community.yaml',
      '"2026-12-31"',
      '"2026-02-30"',
      'huimin/community.yaml:22: closures[0].day: is no date in the calendar',
    ],
    [
      'a platform that we do not have',
      'community.yaml',
      'platform: wechat',
      'platform: icq',
      'huimin/community.yaml:42: accounts[3].platform: must be one of telegram, wechat, webchat, terminal',
    ],
    [
      'two accounts with one id',
      'community.yaml',
      'id: terminal',
      'id: webchat',
      'huimin/community.yaml:36: accounts[1].id: webchat is there twice: give each account its own id',
    ],
    [
      "a staff's chat on an account that is not there",
      'community.yaml',
      'staffChats: []',
      'staffChats: [{ account: telegramm, chat: "-1" }]',
      'huimin/community.yaml:50: staffChats[0].account: telegramm is no account of this community; there are webchat, terminal, telegram, wechat',
    ],
    [
      'references that would become gigabytes',
      'community.yaml',
      'id: huimin',
      [
        'id: huimin',
        'x0: &x0 [1]',
        ...Array.from({ length: 40 }, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}, *x${i}]`),
      ].join('\n'),
      'huimin/community.yaml:1: its anchors (&) and references (*) cannot be followed; write the values out',
    ],
    [
      'a question without an answer',
      'faq.yaml',
      / {2}answer: .*\n/,
      '',
      'huimin/faq.yaml:4: [0].answer: is missing: write a text',
    ],
    [
      'a role that is none',
      'staff.yaml',
      'role: lead',
      'role: boss',
      'huimin/staff.yaml:5: [0].role: must be one of desk, handler, spokesperson, lead, admin, auditor',
    ],
    [
      'a prefix of numbers that is none',
      'proposals.yaml',
      'prefix: HQ',
      'prefix: hq-1',
      'huimin/proposals.yaml:4: prefix: must be one to six capital letters like HQ',
    ],
    [
      'two categories of one name',
      'proposals.yaml',
      'id: clean',
      'id: repairs',
      'huimin/proposals.yaml:18: categories[1].id: repairs is there twice: give each its own id',
    ],
    [
      'a reminder that comes before there is anything to do',
      'proposals.yaml',
      'remind: 2',
      'remind: 5',
      'huimin/proposals.yaml:17: categories[0].remind: must be less than the 5 days in which it is answered',
    ],
    [
      'a reason for refusing in one language only',
      'proposals.yaml',
      ', en: the means are lacking for now',
      '',
      'huimin/proposals.yaml:62: refusals[1].text.en: has no text in en: add one, or take en out of locales',
    ],
  ])('with %s names file, line, field and mend', async (_, file, from, to, message) => {
    expect(await complaint(await broken(file, from, to))).toBe(message);
  });

  it('that is no YAML names the line', async () => {
    const folder = await broken('staff.yaml', 'name: 周敏', 'name: "周敏');
    expect(await complaint(folder)).toMatch(/^huimin\/staff\.yaml:\d+: is no YAML here: /);
  });

  it('that is missing says what to copy', async () => {
    const folder = await broken('faq.yaml', 'id: ', 'id:  ');
    await rm(join(folder, 'faq.yaml'));
    expect(await complaint(folder)).toBe(
      'huimin/faq.yaml:1: is missing: copy the one in data/huimin and change it',
    );
  });

  it('lists the mistakes of all files at once', async () => {
    const folder = await broken('staff.yaml', 'role: lead', 'role: boss');
    const services = join(folder, 'services.yaml');
    await writeFile(services, (await readFile(services, 'utf8')).replace('slot: 30', 'slot: 3'));
    expect((await complaint(folder)).split('\n')).toEqual([
      'huimin/services.yaml:20: [0].slot: must be at least 5',
      'huimin/staff.yaml:5: [0].role: must be one of desk, handler, spokesperson, lead, admin, auditor',
    ]);
  });

  it('in a folder without communities says where to begin', async () => {
    await expect(readCommunities(resolve('test/community'))).rejects.toThrow(
      'community:1: has no community.yaml, and no folder in it has one: copy data/huimin and change it',
    );
  });
});
