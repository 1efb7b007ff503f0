import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Conversations, readConversations } from '../../src/conversations.js';
import { CONVERSATIONS, sampleHouse } from '../fakes/desk.js';
import { paperHarness } from './harness/paper.js';
import { telegramHarness } from './harness/telegram.js';
import { terminalHarness } from './harness/terminal.js';
import { webchatHarness } from './harness/webchat.js';
import { wechatHarness } from './harness/wechat.js';
import type { Harness } from './harness.js';
import { difference } from './judge.js';
import { play } from './play.js';
import { parseTranscript } from './transcript.js';

/** The YAML that a README shows as its example. */
async function exampleIn(readme: string): Promise<string> {
  const example = /```yaml\n([\s\S]*?)```/.exec(await readFile(readme, 'utf8'))?.[1];
  if (example === undefined) throw new Error(`${readme} has no example in YAML`);
  return example;
}

const shown = () => exampleIn(join(import.meta.dirname, 'README.md'));

// Whoever copies both examples has a conversation that reaches the staff: one file, one transcript, and no code.
describe('the conversation that the READMEs show, added to the others', () => {
  let folder = '';
  let conversations: Conversations;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linli-conversations-'));
    await cp(CONVERSATIONS, folder, { recursive: true });
    const file = join(folder, 'report-streetlight.yaml');
    await writeFile(file, await exampleIn(join(CONVERSATIONS, 'README.md')));
    const { content } = await sampleHouse();
    conversations = await readConversations(folder, [content]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is taken up without a word of complaint, like all the others', () => {
    expect(conversations.problems).toEqual([]);
    expect(conversations.definitions.map(({ conversation }) => conversation)).toContain('report-streetlight');
  });

  const harnesses: Readonly<Record<string, () => Promise<Harness> | Harness>> = {
    paper: () => paperHarness,
    telegram: telegramHarness,
    wechat: wechatHarness,
    webchat: () => webchatHarness,
    terminal: () => terminalHarness,
  };
  for (const [name, open] of Object.entries(harnesses)) {
    it(`goes as its transcript says on ${name}: the staff have it, and its number can be followed`, async () => {
      const harness = await open();
      try {
        const transcript = parseTranscript(await shown(), 'test/conversations/README.md');
        const found = difference(transcript, name, await play(transcript, harness, { conversations }));
        expect(found?.played, found?.sentence).toEqual(found?.expected);
      } finally {
        await harness.close();
      }
    });
  }

  it('passes a photo on to the staff', async () => {
    const withPhoto = (await shown()).replace('"[跳过]"', '(照片)\n  - 王奶奶: 完成');
    const transcript = parseTranscript(withPhoto, 'with-photo.yaml');
    const played = await play(transcript, paperHarness, { conversations, onwards: true });
    const told = played.flatMap(({ answers }) => answers).find(([to]) => to === '工作群');
    expect(told?.[1]).toMatch(/路灯一闪一闪。电话：138 1234 5678[\s\S]*\(照片\)/);
  });
});
