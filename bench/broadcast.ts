import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FIRST, TEXT } from './broadcast/announcement.js';
import { fillOutbox } from './broadcast/outbox.js';
import type { Course, Wish } from './broadcast/service.js';
import { answer, opened, roomySample } from './end-to-end/contender.js';
import { report, rounded, size, table } from './measure.js';

// npm run bench -- broadcast: an announcement to 600 people by the desk as it is shipped, at Telegram's real limits and
// with the desk's own defaults, while residents book.

const WISH: Wish = {
  recipients: size(600, 20),
  residents: size(8, 0),
  think: 1200,
  latency: size(20, 1),
};
/** The desk opens and people begin to book before the announcement leaves, ms. */
const AHEAD = size(15_000, 3000);
/** What Telegram lets through. */
const PER_SECOND = 30;

const house = join(import.meta.dirname, '..');
const folder = await mkdtemp(join(tmpdir(), 'linli-bench-'));
const service = fork(join(import.meta.dirname, 'broadcast', 'service.js'));
try {
  const course = await run();
  report({
    figure: `broadcast to ${WISH.recipients}: time, of what the limits leave`,
    value: rounded(course.ms / ((course.messages * 1000) / PER_SECOND), 3),
    unit: 'ratio',
    aim: 'at most 1.05',
    met: course.ms <= 1.05 * ((course.messages * 1000) / PER_SECOND),
    seconds: rounded(course.ms / 1000),
    replies: course.messages - WISH.recipients,
  });
  for (const [name, share] of [
    ['half', 0.5],
    ['19 of 20', 0.95],
  ] as const) {
    const value = rounded(course.answers[Math.floor(course.answers.length * share)] ?? 0, 0);
    const aim = share > 0.9 ? { aim: 'less than 300', met: value < 300 } : {};
    report({ figure: `meanwhile: ${name} of the replies came within`, value, unit: 'ms', ...aim });
  }
  for (const [figure, value] of [
    ['refused with 429', course.refused],
    ['recipients who got nothing', course.missed],
    ['recipients who got it twice', course.doubled],
  ] as const) {
    report({ figure, value, unit: '', aim: '0', met: value === 0 });
  }
  table();
} finally {
  service.disconnect();
  await rm(folder, { recursive: true });
}

async function run(): Promise<Course> {
  const { url, token } = await answer<{ url: string; token: string }>(service);
  // They are there before anything can be sent to them, however long the desk takes to open.
  service.send(WISH);
  const data = join(folder, 'store');
  const chats = Array.from({ length: WISH.recipients }, (_, place) => String(FIRST + place));
  await fillOutbox(data, { community: 'huimin', chats, text: TEXT, notBefore: Date.now() + AHEAD });
  const desk = fork(join(house, 'dist', 'main.js'), {
    execArgv: ['--import', join(import.meta.dirname, 'end-to-end', 'cpu.js')],
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      LINLI_DATA: data,
      LINLI_CONTENT: await roomySample(join(folder, 'content')),
      TELEGRAM_BOT_TOKEN: token,
      TELEGRAM_API_ROOT: url,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  try {
    await opened(desk);
    const course = await answer<Course | { error: string }>(service);
    if ('error' in course) throw new Error(course.error);
    return course;
  } finally {
    desk.kill('SIGTERM');
    await once(desk, 'exit');
  }
}
