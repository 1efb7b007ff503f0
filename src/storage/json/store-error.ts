/** The store cannot go on: names the file, the place in it where there is one, and the mend. */
export class StoreError extends Error {
  readonly file: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number | undefined;

  constructor(message: string, where: { file: string; offset?: number; cause?: unknown }) {
    super(message, where.cause === undefined ? undefined : { cause: where.cause });
    this.name = 'StoreError';
    this.file = where.file;
    this.offset = where.offset;
  }
}
