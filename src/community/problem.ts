/**
 * The codes in which the domain says no. A problem thrown inside a transaction rolls it back: it has written
 * nothing. Each platform of words (chat, HTTP, the terminal) translates codes in one table of its own.
 */
export class Problem extends Error {
  readonly code: string;
  /** Facts that the sentence about it may use (a limit, a date), never personal data. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: string, details: Readonly<Record<string, string | number>> = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.code = code;
    this.details = details;
  }
}
