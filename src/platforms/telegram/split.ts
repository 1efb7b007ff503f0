/** Where a text may be cut, best first: between paragraphs, lines, sentences, words. The cut is after the match. */
const CUTS = [/\n\s*\n/g, /\n/g, /[。！？!?；;…]|\.\s/g, /[，、,\s]/g];

/** Cuts a text into pieces of at most `limit` UTF-16 units, at paragraphs where it can; no character is torn. */
export function split(text: string, limit: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const cut = cutOf(rest, limit);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).replace(/^\s*\n/, '');
  }
  pieces.push(rest);
  return pieces.filter((piece, i) => i === 0 || piece.trim() !== '');
}

function cutOf(text: string, limit: number): number {
  const window = text.slice(0, limit);
  for (const cut of CUTS) {
    let at = 0;
    for (const match of window.matchAll(cut)) at = match.index + match[0].length;
    // A cut in the first half would leave a stump.
    if (at > limit / 2) return at;
  }
  return wholeCharacters(text, limit);
}

/** A family of emoji or an accented letter is one character to whoever reads it. */
function wholeCharacters(text: string, limit: number): number {
  const from = Math.max(0, limit - 64);
  const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(from, limit + 64),
  );
  let at = 0;
  for (const { index } of segments) {
    if (from + index > limit) break;
    at = from + index;
  }
  return at > 0 ? at : limit;
}
