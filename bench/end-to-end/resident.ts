import { type BotMessage, buttonsOf, type FakeUser } from '../../test/fakes/telegram/index.js';

/** What stands below a prompt besides its options: never what a resident of the benchmark presses. */
export const CONTROLS = ['返回', '帮助', '取消', '人工'];

type Deed = { readonly says: string } | { readonly presses: 'an option' | 'the first option' | 'no' };

/** The booking, one deed a turn; the first phone number is no phone number. */
export const BOOKING: readonly Deed[] = [
  { says: '/book' },
  { presses: 'an option' },
  { presses: 'an option' },
  { presses: 'an option' },
  { says: '惠民苑3号楼2单元501' },
  { says: '12' },
  { says: '13812345678' },
  { presses: 'the first option' },
  { presses: 'no' },
];

const NO = '不用记';

/** What the bot says when it is done: the benchmark would be void if it said anything else. */
export const BOOKED = '预约号';

/**
 * Books from beginning to end, thinking for `think` ms before each deed, and notes how long each answer took to
 * come, ms. Throws when the conversation takes another course.
 */
export async function book(
  person: FakeUser,
  { number, think, answers }: { number: number; think: number; answers: number[] },
): Promise<void> {
  let shown: BotMessage | undefined;
  const said: string[] = [];
  for (const [at, deed] of BOOKING.entries()) {
    if (think > 0) await new Promise(resolve => setTimeout(resolve, think));
    const begun = performance.now();
    if ('says' in deed) person.says(deed.says);
    else press(person, shown, deed.presses, number + at);
    shown = await person.chat.next(undefined, 0);
    answers.push(performance.now() - begun);
    said.push(shown.text);
  }
  if (!said.some(text => text.includes(BOOKED)))
    throw new Error(`nothing was booked; the bot said ${JSON.stringify(said)}`);
}

function press(person: FakeUser, shown: BotMessage | undefined, which: string, number: number): void {
  const options = shown ? buttonsOf(shown).filter(button => !CONTROLS.includes(button.text)) : [];
  const option =
    which === 'no'
      ? options.find(button => button.text === NO)
      : options[which === 'an option' ? number % options.length : 0];
  if (!option || !shown)
    throw new Error(`there is nothing to press (${which}) below ${JSON.stringify(shown?.text)}`);
  person.presses(option.text, shown);
}
