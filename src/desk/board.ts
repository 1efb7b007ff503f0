import { z } from 'zod';
import type { Collection, Tx } from '../community/store.js';
import { chatName } from './lane.js';
import { menuToken } from './seat.js';

/**
 * What hangs in a staff chat for everybody there to take up: buttons, or numbers that can be typed. Numbers of people's
 * own menus end at 99; those of a board begin above.
 */
const boardSchema = z.strictObject({
  /** `account/chat`. */
  id: z.string(),
  menus: z.array(
    z.strictObject({
      firstNumber: z.number().int(),
      choices: z.array(z.strictObject({ token: z.string(), label: z.string() })),
    }),
  ),
  nextNumber: z.number().int(),
});
type Board = z.infer<typeof boardSchema>;

export const boards: Collection<Board> = {
  name: 'boards',
  version: 1,
  schema: boardSchema,
  personal: false,
  indexes: {},
};

const FIRST = 101;
const LAST = 999;
/** Matters that wait to be taken up at once; of older ones the queue tells. */
const KEPT = 60;

/** Hangs choices out in a staff chat, and gives the number of the first. */
export async function hangOnBoard(
  tx: Tx,
  account: string,
  chat: string,
  choices: readonly { token: string; label: string }[],
): Promise<number> {
  const id = chatName(account, chat);
  const board = (await tx.get(boards, id, { forUpdate: true })) ?? { id, menus: [], nextNumber: FIRST };
  const firstNumber = board.nextNumber + choices.length > LAST ? FIRST : board.nextNumber;
  const next = firstNumber + choices.length;
  // A menu of long ago that had these numbers has them no longer.
  const others = board.menus.filter(
    menu => menu.firstNumber >= next || menu.firstNumber + menu.choices.length <= firstNumber,
  );
  const hung = { firstNumber, choices: choices.map(choice => ({ ...choice })) };
  await tx.put(boards, { id, menus: [...others, hung].slice(-KEPT), nextNumber: next });
  return firstNumber;
}

/** The token behind a number that was typed in a staff chat; null when nothing there has it. */
export async function boardToken(
  tx: Tx,
  account: string,
  chat: string,
  text: string,
): Promise<string | null> {
  if (!/^\d{3}$/.test(text.normalize('NFKC').trim())) return null;
  const board = await tx.get(boards, chatName(account, chat));
  return board ? menuToken(board, text) : null;
}
