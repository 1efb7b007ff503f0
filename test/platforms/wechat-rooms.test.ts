import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KIND } from '../../src/platforms/wechat/said.js';
import { BOT } from '../fakes/wechat/service.js';
import { GROUP, WechatBench } from './wechat-bench.js';

const WANG = 'wxid_wangnainai';

describe('wechat: a room', () => {
  let bench: WechatBench;
  beforeEach(async () => {
    bench = await WechatBench.setUp();
    await bench.online();
  });
  afterEach(() => bench.tearDown());

  const heard = async (from = 0) => await bench.heard.durable.next(() => true, 'a message', from);

  it('knows who spoke where, under the name they have there', async () => {
    bench.wechat.puppet.aliases.set(`${GROUP} ${WANG}`, '501王奶奶');
    bench.wechat.says(WANG, '我想预约', { room: GROUP, mention: true });
    expect(await heard()).toMatchObject({
      chat: { id: GROUP, kind: 'group', title: '惠民苑3号楼邻里群' },
      person: { id: WANG, name: '501王奶奶' },
      addressed: true,
      said: { kind: 'text', text: '我想预约' },
    });
  });

  it('heeds a mention of the name that the bot has there, without the wire’s list', async () => {
    bench.wechat.puppet.aliases.set(`${GROUP} ${BOT.id}`, '社区小惠');
    bench.wechat.says(WANG, '@社区小惠\u2005在吗', { room: GROUP });
    expect(await heard()).toMatchObject({ addressed: true, said: { kind: 'text', text: '在吗' } });
  });

  it('heeds a quotation of the bot', async () => {
    bench.wechat.says(WANG, `「${BOT.name}：要约哪项？」\n- - - - - - - - - - - - - - -\n2`, { room: GROUP });
    expect(await heard()).toMatchObject({ addressed: true, said: { kind: 'text', text: '2' } });
  });

  it('shows what it can do to somebody who only calls its name', async () => {
    bench.wechat.says(WANG, '', { room: GROUP, mention: true });
    expect(await heard()).toMatchObject({ addressed: true, said: { kind: 'command', name: 'menu' } });
  });

  it('does not heed a mention of somebody else', async () => {
    bench.wechat.says(WANG, '@小陈\u2005下棋吗', { room: GROUP, mentionIds: ['wxid_xiaochen'] });
    expect((await heard()).addressed).toBe(false);
  });

  it('does not even fetch a bystander’s picture', async () => {
    bench.wechat.sendsFile(WANG, KIND.image, 'photo.jpg', Buffer.from('photo'), { room: GROUP });
    expect(await heard()).toMatchObject({ addressed: false, said: { kind: 'other', what: 'photo' } });
    expect(bench.wechat.puppet.fetched).toEqual([]);
  });

  it('is answered with a mention of the person, in words and on the wire', async () => {
    const to = { personId: WANG, name: '王奶奶' };
    await bench.say(GROUP, '要约哪项？', { to, choices: [{ token: 'a', label: '量血压' }] });
    const [sent] = await bench.wechat.sentTo(GROUP, 1);
    expect(sent).toMatchObject({
      to: GROUP,
      text: '@王奶奶\u2005要约哪项？\n1 量血压\n回复数字就行',
      mentions: [WANG],
    });
  });

  it('is answered in pieces of which only the first has the mention', async () => {
    await bench.say(GROUP, '长'.repeat(3_000), { to: { personId: WANG } });
    const sent = await bench.wechat.sentTo(GROUP, 2);
    expect(sent.map(({ mentions }) => mentions)).toEqual([[WANG], []]);
    expect(sent[0]!.text.startsWith('@王奶奶\u2005长')).toBe(true);
  });

  it('does not hear itself, nor newsletters, nor WeChat’s own helpers', async () => {
    bench.wechat.contact('gh_news', '健康时报', { type: 2 });
    bench.wechat.contact('weixin', '微信团队');
    await bench.say(GROUP, '今晚停水');
    bench.wechat.says('gh_news', '每日养生');
    bench.wechat.says('weixin', '你已登录');
    bench.wechat.says(WANG, '几点停？', { room: GROUP });
    await heard();
    expect(bench.heard.messages.all.map(({ person }) => person.id)).toEqual([WANG]);
  });

  it('says when it was brought in and thrown out, but not when others were', async () => {
    bench.wechat.joins(GROUP, WANG, ['wxid_xiaochen']);
    bench.wechat.joins(GROUP, WANG);
    const joined = await heard();
    expect(joined).toMatchObject({
      chat: { id: GROUP, kind: 'group' },
      person: { id: WANG },
      said: { kind: 'joined' },
    });
    bench.wechat.leaves(GROUP, WANG);
    const left = await heard(1);
    expect(left.said).toEqual({ kind: 'left' });
    expect(bench.heard.messages.all).toHaveLength(2);
    expect(left.id).not.toBe(joined.id);
  });
});
