import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '../../src/community/events/event.js';
import { signUps } from '../../src/community/events/sign-up.js';
import { hePing, liZhuren, nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { Neighbourhood, type Somebody } from './neighbourhood.js';

describe('an event, with residents and staff on Telegram and WeChat', () => {
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
    an = place.onTelegram(nguyenVanAn);
    he = place.onWechat(hePing);
    li = place.onTelegram(liZhuren);
    await place.hire(he, '何平', 'spokesperson');
    await place.hire(li, '李主任', 'lead');
  });
  afterAll(() => place?.close());

  it('is made on WeChat, and there to be seen on both', async () => {
    await he.talks(
      ['办活动', '活动叫什么名字'],
      ['公园健步走', '写几句介绍'],
      ['绕公园走一圈，穿双舒服的鞋。', '哪天'],
      ['周四', '几点开始'],
      ['早上八点', '多少分钟'],
      ['90', '在哪里'],
      ['和平公园东门', '一共多少个位子'],
      ['3', '最多替几个人报名'],
      ['跳过', '要配图'],
      ['跳过', '还要写别的语言吗'],
      ['跳过', '发布吗'],
      ['[发布]', '编号 HD-0003'],
    );
    await chen.talks(['这周有什么活动', '公园健步走']);
    await wang.talks(['这周有什么活动', '公园健步走']);
  });

  it('gives its seats away in words and by numbers, and keeps a line', async () => {
    await chen.talks(['报名健步走两个人', /报上了！公园健步走[\s\S]*2 个人/]);
    await wang.talks(['报名健步走，就我自己', '报上了！公园健步走']);
    await an.talks(['报名健步走一个人', '排队吗'], ['[排队等]', '您排在最前面']);
    await li.talks(
      ['管理活动', '哪个活动'],
      ['健步走', /满了，可以排队[\s\S]*排队：1 份/],
      ['[没事了]', '好。'],
    );
  });

  it('holds the seat that somebody on WeChat gives back for whoever waits on Telegram, over a crash', {
    timeout: 60_000,
  }, async () => {
    await wang.talks(['取消报名', '位子让给别人'], ['[确定不去]', '报名给您取消了']);
    await an.hears('有位子了！公园健步走');
    await place.restart();
    an.picks('我要去');
    await an.hears('位子是您的了');
    await wang.talks(['报名健步走一个人', '排队吗'], ['[不报了]', '没有报']);
    await wang.talks(['报名健步走一个人', '排队吗'], ['[排队等]', '您排在最前面']);
  });

  it('tells everybody on both of a change that was made on Telegram', async () => {
    await li.talks(
      ['管理活动', '哪个活动'],
      ['健步走', '要做什么'],
      ['[改时间]', '改到哪天'],
      ['周五', '几点开始'],
      ['早上九点', '报了名的和排队的都会收到通知'],
      ['[确定，通知大家]', '正在通知大家'],
    );
    const told = /公园健步走[\s\S]*11月27日周五 09:00/;
    const [toChen] = await Promise.all([chen.hears(told), an.hears(told), wang.hears(told)]);
    expect(toChen.text).toContain('还来吗');
    await chen.talks(['[还来]', '09:00']);
  });

  it('is called off on WeChat, and everybody hears of it, once', async () => {
    await he.talks(
      ['管理活动', '哪个活动'],
      ['健步走', '要做什么'],
      ['[取消活动]', '为什么不办了'],
      ['下大雨', '确定吗'],
      ['[确定，通知大家]', '正在通知大家'],
    );
    const told = /公园健步走[\s\S]*不办了[\s\S]*下大雨/;
    await Promise.all([chen, an, wang].map(one => one.hears(told)));
    expect(await place.desk.stop()).toMatchObject({ code: 0 });
    for (const one of [chen, an, wang])
      expect(one.heard.filter(({ text }) => told.test(text))).toHaveLength(1);
    const walk = (await place.home.stored(events)).find(({ id }) => id === 'HD-0003');
    expect(walk).toMatchObject({ status: 'cancelled', taken: 3 });
    const states = (await place.home.stored(signUps)).map(({ number, party, state }) => [
      number,
      party,
      state,
    ]);
    expect(states.sort()).toEqual([
      [1, 2, 'going'],
      [2, 1, 'waiting'],
      [3, 1, 'going'],
    ]);
  });
});
