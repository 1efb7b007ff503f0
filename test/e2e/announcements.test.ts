import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveries } from '../../src/community/announcements/delivery.js';
import { hePing, liZhuren, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { Neighbourhood, type Somebody } from './neighbourhood.js';

const TEXT = '周二9点到12点停水，请先存水。';
const LATER = '周三9点到12点停水，请先存水。';

describe('an announcement, written on one messenger and read on both', () => {
  let place: Neighbourhood;
  let chen: Somebody;
  let wang: Somebody;
  let an: Somebody;
  let he: Somebody;
  let li: Somebody;

  beforeAll(async () => {
    place = await Neighbourhood.open();
    chen = place.onTelegram(xiaoChen);
    wang = place.onWechat(wangNainai);
    an = place.onWechat(nguyenVanAn);
    he = place.onWechat(hePing);
    li = place.onTelegram(liZhuren);
    await place.hire(he, '何平', 'spokesperson');
    await place.hire(li, '李主任', 'lead');
    for (const one of [chen, wang, an]) await one.talks(['你好', '我是惠民社区的小惠']);
  });
  afterAll(() => place?.close());

  const copies = (one: Somebody, text: string) => one.heard.filter(heard => heard.text.includes(text));

  it('is urgent, so that a colleague on the other one lets it go, and goes to those too who want no notices', async () => {
    await an.talks(['退订通知', /通知/]);
    await he.talks(
      ['写公告', '公告写什么'],
      [TEXT, '英文怎么写'],
      ['跳过', '配一张图'],
      ['跳过', '什么时候发'],
      ['[紧急，马上发]', '发给谁'],
      ['[全体居民]', '要另一位同事'],
      ['[就这样]', '交上去了，GG-0001'],
    );
    await li.hears('公告待审');
    await li.talks(['[看全文，定下来]', '同意发吗']);
    li.picks('同意');
    await Promise.all([chen, wang, an].map(one => one.hears(TEXT)));
    await he.hears('发完了');
  });

  it('is corrected: where it stands on Telegram, in a message of its own on WeChat, each once', async () => {
    const before = chen.heard.length;
    await he.talks(['公告', 'GG-0001'], ['[更正]', '整条公告'], [LATER, '英文怎么写'], ['跳过', '交上去了']);
    await li.hears('更正待审');
    await li.talks(['[看全文，定下来]', '同意发吗']);
    li.picks('同意');
    await he.hears('更正完了');
    await Promise.all([wang, an].map(one => one.hears(LATER)));
    expect(chen.heard).toHaveLength(before);
    for (const one of [chen, wang, an]) expect(copies(one, LATER)).toHaveLength(1);
    expect([copies(chen, TEXT).length, copies(wang, TEXT).length]).toEqual([0, 1]);
  });

  it('keeps to what residents want to hear of when it is not urgent', async () => {
    await he.talks(
      ['写公告', '公告写什么'],
      ['周四上午检修电梯。', '英文怎么写'],
      ['跳过', '配一张图'],
      ['跳过', '什么时候发'],
      ['[现在发]', '算哪一类'],
      ['[停水停电等通知]', '发给谁'],
      ['[全体居民]', '请看一遍'],
      ['[就这样]', 'GG-0002'],
    );
    await Promise.all([chen, wang].map(one => one.hears('周四上午检修电梯。')));
    await he.hears('发完了');
    expect(copies(an, '检修电梯')).toEqual([]);
    expect(await place.desk.stop()).toMatchObject({ code: 0 });
    const kept = await place.home.stored(deliveries);
    const states = (id: string) => kept.filter(one => one.announcement === id).map(({ state }) => state);
    expect(states('GG-0001')).toEqual(Array(5).fill('sent'));
    expect(states('GG-0002').sort()).toEqual(Array(4).fill('sent'));
  });
});
