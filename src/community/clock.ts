/** Time, handed in: the system's, a frozen one, or a simulation's. */
export interface Clock {
  /** Now, in ms since 1970 (UTC). */
  now(): number;
  /** Runs `task` once, `ms` from now. Returns a function that calls it off. */
  after(ms: number, task: () => void): () => void;
}

/** Ids and chance, handed in so that a run can be repeated from a seed. */
export interface Chance {
  /** A new id: lower-case letters and digits, never seen before. At least 12 characters. */
  id(): string;
  /** A number in [0, 1). */
  random(): number;
}
