import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { paperHarness } from '../conversations/harness/paper.js';
import { difference, rewritten } from '../conversations/judge.js';
import { play } from '../conversations/play.js';
import { parseTranscript } from '../conversations/transcript.js';
import { within } from '../platforms/heard.js';

const house = join(import.meta.dirname, '..', '..');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linli-test-'));
  return () => rm(folder, { recursive: true, force: true });
});

/** `npm run talk`, as a process of its own. */
class Talk {
  readonly process: ChildProcess;
  out = '';
  err = '';
  readonly #looking = new Set<() => void>();

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    this.process = spawn(process.execPath, [join(house, 'dist/commands/talk.js'), ...args], {
      env: { PATH: process.env.PATH, TMPDIR: folder, ...env },
    });
    onTestFinished(() => void this.process.kill('SIGKILL'));
    this.process.stdout?.on('data', chunk => {
      this.out += chunk;
      for (const look of this.#looking) look();
    });
    this.process.stderr?.on('data', chunk => {
      this.err += chunk;
    });
  }

  /** What it shows next that fits; what was shown before is past. */
  async shows(what: RegExp): Promise<RegExpExecArray> {
    const found = new Promise<RegExpExecArray>(resolve => {
      const look = () => {
        const match = what.exec(this.out);
        if (!match) return;
        this.#looking.delete(look);
        this.out = this.out.slice(match.index + match[0].length);
        resolve(match);
      };
      this.#looking.add(look);
      look();
    });
    return within(found, () => `${what}; so far: ${this.out} ${this.err}`, 15_000);
  }

  async types(line: string, what: RegExp): Promise<RegExpExecArray> {
    this.out = '';
    this.process.stdin?.write(`${line}\n`);
    return this.shows(what);
  }

  async ends(): Promise<number> {
    const closed = once(this.process, 'close');
    this.process.stdin?.end();
    const [code] = await closed;
    return code;
  }
}

describe('npm run talk', () => {
  it('books a visit at the keyboard, shows what staff are told, and keeps a transcript that passes as a test', async () => {
    const kept = join(folder, 'kept.yaml');
    const talk = new Talk(['--keep', kept, '--as', '小陈']);
    await talk.shows(/您好，我是惠民社区的小惠[\s\S]*1 预约上门/);
    await talk.types('预约', /上门收材料/);
    const [, day = ''] = await talk.types('上门收材料', /\n(\d+) \d+月\d+日/);
    const [, time = ''] = await talk.types(day, /\n(\d+) \d\d:\d\d\n/);
    await talk.types(time, /上门到哪里/);
    await talk.types('惠民苑12号楼1204', /留个电话/);
    await talk.types('12345', /少了几位/);
    await talk.types('13900005678', /您看对不对/);
    await talk.types('确认', /YY-0001[\s\S]*要不要我记住/);
    await talk.types('不用记', /好，不记/);
    expect(await talk.ends()).toBe(0);
    expect(talk.err).toBe(`\nKept in ${kept}.\n`);

    const text = await readFile(kept, 'utf8');
    expect(text).toMatch(/- 小陈: "?\[\d+月\d+日.+\]/);
    expect(text).toContain('工作群: |-');
    expect(text).toContain('📎 YY-0001.ics');
    const transcript = parseTranscript(text, 'kept.yaml');
    const played = await play(transcript, paperHarness, { onwards: true });
    expect(difference(transcript, 'paper', played)).toBeNull();
    expect(rewritten(transcript, played)).toBe(text);
    expect(await readdir(folder)).toEqual(['kept.yaml']);
  });

  it('says the lines of a file one by one, each when the one before is answered', async () => {
    const kept = join(folder, 'kept.yaml');
    const talk = new Talk(['--keep', kept, '--locale', 'en']);
    talk.process.stdin?.write('book\n\nHaircut at home for elders\nback\ncancel\n');
    expect(await talk.ends()).toBe(0);
    const { entries, people } = parseTranscript(await readFile(kept, 'utf8'), 'kept.yaml');
    const texts = entries.map(entry => (entry.kind === 'act' ? entry.person : entry.kind));
    const an = 'Nguyễn Văn An';
    expect(texts).toEqual([an, 'answer', an, 'answer', an, 'answer', an, 'answer', an, 'answer']);
    expect(people.get(an)).toBe('en');
    expect(await readdir(folder)).toEqual(['kept.yaml']);
  });

  it('goes on from where the last talk ended, when its memory is kept', async () => {
    const data = join(folder, 'memory');
    const first = new Talk(['--data', data]);
    await first.shows(/找人工/);
    await first.types('预约', /上门量血压/);
    expect(await first.ends()).toBe(0);
    const second = new Talk(['--data', data]);
    await second.shows(/找人工/);
    await second.types('上门量血压', /哪天方便/);
    expect(await second.ends()).toBe(0);
  });

  it('leaves a desk alone whose data it is given', async () => {
    const data = join(folder, 'memory');
    const one = new Talk(['--data', data]);
    await one.shows(/找人工/);
    const two = new Talk(['--data', data]);
    expect(await two.ends()).toBe(1);
    expect(two.err).toContain(String(one.process.pid));
    await one.types('预约', /上门量血压/);

    const real = new Talk(['--data', data], { LINLI_DATA: data });
    expect(await real.ends()).toBe(1);
    expect(real.err).toContain('Take a folder of your own for --data');
  });

  it('says before anything is said what is wrong with how it was called', async () => {
    const existing = join(folder, 'kept.yaml');
    await writeFile(existing, 'mine');
    const wrong = async (...args: string[]) => {
      const talk = new Talk(args);
      expect(await talk.ends()).toBe(1);
      return talk.err;
    };
    expect(await wrong('--kepp', 'x')).toMatch(/Unknown option '--kepp'\.\nnpm run talk /);
    expect(await wrong('--keep', existing)).toContain('is there already');
    expect(await wrong('--keep', join(folder, 'nowhere', 'x.yaml'))).toContain('Make it first');
    expect(await wrong('--locale', 'fr')).toContain('does not speak "fr", only zh-Hans and en');
    expect(await readFile(existing, 'utf8')).toBe('mine');
  });
});
