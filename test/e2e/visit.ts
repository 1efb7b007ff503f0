import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

// What a visitor does on the chat page, waiting for what they would wait for.

/** Opens the page and waits until the conversation is shown. */
export async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await ready(page);
}

export const ready = (page: Page) => page.locator('#log[data-ready]').waitFor();

/** What the desk said last, once it has this in it. */
export async function told(page: Page, words: string): Promise<string> {
  const last = page.locator('article.from-desk', { hasText: words }).last();
  await last.waitFor();
  return last.innerText();
}

/** Types something and waits for the answer. */
export async function say(page: Page, text: string, answer: string): Promise<string> {
  await page.locator('#text').fill(text);
  await page.locator('#text').press('Enter');
  return told(page, answer);
}

/** The buttons that can be pressed now. */
export const choices = (page: Page) => page.locator('article .choice:not([aria-disabled])');

/** Presses a button, by what it says or by its place, and waits for the answer. Gives what the button said. */
export async function choose(page: Page, which: string | number, answer: string): Promise<string> {
  const button =
    typeof which === 'number' ? choices(page).nth(which) : choices(page).filter({ hasText: which }).first();
  const label = await button.innerText();
  await button.click();
  await told(page, answer);
  return label;
}

/** Goes with one key until the keyboard stands on the button or field that is called so. */
export async function reach(page: Page, key: 'Tab' | 'Shift+Tab', name: string): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    await page.keyboard.press(key);
    const at = await page.evaluate(
      `(({ innerText = '', id = '' }) => innerText.trim() || id)(document.activeElement ?? {})`,
    );
    if (at === name) return;
  }
  throw new Error(`${key} never led to "${name}"`);
}

/** Everything said so far, in order. */
export const conversation = (page: Page) => page.locator('article .bubble').allInnerTexts();

/** Downloads the calendar entry that hangs last, and reads its fields. */
export async function calendarEntry(page: Page): Promise<ReadonlyMap<string, string>> {
  const download = page.waitForEvent('download');
  await page.locator('a.file').last().click();
  const text = await readFile(await (await download).path(), 'utf8');
  const lines = text.replaceAll(/\r\n[ \t]/g, '').split('\r\n');
  return new Map(
    lines.map(line => {
      const cut = line.indexOf(':');
      return [line.slice(0, cut), line.slice(cut + 1)];
    }),
  );
}
