import { chmod, lstat, rm } from 'node:fs/promises';
import { createConnection, createServer, type Socket } from 'node:net';
import { Problem } from '../community/problem.js';
import type { Json } from '../community/store.js';
import type { Log } from './platform.js';
import { chooseSocketPath, forgetSocketPath } from './socket-path.js';

/** A command says no, in a sentence for whoever asked. Nothing is wrong with the desk, and nothing is logged. */
export class CommandRefusal extends Error {
  readonly code: string;
  constructor(code: string, sentence: string) {
    super(sentence);
    this.name = 'CommandRefusal';
    this.code = code;
  }
}

/** What can be asked of a running desk. Whatever it throws is told to whoever asked. */
export type Command = (args: Readonly<Record<string, Json>>) => Promise<Json>;

/** One line of JSON each: a request, and its answer. */
export interface Request {
  readonly command: string;
  readonly args: Readonly<Record<string, Json>>;
}
export type Answer =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Bytes of the longest request. */
const LONGEST_REQUEST = 64 * 1024;

export interface DeskSocket {
  readonly path: string;
  /** Takes no more requests, lets those under way be answered, and removes the socket. */
  close(): Promise<void>;
}

/**
 * Opens the private socket (0600) in the data folder, by which `npm run status` and the like reach this desk. What
 * a dead process left behind is replaced. Throws when another desk answers there, or something that is no socket
 * lies in its place. The store's lock is to be held before, so that two desks never start on one folder at once.
 */
export async function openSocket(how: {
  readonly folder: string;
  readonly commands: Readonly<Record<string, Command>>;
  readonly log: Log;
}): Promise<DeskSocket> {
  const path = await chooseSocketPath(how.folder);
  await makeWay(path);
  const connections = new Set<Conversation>();
  // Half-open: whoever asks may close their side after the question and still gets the answer.
  const server = createServer({ allowHalfOpen: true }, socket => {
    const conversation = new Conversation(socket, how.commands, how.log);
    connections.add(conversation);
    socket.once('close', () => connections.delete(conversation));
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    // The file is made by listen() itself, at once: for that moment nobody else may be given a right to it.
    const umask = process.umask(0o177);
    try {
      server.listen(path, done);
    } finally {
      process.umask(umask);
    }
  });
  server.on('error', error => how.log.error('socket.failed', { error }));
  await chmod(path, 0o600);
  return {
    path,
    close: async () => {
      const closed = new Promise(done => server.close(done));
      await Promise.all([...connections].map(conversation => conversation.close()));
      await closed;
      await forgetSocketPath(how.folder, path);
    },
  };
}

/** One connection: its requests are answered one after another. */
class Conversation {
  private readonly socket: Socket;
  private readonly commands: Readonly<Record<string, Command>>;
  private readonly log: Log;
  private readonly over: Promise<void>;
  private closing = false;
  private busy = false;

  constructor(socket: Socket, commands: Readonly<Record<string, Command>>, log: Log) {
    this.socket = socket;
    this.commands = commands;
    this.log = log;
    socket.setEncoding('utf8');
    // Whoever asked may have gone before the answer; there is nobody left to tell.
    socket.on('error', () => socket.destroy());
    this.over = this.serve().catch(() => {
      socket.destroy();
    });
  }

  async close(): Promise<void> {
    this.closing = true;
    if (!this.busy) this.socket.destroy();
    await this.over;
  }

  private async serve(): Promise<void> {
    let rest = '';
    for await (const chunk of this.socket.iterator({ destroyOnReturn: false })) {
      rest += String(chunk);
      for (let end = rest.indexOf('\n'); end >= 0 && !this.closing; end = rest.indexOf('\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 1);
        this.busy = true;
        this.socket.write(`${JSON.stringify(await this.answer(line))}\n`);
        this.busy = false;
      }
      if (this.closing) break;
      if (rest.length > LONGEST_REQUEST) {
        const message = `A request is at most ${LONGEST_REQUEST} characters on one line.`;
        this.socket.write(`${JSON.stringify(refusal('too_long', message))}\n`);
        break;
      }
    }
    await new Promise<void>(done => this.socket.end(done));
    this.socket.destroy();
  }

  private async answer(line: string): Promise<Answer> {
    if (line.length > LONGEST_REQUEST) return refusal('too_long', `At most ${LONGEST_REQUEST} characters.`);
    const request = readRequest(line);
    if (request === null)
      return refusal('not_a_request', 'Send {"command": …, "args": {…}} as one line of JSON.');
    const command = Object.hasOwn(this.commands, request.command)
      ? this.commands[request.command]
      : undefined;
    if (command === undefined) {
      const known = Object.keys(this.commands).sort().join(', ');
      return refusal('unknown_command', `There is no command "${request.command}". There are: ${known}.`);
    }
    try {
      return { ok: true, value: await command(request.args) };
    } catch (error) {
      if (error instanceof CommandRefusal) return refusal(error.code, error.message);
      if (error instanceof Problem)
        return refusal(error.code, `${error.code} ${JSON.stringify(error.details)}`);
      this.log.error('socket.command-failed', { command: request.command, error });
      return refusal('failed', error instanceof Error ? error.message : String(error));
    }
  }
}

function refusal(code: string, message: string): Answer {
  return { ok: false, code, message };
}

function readRequest(line: string): Request | null {
  try {
    const { command, args = {} } = JSON.parse(line) as Partial<Request>;
    const fits =
      typeof command === 'string' && typeof args === 'object' && args !== null && !Array.isArray(args);
    return fits ? { command, args } : null;
  } catch {
    return null;
  }
}

/** Removes what a dead process left at `path`. */
async function makeWay(path: string): Promise<void> {
  const there = await lstat(path).catch(unlessMissing);
  if (there === undefined) return;
  if (!there.isSocket()) {
    throw new Error(
      `${path} is in the way: the desk's socket belongs there. Move it elsewhere, and start again.`,
    );
  }
  if (await isAnswered(path)) {
    throw new Error(
      `A desk is already running and listens on ${path}. Stop it first, or set another LINLI_DATA.`,
    );
  }
  await rm(path, { force: true });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((done, failed) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') done(false);
      // Too busy to take us in is alive.
      else if (error.code === 'EAGAIN') done(true);
      else failed(error);
    });
  });
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
