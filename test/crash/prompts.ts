/** What the desk is asking, as far as somebody who books needs to know. */
export type Step = 'service' | 'day' | 'time' | 'address' | 'phone' | 'confirm' | 'keep';

/** In the order of the conversation. */
export const STEPS: readonly Step[] = ['service', 'day', 'time', 'address', 'phone', 'confirm', 'keep'];

const ASKED: Readonly<Record<Step, RegExp>> = {
  service: /想约哪一项|What would you like to book/g,
  day: /哪天方便|Which day suits/g,
  time: /几点来好|These times are free/g,
  address: /上门到哪里|Where shall we come/g,
  phone: /留个电话|A phone number, please/g,
  confirm: /您看对不对|Is this right/g,
  keep: /要不要我记住|shall I remember/g,
};

/** The question that a message ends with; null: none of the booking's. */
export function asked(text: string): Step | null {
  let found: Step | null = null;
  let at = -1;
  for (const step of STEPS) {
    for (const match of text.matchAll(ASKED[step])) {
      if (match.index <= at) continue;
      at = match.index;
      found = step;
    }
  }
  return found;
}

/** Why the conversation may go back by itself: the place, the day or the service is gone. */
export const TAKEN =
  /刚被约走|已经约满|都约满了|已经约过|太近了|不上门了|没有安排|just taken|is full|already booked|too soon|don't visit|is not available/;

/** The number of a booking that was made just now. */
export const bookedNumber = (text: string): string | null =>
  /(?:约好了！预约号|Your number is) (YY-\d+)/.exec(text)?.[1] ?? null;
