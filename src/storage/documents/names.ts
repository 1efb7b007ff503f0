/** With the u flag only halves of pairs are surrogates. */
const NO_CHARACTER = /\0|\p{Surrogate}/u;

/**
 * Refuses what not every store can hold as an id or a name: PostgreSQL knows no NUL in a text, and UTF-8 no half of a
 * surrogate pair.
 */
export function checkName(value: unknown, whose: string): asserts value is string {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${whose}: a string, not empty`);
  if (NO_CHARACTER.test(value)) {
    throw new TypeError(`${whose} holds a character that is none (NUL, or half of one)`);
  }
}
