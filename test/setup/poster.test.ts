import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Answers } from '../../src/commands/setup/answers.js';
import { SAMPLE } from '../../src/commands/setup/known.js';
import { examplesFrom, posterPage, usernameOn } from '../../src/commands/setup/poster.js';
import type { Content } from '../../src/community/content/content.js';
import { readContent } from '../../src/community/content/read-content.js';
import { closeChromium, withPage } from '../chromium.js';

let content: Content;
beforeAll(async () => {
  content = await readContent(SAMPLE);
});
afterAll(() => closeChromium());

const answers: Answers = {
  id: 'starlight',
  name: { 'zh-Hans': '星光社区', en: 'Starlight <Community>' },
  bot: { 'zh-Hans': '小星', en: 'Xiaoxing' },
  phone: '027-8200-2002',
  address: {
    'zh-Hans': '星光路8号 党群服务中心一楼',
    en: '8 Starlight Road, ground floor of the service centre',
  },
  hours: { mon: ['08:30-12:00', '14:00-17:30'], tue: ['08:30-12:00', '14:00-20:00'], sat: ['09:00-12:00'] },
  telegram: { token: '100200300:a-token-for-tests' },
  wechat: { puppet: 'wechaty-puppet-service', token: 'puppet-token', endpoint: null },
  publicUrl: 'https://desk.starlight.example.org',
  admin: '李红梅',
};
const page = (changes: Partial<Answers> = {}, telegram: string | null = 'xiaoxing_bot') =>
  posterPage({ answers: { ...answers, ...changes }, telegram, examples: examplesFrom(content) });

const A4 = { width: 794, height: 1123 };

/** What stands on the sheet, opened as a file without any network. */
async function opened<T>(html: string, body: (page: Page) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'linli-door-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, 'door.html'), html);
  return withPage(
    async page => {
      await page.goto(`file://${join(folder, 'door.html')}`);
      return body(page);
    },
    { viewport: A4, offline: true },
  );
}

/** Runs in the page, which knows how to open a picture. */
const PIXELS = `async address => {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(bitmap, 0, 0);
  return { data: [...context.getImageData(0, 0, width, height).data], width, height };
}`;
const CUT = `(() => {
  const main = document.querySelector('main');
  return main.scrollHeight > main.clientHeight || main.scrollWidth > main.clientWidth;
})()`;

/** What a phone reads from each code on the sheet, from a picture of it. */
async function scanned(page: Page): Promise<(string | undefined)[]> {
  const codes: (string | undefined)[] = [];
  for (const code of await page.locator('figure > svg').all()) {
    const png = (await code.screenshot()).toString('base64');
    const picture = await page.evaluate<{ data: number[]; width: number; height: number }>(
      `(${PIXELS})("data:image/png;base64,${png}")`,
    );
    codes.push(jsQR.default(Uint8ClampedArray.from(picture.data), picture.width, picture.height)?.data);
  }
  return codes;
}

describe('the poster', () => {
  test('is one sheet of A4, and a phone reads its codes', async () => {
    await opened(await page(), async sheet => {
      expect(await scanned(sheet)).toEqual([
        'https://t.me/xiaoxing_bot',
        'https://desk.starlight.example.org',
      ]);
      const pdf = (await sheet.pdf({ preferCSSPageSize: true })).toString('latin1');
      expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1);
      expect(await sheet.evaluate(CUT)).toBe(false);
      const words = await sheet.locator('body').innerText();
      for (const word of [
        '星光社区',
        'Starlight <Community>',
        '小星',
        'Xiaoxing',
        '027-8200-2002',
        '约上门量血压',
      ])
        expect(words).toContain(word);
      expect(words).toContain('周一 8:30-12:00，14:00-17:30；周二 8:30-12:00，14:00-20:00；周六 9:00-12:00');
      expect(words).toContain('请把微信名片的二维码');
    });
  });

  test('has no code for what there is not', async () => {
    const bare = await page({ wechat: null, publicUrl: null }, null);
    expect(bare).not.toMatch(/<svg|微信|class="doors"/);
    expect(usernameOn(bare)).toBeNull();
    await opened(await page({ wechat: null, publicUrl: null }), async sheet => {
      expect(await scanned(sheet)).toEqual(['https://t.me/xiaoxing_bot']);
    });
  });

  test('loads nothing, and holds no secret', async () => {
    const html = await page();
    expect(html).not.toMatch(/<script|<link|<img|url\(|src=/);
    expect(html).not.toContain('token');
    expect(usernameOn(html)).toBe('xiaoxing_bot');
  });
});

test('three sentences to begin with: a visit, a short question, a person', () => {
  expect(examplesFrom(content)).toEqual([
    { 'zh-Hans': '约上门量血压', en: 'Book: Blood-pressure visit' },
    {
      'zh-Hans': '没有单位，灵活就业人员怎么自己交社保？',
      en: 'I have no employer. How do I pay social insurance myself?',
    },
    { 'zh-Hans': '人工', en: 'A person' },
  ]);
  expect(examplesFrom({ services: [], faq: [] })).toEqual([{ 'zh-Hans': '人工', en: 'A person' }]);
});
