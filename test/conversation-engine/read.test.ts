import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check, checkTable } from '../../src/conversation/check.js';
import { readFolder, readTextFile } from '../../src/conversation/folder.js';
import { describeProblem } from '../../src/conversation/problem.js';
import { readConversation } from '../../src/conversation/read.js';
import { definitionSchema } from '../../src/conversation/schema.js';
import { COMMON, trial } from './play.js';
import { VISIT } from './visit.js';

const HELLO = `conversation: hello
title: { zh-Hans: 您好, en: Hello }
starts: { commands: [/Hello, 您 好] }
steps:
  - say: hello
texts:
  zh-Hans: { hello: 您好 }
  en: { hello: Hello }
`;
const read = (text: string) => readConversation(text, 'conversations/hello.yaml', COMMON);

describe('a version', () => {
  const before = read(HELLO).definition;

  test('is the same when only comments, lines or the folder change', () => {
    const after = readConversation(`# a comment\n\n${HELLO}`, 'elsewhere/hello.yaml', COMMON).definition;
    expect(after?.steps[0]?.line).toBe(7);
    expect(after?.version).toBe(before?.version);
  });

  test.each([
    ['a text', HELLO.replace('hello: Hello', 'hello: Hi')],
    ['a step', HELLO.replace('texts:', '  - end: true\ntexts:')],
    ['a title', HELLO.replace('en: Hello }', 'en: Hi }')],
    ['a setting', `${HELLO}private: true\n`],
  ])('is another one when %s changes', (_what, text) => {
    expect(read(text).definition?.version).not.toBe(before?.version);
  });

  test('is another one when a common text changes', () => {
    const common = readTextFile(
      'texts: { zh-Hans: { stopped: 停 }, en: { stopped: Stop } }',
      'common.yaml',
    ).table;
    expect(readConversation(HELLO, 'conversations/hello.yaml', common).definition?.version).not.toBe(
      before?.version,
    );
  });
});

test('what is left out has its plain meaning', () => {
  expect(read(HELLO).definition).toMatchObject({
    private: false,
    listed: true,
    expires: 30 * 60_000,
    starts: { commands: ['hello', '您 好'], examples: {} },
  });
});

test('steps without a name are called after what they do, not after where they stand', () => {
  const names = trial(
    '  - say: hello\n  - do: a.b\n  - if: { slot: x, is: 1 }\n    then: end\n  - go: end\n  - person: true\n  - end: true',
  ).steps.map(step => step.name);
  expect(names).toEqual(['say:hello', 'do:a.b', 'if:x-is-1', 'go:end', 'person', 'end']);
});

test('a stored definition is validated, and comes back as it was', () => {
  expect(definitionSchema.parse(JSON.parse(JSON.stringify(VISIT)))).toEqual(VISIT);
  expect(definitionSchema.safeParse({ ...VISIT, surprise: 1 }).success).toBe(false);
  expect(
    definitionSchema.safeParse({ ...VISIT, steps: [{ kind: 'jump', name: 'a', line: 1 }] }).success,
  ).toBe(false);
});

test('a stored definition is checked like a file, only without columns', () => {
  const stored = definitionSchema.parse(JSON.parse(JSON.stringify(VISIT)));
  const [first] = check([stored], {});
  expect(first).toMatchObject({ code: 'unknown-action', file: 'conversations/book-service.yaml' });
});

test('one file with a mistake does not keep the others out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'linli-conversations-'));
  try {
    await writeFile(join(folder, 'hello.yaml'), HELLO);
    await writeFile(join(folder, 'broken.yaml'), 'conversation: broken\nsteps: [');
    await writeFile(join(folder, '.hidden.yaml'), 'steps: [');
    await writeFile(join(folder, 'notices.yaml'), 'texts: { zh-Hans: { hi: 您好 }, en: {} }');
    const { definitions, problems, notices, noticeTable } = await readFolder(folder, 'conversations');
    expect(definitions.map(one => one.conversation)).toEqual(['hello']);
    expect(problems.map(problem => `${problem.file}:${problem.line} ${problem.code}`)).toEqual([
      'conversations/broken.yaml:2 yaml',
    ]);
    expect(notices).toEqual({ 'zh-Hans': { hi: '您好' }, en: {} });
    expect(checkTable(noticeTable).map(describeProblem)).toEqual([
      'conversations/notices.yaml:1:25 error missing-text: "hi" has no text in en\n  → add "hi: …" under en',
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(['', '- a list', 'just words', '[]', '42', 'steps:\n  - &a\n    say: *a'])(
  '%j is read without a crash',
  text => {
    const { definition, problems } = read(text);
    expect(definition).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
  },
);
