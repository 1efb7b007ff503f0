import type { SlotKind } from '../definition.js';
import { choice } from './choice.js';
import { choices } from './choices.js';
import { date } from './date.js';
import type { SlotRules } from './kind.js';
import { number } from './number.js';
import { phone } from './phone.js';
import { photos } from './photos.js';
import { place } from './place.js';
import { story } from './story.js';
import { text } from './text.js';
import { time } from './time.js';
import { yesno } from './yesno.js';

/** Every kind of answer there is. A new one is one file and one line here. */
export const SLOT_RULES: Readonly<Record<SlotKind, SlotRules>> = {
  text,
  number,
  choice,
  choices,
  date,
  time,
  phone,
  yesno,
  place,
  photos,
  story,
};
