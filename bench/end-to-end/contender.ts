import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Course, Wish } from './service.js';

const built = join(import.meta.dirname, 'end-to-end');
const house = join(import.meta.dirname, '..');

/** What one run of one contender came to. */
export interface Run extends Course {
  readonly perSecond: number;
  /** CPU of the bot's process, all threads, ms a turn. */
  readonly cpu: number;
}

/** A bot in a process of its own, with a Bot API and residents in another. */
export class Contender {
  readonly #bot: ChildProcess;
  readonly #service: ChildProcess;

  private constructor(bot: ChildProcess, service: ChildProcess) {
    this.#bot = bot;
    this.#service = service;
  }

  /** `start` is given the settings by which the bot finds its Bot API, and the module to be loaded before its own. */
  static async open(
    start: (settings: Record<string, string>, preload: string[]) => ChildProcess,
  ): Promise<Contender> {
    const service = fork(join(built, 'service.js'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const { url, token } = await answer<{ url: string; token: string }>(service);
    const settings = { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: url };
    const bot = start(settings, ['--import', join(built, 'cpu.js')]);
    await opened(bot);
    return new Contender(bot, service);
  }

  async run(wish: Wish): Promise<Run> {
    const before = await this.#cpu();
    this.#service.send(wish);
    const course = await answer<Course | { error: string }>(this.#service);
    if ('error' in course) throw new Error(course.error);
    const cpu = ((await this.#cpu()) - before) / course.all;
    return { ...course, cpu, perSecond: (course.turns * 1000) / course.ms };
  }

  async close(): Promise<void> {
    this.#bot.kill('SIGTERM');
    await once(this.#bot, 'exit');
    this.#service.disconnect();
    await once(this.#service, 'exit');
  }

  async #cpu(): Promise<number> {
    this.#bot.send('cpu');
    return (await answer<{ cpu: number }>(this.#bot)).cpu;
  }
}

/** The next message of a child, or an error when it ends first. */
export async function answer<T>(child: ChildProcess): Promise<T> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('a process of the benchmark ended before its time');
  });
  try {
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [T];
    return message;
  } finally {
    ended.catch(() => 'we have our answer');
    over.abort();
  }
}

/** Resolves when the bot has said that it is open. */
export async function opened(bot: ChildProcess): Promise<void> {
  const ended = once(bot, 'exit').then(() => {
    throw new Error('a bot ended before it was open');
  });
  const told = new Promise<void>(resolve => {
    let all = '';
    bot.stdout?.on('data', chunk => {
      all += String(chunk);
      if (/^open$|"event":"open"/m.test(all)) resolve();
    });
  });
  await Promise.race([told, ended]);
}

/** The desk as it is shipped: built, polling, its store on the disk; the limits of pace lifted by their settings. */
export async function desk(folder: string, nodeOptions: readonly string[] = []): Promise<Contender> {
  const content = await roomySample(join(folder, 'content'));
  return Contender.open((settings, preload) =>
    fork(join(house, 'dist', 'main.js'), {
      execArgv: [...nodeOptions, ...preload],
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        ...settings,
        PORT: '0',
        LINLI_DATA: join(folder, 'store'),
        LINLI_CONTENT: content,
        LINLI_INBOUND_PER_MINUTE: '0',
        TELEGRAM_MESSAGES_PER_SECOND: '0',
        TELEGRAM_MESSAGES_PER_SECOND_PER_CHAT: '0',
        TELEGRAM_MESSAGES_PER_MINUTE_PER_GROUP: '0',
      },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    }),
  );
}

/** The sample community, with room for everybody: who finds a day full would need more turns than the others. */
export async function roomySample(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await cp(join(house, 'data', 'huimin'), folder, { recursive: true });
  const file = join(folder, 'services.yaml');
  const services = await readFile(file, 'utf8');
  await writeFile(file, services.replace(/capacity: \d+/g, 'capacity: 1000'));
  return folder;
}

export async function wizard(nodeOptions: readonly string[] = []): Promise<Contender> {
  return Contender.open((settings, preload) =>
    fork(join(built, 'wizard.js'), {
      execArgv: [...nodeOptions, ...preload],
      env: { PATH: process.env.PATH, ...settings },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    }),
  );
}
