import { decodeFrame } from '../../src/storage/json/frame.js';
import { type Head, readHead } from '../../src/storage/json/head.js';
import { KEY } from './given-folder.js';

const KINDS: readonly Head['linli'][] = ['journal', 'slices', 'manifest'];

/** All that whoever has a file and the store's key can read of it: its bytes, and what is sealed in it, opened. */
export function remains(bytes: Buffer): string {
  const texts = [bytes.toString()];
  for (const kind of KINDS) {
    const head = readHead(bytes, kind, 'a file', KEY);
    for (let at = head?.end ?? bytes.length; head !== null && at < bytes.length; ) {
      const found = decodeFrame(bytes, at);
      if (found === null) break;
      const { sealed, place } = found.frame;
      if (sealed.length > 0) texts.push(head.seal.open(sealed, place)?.toString() ?? '');
      at = found.end;
    }
  }
  return texts.join('\n');
}

/** The names of the files that hold a text, sealed or not. */
export function holding(files: ReadonlyMap<string, Buffer>, text: string): string[] {
  return [...files].filter(([, bytes]) => remains(bytes).includes(text)).map(([name]) => name);
}
