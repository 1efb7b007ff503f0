import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The desk as its operator runs it: the built files in a process of their own, over a data folder of its own. */
export class RealDesk {
  /** Where its page is; the port stays over restarts. */
  url = '';
  readonly folder: string;
  #process: ChildProcess | null = null;
  #said: string[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** A fresh desk on any free port, started. */
  static async open(): Promise<RealDesk> {
    const desk = new RealDesk(await mkdtemp(join(tmpdir(), 'linli-e2e-')));
    await desk.start();
    return desk;
  }

  /** Starts it, on the port that it had before. Resolves once it says that it is open. */
  async start(): Promise<void> {
    const { PATH = '' } = process.env;
    const started = spawn(process.execPath, [join(ROOT, 'dist', 'main.js')], {
      cwd: ROOT,
      env: {
        PATH,
        HOME: join(this.folder, 'home'),
        LINLI_DATA: join(this.folder, 'store'),
        LINLI_INBOUND_PER_MINUTE: '0',
        PORT: this.url === '' ? '0' : new URL(this.url).port,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = started;
    this.#said = [];
    started.stderr.on('data', bytes => this.#said.push(String(bytes)));
    this.url = await new Promise((resolve, reject) => {
      createInterface({ input: started.stdout }).on('line', line => {
        this.#said.push(line);
        const { event, url } = JSON.parse(line) as { event?: string; url?: string };
        if (event === 'open' && url !== undefined) resolve(url);
      });
      started.once('exit', () => reject(new Error(`the desk ended:\n${this.#said.join('\n')}`)));
    });
  }

  /** Ends it, SIGKILL unless said otherwise. Resolves with its exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const ending = this.#process;
    this.#process = null;
    if (ending === null || ending.exitCode !== null) return ending?.exitCode ?? null;
    return new Promise(resolve => {
      ending.once('exit', code => resolve(code));
      ending.kill(signal);
    });
  }

  /** A file of its data folder, as text. */
  async file(name: string): Promise<string> {
    return readFile(join(this.folder, 'store', name), 'utf8');
  }

  /** Ends it and takes its data away. */
  async close(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
