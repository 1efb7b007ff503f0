import type { DeskStatus } from '../desk/status.js';

/** A desk's state as a few lines for the terminal. */
export function showStatus(status: DeskStatus): string {
  const { store, now } = status;
  const accounts = status.communities.flatMap(community =>
    community.accounts.map(account => [
      community.id,
      account.id,
      account.state,
      waiting(account.inbox, now),
      waiting(account.outbox, now),
      account.detail ?? '',
    ]),
  );
  return [
    `Running as process ${status.pid} for ${span(now - status.since)}.`,
    store.healthy ? 'The store is healthy.' : `The store is in trouble: ${store.trouble ?? 'see the log'}`,
    `To be handled: ${waiting(status.inbox, now)}. To be sent: ${waiting(status.outbox, now)}.`,
    '',
    ...columns([['community', 'account', 'state', 'to be handled', 'to be sent', ''], ...accounts]),
    '',
  ].join('\n');
}

/** Whether somebody should look: the store is in trouble, or an account is not online. */
export function needsLook(status: DeskStatus): boolean {
  const accounts = status.communities.flatMap(community => community.accounts);
  return !status.store.healthy || accounts.some(account => account.state !== 'online');
}

function waiting(depth: DeskStatus['inbox'], now: number): string {
  if (depth.rows === 0) return 'none';
  return depth.oldest === null
    ? `${depth.rows}`
    : `${depth.rows}, the oldest for ${span(now - depth.oldest)}`;
}

function span(ms: number): string {
  const steps = [
    [86_400_000, 'days'],
    [3_600_000, 'hours'],
    [60_000, 'minutes'],
    [1_000, 'seconds'],
  ] as const;
  const [size, unit] = steps.find(([size]) => ms >= 2 * size) ?? [1_000, 'seconds'];
  const count = Math.max(0, Math.floor(ms / size));
  return count === 1 ? '1 second' : `${count} ${unit}`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number) => Math.max(...rows.map(row => (row[column] ?? '').length));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
