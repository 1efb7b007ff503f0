import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handovers } from '../../src/community/staff/handover.js';
import { sunJie, wangNainai, xiaoChen, zhouMin } from '../cast.js';
import { Neighbourhood, type Somebody } from './neighbourhood.js';

describe('questions, with residents and staff on Telegram and WeChat', () => {
  let place: Neighbourhood;
  let chen: Somebody;
  let wang: Somebody;
  let sun: Somebody;
  let zhou: Somebody;

  beforeAll(async () => {
    place = await Neighbourhood.open();
    chen = place.onTelegram(xiaoChen);
    wang = place.onWechat(wangNainai);
    sun = place.onWechat(sunJie);
    zhou = place.onTelegram(zhouMin);
    await place.hire(sun, '孙洁', 'desk');
    await place.hire(zhou, '周敏', 'desk');
  });
  afterAll(() => place?.close());

  it('brings somebody on Telegram whose question has no answer to a person on WeChat', async () => {
    await chen.talks(
      ['电动车在哪里充电', '没听明白'],
      ['[找人工]', /(已经告诉工作人员|给您留了单).*RG-0001/],
    );
    chen.says('我那辆没电了，明早要骑去上班');
    await chen.hears('记下了');
    await Promise.all([sun.hears('RG-0001 小陈在等人回话'), zhou.hears('RG-0001 小陈在等人回话')]);
    sun.picks('接手');
    await chen.hears('孙洁来了');
    expect((await sun.hears('小陈接上了')).text).toContain('我那辆没电了，明早要骑去上班');
    zhou.picks('接手');
    await zhou.hears('这位孙洁已经接了');
    sun.says('车棚在北侧，扫码就能充');
    await chen.hears('孙洁：车棚在北侧，扫码就能充');
    chen.says('一次多少钱');
    await sun.hears('小陈：一次多少钱');
  });

  it('goes on where the two were when the process is killed between them', { timeout: 60_000 }, async () => {
    await place.restart();
    sun.says('一元四小时');
    await chen.hears('孙洁：一元四小时');
    await sun.talks(['结束', 'RG-0001 结束了']);
    await chen.hears('孙洁那边说完了');
  });

  it('brings somebody on WeChat to a person on Telegram, and lets the resident end it', async () => {
    await wang.talks(['转人工', 'RG-0002']);
    await zhou.hears('RG-0002 王奶奶在等人回话');
    zhou.picks('接手');
    await wang.hears('周敏来了');
    await zhou.hears('王奶奶接上了');
    wang.says('楼道的灯坏了');
    await zhou.hears('王奶奶：楼道的灯坏了');
    zhou.says('下午就去修');
    await wang.hears('周敏：下午就去修');
    await wang.talks(['结束', '好，结束了']);
    await zhou.hears('RG-0002 王奶奶那边说完了');
  });

  it('finds an answer that staff have just added, on both platforms', async () => {
    await sun.talks(
      ['新增问答', '居民会怎么问'],
      ['电动车在哪里充电', '怎么回答'],
      ['3号楼北侧车棚，扫码就能充，一元四小时。', '英文怎么问'],
      ['跳过', '对吗'],
      ['[确认提交]', '加好了'],
    );
    await chen.talks(['电动车去哪里充电啊', '3号楼北侧车棚']);
    await wang.talks(['电动车在哪里充电？', '3号楼北侧车棚']);
  });

  it('has both conversations closed in the books, each with the one who took it', async () => {
    expect(await place.desk.stop()).toMatchObject({ code: 0 });
    const kept = await place.home.stored(handovers);
    expect(kept.map(({ id, status, name }) => [id, status, name])).toEqual([
      ['RG-0001', 'closed', '小陈'],
      ['RG-0002', 'closed', '王奶奶'],
    ]);
  });
});
