import { expect, it } from 'vitest';
import { paperHarness } from './harness/paper.js';
import { allTranscripts, difference, rewritten } from './judge.js';
import { play } from './play.js';

// With `npx vitest run test/conversations/paper.test.ts -u` the answers in the files become those of today: read the
// difference in git as a resident would read it. One without paper among its platforms is written by hand.
for (const transcript of await allTranscripts()) {
  if (!transcript.platforms.includes('paper')) continue;
  it(`${transcript.file}: ${transcript.title}`, async () => {
    const played = await play(transcript, paperHarness, { onwards: true });
    const sentence =
      difference(transcript, 'paper', played)?.sentence ?? `${transcript.file} is written otherwise`;
    await expect(rewritten(transcript, played), sentence).toMatchFileSnapshot(
      `${import.meta.dirname}/${transcript.file.slice('test/conversations/'.length)}`,
    );
  });
}
