import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readFolder } from '../../src/conversation/folder.js';
import { describeProblem } from '../../src/conversation/problem.js';

const conversations = fileURLToPath(new URL('../../conversations', import.meta.url));

test('every conversation of the house can be read', async () => {
  const { definitions, problems } = await readFolder(conversations);
  expect(problems.map(describeProblem)).toEqual([]);
  expect(definitions.length).toBeGreaterThan(0);
});
