import type { InlineKeyboardButton } from 'telegraf/types';
import type { Choice } from '../../desk/message.js';

/** How much of a phone's width a row of buttons may take, in Latin letters; a button's own edge takes four. */
const ROW = 40;
const EDGE = 4;
const MOST_IN_A_ROW = 4;

/** East Asian characters, full-width forms and emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

/** The width of a label in Latin letters: wide characters count two. */
export function widthOf(label: string): number {
  let width = 0;
  for (const char of label) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Buttons in rows of equal length, as many in a row as the widest label lets. */
export function inRows<T>(items: readonly T[], labelOf: (item: T) => string): T[][] {
  const widest = Math.max(...items.map(item => widthOf(labelOf(item)) + EDGE));
  const columns = Math.min(MOST_IN_A_ROW, Math.max(1, Math.floor(ROW / widest)));
  const rows: T[][] = [];
  for (let i = 0; i < items.length; i += columns) rows.push(items.slice(i, i + columns));
  return rows;
}

/** Choices as rows of inline buttons. */
export function buttonRows(choices: readonly Choice[]): InlineKeyboardButton[][] {
  return inRows(choices, choice => choice.label).map(row =>
    row.map(({ label, token }) => ({ text: label, callback_data: token })),
  );
}
