import { describe, expect, it } from 'vitest';
import { nguyenVanAn, wangNainai, xiaoChen } from '../cast.js';
import { openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

// How the desk behaves towards people who do not do what a form expects.

const labels = (saying: { choices?: readonly { label: string }[] } | undefined) =>
  (saying?.choices ?? []).map(choice => choice.label);
const at = async (who = wangNainai) => new PersonAtDesk(await openDesk(), who);

describe('somebody new', () => {
  it('reads the privacy notice before the question, and the question last', async () => {
    const wang = await at();
    const text = (await wang.say('我想量血压'))?.text ?? '';
    expect(text).toContain('隐私');
    expect(text.indexOf('哪天方便')).toBeGreaterThan(text.indexOf('隐私'));
  });

  it('reads no privacy notice in danger, but with the next answer', async () => {
    const wang = await at();
    expect((await wang.say('家里有煤气味'))?.text).not.toContain('隐私');
    expect((await wang.say('你好'))?.text).toContain('隐私');
  });

  it('finds what is wanted most at the top of the menu', async () => {
    const wang = await at();
    expect(labels(await wang.say('你好')).slice(0, 2)).toEqual(['预约上门', '提建议、投诉、求助']);
  });
});

describe('in the middle of a booking', () => {
  it('answers what it costs and who comes for the service at hand, and asks on', async () => {
    const chen = await at(xiaoChen);
    await chen.sayAll('预约', '[家电安全检查]');
    const said = await chen.say('要收费吗？');
    expect(said?.text).toContain('检查免费，换零件按票收费');
    expect(said?.text).not.toContain('量血压');
    expect(said?.text).toContain('哪天方便');
    expect((await chen.say('谁来？'))?.text).toContain('刘勇');
  });

  it('takes no question, no time and no number for an address', async () => {
    const chen = await at(xiaoChen);
    await chen.sayAll('预约', '[上门收材料]', '明天', '[09:00]');
    for (const said of ['在家等你们吗', '晚上九点', '138 0000 5678']) {
      expect((await chen.say(said))?.text).toContain('上门到哪里');
    }
    expect((await chen.say(chen.actor.address))?.text).toContain('电话');
  });

  it('hears the time that is said with the day', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]');
    const said = await wang.say('明天下午三点');
    expect(said?.text).toContain('15:00');
    expect(said?.text).toContain('上门到哪里');
  });

  it('hears another day at the question for the time, and books nothing on the day before', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]', '明天');
    const said = await wang.say('后天下午三点吧');
    expect(said?.text).toContain('11月25日');
    expect(said?.text).toContain('15:00');
    await wang.sayAll(wang.actor.address, wang.actor.phone);
    expect(wang.last.text).toContain('11月25日周三 15:00');
  });

  it('takes a bare number for the hour where the menu shows no numbers', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]', '明天');
    expect((await wang.say('明天'))?.text).toMatch(/^11月24日周二有这些时间/);
    await wang.sayAll('10', wang.actor.address, wang.actor.phone);
    expect(wang.last.text).toContain('11月24日周二 10:00');
    await wang.sayAll('改时间', '3');
    expect(wang.last.text).toContain('11月24日周二 15:00');
  });

  it('counts from one where buttons have no numbers, however many menus there were before', async () => {
    const wang = await at();
    await wang.sayAll('你好', '菜单', '投诉', '楼道的灯坏了', '完成');
    const second = labels(wang.last)[1];
    expect((await wang.say('2'))?.text).toContain('在什么地方');
    await wang.sayAll('跳过', '3');
    expect(wang.last.text).toContain(`类别：${second}`);
    expect(wang.last.text).toContain('只给工作人员看');
  });

  it('shows the menu when asked, and goes on from there', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]');
    const menu = await wang.say('菜单');
    expect(labels(menu)[0]).toBe('接着刚才的');
    expect((await wang.say('[接着刚才的]'))?.text).toContain('哪天方便');
    const again = await wang.say('菜单');
    const mine = 1 + labels(again).indexOf('我的');
    const said = await wang.say(String(mine));
    expect(said?.text).toContain('没有在办的事');
    expect(said?.text).toContain('哪天方便');
  });

  it('is polite about small talk, and counts it as no mistake', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]', '你好', '谢谢', '你好');
    expect(wang.last.text).toMatch(/^您好/);
    expect(labels(wang.last)).not.toContain('人工');
  });

  it('calls a person when one is asked for in a sentence, and keeps the place', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]');
    const said = await wang.say('给我转个人工吧');
    expect(said?.text).toContain('工作人员');
    expect(said?.text).toContain('哪天方便');
  });

  it('stops at 算了不约了', async () => {
    const wang = await at();
    await wang.sayAll('预约', '[上门量血压]', '算了不约了');
    expect(wang.last.text).toContain('没有提交');
  });

  it('goes on in the other language once that is chosen', async () => {
    const an = await at(nguyenVanAn);
    await an.sayAll('book', '[Appliance safety check]');
    await an.say('中文');
    const said = await an.say('[简体中文]');
    expect(said?.text).toContain('哪天方便');
    expect(said?.text).not.toMatch(/Which day|Back to|Let's/);
    await an.sayAll('周三', '[10:00]', an.actor.address, an.actor.phone);
    expect(an.last.text).toContain('家电安全检查');
  });
});

describe('words that ask for nothing', () => {
  it.each([
    ['你是机器人吗', '机器人小惠'],
    ['好的', '随时叫我'],
    ['再见', '随时叫我'],
    ['谢谢', '不客气'],
    ['？？', '我能帮您做这些'],
    ['投诉你们', '对不起'],
    ['量血压要钱吗', '不收费'],
  ])('%s', async (said, answer) => {
    expect((await (await at()).say(said))?.text).toContain(answer);
  });

  it('finds no answer in a bare number', async () => {
    expect((await (await at()).say('1'))?.text).toContain('没听明白');
  });
});
