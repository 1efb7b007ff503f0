import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, environment, readConfig } from './config.js';
import type { AccountStatus } from './desk/platform.js';
import { openHouse } from './house.js';
import { makeLog } from './log.js';
import { qrTerminal } from './platforms/qr.js';

/** How long a stop may take in all, ms; what has not ended by then is taken up at the next start. */
const STOP_MS = 10_000;

/** `npm start`. */
async function main(): Promise<void> {
  let log = makeLog('info');
  // Listened for from the beginning: who stops a desk that is still opening wants it closed, not cut off.
  const asked = new Promise<string>(resolve => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  void asked.then(signal => {
    log.info('stopping', { signal });
    setTimeout(() => {
      log.warn('stopped-late', { detail: 'What was under way is taken up at the next start.' });
      process.exit(0);
    }, STOP_MS).unref();
  });
  try {
    const env = environment();
    const config = readConfig(env);
    log = makeLog(config.log);
    const house = await openHouse({ config, env, log, onStatus: showCode() });
    log.info('open', {
      url: house.url,
      ...(house.demo === null ? {} : { demo: house.demo }),
      detail: 'Open this address in a browser and say hello.',
    });
    if (process.stdout.isTTY === true && house.url !== null)
      console.log(greeting(house.url, house.demo, config.data));
    void asked
      .then(() => house.close())
      .then(
        () => log.info('stopped'),
        error => {
          log.error('stop-failed', { error });
          process.exitCode = 1;
        },
      );
  } catch (error) {
    // These sentences were written for whoever starts the desk: shown plainly, the cause in the log.
    const told = error instanceof ConfigError ? error.message : `Linli cannot start: ${sentence(error)}`;
    console.error(told);
    process.exitCode = 1;
  }
}

/** Draws the code of an account that wants to be logged in, each once. Not into a file: whoever scans it is the bot. */
function showCode(): (account: string, status: AccountStatus) => void {
  const shown = new Set<string>();
  return (account, { qr }) => {
    if (qr === undefined || shown.has(qr) || process.stdout.isTTY !== true) return;
    shown.add(qr);
    void qrTerminal(qr).then(drawn => console.log(`\nScan this with the WeChat of "${account}":\n${drawn}`));
  };
}

/** For whoever sits at the terminal: where to go, and how to stop. */
function greeting(url: string, demo: string | null, data: string): string {
  const key = relative(process.cwd(), join(data, 'staff-key'));
  const both = demo === null ? '' : `\n    两边都试 try both    ${demo}`;
  return `
  邻里开门了，可以聊了 · Linli is open
${both}
    聊天页面 chat page    ${url}/chat
    工作人员 for staff    ${url}/staff   (登录口令在 key in: ${key})
    停止 to stop          Ctrl-C
`;
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
