import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isMap, isScalar } from 'yaml';
import { transcriptText } from '../../src/commands/transcript.js';
import { expected, type Played } from './play.js';
import { parseTranscript, readTranscript, type Transcript } from './transcript.js';

/** All transcripts, by their file. */
export async function allTranscripts(): Promise<Transcript[]> {
  const files = (await readdir(import.meta.dirname, { recursive: true }))
    .filter(file => file.endsWith('.yaml'))
    .sort();
  return Promise.all(files.map(file => readTranscript(join(import.meta.dirname, file))));
}

/** The transcript's conversation: the name of its folder. */
export function folderOf({ file }: Transcript): string {
  return relative('test/conversations', file).split('/')[0] ?? '';
}

/** Where the talk first went another way than the transcript says; null when it went as it says. */
export function difference(
  transcript: Transcript,
  platform: string,
  played: readonly Played[],
): { readonly sentence: string; readonly expected: Played; readonly played: Played } | null {
  for (const [at, want] of expected(transcript).entries()) {
    const got = played[at];
    if (got && JSON.stringify(got.answers) === JSON.stringify(want.answers)) continue;
    const sentence = `${transcript.file}:${want.line} on ${platform}: another answer to “${want.did}”`;
    return { sentence, expected: want, played: got ?? { ...want, answers: [] } };
  }
  return null;
}

/** The transcript's file as it would be with the answers that were given. */
export function rewritten({ document, file }: Transcript, played: readonly Played[]): string {
  const copy = document.clone();
  const talk = copy.getIn(['talk'], true);
  if (!talk || typeof talk !== 'object' || !('items' in talk) || !Array.isArray(talk.items)) return '';
  const answers = new Set(
    parseTranscript(String(document), file).entries.flatMap((entry, at) =>
      entry.kind === 'answer' ? [at] : [],
    ),
  );
  const acts = talk.items.filter(
    (item, at) => isMap(item) && isScalar(item.items[0]?.key) && !answers.has(at),
  );
  talk.items = acts.flatMap((act, at) => [
    act,
    ...(played[at]?.answers ?? []).map(([key, text]) => copy.createNode({ [key]: text })),
  ]);
  return transcriptText(copy);
}
