import type { AccountStatus } from '../desk/platform.js';

/** One bot account as operators and staff see it. */
export interface AccountHealth extends AccountStatus {
  /** As the community's content names it: `telegram-2`. */
  readonly account: string;
  /** telegram, wechat, webchat, terminal. */
  readonly platform: string;
}

/** What readiness is judged by; gathered by main. */
export interface Health {
  readonly store: { readonly healthy: boolean; readonly trouble: string | null };
  readonly accounts: readonly AccountHealth[];
  /** The process has been asked to stop. */
  readonly stopping: boolean;
}

export interface Readiness {
  readonly ready: boolean;
  /** Plain sentences; empty when ready. No paths and no details: those are for the log. */
  readonly reasons: readonly string[];
  readonly accounts: readonly { account: string; platform: string; state: AccountStatus['state'] }[];
}

/**
 * Whether people can be served. One account that is logged out does not make the others useless, so that only a
 * broken store, a stop under way or having no account online at all counts as not ready.
 */
export function readiness(health: Health): Readiness {
  const reasons: string[] = [];
  if (!health.store.healthy)
    reasons.push('The store cannot write. The log says what happened and what to do.');
  if (health.stopping) reasons.push('The desk is stopping.');
  if (!health.accounts.some(({ state }) => state === 'online')) {
    reasons.push('No account is online. The log and the page /staff/accounts say why.');
  }
  return {
    ready: reasons.length === 0,
    reasons,
    accounts: health.accounts.map(({ account, platform, state }) => ({ account, platform, state })),
  };
}
