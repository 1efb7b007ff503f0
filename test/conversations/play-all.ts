import { afterAll, expect, it } from 'vitest';
import type { Harness } from './harness.js';
import { allTranscripts, difference } from './judge.js';
import { play } from './play.js';

/** A test for every transcript that the platform can play: its answers are those of the transcript, to the letter. */
export async function playAll(harness: Harness): Promise<void> {
  afterAll(() => harness.close());
  for (const transcript of await allTranscripts()) {
    if (!transcript.platforms.includes(harness.name)) continue;
    it(`${transcript.file}: ${transcript.title}`, async () => {
      const found = difference(transcript, harness.name, await play(transcript, harness));
      expect(found?.played, found?.sentence).toEqual(found?.expected);
    });
  }
}
