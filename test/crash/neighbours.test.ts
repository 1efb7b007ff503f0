import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ask } from '../../src/commands/client.js';
import { announcements } from '../../src/community/announcements/announcement.js';
import { deliveries } from '../../src/community/announcements/delivery.js';
import { events } from '../../src/community/events/event.js';
import { seatsOf, signUps } from '../../src/community/events/sign-up.js';
import { SeededChance } from '../clock.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';

/** `npm run test:crash` sets these: another seed, more rounds. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 1);
const SEED = Number(process.env.CRASH_SEED ?? 1);
const KILLS = 3;
const PEOPLE = 48;
const SEATS = 9;
const TEXT = '周二9点到12点停水，请先存水。';
/** How long an answer may take over all three kills, ms. */
const PATIENCE = 60_000;

const has = (part: string | RegExp) => (message: { text: string }) =>
  typeof part === 'string' ? message.text.includes(part) : part.test(message.text);

/** The sample community with few seats for the riddles. */
async function tightContent(home: DeskHome, api: FakeTelegram): Promise<string> {
  const staff = api.group({ title: '工作群' });
  const folder = await home.contentWithStaff('telegram', String(staff.id));
  const file = join(folder, 'events.yaml');
  await writeFile(file, (await readFile(file, 'utf8')).replace('capacity: 20', `capacity: ${SEATS}`));
  return folder;
}

async function talk(user: FakeUser, turns: readonly (readonly [say: string, answer: string])[]) {
  for (const [said, answer] of turns) {
    if (said.startsWith('[')) user.presses(said.slice(1, -1));
    else user.says(said);
    await user.chat.next(has(answer), PATIENCE);
  }
}

/** Comes to the riddles or waits for a seat; some think better of it. Never asks twice. */
async function live(user: FakeUser, chance: SeededChance): Promise<void> {
  user.says('报名猜灯谜一个人');
  const answer = await user.chat.next(has(/报上了！|排队吗？/), PATIENCE);
  if (answer.text.includes('排队吗？')) await talk(user, [['[排队等]', '排上了']]);
  else if (chance.chance(0.4))
    await talk(user, [
      ['取消报名', '确定吗'],
      ['[确定不去]', '给您取消了'],
    ]);
}

describe('killed while residents sign up and an announcement goes out', () => {
  const seeds = Array.from({ length: ROUNDS }, (_, round) => SEED + round);
  it.each(seeds)(
    'gives no seat and no word twice, and leaves nobody out: seed %i',
    {
      timeout: 180_000,
    },
    async seed => {
      const chance = new SeededChance(seed);
      const api = await fakeTelegram();
      const home = await DeskHome.make();
      onTestFinished(async () => {
        await api.close();
        await home.remove();
      });
      const env = {
        ...(await telegramSettings(api, 'polling')),
        TELEGRAM_MESSAGES_PER_SECOND: '60',
        LINLI_CONTENT: await tightContent(home, api),
      };
      let desk = new DeskProcess({ home, env });
      onTestFinished(() => desk.end());
      // The account may be connected before the desk listens to its operator.
      await desk.open();
      await desk.online('telegram');
      const author = api.user({ name: '何平', locale: 'zh-hans' });
      const { code } = (await ask(home.data, 'staff.invite', { name: '何平', role: 'lead' })) as {
        code: string;
      };
      const people = Array.from({ length: PEOPLE }, (_, n) =>
        api.user({ name: `居民${n}`, locale: 'zh-hans' }),
      );
      await talk(author, [
        ['加入工作', '邀请码'],
        [code, '欢迎'],
      ]);
      for (const user of people) user.starts();
      await Promise.all(people.map(user => user.chat.next(has('我是惠民社区的小惠'), PATIENCE)));
      await talk(author, [
        ['写公告', '公告写什么'],
        [TEXT, '英文怎么写'],
        ['跳过', '配一张图'],
        ['跳过', '什么时候发'],
        ['[现在发]', '算哪一类'],
        ['[停水停电等通知]', '发给谁'],
        ['[全体居民]', '请看一遍'],
        ['[就这样]', 'GG-0001'],
      ]);
      const lives = Promise.all(people.map(user => live(user, chance.fork())));
      lives.catch(() => 'looked at below');
      const kills: number[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        const count = 1 + chance.below(30);
        await sends(api, count);
        await desk.kill();
        kills.push(count);
        desk = new DeskProcess({ home, env });
        await desk.online('telegram');
      }
      await lives;
      await author.chat.next(has('发完了'), PATIENCE);
      await api.updates.confirmed();
      expect(await desk.stop()).toMatchObject({ code: 0 });

      const [riddles] = (await home.stored(events)).filter(({ sample }) => sample === 'lantern-riddles');
      const all = (await home.stored(signUps)).filter(({ event }) => event === riddles?.id);
      expect(all).toHaveLength(PEOPLE);
      expect(new Set(all.map(one => one.number)).size).toBe(PEOPLE);
      expect(all.reduce((sum, one) => sum + seatsOf(one), 0)).toBe(riddles?.taken);
      expect(riddles?.taken).toBe(SEATS);
      const told = people.filter(user => user.chat.sent.some(has('报上了！'))).length;
      expect(all.filter(one => one.history[0]?.what === 'signed-up')).toHaveLength(told);

      const sent = await home.stored(deliveries);
      const copies = (chat: string) =>
        people
          .concat(author)
          .find(({ chat: { id } }) => String(id) === chat)
          ?.chat.sent.filter(has(/^周二9点/)).length;
      expect(sent).toHaveLength(PEOPLE + 1);
      const unknown = sent.filter(({ state }) => state === 'unknown');
      console.log(`seed ${seed}: killed after ${kills.join(', ')} sends, ${unknown.length} unknown`);
      for (const { chat, state } of sent) {
        if (state === 'sent') expect(copies(chat), `seed ${seed}: ${chat}`).toBe(1);
        else expect([state, copies(chat) ?? 0].join(), `seed ${seed}: ${chat}`).toMatch(/^unknown,[01]$/);
      }
      expect((await home.stored(announcements)).map(({ state }) => state)).toEqual(['sent']);
    },
  );
});

/** Resolves when the bot has sent so many messages from now on, at this very instant. */
function sends(api: FakeTelegram, count: number): Promise<void> {
  return new Promise(resolve => {
    let left = count;
    api.onCall = called => {
      if (called !== 'sendMessage') return;
      left -= 1;
      if (left > 0) return;
      api.onCall = () => {};
      resolve();
    };
  });
}
