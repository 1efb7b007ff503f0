import type { Context } from '../../../src/community/context.js';
import type { Json } from '../../../src/community/store.js';
import { actions } from '../../../src/desk/actions.js';
import type { Actor } from '../../cast.js';
import { TestDesk } from '../desk.js';

/** The desk of the specification that runs now; made anew before each (see ../actions.test.ts). */
export let desk: TestDesk;
export async function openDesk(): Promise<void> {
  desk = await TestDesk.open();
}

/** What an action gives when this person's conversation calls it. */
export const call = async (who: Actor, name: string, args: Record<string, Json> = {}): Promise<Json> =>
  (await desk.turn(who, context => actions[name]!.run(context, args))).value;
/** The code with which it refuses. */
export const refused = (who: Actor, name: string, args: Record<string, Json> = {}): Promise<string> =>
  desk.refusal(who, (context: Context) => actions[name]!.run(context, args));
export const values = (options: Json): unknown[] =>
  (options as { value: string }[]).map(option => option.value);

/** One specification an action. */
export type Specs = Record<string, () => Promise<void>>;
