import type { Account, Content } from '../../community/content/content.js';
import { accountSecrets, type Config, type Environment } from '../../config.js';

/** What the doctor needs of the machine: a test hands in another. */
export interface Machine {
  /** Of Node: `20.19.0`. */
  readonly node: string;
  /** ms. */
  readonly now: () => number;
  /** Bytes that are free where a folder lies. */
  readonly free: (folder: string) => Promise<number>;
}

/** The house under examination, as far as it could be read. */
export interface Examined {
  readonly here: string;
  readonly env: Environment;
  readonly config: Config;
  /** Empty where the content has mistakes. */
  readonly contents: readonly Content[];
  readonly machine: Machine;
}

/** Longest wait for any answer, ms. */
export const PATIENCE = 5_000;

/** The secret without which an account of this platform is not opened. */
const FIRST: Readonly<Record<string, string>> = { telegram: 'token', wechat: 'puppet' };

/** Whether a start with these settings opens an account. The terminal is nobody's to be told in. */
export function isInUse(account: Account, env: Environment): boolean {
  const first = FIRST[account.platform];
  if (first === undefined) return account.platform === 'webchat';
  return accountSecrets(account, env).values[first] !== undefined;
}

/** Accounts of a platform that are in use, with their secrets. */
export function accountsInUse(
  { contents, env }: Pick<Examined, 'contents' | 'env'>,
  platform: Account['platform'],
): { id: string; secrets: Readonly<Record<string, string>> }[] {
  return contents.flatMap(({ community }) =>
    community.accounts
      .filter(account => account.platform === platform && isInUse(account, env))
      .map(account => ({ id: account.id, secrets: accountSecrets(account, env).values })),
  );
}

/** An error as a few words: its code, or its sentence. */
export function whyOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
