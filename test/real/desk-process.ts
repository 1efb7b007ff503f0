import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { NOW } from '../clock.js';
import { Events, within } from '../platforms/heard.js';
import { type DeskHome, HOUSE } from './home.js';

/** A line of the log. */
export interface Line {
  readonly level: string;
  readonly event: string;
  readonly [fact: string]: unknown;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface LaunchHow {
  readonly home: DeskHome;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * What time it is for the process when the test began, ms; a second later it is a second later, over restarts
   * too. Default: the tests' usual Monday morning, since on a public holiday nobody visits. 'today': the machine's
   * own time, where a browser takes part.
   */
  readonly at?: number | 'today';
  /** A command to run node by: `prlimit …`. */
  readonly by?: readonly string[];
}

/** When the tests of this file began, by the machine's clock. */
const BEGAN = Date.now();

/** Run before everything else in the process: its calendar is moved, its timers are not. */
const movedBy = (ms: number) =>
  `data:text/javascript,${encodeURIComponent(`
    const real = Date.now.bind(Date);
    Date.now = () => real() + ${ms};
    globalThis.Date = new Proxy(Date, {
      construct: (date, args, as) => Reflect.construct(date, args.length > 0 ? args : [date.now()], as),
      apply: date => new date(date.now()).toString(),
    });
  `)}`;

/** `npm start` as a process of its own. What it logs can be waited for. */
export class DeskProcess {
  readonly lines = new Events<Line>();
  readonly ended: Promise<Ended>;
  /** What it said besides the log: the sentences for whoever starts it. */
  stderr = '';
  readonly #child: ChildProcess;
  #over = false;

  constructor({ home, env = {}, at = NOW, by = [] }: LaunchHow) {
    const [command = process.execPath, ...args] = [
      ...by,
      process.execPath,
      '--import',
      movedBy(at === 'today' ? 0 : at - BEGAN),
      join(HOUSE, 'dist', 'main.js'),
    ];
    const child = spawn(command, args, {
      cwd: home.path,
      env: { ...home.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    let rest = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) this.lines.push(JSON.parse(line) as Line);
    });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        this.#over = true;
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The first line with this event (and these facts) from the line `from` on. Rejects if the process ends first. */
  async line(event: string, facts: Readonly<Record<string, unknown>> = {}, from = 0): Promise<Line> {
    const fits = (line: Line) =>
      line.event === event && Object.entries(facts).every(([name, value]) => line[name] === value);
    const what = `${event} ${JSON.stringify(facts)}`;
    const gone = this.ended.then(({ code, signal }) => {
      throw new Error(`the desk ended (${code ?? signal}) before ${what}: ${this.stderr}`);
    });
    return Promise.race([this.lines.next(fits, what, from, 20_000), gone]);
  }

  /** Its web address, once it is open. */
  async open(): Promise<string> {
    return String((await this.line('open')).url);
  }

  /** Resolves when this account is connected. */
  async online(account: string, from = 0): Promise<void> {
    await this.line('account', { account, state: 'online' }, from);
  }

  /** Asks it to stop, as a service manager does. Gives how it ended, and how long that took (ms). */
  async stop(): Promise<Ended & { ms: number }> {
    const began = performance.now();
    this.signal('SIGTERM');
    const ended = await within(this.ended, () => 'the desk to stop', 12_000);
    return { ...ended, ms: performance.now() - began };
  }

  /** Sends it a signal, at this very instant. */
  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** At the end of a test, whatever has happened. */
  async end(): Promise<void> {
    if (!this.#over) await this.kill();
  }
}
