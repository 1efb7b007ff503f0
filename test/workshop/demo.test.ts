import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Content, inLocale } from '../../src/community/content/content.js';
import { readCommunities } from '../../src/community/content/read-content.js';
import { ConfigError, type Environment, readConfig } from '../../src/config.js';
import { readConversations } from '../../src/conversations.js';
import { demoAccount } from '../../src/demo.js';
import { demoCast } from '../../src/demo-cast.js';

// Whether there is a demo, and who is in it.

const house = join(import.meta.dirname, '..', '..');
const sample = await readCommunities(join(house, 'data', 'huimin'));
const [first] = sample;
const { definitions } = await readConversations(join(house, 'conversations'));

const asked = (env: Environment, contents: readonly Content[] = sample) =>
  demoAccount(readConfig(env), contents, env);
function refusal(env: Environment, contents?: readonly Content[]): readonly string[] {
  try {
    asked(env, contents);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the demo', () => {
  const here = { community: 'huimin', account: 'webchat' };
  test('is there with the sample community, on this machine alone', () => {
    expect(asked({})).toEqual(here);
    for (const HOST of ['localhost', '127.0.0.2', '::1']) expect(asked({ HOST })).toEqual(here);
  });

  test.each([
    ['it is not wanted', { LINLI_DEMO: '0' }],
    ['others can come in', { HOST: '0.0.0.0' }],
    ['others can come in by a proxy', { LINLI_TRUST_PROXY: '1' }],
    ['others are told where it is', { LINLI_PUBLIC_URL: 'https://desk.example.org' }],
    ['a Telegram bot is connected', { TELEGRAM_BOT_TOKEN: '1:a' }],
    ['WeChat is connected', { WECHATY_PUPPET: 'wechaty-puppet-mock' }],
    ['the community is a real one', { LINLI_CONTENT: '/srv/ours' }],
  ])('is not there when %s', (_, env: Environment) => {
    expect(asked(env)).toBeNull();
  });

  test('can be asked for with a community of one’s own', () => {
    expect(asked({ LINLI_DEMO: '1', LINLI_CONTENT: '/srv/ours' })).toEqual(here);
  });

  test.each([
    [{ HOST: '0.0.0.0' }, /^LINLI_DEMO is 1, but HOST is "0\.0\.0\.0".*leave HOST out.*LINLI_DEMO=0\.$/],
    [{ LINLI_PUBLIC_URL: 'https://desk.example.org' }, /leave LINLI_PUBLIC_URL out/],
    [{ LINLI_TRUST_PROXY: '1' }, /LINLI_TRUST_PROXY is 1.*leave LINLI_TRUST_PROXY out/],
    [{ TELEGRAM_BOT_TOKEN: '1:a' }, /"telegram" is in use \(TELEGRAM_BOT_TOKEN is set\).*LINLI_DEMO=0/],
    [{ WECHATY_PUPPET: 'wechaty-puppet-mock' }, /"wechat" is in use \(WECHATY_PUPPET is set\)/],
  ])('is refused with %j', (env: Environment, sentence) => {
    expect(refusal({ ...env, LINLI_DEMO: '1' })).toEqual([expect.stringMatching(sentence)]);
  });

  test('is refused where no web chat is', () => {
    const without = sample.map(one => ({ ...one, community: { ...one.community, accounts: [] } }));
    expect(asked({}, without)).toBeNull();
    expect(refusal({ LINLI_DEMO: '1' }, without)).toEqual([expect.stringMatching(/no web chat/)]);
  });
});

describe('its people', () => {
  const cast = first === undefined ? [] : demoCast(first, definitions);

  test('are residents of the cast, and one of the staff for each role, the lead as admin', () => {
    expect(
      cast.map(({ name, about, role = '' }) => `${name} · ${inLocale(about, 'zh-Hans')} ${role}`),
    ).toEqual([
      '王奶奶 · 老住户，血压高 ',
      '小陈 · 上班族，晚上九点才到家 ',
      'Nguyễn Văn An · 工地上的工人，说英语 ',
      '孙洁 · 前台 desk',
      '周敏 · 社区护士，承办人 handler',
      '何平 · 网络发言人 spokesperson',
      '李红梅 · 社区主任，管理员 admin',
    ]);
  });

  test('have two or three things to try each, none of which leads nowhere', () => {
    const known = new Set(definitions.flatMap(one => one.starts.commands.map(word => word.toLowerCase())));
    const words = ['菜单', 'menu', '转人工', 'talk to a person', '约量血压', 'book a visit'];
    const questions = ['办居住证要带什么', 'how do i get a residence permit?'];
    for (const { name, tries } of cast) {
      expect(tries.length, name).toBeGreaterThanOrEqual(2);
      expect(tries.length, name).toBeLessThanOrEqual(3);
      const said = tries.flatMap(({ say }) => Object.values(say).map(text => text.toLowerCase()));
      expect(said.filter(text => !known.has(text) && ![...words, ...questions].includes(text))).toEqual([]);
    }
  });
});
