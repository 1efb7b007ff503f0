import type { FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acts } from '../../src/community/staff/act.js';
import { members } from '../../src/community/staff/staff.js';
import { closeChromium, DESKTOP, withPage } from '../chromium.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { faint } from '../web/contrast.js';
import { RealDesk } from './process.js';

// Whoever tries the desk sees both ends: the real process as it comes, with the sample community, and a real browser.

let desk: RealDesk;
/** What the browser complained of: blocked by the policy, thrown, missing. */
let complaints: string[];
beforeAll(async () => {
  desk = await RealDesk.open();
});
beforeEach(() => {
  complaints = [];
});
afterAll(async () => {
  await closeChromium();
  await desk.close();
});

type Side = 'left' | 'right';
const side = (page: Page, which: Side): FrameLocator => page.frameLocator(`#${which} iframe`);
/** A side that a phone does not show is ready all the same. */
const ready = async (page: Page, ...sides: Side[]) => {
  for (const which of sides)
    await side(page, which).locator('#log[data-ready]').waitFor({ state: 'attached' });
};

async function open(page: Page, path = '/'): Promise<[FrameLocator, FrameLocator]> {
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${desk.url}${path}`);
  await ready(page, 'left', 'right');
  return [side(page, 'left'), side(page, 'right')];
}

async function say(pane: FrameLocator, text: string): Promise<void> {
  await pane.locator('#text').fill(text);
  await pane.locator('#text').press('Enter');
}
/** By the real clock somebody is at the desk now, or is not. */
const ASKED = /已经告诉工作人员您在找人|给您留了单/;
const ASKED_EN = /I've told the staff|left the staff a note/;
const hears = (pane: FrameLocator, text: string | RegExp) =>
  pane.locator('article.from-desk', { hasText: text }).last().waitFor();
const tries = (page: Page, which: Side, name: string) =>
  page.locator(`#${which} .tries`).getByRole('button', { name, exact: true });
const newDay = async (page: Page) => {
  await page.locator('#clear').click();
  await page.getByText('两边的对话都清空了').waitFor();
};
const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('two sides', () => {
  it('show both ends: she asks for a person, 孙洁 takes her up, they talk, and a new day begins', async () => {
    await withPage(
      async page => {
        const [wang, sun] = await open(page);
        expect(new URL(page.url()).pathname).toBe('/demo');
        await tries(page, 'left', '转人工').click();
        await hears(wang, ASKED);
        await hears(sun, '王奶奶在等人回话');
        await sun.getByRole('button', { name: '接手' }).click();
        await hears(wang, '孙洁来了');
        await say(wang, '楼道的灯坏了');
        await hears(sun, '王奶奶：楼道的灯坏了');
        await say(sun, '奶奶您好，我让人去修');
        await hears(wang, '孙洁：奶奶您好，我让人去修');

        await newDay(page);
        for (const pane of [wang, sun]) await expect.poll(() => pane.locator('article').count()).toBe(0);
        await say(wang, '我的预约');
        await hears(wang, '没有预约');
      },
      { viewport: DESKTOP },
    );
    expect(complaints).toEqual([]);
  });

  it('can be anybody: the address keeps who, and nobody is on both', async () => {
    await withPage(
      async page => {
        await open(page, '/demo?left=zhou-min&right=li-zhuren');
        const right = page.locator('#right-who');
        expect(await page.locator('#left-who option:checked').innerText()).toBe('周敏 · 社区护士，承办人');
        expect(await right.locator('option[value=zhou-min]').isDisabled()).toBe(true);
        await tries(page, 'right', '菜单').click();
        await hears(side(page, 'right'), '李红梅，这是管理员的工作');
        await right.selectOption('nguyen-van-an');
        await ready(page, 'right');
        expect(new URL(page.url()).search).toBe('?left=zhou-min&right=nguyen-van-an');
        expect(await page.locator('#right iframe').getAttribute('title')).toBe('Nguyễn Văn An的聊天');
        await tries(page, 'right', '找人工：Talk to a person').click();
        await hears(side(page, 'right'), ASKED_EN);
        await hears(side(page, 'left'), 'Nguyễn Văn An在等人回话');
        await page.locator('#language').click();
        await ready(page, 'left', 'right');
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        expect(await page.locator('#right-who').inputValue()).toBe('nguyen-van-an');
        // Staff speak what the page speaks; residents what they speak.
        await tries(page, 'left', 'Running late').click();
        await hears(side(page, 'left'), 'Nobody waits for a visit today');
      },
      { viewport: DESKTOP },
    );
    expect(complaints).toEqual([]);
  });

  it('are one behind the other on a phone, and say when something is new on the other', async () => {
    await withPage(async page => {
      const [wang, sun] = await open(page);
      await newDay(page);
      const [first, second] = [
        page.locator('#sides [data-side=left]'),
        page.locator('#sides [data-side=right]'),
      ];
      expect(await page.locator('#right').isVisible()).toBe(false);
      await tries(page, 'left', '转人工').click();
      await hears(wang, ASKED);
      await second.getByText('有新消息').waitFor({ state: 'attached' });
      expect(await second.getAttribute('aria-pressed')).toBe('false');
      await second.click();
      expect(await page.locator('#left').isVisible()).toBe(false);
      await hears(sun, '王奶奶在等人回话');
      expect(await second.locator('.news').isHidden()).toBe(true);
      await say(sun, '菜单');
      await hears(sun, '孙洁，这是前台的工作');
      expect(await first.locator('.news').isHidden()).toBe(true);
      expect(await sideways(page)).toBe(0);
    });
    expect(complaints).toEqual([]);
  });

  it('can be changed by F6, also out of a chat, and are told apart by a screen reader', async () => {
    await withPage(
      async page => {
        const [wang, sun] = await open(page);
        const typed = (pane: FrameLocator) => pane.locator('#text').inputValue();
        await page.keyboard.press('F6');
        await wang.locator('#text:focus').waitFor();
        await page.keyboard.type('a');
        await page.keyboard.press('F6');
        await sun.locator('#text:focus').waitFor();
        await page.keyboard.type('b');
        await page.keyboard.press('F6');
        await wang.locator('#text:focus').waitFor();
        expect([await typed(wang), await typed(sun)]).toEqual(['a', 'b']);

        const tree = await page.locator('body').ariaSnapshot();
        for (const line of [
          /banner/,
          /heading "惠民社区 两边都试试" \[level=1\]/,
          /navigation "其他"/,
          /button "新的一天"/,
          /main:/,
          /region "左边"/,
          /combobox "左边是谁"/,
          /group "试试"/,
          /region "右边"/,
        ])
          expect(tree).toMatch(line);
        expect(await page.locator('#left iframe').getAttribute('title')).toBe('王奶奶的聊天');
      },
      { viewport: DESKTOP },
    );
  });

  it.each(['light', 'dark'] as const)('can be read in %s, on whatever screen', async colorScheme => {
    await withPage(
      async page => {
        const [, he] = await open(page, '/demo?right=he-ping');
        await tries(page, 'right', '菜单').click();
        await hears(he, '何平，这是');
        const own = ['small', '.lead', 'select', '.face', '.tries button', '#sides button'];
        expect(await page.evaluate(faint(...own))).toEqual([]);
        for (const frame of page.frames().slice(1))
          expect(await frame.evaluate(faint('.choice'))).toEqual([]);
        for (const [width, height] of [
          [320, 568],
          [740, 360],
          [900, 700],
        ] as const) {
          await page.setViewportSize({ width, height });
          expect(await sideways(page)).toBe(0);
          const tall = await page.evaluate("document.querySelector('#left iframe').offsetHeight");
          expect(tall).toBeGreaterThan(200);
        }
      },
      { viewport: DESKTOP, colorScheme },
    );
    expect(complaints).toEqual([]);
  });

  it('are shared by two browsers', async () => {
    await withPage(
      async page => {
        await open(page);
        await newDay(page);
        await withPage(
          async other => {
            await open(other);
            await say(side(page, 'left'), '你好');
            await side(other, 'left').locator('article.from-visitor', { hasText: '你好' }).waitFor();
          },
          { viewport: DESKTOP },
        );
      },
      { viewport: DESKTOP },
    );
  });
});

it('is over where it is switched off: no page, no staff, and no way back in by an old cookie', async () => {
  const home = await DeskHome.make();
  const start = async (env: Record<string, string>) => {
    const process = new DeskProcess({ home, env: { PORT: '0', ...env } });
    return { process, url: await process.open() };
  };
  try {
    const on = await start({});
    const cookie = (await fetch(`${on.url}/demo/sun-jie`)).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(cookie).toMatch(/^linli_persona=\w+\.\w+$/);
    await on.process.stop();

    const off = await start({ LINLI_DEMO: '0' });
    const post = (path: string) =>
      fetch(`${off.url}${path}`, {
        method: 'POST',
        headers: { cookie },
        body: JSON.stringify({ post: crypto.randomUUID(), locale: 'zh-Hans', text: '等人工' }),
      });
    expect((await fetch(`${off.url}/`, { redirect: 'manual' })).headers.get('location')).toBe('/chat');
    for (const path of ['/demo', '/demo/sun-jie', '/demo/sun-jie/events'])
      expect((await fetch(`${off.url}${path}`, { headers: { cookie } })).status).toBe(404);
    expect((await post('/demo/sun-jie/messages')).status).toBe(404);
    expect((await post('/chat/messages?persona=sun-jie')).status).toBe(403);
    await off.process.line('demo-ended', { staff: 1 });
    await off.process.stop();

    expect(await home.stored(members)).toMatchObject([{ id: 'demo-sun-jie', left: expect.any(Number) }]);
    expect((await home.stored(acts)).map(({ what, by }) => `${what} ${by}`)).toEqual([
      'staff.demo demo-sun-jie',
      'staff.leave demo',
    ]);
  } finally {
    await home.remove();
  }
});
