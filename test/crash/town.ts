import { SeededChance } from '../clock.js';
import { type FakeTelegram, fakeTelegram } from '../fakes/telegram/index.js';
import { DeskProcess, type Ended } from '../real/desk-process.js';
import { DeskHome } from '../real/home.js';
import { telegramSettings } from '../real/telegram-settings.js';
import { CrashResident } from './resident.js';

export interface TownHow {
  readonly seed: number;
  readonly mode: 'polling' | 'webhook';
  readonly kills: number;
  readonly residents?: number;
  /** SIGTERM instead: asked to stop, the desk brings to its end what is under way. Never while it starts. */
  readonly politely?: boolean;
}

/** When the desk was killed (or asked to stop), and how many were in the middle of a booking. */
export interface Kill {
  readonly what: string;
  readonly busy: number;
  readonly ended: Ended;
  /** How long it took to end, ms. */
  readonly ms: number;
}

/** What was seen of one run; the store is still to be looked at. */
export interface TownRun {
  readonly seed: number;
  readonly home: DeskHome;
  readonly api: FakeTelegram;
  readonly residents: readonly CrashResident[];
  readonly staffTold: readonly string[];
  readonly kills: readonly Kill[];
  /** From spawn to open, ms. */
  readonly starts: readonly number[];
  readonly end: Ended & { readonly ms: number };
  /** What any of the processes complained of: warnings and errors of the log, and whatever it printed besides. */
  readonly complaints: readonly string[];
}

/** How long somebody may wait for an answer once the desk runs undisturbed, ms. */
const PATIENCE = 20_000;

/**
 * A town whose desk is killed again and again while everybody is booking. After the last start it is left alone;
 * everybody brings what they have begun to its end, and the desk is stopped.
 */
export async function runTown(how: TownHow): Promise<TownRun> {
  const { seed, mode, kills, residents: count = 64, politely = false } = how;
  const chance = new SeededChance(seed);
  const api = await fakeTelegram();
  const home = await DeskHome.make();
  const staff = api.group({ title: '值班群' });
  const env = {
    ...(await telegramSettings(api, mode)),
    LINLI_CONTENT: await home.contentWithStaff('telegram', String(staff.id)),
  };
  let more = true;
  const residents = Array.from(
    { length: count },
    (_, place) =>
      new CrashResident({ api, chance: chance.fork(), place: place + 1, wanted: 6, more: () => more }),
  );
  const seen: Kill[] = [];
  const starts: number[] = [];
  const desks = [new DeskProcess({ home, env })];
  let [desk] = desks as [DeskProcess];
  let giveUp: (error: Error) => void = () => undefined;
  const tooLate = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  try {
    // People do not wait for the desk: what they say meanwhile lies with Telegram.
    const lives = Promise.all(residents.map(resident => resident.live(tooLate)));
    lives.catch(() => 'looked at below');
    for (let kill = 0; kill < kills; kill += 1) {
      const began = performance.now();
      // Now and then in the middle of starting; mostly in the middle of the work.
      const open = politely || !chance.chance(0.15);
      if (open) {
        await desk.open();
        starts.push(performance.now() - began);
      }
      const what = await instant(open, chance, api, () => desk.signal(politely ? 'SIGTERM' : 'SIGKILL'));
      const asked = performance.now();
      const busy = residents.filter(resident => resident.busy).length;
      const ended = await desk.ended;
      seen.push({ what, busy, ended, ms: performance.now() - asked });
      desk = new DeskProcess({ home, env });
      desks.push(desk);
    }
    const began = performance.now();
    await desk.open();
    starts.push(performance.now() - began);
    more = false;
    const late = setTimeout(() => {
      const waiting = residents.filter(resident => resident.busy).map(resident => resident.where);
      giveUp(new Error(`seed ${seed}: still waiting for an answer:\n${waiting.join('\n')}`));
    }, PATIENCE);
    await lives.finally(() => clearTimeout(late));
    const end = await desk.stop();
    return {
      seed,
      home,
      api,
      residents,
      staffTold: staff.sent.map(message => message.text),
      kills: seen,
      starts,
      end,
      complaints: desks.flatMap(complaintsOf),
    };
  } catch (error) {
    await close({ home, api });
    throw error;
  } finally {
    await desk.end();
  }
}

/** A kill leaves a lock and perhaps half a group behind; that this was noticed is no complaint. */
const EXPECTED = /lock is taken over|unfinished end in the journal/;

function complaintsOf({ lines, stderr }: DeskProcess): string[] {
  const loud = lines.all
    .filter(({ level, detail }) => level !== 'info' && !EXPECTED.test(String(detail)))
    .map(line => JSON.stringify(line));
  return stderr === '' ? loud : [...loud, stderr];
}

export async function close({ home, api }: Pick<TownRun, 'home' | 'api'>): Promise<void> {
  await api.close();
  await home.remove();
}

/**
 * Pulls the plug at some instant: after so many milliseconds, or just when a message of the desk's arrives (it is
 * sent, and the desk does not know), or when it asks for updates (and confirms those before). Gives what it was.
 */
async function instant(open: boolean, chance: SeededChance, api: FakeTelegram, pull: () => void) {
  const method = chance.pick(['sendMessage', 'sendMessage', 'getUpdates']);
  const count = 1 + chance.below(method === 'sendMessage' ? 250 : 25);
  const ms = open ? 40 + chance.below(800) : chance.below(1_200);
  if (!open || chance.chance(0.4) || (method === 'getUpdates' && api.updates.webhookUrl !== '')) {
    await pause(ms);
    pull();
    return `${ms} ms after ${open ? 'the opening' : 'the start'}`;
  }
  await new Promise<void>(resolve => {
    let left = count;
    api.onCall = called => {
      if (called !== method) return;
      left -= 1;
      if (left > 0) return;
      api.onCall = () => {};
      pull();
      resolve();
    };
  });
  return `${method} ${count}`;
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
