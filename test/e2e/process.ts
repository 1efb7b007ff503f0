import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeskProcess } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';

/** The desk as its operator runs it, over a data folder of its own, at an address that stays over restarts. */
export class RealDesk {
  /** Where its page is. */
  url = '';
  readonly #home: DeskHome;
  #process: DeskProcess | null = null;

  private constructor(home: DeskHome) {
    this.#home = home;
  }

  /** A fresh desk on any free port, started. */
  static async open(): Promise<RealDesk> {
    const desk = new RealDesk(await DeskHome.make());
    await desk.start();
    return desk;
  }

  /** Starts it, on the port that it had before. Resolves once it says that it is open. */
  async start(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    // The browser's cookies live by the machine's time.
    const at = 'today';
    this.#process = new DeskProcess({
      home: this.#home,
      at,
      env: { LINLI_INBOUND_PER_MINUTE: '0', PORT: port },
    });
    this.url = await this.#process.open();
  }

  /** Ends it, SIGKILL unless said otherwise. Resolves with its exit code, null when the signal ended it. */
  async end(signal: NodeJS.Signals = 'SIGKILL'): Promise<number | null> {
    const ending = this.#process;
    this.#process = null;
    ending?.signal(signal);
    return (await ending?.ended)?.code ?? null;
  }

  /** A file of its data folder, as text. */
  async file(name: string): Promise<string> {
    return readFile(join(this.#home.data, name), 'utf8');
  }

  /** Ends it and takes its data away. */
  async close(): Promise<void> {
    await this.end();
    await this.#home.remove();
  }
}
