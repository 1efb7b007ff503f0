import type { Context } from '../context.js';

/** How soon we look again whether all of it has gone, ms; each time that nothing has changed, later. */
export const LOOK = { first: 5_000, most: 60_000 } as const;

/** Has an announcement go on at this time (ms): begin, plan the next hundred, or see whether it is done. */
export async function goOnAt(
  { effects }: Pick<Context, 'effects'>,
  announcement: string,
  due: number,
  wait: number = LOOK.first,
): Promise<void> {
  const id = `announcement/${announcement}`;
  await effects.setTimer({ id, due, name: 'announcements.go_on', data: { announcement, wait } });
}
