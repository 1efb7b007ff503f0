import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { check, LIMITS } from '../../src/conversation/check.js';
import type { ActionSignatures } from '../../src/conversation/definition.js';
import { describeProblem, PROBLEM_CODES } from '../../src/conversation/problem.js';
import { readConversation } from '../../src/conversation/read.js';
import { COMMON } from './play.js';

const folder = fileURLToPath(new URL('../conversation/broken/', import.meta.url));
const files = readdirSync(folder).filter(name => name.endsWith('.yaml'));

/** What the broken conversations may call. */
const SIGNATURES: ActionSignatures = {
  'bookings.days': { needs: {}, gives: 'options', fails: [] },
  'bookings.wishes': {
    needs: {},
    gives: 'options',
    labels: ['wish_keep', 'wish_cancel'],
    fails: [],
  },
  'bookings.book': { needs: { day: 'date' }, gives: ['number'], fails: ['slot_taken'] },
  'bookings.close': { needs: {}, gives: [], fails: [], role: ['handler', 'lead'] },
  'desk.report': {
    needs: { matter: 'text?', category: 'choice', kind: 'choice?' },
    takes: { kind: ['complaint', 'help'] },
    gives: [],
    fails: [],
  },
  'desk.show': { needs: {}, gives: ['passes'], fails: [] },
  'desk.open': { needs: {}, gives: 'truth', fails: [] },
};

const HOW = { ...LIMITS, roles: ['desk', 'handler', 'lead'], named: { category: ['repairs', 'clean'] } };

const read = (name: string) =>
  readConversation(readFileSync(`${folder}${name}`, 'utf8'), `broken/${name}`, COMMON);
const sound = read('sound.yaml').definition;

/** What reading and checking a file finds, as an author would see it. */
function found(name: string): string {
  const { definition, problems } = read(name);
  const checked = definition && sound ? check([sound, definition], SIGNATURES, HOW) : [];
  return [...problems, ...checked].map(describeProblem).join('\n');
}

/** The comment at the end of a file says what is expected, word for word. */
function expected(name: string): string {
  const lines = readFileSync(`${folder}${name}`, 'utf8').split('\n');
  return lines
    .filter(line => line.startsWith('#! '))
    .map(line => line.slice(3))
    .join('\n');
}

describe('a mistake in a file is named with its place and its mend', () => {
  test('the sound one has none', () => {
    const own = sound ? check([sound], SIGNATURES, HOW) : null;
    expect(own).toEqual([]);
  });

  for (const name of files.filter(file => file !== 'sound.yaml')) {
    test(name, () => {
      expect(expected(name)).not.toBe('');
      expect(found(name)).toBe(expected(name));
    });
  }

  test.each(PROBLEM_CODES)('%s has a broken file of its own', code => {
    expect(files).toContain(`${code}.yaml`);
    expect(expected(`${code}.yaml`)).toContain(` ${code}: `);
  });
});
