import { createConnection } from 'node:net';
import type { Json } from '../community/store.js';
import type { Answer, Request } from '../desk/socket.js';
import { findSocketPath } from '../desk/socket-path.js';

/** No desk is running over this data folder. */
export class NoDesk extends Error {
  constructor(folder: string, cause: unknown) {
    super(`No desk is running over ${folder}. Start one with npm start, or set LINLI_DATA to its folder.`, {
      cause,
    });
    this.name = 'NoDesk';
  }
}

/** The desk runs, and says no. */
export class DeskRefusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'DeskRefusal';
    this.code = code;
  }
}

/**
 * Asks the desk that runs over the data folder. Throws NoDesk when there is none, DeskRefusal when it says no,
 * and an Error when it does not answer within `patience` ms.
 */
export async function ask(
  folder: string,
  command: string,
  args: Readonly<Record<string, Json>> = {},
  patience = 30_000,
): Promise<Json> {
  const path = await findSocketPath(folder);
  const request: Request = { command, args };
  const answer = await exchange(path, `${JSON.stringify(request)}\n`, patience).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ENOENT' || error.code === 'ECONNREFUSED' ? new NoDesk(folder, error) : error;
    },
  );
  if (!answer.ok) throw new DeskRefusal(answer.code, answer.message);
  return answer.value;
}

function exchange(path: string, line: string, patience: number): Promise<Answer> {
  return new Promise((done, failed) => {
    const socket = createConnection(path);
    let text = '';
    socket.setEncoding('utf8');
    socket.setTimeout(patience, () =>
      socket.destroy(new Error(`The desk has not answered for ${patience / 1000} s. Its log may say why.`)),
    );
    socket.once('connect', () => socket.end(line));
    socket.on('data', chunk => {
      text += chunk;
    });
    socket.once('error', failed);
    socket.once('close', () => {
      if (text.endsWith('\n')) done(JSON.parse(text) as Answer);
      else failed(new Error('The desk broke off before it had answered. Is it still running?'));
    });
  });
}
