import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

// Which rooms of the house may look into which. It reads the import lines of the files themselves.

const house = join(import.meta.dirname, '..', '..');

/** What each room may import from, besides itself. The files at the top of src/ and commands/ know everybody. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  community: [],
  conversation: [],
  language: [],
  desk: ['community', 'conversation', 'language'],
  platforms: ['desk'],
  storage: ['community'],
  web: ['community', 'desk'],
  commands: ['community', 'conversation', 'language', 'desk', 'platforms', 'storage', 'web', 'top'],
  top: ['community', 'conversation', 'language', 'desk', 'platforms', 'storage', 'web', 'commands'],
};
/** At the top of src/, and nowhere else. */
const TOP = [
  'accounts.ts',
  'collections.ts',
  'config.ts',
  'conversations.ts',
  'demo-cast.ts',
  'demo.ts',
  'env-file.ts',
  'folders.ts',
  'gauges.ts',
  'house.ts',
  'log.ts',
  'main.ts',
  'open-store.ts',
  'setting.ts',
  'settings.ts',
  'staff-key.ts',
  'system.ts',
  'watch.ts',
];
/** Longer than 300 lines, with the reason why it is one noun all the same. */
const LONG: Readonly<Record<string, string>> = {};

interface Import {
  readonly from: string;
  readonly line: number;
  readonly to: string;
  readonly types: boolean;
}

/** The imports in a file's text: static, dynamic, re-exports, and types named by import(). */
function importsOf(from: string, text: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^'";]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [...text.matchAll(pattern)].map(match => ({
    from,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
    to: match[2] ?? match[3] ?? match[4] ?? '',
    types: match[1] !== undefined,
  }));
}

const linesOf = (text: string) => text.trimEnd().split('\n').length;
const roomOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : 'top');

/** A file of src/ that an import leads to, or undefined for a package. */
const target = (one: Import) =>
  one.to.startsWith('.') ? normalize(join(dirname(one.from), one.to)).replace(/\.js$/, '.ts') : undefined;

function complaints(all: readonly Import[]): string[] {
  return all.flatMap(one => {
    const to = target(one);
    const where = `src/${one.from}:${one.line} imports ${one.to}`;
    if (to === undefined) return [];
    if (!/\.(js|json)$/.test(one.to)) return [`${where}: write the ending .js`];
    if (to.startsWith('..')) return [`${where}: that is outside src/`];
    const [room, other] = [roomOf(one.from), roomOf(to)];
    if (room === other || MAY_IMPORT[room]?.includes(other)) return [];
    const may = MAY_IMPORT[room]?.join(', ') || 'nothing but itself';
    return [`${where}: ${room} may import ${may}; what it needs of ${other} is handed to it in main.ts`];
  });
}

/** Rooms that import each other, by whatever way: 'desk → web → desk'. */
function circles(all: readonly Import[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const one of all) {
    const to = target(one);
    if (to === undefined || roomOf(to) === roomOf(one.from)) continue;
    const others = edges.get(roomOf(one.from)) ?? new Set<string>();
    edges.set(roomOf(one.from), others.add(roomOf(to)));
  }
  const walk = (way: readonly string[]): string[] =>
    [...(edges.get(way.at(-1)!) ?? [])].flatMap(next =>
      way.includes(next) ? [[...way.slice(way.indexOf(next)), next].join(' → ')] : walk([...way, next]),
    );
  return [...new Set([...edges.keys()].flatMap(room => walk([room])))];
}

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], {
  cwd: house,
  encoding: 'utf8',
})
  .split('\n')
  .filter(name => name.endsWith('.ts'))
  .map(name => ({ name: name.slice('src/'.length), text: readFileSync(join(house, name), 'utf8') }));
const imports = files.flatMap(({ name, text }) => importsOf(name, text));

describe('the house', () => {
  test('has files, and they import each other', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(imports.length).toBeGreaterThan(10);
  });

  test('has no rooms but these', () => {
    expect(files.map(file => roomOf(file.name)).filter(room => !(room in MAY_IMPORT))).toEqual([]);
    expect(
      files.map(file => file.name).filter(name => roomOf(name) === 'top' && !TOP.includes(name)),
    ).toEqual([]);
  });

  test('leaves nothing lying about at the front door', () => {
    const tracked = execFileSync('git', ['ls-files'], { cwd: house, encoding: 'utf8' }).split('\n');
    expect(tracked.filter(name => /^[^/]+\.[cm]?[jt]s$/.test(name))).toEqual(['vitest.config.ts']);
  });

  test('imports one way, with endings', () => {
    expect(complaints(imports)).toEqual([]);
  });

  test('has no room that comes round to itself', () => {
    // main.ts runs the rooms and the commands; commands use config and log: files of the top, not a circle.
    expect(
      circles(imports.filter(one => roomOf(one.from) !== 'top' || roomOf(target(one) ?? '') === 'top')),
    ).toEqual([]);
  });

  test('reads the environment in one place', () => {
    const readers = files.filter(
      ({ name, text }) => name !== 'config.ts' && /\bprocess\s*(\.|\[')env\b/.test(text),
    );
    expect(readers.map(file => file.name)).toEqual([]);
  });

  test('is handed time and chance where a run must be repeatable', () => {
    const given = ['community', 'conversation', 'language', 'desk'];
    const takers = files.filter(
      ({ name, text }) =>
        given.includes(roomOf(name)) &&
        /\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\brandomUUID\(|(?<![.\w])setTimeout\(|(?<![.\w])setInterval\(/.test(
          text,
        ),
    );
    expect(takers.map(file => file.name)).toEqual([]);
  });

  test('has small files', () => {
    const long = files.filter(({ name, text }) => linesOf(text) > 300 && !(name in LONG));
    expect(long.map(file => `${file.name}: ${linesOf(file.text)} lines`)).toEqual([]);
  });
});

describe('the guard itself', () => {
  const complaint = (from: string, text: string) => complaints(importsOf(from, text));

  test.each([
    [
      'community/booking.ts',
      "import { x } from '../desk/message.js';",
      /community may import nothing but itself/,
    ],
    ['conversation/step.ts', "import type { Json } from '../community/store.js';", /conversation may import/],
    [
      'platforms/telegram.ts',
      "import type { Clock } from '../community/clock.js';",
      /platforms may import desk/,
    ],
    ['desk/inbox.ts', "const { x } = await import('../platforms/telegram.js');", /desk may import/],
    ['web/server.ts', "export * from '../storage/json.js';", /web may import community, desk/],
    ['desk/inbox.ts', "import { readConfig } from '../config.js';", /desk may import/],
    ['desk/inbox.ts', "import { lane } from './lane';", /write the ending \.js/],
    ['desk/inbox.ts', "import {\n  lane,\n  row,\n} from '../storage/json.js';", /desk\/inbox\.ts:4/],
    ['main.ts', "import { x } from '../test/cast.js';", /outside src/],
  ])('stops %s: %s', (from, text, sentence) => {
    expect(complaint(from, text)).toEqual([expect.stringMatching(sentence)]);
  });

  test.each([
    ['desk/inbox.ts', "import { x } from '../community/store.js';\nimport { pino } from 'pino';"],
    ['main.ts', "import { x } from './platforms/telegram.js';"],
    ['commands/status.ts', "import { readConfig } from '../config.js';"],
    ['conversation/step.ts', "import { x } from './steps/index.js';"],
  ])('lets %s be', (from, text) => {
    expect(complaint(from, text)).toEqual([]);
  });

  test('finds a circle', () => {
    const all = [
      ...importsOf('desk/a.ts', "import '../language/b.js';"),
      ...importsOf('language/b.ts', "import type { X } from '../community/c.js';"),
      ...importsOf('community/c.ts', "import '../desk/a.js';"),
    ];
    expect(circles(all)).toContain('desk → language → community → desk');
  });
});
