import { appendFile, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { bookings } from '../../src/community/bookings/booking.js';
import { wangNainai } from '../cast.js';
import { type FakeTelegram, type FakeUser, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { smallDisk } from '../real/small-disk.js';
import { telegramSettings } from '../real/telegram-settings.js';

let api: FakeTelegram;
let env: Record<string, string>;
beforeEach(async () => {
  api = await fakeTelegram();
  env = await telegramSettings(api, 'polling');
});
afterEach(() => api.close());

async function givenHome(data?: string): Promise<DeskHome> {
  const home = await DeskHome.make(data);
  onTestFinished(() => home.remove());
  return home;
}

function start(home: DeskHome, more: Readonly<Record<string, string>> = env): DeskProcess {
  const desk = new DeskProcess({ home, env: more });
  onTestFinished(() => desk.end());
  return desk;
}

async function opened(home: DeskHome): Promise<DeskProcess> {
  const desk = start(home);
  await desk.open();
  await desk.online('telegram');
  return desk;
}

/** Up to the summary, or to the booking. */
async function fillIn(user: FakeUser): Promise<void> {
  const answers: [string, string][] = [
    ['预约', '想约哪一项'],
    ['上门量血压', '哪天方便'],
    ['明天', '几点来好'],
    ['09:00', '上门到哪里'],
    [wangNainai.address, '留个电话'],
    [wangNainai.phone, '您看对不对'],
  ];
  for (const [said, asked] of answers) {
    user.says(said);
    await user.chat.next(({ text }) => text.includes(asked));
  }
}

async function book(user: FakeUser): Promise<void> {
  await fillIn(user);
  user.presses('确认提交');
  await user.chat.next(({ text }) => text.includes('约好了'));
}

const numbers = async (home: DeskHome) => (await home.stored(bookings)).map(({ id }) => id).sort();
const newest = async (home: DeskHome, kind: string) => {
  const names = (await readdir(home.data)).filter(name => name.startsWith(kind)).sort();
  return join(home.data, names.at(-1) ?? '');
};

describe('a disk that is full', () => {
  it('keeps the desk up, which says so, loses nothing, and goes on by itself when there is room', async () => {
    const disk = await smallDisk();
    onTestFinished(() => disk.remove());
    const home = await givenHome(join(disk.folder, 'store'));
    const desk = await opened(home);
    const url = await desk.open();
    const wang = api.user({ name: '王奶奶' });
    await fillIn(wang);

    await disk.fill(desk.pid);
    // What is left in the last block of the journal is soon used up.
    const others = Array.from({ length: 40 }, () => api.user());
    for (const other of others) other.says('预约');
    const trouble = await desk.line('store', { level: 'error' });
    expect(trouble.detail).toContain('could not write');
    wang.presses('确认提交');
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([
      503,
      expect.stringContaining('The store cannot write.'),
    ]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/chat`)).status).toBe(200);
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('linli_store_healthy');
    expect(wang.chat.sent.filter(({ text }) => text.includes('约好了'))).toEqual([]);

    await disk.free(desk.pid);
    await wang.chat.next(({ text }) => text.includes('约好了'), 20_000);
    for (const other of others) await other.chat.next(({ text }) => text.includes('想约哪一项'), 20_000);
    await api.updates.confirmed();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await desk.stop()).toMatchObject({ code: 0 });
    expect(others.filter(({ chat }) => chat.sent.length > 1)).toEqual([]);
    expect(await numbers(home)).toHaveLength(1);
    console.log(
      `${disk.kind}: ${desk.lines.all.filter(({ level }) => level === 'error').length} errors logged`,
    );
  });
});

describe('after a crash', () => {
  it('drops an end of the journal that was never finished, says so, and has all that was promised', async () => {
    const home = await givenHome();
    const desk = await opened(home);
    await book(api.user());
    await desk.kill();
    const journal = await newest(home, 'journal-');
    const frames = await readFile(journal);
    // The last group once more, as far as it came.
    const last = frames.lastIndexOf('#linli ');
    await appendFile(journal, frames.subarray(last, frames.length - 20));
    const again = await opened(home);
    const told = await again.line('store', { level: 'warn', file: journal });
    expect(told).toMatchObject({ offset: frames.length, detail: expect.stringContaining('unfinished end') });
    await book(api.user());
    await again.stop();
    expect(await numbers(home)).toHaveLength(2);
  });
});

describe('damage', () => {
  it('in a snapshot stops the start with file, place and mend; and the mend works', async () => {
    const home = await givenHome();
    const desk = await opened(home);
    await book(api.user());
    await desk.stop();
    const store = await home.openStore();
    await store.snapshot();
    await store.close();
    const before = await numbers(home);
    const snapshot = await newest(home, 'snapshot-');
    const file = join(snapshot, 'bookings.slices');
    const bytes = await readFile(file);
    bytes[bytes.length - 40]! ^= 1;
    await writeFile(file, bytes);

    const refused = start(home);
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toMatch(new RegExp(`^Linli cannot start: ${file} is damaged at byte \\d+\\.`));
    expect(refused.stderr).toContain(`Move ${snapshot} out of the folder and start again.`);
    expect(refused.stderr.trim().split('\n')).toHaveLength(1);

    await rename(snapshot, join(home.path, 'moved'));
    const mended = await opened(home);
    await book(api.user());
    await mended.stop();
    expect(await numbers(home)).toEqual([...before, expect.stringMatching(/^YY-/)]);
  });

  it('in the middle of a journal stops the start too, and changes nothing', async () => {
    const home = await givenHome();
    const desk = await opened(home);
    await book(api.user());
    await desk.stop();
    const journal = await newest(home, 'journal-');
    const bytes = await readFile(journal);
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(journal, bytes);
    const refused = start(home);
    expect(await refused.ended).toEqual({ code: 1, signal: null });
    expect(refused.stderr).toMatch(/is damaged at byte \d+\..*Restore the folder from a backup/);
    expect(await readFile(journal)).toEqual(bytes);
    expect(await readdir(home.data)).not.toContain('lock');
  });
});

describe('a second desk on the same data', () => {
  it('is refused in a sentence that names the first, which is not disturbed', async () => {
    const home = await givenHome();
    const first = await opened(home);
    const wang = api.user();
    await fillIn(wang);
    const second = start(home);
    expect(await second.ended).toEqual({ code: 1, signal: null });
    expect(second.stderr).toContain(`Process ${first.pid} on `);
    expect(second.stderr).toContain(`is using the data in ${home.data}`);
    expect(second.stderr).not.toContain(' at ');
    wang.presses('确认提交');
    await wang.chat.next(({ text }) => text.includes('约好了'));
    const third = start(home, {
      ...env,
      PORT: new URL(await first.open()).port,
      LINLI_DATA: `${home.data}2`,
    });
    expect(await third.ended).toEqual({ code: 1, signal: null });
    expect(third.stderr).toMatch(/port \d+ on 127\.0\.0\.1 is taken/);
    expect(await first.stop()).toMatchObject({ code: 0 });
    expect(await numbers(home)).toHaveLength(1);
  });
});

describe('asked to stop', () => {
  it('while it opens: opens, closes, and leaves nothing held', async () => {
    const home = await givenHome();
    const desk = start(home);
    await desk.line('store');
    expect(await desk.stop()).toMatchObject({ code: 0, signal: null });
    expect(desk.stderr).toBe('');
    expect(await readdir(home.data)).not.toContain('lock');
    const again = start(home);
    await again.open();
    expect(await again.stop()).toMatchObject({ code: 0, signal: null });
  });
});
