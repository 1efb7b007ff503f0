import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Which process this is, and how to find out whether another one still runs. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one that was given the same pid; '' where that cannot be told. */
  startOf(pid: number): string;
  /** Whether a process of this host runs. */
  runs(pid: number): boolean;
}

export const thisProcess: Holder = {
  pid: process.pid,
  host: hostname(),
  startOf(pid) {
    if (process.platform !== 'linux') return '';
    try {
      // The 22nd field, counted after the name, which may itself hold spaces and brackets.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    } catch {
      return '';
    }
  },
  runs(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // It runs, but belongs to somebody else.
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
};
