/**
 * What the store asks of a disk. Nothing is durable before it is synced: neither bytes written to a file, nor a
 * name in a folder. Errors carry the system's code (ENOENT, EEXIST, ENOSPC …).
 */
export interface Files {
  /** Makes a folder that only we may enter, and those above it, where they are missing. Leaves existing ones alone. */
  makeFolder(path: string): Promise<void>;
  /** Sees to it that nobody else may enter an existing folder. */
  protectFolder(path: string): Promise<void>;
  /** Names in a folder, sorted. ENOENT when there is no such folder. */
  list(folder: string): Promise<string[]>;
  read(path: string): Promise<Buffer>;
  /** A new file that only we may read. EEXIST when it is there already. */
  create(path: string): Promise<OpenFile>;
  /** An existing file, to write in. */
  open(path: string): Promise<OpenFile>;
  rename(from: string, to: string): Promise<void>;
  /** Gives a file a second name. EEXIST when something has that name. */
  link(from: string, to: string): Promise<void>;
  /** A file, or a folder with all that is in it. What is not there is no error. */
  remove(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
}

export interface OpenFile {
  /** Writes all of `bytes` at this offset, or throws; then any part of it may have been written. */
  write(bytes: Uint8Array, at: number): Promise<void>;
  truncate(length: number): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The system's code of an error: ENOENT, EEXIST, ENOSPC …; '' when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
