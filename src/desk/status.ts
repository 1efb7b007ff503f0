import { z } from 'zod';
import type { Store } from '../community/store.js';
import type { AccountStatus } from './platform.js';

/** Rows that wait, and since when the oldest does (ms; null when there is none). */
const depth = z.object({ rows: z.number(), oldest: z.number().nullable() });

/** How a running desk is doing, as `npm run status` shows it: accounts and figures, nothing about a person. */
export const deskStatusSchema = z.object({
  /** The desk's process. */
  pid: z.number(),
  /** When it was started, and when this was asked, ms. */
  since: z.number(),
  now: z.number(),
  store: z.object({ healthy: z.boolean(), trouble: z.string().nullable() }),
  inbox: depth,
  outbox: depth,
  communities: z.array(
    z.object({
      id: z.string(),
      accounts: z.array(
        z.object({
          id: z.string(),
          state: z.enum(['starting', 'online', 'offline', 'needs-login', 'stopped']),
          detail: z.string().optional(),
          inbox: depth,
          outbox: depth,
        }),
      ),
    }),
  ),
});
export type DeskStatus = z.infer<typeof deskStatusSchema>;

/** Asks the store and the desks. An account's QR code is left out: whoever scans it is the account. */
export async function deskStatus(how: {
  readonly store: Pick<Store, 'depth' | 'healthy' | 'trouble'>;
  readonly desks: readonly {
    readonly community: string;
    readonly accounts: ReadonlyMap<string, AccountStatus>;
  }[];
  readonly pid: number;
  readonly since: number;
  readonly now: number;
}): Promise<DeskStatus> {
  const { store, desks, pid, since, now } = how;
  const account = async (id: string, status: AccountStatus) => ({
    id,
    state: status.state,
    ...(status.detail === undefined ? {} : { detail: status.detail }),
    inbox: await store.depth('inbox', { account: id }),
    outbox: await store.depth('outbox', { account: id }),
  });
  return {
    pid,
    since,
    now,
    store: { healthy: store.healthy, trouble: store.trouble },
    inbox: await store.depth('inbox'),
    outbox: await store.depth('outbox'),
    communities: await Promise.all(
      desks.map(async desk => ({
        id: desk.community,
        accounts: await Promise.all([...desk.accounts].map(([id, status]) => account(id, status))),
      })),
    ),
  };
}
