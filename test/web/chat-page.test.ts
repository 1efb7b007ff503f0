import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { photoFolder } from '../../src/platforms/webchat.js';
import { closeChromium, DESKTOP, PHONE, withPage } from '../chromium.js';
import { faint } from './contrast.js';
import { type Site, site } from './site.js';
import { StandInDesk } from './stand-in-desk.js';

// The chat page in a real browser, on the real server. The desk behind it is a stand-in that answers at once.

let desk: StandInDesk;
let place: Site;
let folder: string;
/** What the browser complained of: blocked by the policy, thrown, missing. */
let complaints: string[];

beforeEach(async () => {
  complaints = [];
  folder = await mkdtemp(join(tmpdir(), 'linli-page-'));
  desk = new StandInDesk();
  place = await open();
});
afterEach(async () => {
  await place.close();
  await rm(folder, { recursive: true, force: true });
});
afterAll(closeChromium);

async function open(how: Parameters<typeof site>[0] = {}): Promise<Site> {
  const opened = await site({
    door: desk,
    photos: photoFolder(join(folder, 'photos'), Buffer.alloc(32, 7)),
    ...how,
  });
  desk.say = opened.send;
  return opened;
}

/** Opens the page, shown and ready, and keeps an ear on its complaints. */
async function visit(page: Page, path = '/chat'): Promise<void> {
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    // A lost connection is said by the browser itself; everything else is ours.
    if (message.type() === 'error' && !/net::ERR_|status of 5\d\d/.test(message.text())) {
      complaints.push(message.text());
    }
  });
  await page.goto(`${place.url}${path}`);
  await ready(page);
}
const ready = (page: Page) => page.locator('#log[data-ready]').waitFor();

async function type(page: Page, text: string): Promise<void> {
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Enter');
}

/** The bubbles, each as 'who: what'. */
const bubbles = (page: Page) => page.locator('article .bubble').allInnerTexts();
const texts = async (page: Page) =>
  (await bubbles(page)).map(text => text.replace(/^(您|小惠|You|Xiaohui): ?\n?/, ''));
const until = (page: Page, text: string) =>
  page.locator('article .bubble', { hasText: text }).last().waitFor();
const sideways = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('talking', () => {
  it('sends what is typed with Enter, and shows the answer', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '在吗');
      await until(page, '听到：在吗');
      expect(await texts(page)).toEqual(['在吗', '听到：在吗']);
      expect(await page.locator('#text').inputValue()).toBe('');
      expect(await page.locator('.note').count()).toBe(0);
      expect(desk.heard.all[0]).toMatchObject({
        said: { kind: 'text', text: '在吗' },
        person: { locale: 'zh-Hans' },
      });
    });
    expect(complaints).toEqual([]);
  });

  it('sends nothing while an input method is composing, and a new line with Shift', async () => {
    await withPage(async page => {
      await visit(page);
      await page.locator('#text').fill('zai ma');
      await page.locator('#text').dispatchEvent('keydown', { key: 'Enter', isComposing: true });
      await page.locator('#text').press('Shift+Enter');
      await page.locator('#text').pressSequentially('好');
      await page.locator('#text').press('Enter');
      await until(page, '听到');
      expect(desk.heard.all.map(({ said }) => said)).toEqual([{ kind: 'text', text: 'zai ma\n好' }]);
    });
  });

  it('books by clicking: the choice taken is shown, and the menu takes no second one', async () => {
    await withPage(async page => {
      await visit(page);
      await page.getByRole('button', { name: '预约服务' }).click();
      await page.getByRole('button', { name: '老人上门理发' }).click();
      await until(page, '哪一天方便');
      const taken = page.locator('.chosen');
      expect(await taken.innerText()).toBe('老人上门理发');
      expect(await taken.getAttribute('aria-label')).toBe('已选：老人上门理发');
      await page.getByRole('button', { name: '上门量血压' }).dispatchEvent('click');
      await page.getByRole('button', { name: '周三' }).click();
      await until(page, '约好了');
      expect(desk.heard.all.map(({ said }) => said.kind)).toEqual(['text', 'press', 'press']);
      expect(await page.locator('.choice:not([aria-disabled])').count()).toBe(3);
      expect(await page.locator('#suggestions .choice').count()).toBe(3);
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: '下载 YY-0042.ics' }).click();
      expect(await readFile(await (await download).path(), 'utf8')).toBe('BEGIN:VCALENDAR');
    });
    expect(complaints).toEqual([]);
  });

  it('offers help, back, cancel and a person at a prompt, and help and a person always', async () => {
    await withPage(async page => {
      await visit(page);
      const chips = () => page.locator('#controls button').allInnerTexts();
      expect(await chips()).toEqual(['帮助', '人工']);
      await type(page, '我想预约');
      await until(page, '想约哪项');
      expect(await chips()).toEqual(['帮助', '返回', '取消', '人工']);
      await page.locator('#controls button', { hasText: '取消' }).click();
      await until(page, '听到：press');
      expect(desk.heard.all.at(-1)!.said).toEqual({ kind: 'press', token: 'c.2' });
      expect(await chips()).toEqual(['帮助', '人工']);
    });
  });

  it('closes an old menu when the desk has gone on, but not for a reminder in between', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '我想预约');
      await until(page, '想约哪项');
      const open = page.locator('article .choice:not([aria-disabled])');
      const chat = { id: desk.heard.all[0]!.chat.id, kind: 'direct' } as const;
      const choices = [{ token: 'r.1', label: '不去了' }];
      const saying = { text: '提醒：明天有义诊', locale: 'zh-Hans', choices };
      await place.webchat.send({ chat, saying, kind: 'reminder' });
      await until(page, '提醒');
      expect(await open.count()).toBe(5);
      await type(page, '算了');
      await until(page, '听到：算了');
      expect(await open.allInnerTexts()).toEqual(['不去了']);
    });
  });

  it('makes emergency numbers and addresses into links, and never reads a text as HTML', async () => {
    desk.answer = () => ({ text: '<b>燃气泄漏</b>请拨119，再看 https://example.org/gas。房间 1190。' });
    await withPage(async page => {
      await visit(page);
      await type(page, '<img src=x onerror=alert(1)>');
      await until(page, '燃气泄漏');
      const links = page.locator('article a');
      expect(await links.evaluateAll(all => all.map(a => a.getAttribute('href')))).toEqual([
        'tel:119',
        'https://example.org/gas',
      ]);
      expect(await page.locator('article img, article b').count()).toBe(0);
    });
    expect(complaints).toEqual([]);
  });

  it('begins what a link names, once', async () => {
    await withPage(async page => {
      await visit(page, '/chat?start=book-service');
      await until(page, '听到：/book-service');
      await page.reload();
      await ready(page);
      expect(desk.heard.all).toHaveLength(1);
    });
  });

  it('sends a photo, made smaller and without what the camera wrote into it', async () => {
    await withPage(async page => {
      await visit(page);
      const large = await page.evaluate(`(() => {
        const canvas = document.createElement('canvas');
        canvas.width = 4000; canvas.height = 1000;
        return canvas.toDataURL('image/png').split(',')[1];
      })()`);
      await page.locator('#file').setInputFiles({
        name: 'meter.png',
        mimeType: 'image/png',
        buffer: Buffer.from(String(large), 'base64'),
      });
      await until(page, '听到：media');
      expect(desk.heard.all[0]!.said).toMatchObject({ attachment: { kind: 'photo', mime: 'image/jpeg' } });
      await page.reload();
      await ready(page);
      await page.getByRole('img', { name: '您发的照片' }).waitFor();
      const wide = `(async () => {
        const picture = document.querySelector('.picture');
        await picture.decode();
        return picture.naturalWidth;
      })()`;
      expect(await page.evaluate(wide)).toBe(1600);
    });
    expect(complaints).toEqual([]);
  });
});

/** A second of silence, as a sound file that every browser plays. */
function silence(): Buffer {
  const samples = Buffer.alloc(8000, 128);
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('what the desk passes on', () => {
  it('is shown, played or offered, to the keyboard and to a screen reader, and nothing is blocked', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '你好');
      await until(page, '听到：你好');
      await place.send(desk.heard.all[0]!.chat.id, {
        text: '王奶奶发来的：',
        files: [
          { name: 'photo.png', mime: 'image/png', base64: PNG },
          { name: 'voice.wav', mime: 'audio/wav', base64: silence().toString('base64') },
          { name: 'voice.silk', mime: 'audio/silk', base64: 'QUJD' },
        ],
      });
      await page.getByRole('img', { name: '图片：photo.png' }).waitFor();
      const seconds = await page.evaluate(`(async () => {
        const player = document.querySelector('audio');
        if (!(player.duration > 0))
          await new Promise((loaded, failed) => {
            player.addEventListener('loadedmetadata', loaded);
            player.addEventListener('error', () => failed(new Error('it cannot be played')));
          });
        return player.duration;
      })()`);
      expect(seconds).toBe(1);
      expect(await page.locator('audio').getAttribute('aria-label')).toBe('语音：voice.wav');
      expect(await page.locator('audio').count()).toBe(1);
      const links = page.locator('article a[download]');
      const names = () =>
        page.evaluate(
          `[...document.querySelectorAll('article a[download]')].map(one => one.getAttribute('aria-label'))`,
        );
      expect(await names()).toEqual(['下载 photo.png', '下载 voice.wav', '下载 voice.silk']);
      await links.first().focus();
      expect(await page.evaluate('document.activeElement.download')).toBe('photo.png');
      expect(await sideways(page)).toBe(0);
    });
    expect(complaints).toEqual([]);
  });

  it('changes on an open page when it is corrected, and goes when it is taken back', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '你好');
      await until(page, '听到：你好');
      const chat = { id: desk.heard.all[0]!.chat.id, kind: 'direct' as const };
      const tell = (text: string, files = [{ name: 'map.png', mime: 'image/png', base64: PNG }]) =>
        place.webchat.send({ chat, kind: 'broadcast', saying: { text, files, locale: 'zh-Hans' } });
      const { messageId = '' } = await tell('明天停水。');
      await tell('周六放电影。', []);
      await until(page, '周六放电影。');
      await place.webchat.replace(chat, messageId, { text: '后天停水。', locale: 'zh-Hans' });
      await until(page, '后天停水。');
      const shown = ['你好', '听到：你好', '后天停水。', '周六放电影。'];
      expect(await texts(page)).toEqual(shown);
      expect(await page.getByRole('img', { name: '图片：map.png' }).count()).toBe(1);
      await page.reload();
      await ready(page);
      expect(await texts(page)).toEqual(shown);

      await place.webchat.replace(chat, messageId, null);
      await page.locator('article .bubble', { hasText: '停水' }).waitFor({ state: 'detached' });
      await page.reload();
      await ready(page);
      expect(await texts(page)).toEqual(['你好', '听到：你好', '周六放电影。']);
    });
    expect(complaints).toEqual([]);
  });
});

describe('keeping the conversation', () => {
  it('shows it again after a reload, with the choices that were taken', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '我想预约');
      await page.getByRole('button', { name: '老人上门理发' }).click();
      await until(page, '哪一天方便');
      const before = await texts(page);
      await page.reload();
      await ready(page);
      expect(await texts(page)).toEqual(before);
      expect(await page.locator('.chosen').innerText()).toBe('老人上门理发');
      expect(await page.locator('#controls button').count()).toBe(4);
      await page.getByRole('button', { name: '周三' }).click();
      await until(page, '约好了');
    });
  });

  it('takes the line up again by itself when the server comes back, and sends what was written meanwhile', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '第一句');
      await until(page, '听到：第一句');
      const port = Number(new URL(place.url).port);
      await place.close();
      await page.locator('#state', { hasText: '网络断了' }).waitFor();
      await type(page, '第二句');
      await page.locator('.note', { hasText: '还没发出去' }).waitFor();
      place = await open({ port, store: place.store });
      await until(page, '听到：第二句');
      await page.locator('#state', { hasText: '在线' }).waitFor();
      expect(await texts(page)).toEqual(['第一句', '听到：第一句', '第二句', '听到：第二句']);
    });
    expect(complaints).toEqual([]);
  });

  it('asks again when an answer is lost on its way, and is heard once', async () => {
    await withPage(async page => {
      await visit(page);
      let lost = 0;
      await page.route('**/chat/messages', async route => {
        if (lost++ > 1) return route.continue();
        await route.fetch();
        await route.abort();
      });
      await type(page, '只说一次');
      await until(page, '听到');
      await page.locator('.note').waitFor({ state: 'detached' });
      await page.reload();
      await ready(page);
      expect(lost).toBe(3);
      expect(await texts(page)).toEqual(['只说一次', '听到：只说一次']);
      expect(desk.heard.all).toHaveLength(1);
    });
  });

  it('still sends after a reload what was not sent before it, in order', async () => {
    await withPage(async page => {
      await visit(page);
      await page.route('**/chat/messages', route => route.abort());
      await type(page, '一');
      await type(page, '二');
      await page.locator('.note', { hasText: '还没发出去' }).waitFor();
      await page.reload();
      await ready(page);
      expect(await texts(page)).toEqual(['一', '二']);
      await page.unroute('**/chat/messages');
      await until(page, '听到：二');
      expect(desk.heard.all.map(({ said }) => said)).toEqual([
        { kind: 'text', text: '一' },
        { kind: 'text', text: '二' },
      ]);
    });
  });

  it('shows at once that it is being sent, and that an answer is being written, when the server is slow', async () => {
    desk.answer = () => null;
    let letGo = () => {};
    desk.gate = new Promise(resolve => {
      letGo = resolve;
    });
    await withPage(async page => {
      await visit(page);
      await type(page, '在吗');
      await page.locator('.note', { hasText: '正在发送' }).waitFor();
      letGo();
      await page.locator('.dots').waitFor();
      expect(await page.locator('.note').count()).toBe(0);
      await place.send(desk.heard.all[0]!.chat.id, { text: '在的' });
      await until(page, '在的');
      expect(await page.locator('.dots').count()).toBe(0);
    });
  });

  it('says why something was refused, and lets it be dropped', async () => {
    await withPage(async page => {
      await visit(page);
      const answer = { status: 413, contentType: 'application/json', body: '{"message":"内容太大了"}' };
      await page.route('**/chat/messages', route => route.fulfill(answer));
      await type(page, '很长');
      await page.locator('.note', { hasText: '内容太大了' }).waitFor();
      await page.getByRole('button', { name: '不发了' }).click();
      expect(await texts(page)).toEqual([]);
    });
  });

  it('is one conversation in two tabs, and none of another browser’s', async () => {
    await withPage(async (page, context) => {
      await visit(page);
      const second = await context.newPage();
      await visit(second);
      await type(page, '在吗');
      await until(second, '听到：在吗');
      expect(await texts(second)).toEqual(['在吗', '听到：在吗']);
      await withPage(async other => {
        await visit(other);
        expect(await texts(other)).toEqual([]);
      });
    });
  });

  it('is cleared from a shared computer when asked to', async () => {
    await withPage(async page => {
      await visit(page);
      await type(page, '我住3号楼');
      await until(page, '听到');
      await page.getByRole('button', { name: '清除对话' }).click();
      await page.getByRole('button', { name: '留着' }).click();
      expect(await texts(page)).toHaveLength(2);
      await page.getByRole('button', { name: '清除对话' }).click();
      const reloaded = page.waitForEvent('load');
      await page.getByRole('button', { name: '清除', exact: true }).click();
      await reloaded;
      await ready(page);
      expect(await texts(page)).toEqual([]);
    });
  });
});

describe('for everybody', () => {
  it('works with a keyboard alone, and never loses the focus', async () => {
    await withPage(async page => {
      await visit(page);
      const focused = () =>
        page.evaluate('document.activeElement.textContent.trim() || document.activeElement.id');
      const tabTo = async (name: string) => {
        for (let i = 0; i < 25; i++) {
          await page.keyboard.press('Tab');
          if ((await focused()) === name) return;
        }
        throw new Error(`Tab never comes to ${name}`);
      };
      await tabTo('跳到输入框');
      await page.keyboard.press('Enter');
      expect(await focused()).toBe('text');
      await page.keyboard.type('我想预约');
      await page.keyboard.press('Enter');
      await until(page, '想约哪项');
      await page.keyboard.press('Shift+Tab');
      for (let i = 0; i < 12 && (await focused()) !== '老人上门理发'; i++)
        await page.keyboard.press('Shift+Tab');
      expect(await focused()).toBe('老人上门理发');
      const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      expect(outline).toBe('solid');
      await page.keyboard.press('Enter');
      await until(page, '哪一天方便');
      expect(await focused()).toBe('老人上门理发');
      await page.keyboard.press('Tab');
      expect(await focused()).toBe('明天 周二');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Space');
      await until(page, '约好了');
      expect(desk.heard.all.map(({ said }) => said.kind)).toEqual(['text', 'press', 'press']);
    });
  });

  it('tells a screen reader what is what', async () => {
    await withPage(async page => {
      await visit(page);
      expect(await page.locator('#log').getAttribute('aria-live')).toBe('polite');
      await type(page, '我想预约');
      await until(page, '想约哪项');
      const tree = await page.locator('body').ariaSnapshot();
      for (const line of [
        /heading "惠民社区" \[level=1\]/,
        /status: 小惠 · 在线/,
        /log "对话"/,
        /group "可以这样问"/,
        /link "打电话给社区 010-5550 1234"/,
        /textbox "说点什么"/,
        /button "发送"/,
        /button "发照片"/,
        /group "常用"/,
        /"?您: 我想预约"?/,
        /"?小惠: 想约哪项服务？"?/,
      ]) {
        expect(tree).toMatch(line);
      }
      const nameless = await page.evaluate(
        `[...document.querySelectorAll('button, a[href], textarea, img')].filter(each => {
          const label = each.getAttribute('aria-label') ?? each.getAttribute('alt') ?? each.textContent.trim();
          return label === '' && !each.labels?.length && each.getAttribute('alt') !== '';
        }).length`,
      );
      expect(nameless).toBe(0);
      const ids = await page.evaluate('[...document.querySelectorAll("[id]")].map(each => each.id)');
      expect(new Set(ids as string[]).size).toBe((ids as string[]).length);
    });
  });

  it('speaks English to an English browser, and changes the language on a click', async () => {
    await withPage(
      async page => {
        await visit(page);
        expect(await page.locator('html').getAttribute('lang')).toBe('en');
        await page.getByRole('button', { name: 'Book a service' }).click();
        await until(page, '听到：Book a service');
        expect(desk.heard.all[0]!.person.locale).toBe('en');
        // The stand-in answers in Chinese: a screen reader must be told.
        expect(await page.locator('article').last().getAttribute('lang')).toBe('zh-Hans');
        await page.getByRole('link', { name: '中文' }).click();
        await ready(page);
        expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
        await type(page, '你好');
        await until(page, '听到：你好');
        expect(desk.heard.all[1]!.person.locale).toBe('zh-Hans');
        await page.goto(`${place.url}/chat`);
        expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans');
      },
      { locale: 'en-GB' },
    );
  });

  it.each([
    ['a small phone', { width: 320, height: 568 }, 16],
    ['a phone', PHONE, 16],
    ['a phone with text twice as large', PHONE, 32],
    ['a desktop', DESKTOP, 16],
  ])('fits on %s', async (_, viewport, size) => {
    const word = 'Donaudampfschifffahrtsgesellschaft'.repeat(4);
    desk.answer = ({ id }) => ({
      text: `https://example.org/${word}`,
      choices: [word, '短'].map((label, i) => ({ token: `${id}.${i}`, label })),
    });
    await withPage(
      async page => {
        await visit(page);
        await page.addStyleTag({ content: '' }).catch(() => 'the policy forbids it, as it should');
        await page.evaluate(`document.documentElement.style.fontSize = '${size}px'`);
        await type(page, word);
        await until(page, 'example.org');
        expect(await sideways(page)).toBe(0);
        const inside = await page.evaluate(
          `[...document.querySelectorAll('article .bubble, article .choice, .send, #text, #controls button')]
            .every(each => { const box = each.getBoundingClientRect(); return box.left >= 0 && box.right <= innerWidth; })`,
        );
        expect(inside).toBe(true);
        expect(await page.evaluate('document.scrollingElement.scrollHeight <= innerHeight')).toBe(true);
      },
      { viewport },
    );
  });

  it('scrolls the talk and never the page, however long the talk gets', async () => {
    await withPage(async page => {
      await visit(page);
      for (const text of '一二三四五六七八九十') {
        await type(page, text);
        await until(page, `听到：${text}`);
      }
      const grown = await page.evaluate(
        `[document.getElementById('log').scrollHeight > innerHeight, document.scrollingElement.scrollHeight <= innerHeight]`,
      );
      expect(grown).toEqual([true, true]);
    });
  });

  it.each(['light', 'dark'] as const)('can be read in %s', async colorScheme => {
    await withPage(
      async page => {
        await visit(page);
        await page.getByRole('button', { name: '预约服务' }).click();
        await page.getByRole('button', { name: '老人上门理发' }).click();
        await until(page, '哪一天方便');
        expect(await page.evaluate(faint('.when time', '.choice'))).toEqual([]);
      },
      { colorScheme },
    );
  });

  it('moves nothing for those who asked for that', async () => {
    await withPage(
      async page => {
        await visit(page);
        await type(page, '在吗');
        await until(page, '听到');
        expect(await page.evaluate('document.getAnimations().length')).toBe(0);
      },
      { reducedMotion: 'reduce' },
    );
  });

  it('gives a telephone number where there is no JavaScript', async () => {
    await withPage(
      async page => {
        await page.goto(`${place.url}/chat`);
        expect(await page.locator('noscript').innerText()).toContain('010-5550 1234');
      },
      { javaScriptEnabled: false },
    );
  });
});
