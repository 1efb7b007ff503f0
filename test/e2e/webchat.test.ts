import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeChromium, DESKTOP, PHONE, withPage } from '../chromium.js';
import { RealDesk } from './process.js';
import { calendarEntry, choices, choose, conversation, reach, ready, say, told, visit } from './visit.js';

// What a newcomer does: the real process, the sample community, a real browser. The day is today's, so whatever
// is offered first is taken.

const ADDRESS = '惠民苑3号楼2单元501';

let desk: RealDesk;
beforeAll(async () => {
  desk = await RealDesk.open();
});
afterAll(async () => {
  await closeChromium();
  await desk.close();
});

/** Up to the address: service, day and the time at this place in the list. */
async function upToAddress(page: Page, time: number): Promise<{ day: string; time: string }> {
  await say(page, '我想预约上门服务', '想约哪一项');
  await choose(page, '上门量血压', '哪天方便');
  const day = await choose(page, 1, '几点');
  return { day, time: await choose(page, time, '上门到哪里') };
}

/** 15:30 in Shanghai as a calendar writes it, in UTC. */
const inUtc = (time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return `T${String((hour + 16) % 24).padStart(2, '0')}${String(minute).padStart(2, '0')}00Z`;
};

describe('a booking on the page of the real desk', () => {
  it.each([
    ['a phone', PHONE, 0],
    ['a desktop', DESKTOP, 1],
  ])('is made by typing and clicking on %s, with a wrong number in the middle', async (_, viewport, slot) => {
    await withPage(
      async page => {
        await visit(page, `${desk.url}/chat`);
        const { day, time } = await upToAddress(page, slot);
        await say(page, ADDRESS, '电话');
        const refused = await say(page, '1381234', '13812345678');
        expect(refused).toContain('少了几位');
        const summary = await say(page, '13812345678', '您看对不对');
        for (const part of ['上门量血压', day, time, ADDRESS, '138 1234 5678'])
          expect(summary).toContain(part);
        await choose(page, '确认提交', '约好了');
        const booked = await told(page, '约好了');
        const number = /YY-\d{4}/.exec(booked)?.[0] ?? '';
        expect(number).not.toBe('');

        const entry = await calendarEntry(page);
        expect(entry.get('METHOD')).toBe('PUBLISH');
        expect(entry.get('SUMMARY')).toBe(`上门量血压 ${number}`);
        expect(entry.get('LOCATION')).toBe(ADDRESS);
        expect(entry.get('DTSTART')).toMatch(new RegExp(`^\\d{8}${inUtc(time)}$`));

        const before = await conversation(page);
        await page.reload();
        await ready(page);
        expect(await conversation(page)).toEqual(before);
        await choose(page, '不用记', '不记');
        expect(await say(page, '我的预约', number)).toContain(number);
      },
      { viewport },
    );
  });

  it('is made in English', async () => {
    await withPage(
      async page => {
        await visit(page, `${desk.url}/chat`);
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        await say(page, 'please check my gas stove', 'Which day');
        await choose(page, 1, 'Which one');
        await choose(page, 0, 'Where shall we come');
        await say(page, 'Building 3, entrance 2, door 501', 'phone number');
        expect(await say(page, '1381234', 'too short')).toContain('For example');
        await say(page, '+84 912 345 678', 'Is this right');
        await choose(page, 'Yes', 'Booked!');
        const entry = await calendarEntry(page);
        expect(entry.get('SUMMARY')).toMatch(/^Appliance safety check YY-\d{4}$/);
        expect((await conversation(page)).join()).not.toMatch(/[\u4e00-\u9fff]/);
      },
      { locale: 'en-GB' },
    );
  });

  it('is made with the keyboard alone', async () => {
    await withPage(async page => {
      await visit(page, `${desk.url}/chat`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const type = async (text: string, answer: string) => {
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        return told(page, answer);
      };
      const press = async (label: string, answer: string) => {
        await reach(page, 'Shift+Tab', label);
        await page.keyboard.press('Enter');
        await told(page, answer);
        await reach(page, 'Tab', 'text');
      };
      await type('我想预约上门服务', '想约哪一项');
      await press('老人上门理发', '哪天方便');
      await press(await choices(page).last().innerText(), '几点');
      await press(await choices(page).last().innerText(), '上门到哪里');
      await type(ADDRESS, '电话');
      await type('13812345678', '您看对不对');
      await press('确认提交', '约好了');
    });
  });
});

describe('a desk that is killed in the middle', () => {
  it('finds its visitor where they were, and takes what they wrote meanwhile', {
    timeout: 40_000,
  }, async () => {
    const mortal = await RealDesk.open();
    try {
      await withPage(async page => {
        await visit(page, `${mortal.url}/chat`);
        const { day, time } = await upToAddress(page, 0);
        const before = await conversation(page);
        await mortal.end('SIGKILL');
        await page.locator('body[data-state=lost]').waitFor();
        await page.locator('#text').fill(ADDRESS);
        await page.locator('#text').press('Enter');
        await page.locator('.note').waitFor();

        await mortal.start();
        await told(page, '留个电话');
        await page.locator('body[data-state=online]').waitFor();
        expect(await page.locator('.note').count()).toBe(0);
        expect((await conversation(page)).slice(0, before.length)).toEqual(before);

        const summary = await say(page, '13812345678', '您看对不对');
        for (const part of [day, time, ADDRESS]) expect(summary).toContain(part);
        await mortal.end('SIGKILL');
        await mortal.start();
        await choose(page, '确认提交', '约好了');
        expect((await conversation(page)).filter(text => text.includes('约好了'))).toHaveLength(1);
        expect(await mortal.end('SIGTERM')).toBe(0);
      });
    } finally {
      await mortal.close();
    }
  });
});

describe("the staff's page", () => {
  it('opens with the key from the data folder, and with no other', async () => {
    await withPage(async page => {
      await page.goto(`${desk.url}/staff/accounts`);
      await page.getByLabel('登录口令').fill('guess');
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('alert').waitFor();
      await page.getByLabel('登录口令').fill((await desk.file('staff-key')).trim());
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('heading', { name: '网页聊天' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/staff/accounts');
      expect(await page.locator('.state').first().innerText()).toBe('在线');
    });
  });
});
