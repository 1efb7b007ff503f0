/** The one of `names` that takes the fewest keystrokes to make of `name`: for 'did you mean'. Undefined when empty. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const byDistance = names.map(other => ({ other, far: keystrokes(name, other) }));
  byDistance.sort((one, two) => one.far - two.far);
  return byDistance[0]?.other;
}

/** Letters to add, drop or change (Levenshtein's distance). */
function keystrokes(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (let column = 1; column <= to.length; column++) {
      const change = row[column - 1]! + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(change, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
