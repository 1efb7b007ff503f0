import type { AskStep, SlotValue } from './definition.js';
import type { Move } from './move.js';
import { open } from './prompt.js';
import { SLOT_RULES } from './slots/index.js';
import type { SlotContext } from './slots/kind.js';
import type { Turn } from './turn.js';

/** How the open question gathers its answer message by message; undefined where it does not. */
export function gathering(turn: Turn) {
  const step = turn.compiled.steps.get(turn.session.step);
  return step?.kind === 'ask' ? SLOT_RULES[step.as].gather : undefined;
}

/** Whether something has been gathered at the open question. */
export function hasGathered(turn: Turn): boolean {
  return gathering(turn) !== undefined && (turn.session.prompt?.draft?.length ?? 0) > 0;
}

/** Keeps what was gathered at the open question, which is about to be left before its answer is whole. */
export function keepDraft(turn: Turn): void {
  const { step, prompt } = turn.session;
  if (hasGathered(turn)) turn.set({ unfinished: { step, draft: prompt?.draft ?? [] } });
}

/** Keeps an answer that was refused, to be told better and not once more. */
export function keepPieces(turn: Turn, step: AskStep, value: SlotValue): void {
  const draft = SLOT_RULES[step.as].gather?.pieces(value);
  if (draft) turn.set({ unfinished: { step: step.name, draft } });
}

/** What a question that comes up begins with: what was told of it before, and what the first message said. */
export function begun(turn: Turn, step: AskStep, context: SlotContext): readonly SlotValue[] {
  const { gather, fits } = SLOT_RULES[step.as];
  if (!gather) return [];
  const { unfinished, slots, first = {}, ...rest } = turn.session;
  const { [step.name]: words, ...others } = first;
  const left = unfinished?.step === step.name ? unfinished : undefined;
  turn.session = {
    ...rest,
    slots,
    ...(words === undefined && Object.keys(first).length === 0 ? {} : { first: others }),
    ...(unfinished && !left ? { unfinished } : {}),
  };
  const before = slots[step.name]?.value ?? null;
  const draft =
    left && fits(gather.whole(left.draft)) ? left.draft : before === null ? [] : gather.pieces(before);
  const more = words === undefined ? null : gather.add(draft, { text: words }, context);
  return more?.draft ?? draft;
}

/** What has been gathered so far, in words; null where nothing has. */
export function soFar(turn: Turn, step: AskStep, context: SlotContext): string | null {
  const { gather, show } = SLOT_RULES[step.as];
  const draft = turn.session.prompt?.draft ?? [];
  if (!gather || draft.length === 0) return null;
  return turn.text(`gathered_${step.as}`, { shown: show(gather.whole(draft), context) });
}

/** 重来 / start over: what was told before is thrown away. Null: nothing was. */
export function afresh(turn: Turn): Move | null {
  if (!hasGathered(turn)) return null;
  turn.say('from_the_start');
  return open(turn, [], turn.session.prompt?.changing ? { changing: true } : {});
}
