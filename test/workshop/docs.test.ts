import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from '../../src/settings.js';

const house = join(import.meta.dirname, '..', '..');
const pages = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'docs/benchmarks.md',
  'docs/decisions.md',
  'docs/roadmap.md',
  'conversations/README.md',
];
const scripts: string[] = Object.keys(JSON.parse(readFileSync(join(house, 'package.json'), 'utf8')).scripts);

test.each(pages)('%s leads only to what is there', page => {
  const text = readFileSync(join(house, page), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)|<img src="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture ?? '',
  );
  expect(links.filter(link => !existsSync(join(house, dirname(page), link)))).toEqual([]);
});

/** The roadmap is about what is not there yet. */
test.each(pages.filter(page => page !== 'docs/roadmap.md'))(
  '%s names only commands and settings that there are',
  page => {
    const text = readFileSync(join(house, page), 'utf8');
    const commands = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(match => match[1] ?? '');
    expect(commands.filter(name => !scripts.includes(name))).toEqual([]);
    const variables = [...text.matchAll(/`((?:LINLI|TELEGRAM|WECHATY?)_[A-Z_]+)(?:=[^`]*)?`/g)].map(
      match => match[1] ?? '',
    );
    expect(variables.filter(name => !(name in settings))).toEqual([]);
  },
);
