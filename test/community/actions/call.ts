import type { Context } from '../../../src/community/context.js';
import type { Json } from '../../../src/community/store.js';
import type { Say } from '../../../src/desk/action.js';
import { actions } from '../../../src/desk/actions.js';
import { factsOf, Words } from '../../../src/desk/words.js';
import type { Actor } from '../../cast.js';
import { huimin, TestDesk } from '../desk.js';
import { folder } from '../play.js';

/** The desk of the specification that runs now; made anew before each (see ../actions.test.ts). */
export let desk: TestDesk;
export async function openDesk(): Promise<void> {
  desk = await TestDesk.open();
}

const notices = new Words(() => folder.notices, factsOf(huimin));
/** The desk's words as they are said to somebody of the cast. */
const wordsFor =
  ({ locale }: Actor): Say =>
  (key, args) =>
    notices.say(locale, key, args);

/** What an action gives when this person's conversation calls it. */
export const call = async (who: Actor, name: string, args: Record<string, Json> = {}): Promise<Json> => {
  const action = actions[name]!;
  const { value } = await desk.turn(who, context => action.run(context, args, wordsFor(who)));
  const texts = Array.isArray(value) ? value.flatMap(option => (option as { text?: string }).text ?? []) : [];
  const undeclared = texts.filter(key => !action.labels?.includes(key));
  if (undeclared.length > 0) throw new Error(`${name} does not declare the labels ${undeclared.join(', ')}`);
  return value;
};
/** The code with which it refuses. */
export const refused = (who: Actor, name: string, args: Record<string, Json> = {}): Promise<string> =>
  desk.refusal(who, (context: Context) => actions[name]!.run(context, args, wordsFor(who)));
export const values = (options: Json): unknown[] =>
  (options as { value: string }[]).map(option => option.value);

/** One specification an action. */
export type Specs = Record<string, () => Promise<void>>;
