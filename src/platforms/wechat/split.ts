/** Where a text is cut, best place first: after a blank line, a line, a sentence, a word. */
const PLACES = [/\n\n/g, /\n/g, /[。！？；.!?;]\s*/g, /[，、,\s]/g];

/**
 * Cuts a text into pieces of at most `length` UTF-16 units, at the best place in the second half of each piece. No
 * character is cut in two, and nothing but the blanks around a cut is lost.
 */
export function split(text: string, length: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > length) {
    const at = placeToCut(rest, length);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function placeToCut(text: string, length: number): number {
  const head = text.slice(0, length);
  for (const place of PLACES) {
    const ends = [...head.matchAll(place)].map(found => found.index + found[0].length);
    const last = ends.findLast(end => end > length / 2);
    if (last !== undefined) return last;
  }
  const half = head.charCodeAt(length - 1);
  return half >= 0xd800 && half < 0xdc00 ? length - 1 : length;
}
