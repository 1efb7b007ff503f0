import type { Json } from './json.js';
import type { Call, Slot } from './session.js';

/** Why a step is entered although its answer is known: to change it, going back, or asked again. */
export type Reopen = 'back' | 'change' | 'again';

/** Where a turn goes from here. */
export type Move =
  | { readonly kind: 'next' }
  | { readonly kind: 'to'; readonly step: string; readonly reopen?: Reopen }
  /** A prompt is on the table. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'call'; readonly call: Call; readonly waiting: Waiting }
  | { readonly kind: 'end'; readonly how: 'done' | 'cancelled' | 'expired' | 'person' };

/** What is remembered while a call is under way. Plain JSON. */
export type Waiting =
  | { readonly for: 'options'; readonly step: string; readonly reopen?: Reopen }
  | { readonly for: 'check'; readonly step: string; readonly answer: Answered }
  | { readonly for: 'do' | 'test'; readonly step: string }
  | { readonly for: 'elsewhere'; readonly text: string; readonly accept: boolean };

/** A slot that is not yet taken up. */
export type Answered = { readonly value: Json; readonly shown: string; readonly from: Slot['from'] };

export const NEXT: Move = { kind: 'next' };
export const WAIT: Move = { kind: 'wait' };
