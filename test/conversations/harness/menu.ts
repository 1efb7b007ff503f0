import { neutralLines } from '../../../src/commands/transcript.js';

const LAST_LINE =
  /^(?:回复数字就行|Reply with a number|(?:回复数字，或者：|也可以回复：|Reply with a number, or: |You can also reply: )(.*))$/;
const TO_DIRECT = /^(.+?)(?:：点我的头像加好友|: tap my picture, add me)/;
/** 返回, 帮助, 取消 and 人工 come last in every list of controls. */
const EVERYWHERE = 4;

/** A numbered menu as somebody reads it in a chat without buttons. */
export interface ReadMenu {
  readonly neutral: string;
  /** The number to type for a label. */
  readonly numbers: ReadonlyMap<string, number>;
}

/** Reads a message of src/platforms/menu.ts back: its words, the numbered lines, the words that also work. */
export function readMenu(message: string, files: readonly { readonly name: string }[] = []): ReadMenu {
  const lines = message.split('\n');
  const last = LAST_LINE.exec(lines.at(-1) ?? '');
  if (last) lines.pop();
  const direct = TO_DIRECT.exec(lines.at(-1) ?? '')?.[1];
  if (direct !== undefined) lines.pop();
  const choices: { number: number; label: string }[] = [];
  for (let line = lines.at(-1); line !== undefined; line = lines.at(-1)) {
    const [, digits, label = ''] = /^(\d+) (.+)$/.exec(line) ?? [];
    const number = Number(digits);
    if (digits === undefined || (choices[0] && number !== choices[0].number - 1)) break;
    choices.unshift({ number, label });
    lines.pop();
  }
  const besides = (last?.[1] ?? '').split(' · ').slice(0, -EVERYWHERE).map(capital);
  const labels = [
    ...choices.map(({ label }) => label),
    ...(direct === undefined ? [] : [direct]),
    ...besides,
  ];
  return {
    neutral: neutralLines(lines.join('\n'), labels, files),
    numbers: new Map(choices.map(({ number, label }) => [label, number])),
  };
}

/** In a line of words, buttons are written small. */
const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);

/** A press where there are no buttons: its number and its words, in turn. */
export function typed(label: string, shown: ReadMenu | undefined, even: boolean): string {
  const number = shown?.numbers.get(label);
  if (shown === undefined) throw new Error('there is no menu to choose from');
  if (number === undefined && !shown.neutral.includes(`[${label}]`)) {
    throw new Error(`there is no [${label}] in the last menu: ${shown.neutral}`);
  }
  return even && number !== undefined ? String(number) : label;
}
