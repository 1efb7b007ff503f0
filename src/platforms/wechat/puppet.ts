import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Wechaty } from 'wechaty';
import { SERVICE_PUPPET, type WechatOptions } from './options.js';
import { loadService } from './service.js';

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
