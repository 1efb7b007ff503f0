import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proposals } from '../../src/community/proposals/proposal.js';
import { nguyenVanAn, sunJie, wangNainai, xiaoChen, zhouMin } from '../cast.js';
import { Neighbourhood, type Somebody } from './neighbourhood.js';

const PHOTO = Buffer.from('a picture of a lamp that is dark');

describe('a proposal, with residents and staff on Telegram and WeChat', () => {
  let place: Neighbourhood;
  let chen: Somebody;
  let wang: Somebody;
  let an: Somebody;
  let sun: Somebody;
  let zhou: Somebody;

  beforeAll(async () => {
    place = await Neighbourhood.open();
    chen = place.onTelegram(xiaoChen);
    wang = place.onWechat(wangNainai);
    an = place.onTelegram(nguyenVanAn);
    sun = place.onWechat(sunJie);
    zhou = place.onTelegram(zhouMin);
    await place.hire(sun, '孙洁', 'desk');
    await place.hire(zhou, '周敏', 'handler');
  });
  afterAll(() => place?.close());

  it('is said in several messages with a photo, over a crash, and its number comes once it is kept', {
    timeout: 60_000,
  }, async () => {
    await wang.talks(['我要投诉', '什么事'], ['3号楼前的路灯坏了', '记下了']);
    const from = wang.heard.length;
    wang.sendsPhoto(PHOTO);
    await wang.hears('记下了', from);
    await place.restart();
    await wang.talks(
      ['晚上太黑，老人不敢出门。', '记下了'],
      ['完成', '归哪一类'],
      ['[公共设施维修]', '什么地方'],
      ['3号楼2单元门口', '给谁看'],
      ['[公开，写上名字]', /路灯坏了[\s\S]*老人不敢出门[\s\S]*照片 1 张/],
      ['[确认提交]', '收到了，编号 HQ-2026-0001'],
    );
  });

  it('is taken by one of two on different messengers, who sees the photo, asks back and answers', async () => {
    await Promise.all([sun, zhou].map(one => one.hears(/【新投诉】HQ-2026-0001/)));
    await zhou.talks(['[接手]', /周敏接手了 HQ-2026-0001|您接了 HQ-2026-0001/]);
    await wang.hears('周敏负责');
    await sun.talks(['[接手]', '周敏已经接了']);
    await zhou.talks(['处理', '编号'], ['1', '路灯坏了'], ['[看照片听语音]', '附件']);
    await zhou.talks(['处理', '编号'], ['1', '路灯坏了'], ['[问居民]', '想问居民什么']);
    await zhou.talks(['是单元门口那盏吗？', '问过去了']);
    await wang.hears('是单元门口那盏吗？');
    await wang.talks(['[回复]', '周敏问'], ['是的，门口那盏', '记下了'], ['完成', '转给周敏了']);
    await zhou.hears('是的，门口那盏');
    await zhou.talks(
      ['[去处理]', '路灯坏了'],
      ['[答复]', '怎么答复'],
      ['今天下午电工来修。', '答复发给居民了'],
    );
  });

  it('is endorsed on the other messenger, once', async () => {
    await chen.talks(['HQ-2026-0001', '路灯坏了'], ['[附议]', /附议/]);
    await an.talks(['HQ-2026-0001', '路灯坏了'], ['[附议]', /附议/]);
    await chen.talks(['HQ-2026-0001', /2 ?人附议|路灯坏了/]);
  });

  it('is over when its author says so, with a mark, and is kept with the whole way', async () => {
    await wang.hears('今天下午电工来修。');
    await wang.talks(['[可以了，办结]', '打个分'], ['5', '5分记下了']);
    await zhou.hears('居民打了5分');
    expect(await place.desk.stop()).toMatchObject({ code: 0 });
    const [kept, ...others] = await place.home.stored(proposals);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({ id: 'HQ-2026-0001', status: 'closed', score: 5, support: 2 });
    expect(kept?.history.map(({ what }) => what)).toEqual([
      'submit',
      'take',
      'ask',
      'reply',
      'answer',
      'confirm',
      'rate',
    ]);
    expect(kept?.files.map(({ account }) => account)).toEqual(['wechat']);
  });
});
