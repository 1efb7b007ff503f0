import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import type { Wechaty } from 'wechaty';
import { SERVICE_PUPPET, type WechatOptions } from './options.js';

/** Marks our own sound, which proves nothing. */
const ASKED = 'asked';

export type Puppet = Wechaty['puppet'];

export interface Bot {
  readonly wechaty: Wechaty;
  /** Cuts its connection at once, where it has one: what is under way on it fails, and nothing more comes. */
  hangUp(): void;
}

/** Makes a fresh bot. `lost` is called when its connection has broken for good: it will not recover by itself. */
export type MakeBot = (lost: (why: string) => void) => Bot;

/**
 * Loads wechaty and the puppet (about a second and 85 MB, so only when WeChat is configured) and gives what makes
 * a bot. Throws with the mend when the puppet is not installed.
 */
export async function loadWechaty(options: WechatOptions): Promise<MakeBot> {
  const { WechatyBuilder, log } = await import('wechaty');
  // Its log lines quote messages and names.
  log.level('silent');
  if ((options.puppet ?? SERVICE_PUPPET) === SERVICE_PUPPET) {
    const makePuppet = await loadService(options);
    return lost => {
      const puppet = makePuppet(lost);
      return { wechaty: WechatyBuilder.build({ puppet }), hangUp: () => puppet.hangUp() };
    };
  }
  const makePuppet = await loadNamed(options);
  const memory = await memoryFile(options);
  return () => ({ wechaty: WechatyBuilder.build({ name: memory, puppet: makePuppet() }), hangUp: () => {} });
}

type ServicePuppet = Puppet & { hangUp(): void };

async function loadService(options: WechatOptions): Promise<(lost: (why: string) => void) => ServicePuppet> {
  if (options.token === undefined || options.token === '') {
    throw new Error('The WeChat puppet service needs a token: set WECHATY_PUPPET_SERVICE_TOKEN.');
  }
  const { PuppetService } = await import('wechaty-puppet-service');
  type Manager = InstanceType<typeof PuppetService>['grpcManager'];

  class Service extends PuppetService {
    lost: (why: string) => void = () => {};
    private asked = false;

    /** Would keep everybody's names and pictures under the home folder, in the clear, and never forget them. */
    protected override hookPayloadStore(): void {}

    protected override bridgeGrpcEventStream(manager: Manager): void {
      super.bridgeGrpcEventStream(manager);
      this.on('heartbeat', ({ data }) => {
        if (data !== ASKED) this.asked = false;
      });
      manager.on('error', (error: unknown) => this.lost(codeOf(error)));
      manager.on('end', () => this.lost('the stream ended'));
    }

    /**
     * The watchdog heard nothing for a minute, which may only be a quiet night: asks the service to make a sound,
     * and gives the connection up after a second minute of silence.
     */
    override async reset(): Promise<void> {
      if (this.asked) return this.lost('no heartbeat');
      this.asked = true;
      this.ding(ASKED);
      this.emit('heartbeat', { data: ASKED });
    }

    hangUp(): void {
      // A start under way fails now; wechaty would wait five seconds for it before it stops anything.
      if (this.state.active() === 'pending') this.state.active(true);
      const manager = this._grpcManager;
      delete this._grpcManager;
      for (const clean of this._cleanupCallbackList.splice(0)) clean();
      // The stream says once more that it was cancelled, and an error that nobody hears ends the process.
      manager?.removeAllListeners().on('error', () => {});
      manager?.eventStream?.destroy();
      manager?.client.close();
    }

    /**
     * Hangs up without asking the service to stop: a desk that restarts must not log WeChat out and in again,
     * and a service that is gone could not answer.
     */
    override async onStop(): Promise<void> {
      this.hangUp();
    }

    /** Without asking the service, whose word it is that WeChat logged out, to log out: it may be in again by then. */
    override async logout(reason = ''): Promise<void> {
      if (!this.isLoggedIn) return;
      this.emit('logout', { contactId: this.currentUserId, data: reason });
      delete this.__currentUserId;
    }

    /**
     * The library spreads a protobuf message, which keeps its fields in an array, by number: everybody would
     * live at 0° north, 0° east.
     */
    override async messageLocation(messageId: string): ReturnType<Puppet['messageLocation']> {
      const given = await super.messageLocation(messageId);
      const fields: unknown = Object.values(given).find(Array.isArray);
      if (!Array.isArray(fields)) return given;
      const [accuracy, address, latitude, longitude, name] = fields;
      return {
        accuracy: Number(accuracy ?? 0),
        address: String(address ?? ''),
        latitude: Number(latitude ?? 0),
        longitude: Number(longitude ?? 0),
        name: String(name ?? ''),
      };
    }

    /** Before the first file, since the client is new with every connection. */
    override async messageFile(messageId: string): ReturnType<Puppet['messageFile']> {
      mindDownloads(this.grpcManager.client);
      return await super.messageFile(messageId);
    }
  }

  return lost => {
    const puppet = new Service({
      token: options.token!,
      ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
      ...(options.insecure === true ? { tls: { disable: true } } : {}),
    });
    puppet.lost = lost;
    // The old wire's way, which the library takes whenever the new one failed: it could send a file twice.
    Reflect.set(puppet, 'messageSendFileStream', () =>
      Promise.reject(new Error('the file was not confirmed')),
    );
    return puppet;
  };
}

/**
 * The library pipes a download without looking after its errors: a service that dies meanwhile would end our process.
 * And when there is no file it turns to a call of the old wire, which then hangs.
 */
function mindDownloads(client: object): void {
  if (minded.has(client)) return;
  minded.add(client);
  const download: unknown = Reflect.get(client, 'download');
  if (typeof download !== 'function') return;
  Reflect.set(client, 'download', (...args: unknown[]) => {
    const call: unknown = Reflect.apply(download, client, args);
    if (!(call instanceof Readable)) return call;
    const pipe = call.pipe.bind(call);
    const minding = (to: Writable) => {
      call.on('error', error => to.destroy(error));
      to.once('close', () => call.destroy());
      return pipe(to);
    };
    return Object.assign(call, { pipe: minding });
  });
  Reflect.set(client, 'messageFileStream', () => {
    throw new Error('no file');
  });
}
const minded = new WeakSet<object>();

type PuppetClass = new (options: { token?: string; endpoint?: string }) => Puppet;

async function loadNamed(options: WechatOptions): Promise<() => Puppet> {
  const name = options.puppet!;
  let found: unknown;
  try {
    found = await import(name);
  } catch (cause) {
    throw new Error(`The WeChat puppet ${name} could not be loaded: run "npm install ${name}".`, { cause });
  }
  // A CommonJS puppet arrives wrapped once or twice.
  for (let wrapped = 0; wrapped < 3 && !isPuppetClass(found); wrapped++) found = defaultOf(found);
  if (!isPuppetClass(found)) throw new Error(`${name} is not a wechaty puppet: see WECHATY_PUPPET.`);
  const Puppet = found;
  const { token, endpoint } = options;
  return () =>
    new Puppet({
      ...(token === undefined ? {} : { token }),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
}

function defaultOf(loaded: unknown): unknown {
  return typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
}

function isPuppetClass(found: unknown): found is PuppetClass {
  return typeof found === 'function';
}

/** Where an in-process puppet remembers its login, so that a restart needs no scan. wechaty adds the ending. */
async function memoryFile({ folder, account }: WechatOptions): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, account.replace(/[^\w-]/g, '_'));
  // wechaty would make it readable for all; a file that is there keeps its mode.
  const file = await open(`${path}.memory-card.json`, 'a', 0o600);
  const { size } = await file.stat();
  if (size === 0) await file.write('{}');
  await file.close();
  return path;
}

/** What went wrong, without the words of the error: they may quote a message or a name. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  const name: unknown = Reflect.get(error, 'name');
  return (
    [name, code].filter(part => typeof part === 'string' || typeof part === 'number').join(' ') || 'unknown'
  );
}
