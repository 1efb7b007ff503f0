/** What went wrong in the database, as far as it matters to us. */
export type Trouble =
  /** Somebody else was faster: to be run again. */
  | 'conflict'
  /** The line broke, nobody answers, or we are not let in: nothing more can be said of what was under way. */
  | 'away'
  /** It answers, and cannot write: a standby, or a disk that is full. */
  | 'cannot-write'
  /** Anything else: a fault of ours. */
  | 'other';

/** serialization_failure, deadlock_detected, lock_not_available; and a session ended while it waited in a transaction. */
const CONFLICTS = ['40001', '40P01', '55P03', '25P03'];
/** read_only_sql_transaction; disk_full, out_of_memory and their like. */
const CANNOT_WRITE = ['25006', '53100', '53000'];
/** A name, a password, a database or a right that is wrong: until the operator mends it nothing can be done. */
const REFUSED = ['28P01', '28000', '3D000', '42501'];
/** Connection exceptions (08…), too many connections, shutting down, starting up, crashed. */
const AWAY = /^(08...|53300|57P0[1-5])$/;
const NETWORK =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT)$/;
const BROKEN =
  /connection terminated|timeout exceeded when trying to connect|not queryable|connection ended/i;

export function troubleOf(error: unknown): Trouble {
  if (!(error instanceof Error)) return 'other';
  const code = 'code' in error ? String(error.code) : '';
  if (CONFLICTS.includes(code)) return 'conflict';
  if (CANNOT_WRITE.includes(code)) return 'cannot-write';
  if (REFUSED.includes(code) || AWAY.test(code) || NETWORK.test(code) || BROKEN.test(error.message))
    return 'away';
  return 'other';
}

/** What happened and what to do, for the operator. Says nothing of what was to be written. */
export function sentenceOf(error: unknown, where: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const said = error instanceof Error ? error.message : String(error);
  if (code === '25006') {
    return `${where} takes no writes: it is a standby, or was set to read only. Point DATABASE_URL at the primary; nothing is lost meanwhile.`;
  }
  if (code === '53100') {
    return `The disk of ${where} is full. Make room there; what waits is taken up again by itself.`;
  }
  if (code === '53300') {
    return `${where} has no connection to spare. Raise its max_connections, or lower LINLI_DATABASE_CONNECTIONS.`;
  }
  if (code === '28P01' || code === '28000') {
    return `${where} refuses the name or password in DATABASE_URL.`;
  }
  if (code === '42501') {
    return `${where} does not let us make or use our tables (${said}). Give that user the right: GRANT CREATE ON DATABASE … TO …;`;
  }
  if (code === '3D000') return `${where} is not there: make the database, or mend its name in DATABASE_URL.`;
  return `${where} cannot be used: ${said}. Look whether it runs and can be reached; the desk goes on by itself once it does.`;
}

/** A body was to be run again too often. */
export class TooManyConflicts extends Error {
  constructor(tries: number, cause: unknown) {
    super(`others changed the same documents ${tries} times in a row; try again later`, { cause });
    this.name = 'TooManyConflicts';
  }
}

/** What this transaction had read was changed by another before it could be written. */
export class Conflict extends Error {
  constructor(what: string) {
    super(`${what} was changed by somebody else meanwhile`);
    this.name = 'Conflict';
  }
}

/** The database cannot be used now. The message is for the operator. */
export class DatabaseTrouble extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'DatabaseTrouble';
  }
}
