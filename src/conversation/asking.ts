import { type Answer, chosen, readAnswer, settleReading } from './answers.js';
import type { AskStep, SlotValue } from './definition.js';
import { isEcho } from './echo.js';
import { begun } from './gathering.js';
import type { Json } from './json.js';
import { hearOtherDay, keepTime } from './moment.js';
import { type Answered, type Move, NEXT, type Reopen } from './move.js';
import { fixedOptions, keptOption, optionsFrom, shownAgain } from './offering.js';
import { example, firstSeen, KEPT_OPTION, miss, open, show } from './prompt.js';
import type { Heard, Prompt, Slot } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import type { SlotContext } from './slots/kind.js';
import { giveUp, takeDetour } from './steps/detour.js';
import { forget, takeUp } from './trail.js';
import type { Turn } from './turn.js';
import { listing, normalise } from './words.js';

type Options = Prompt['options'];

/** The options of a question: what its action gave, the fixed ones, or none. */
export function offer(turn: Turn, step: AskStep, given?: Json): Options {
  return given === undefined ? fixedOptions(turn, step) : optionsFrom(given, step, contextOf(turn, step));
}

/**
 * Arrives at a question with its options at hand. What the first message said is read like a typed answer; an
 * answer from before a change is looked at again; what holds is passed over, anything else is asked.
 */
export function pass(turn: Turn, step: AskStep, options: Options, reopen?: Reopen): Move {
  if (step.from !== undefined && options.length === 0) return nothingToChoose(turn, step);
  const words = turn.session.first?.[step.name];
  const untold = words === undefined && turn.session.unfinished?.step !== step.name;
  if (reopen || (SLOT_RULES[step.as].gather && !untold)) return openQuestion(turn, step, options, reopen);
  if (words !== undefined) {
    const answer = readAnswer(words, options, contextOf(turn, step));
    forgetWords(turn, step.name);
    if (answer && 'value' in answer) {
      if (step.quiet !== true) turn.say('noted', { label: turn.label(step.name), shown: answer.shown });
      return consider(turn, step, { ...answer, from: 'first' });
    }
    if (answer)
      turn.say(problemText(turn, step, answer.problem), { example: example(turn), ...answer.details });
  }
  const claim = turn.session.slots[step.name];
  if (claim) {
    if (claim.value === null) {
      if (step.optional) return consider(turn, step, claim);
    } else if (holds(step, claim.value, options)) {
      return consider(turn, step, { ...claim, shown: shownNow(turn, step, claim, options) });
    } else {
      turn.say('no_longer', { label: turn.label(step.name), shown: claim.shown });
    }
    forget(turn, step.name);
  }
  const [only, ...others] = options;
  // Who named another one, that there is not, is asked.
  if (step.single && only && others.length === 0 && words === undefined && claim === undefined) {
    if (step.quiet !== true) turn.say('noted', { label: turn.label(step.name), shown: only.label });
    return consider(turn, step, { value: only.value, shown: only.label, from: 'first' });
  }
  return openQuestion(turn, step, options);
}

function nothingToChoose(turn: Turn, step: AskStep): Move {
  if (step.none) return takeDetour(turn, step.none, undefined, { kind: 'end', how: 'done' });
  if (!step.optional) return giveUp(turn);
  takeUp(turn, step.name, { value: null, shown: turn.text('nothing_given'), from: 'asked' });
  return NEXT;
}

function openQuestion(turn: Turn, step: AskStep, options: Options, reopen?: Reopen): Move {
  const now = turn.session.slots[step.name];
  const kept = keptOption(turn, step, contextOf(turn, step));
  const changing = reopen === 'change' && now !== undefined;
  const draft = SLOT_RULES[step.as].gather ? begun(turn, step, contextOf(turn, step)) : [];
  // What was told before is shown with the question itself, since more can be added to it.
  if (now && now.value !== null && draft.length === 0) {
    turn.say('now_is', { label: turn.label(step.name), shown: now.shown });
  }
  const misses = reopen === 'again' ? turn.session.misses : 0;
  const extra = { ...(changing ? { changing } : {}), ...(draft.length > 0 ? { draft } : {}) };
  return open(turn, kept ? [kept, ...options] : options, extra, misses);
}

/** Takes an answer up, when the step's own check lets it. */
function consider(turn: Turn, step: AskStep, { value, shown, from }: Answered): Move {
  if (step.check === undefined || value === null) {
    takeUp(turn, step.name, { value, shown, from });
    return NEXT;
  }
  const args = turn.arguments(step.check, step.with, { [step.name]: value });
  const call = { kind: 'action', action: step.check, args } as const;
  return { kind: 'call', call, waiting: { for: 'check', step: step.name, answer: { value, shown, from } } };
}

/** Does a kept or earlier answer still fit the question as it stands now? */
function holds(step: AskStep, value: SlotValue, options: Options): boolean {
  const rules = SLOT_RULES[step.as];
  if (!rules.fits(value) || rules.within?.(value, step)) return false;
  if (step.as === 'yesno' || options.length === 0) return step.as !== 'choice' && step.as !== 'choices';
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  return values.every(one => options.some(option => option.value === one));
}

/** An answer from before, in the words of today: they may read another language by now. */
function shownNow(turn: Turn, step: AskStep, { value, shown }: Slot, options: Options): string {
  const { gather, show: inWords } = SLOT_RULES[step.as];
  if (gather) return inWords(value, contextOf(turn, step));
  if (options.length === 0) return shown;
  const values: readonly Json[] = Array.isArray(value) ? value : [value];
  const chosen = options.filter(option => values.includes(option.value));
  return chosen.length === 0
    ? shown
    : listing(
        chosen.map(({ label }) => label),
        turn.session.locale,
      );
}

/** An option was pressed, named or numbered. */
export function takeOption(turn: Turn, step: AskStep, value: string): Move {
  const { prompt, kept } = turn.session;
  const option = prompt?.options.find(one => one.value === value);
  if (!prompt || !option) return show(turn);
  if (value === KEPT_OPTION && step.remember !== undefined) {
    const before = kept?.[step.remember] ?? null;
    const shown = shownAgain(step, before, contextOf(turn, step));
    return consider(turn, step, { value: before, shown, from: 'kept' });
  }
  if (step.as === 'choices') {
    const { draft = [], options } = prompt;
    const ticked = draft.includes(value) ? draft.filter(one => one !== value) : [...draft, value];
    return open(turn, options, { draft: ticked, ...(prompt.changing ? { changing: true } : {}) });
  }
  const answer = step.as === 'yesno' ? value === 'yes' : value;
  return consider(turn, step, { value: answer, shown: option.label, from: 'asked' });
}

/** 完成 / done where several are gathered. */
export function takeSeveral(turn: Turn, step: AskStep): Move {
  const { draft = [], options = [] } = turn.session.prompt ?? {};
  const context = contextOf(turn, step);
  if (draft.length === 0) return miss(turn, `miss_${step.as}`);
  const ticked = options.filter(option => draft.includes(option.value));
  const { gather } = SLOT_RULES[step.as];
  const answer: Answer = gather
    ? settleReading({ value: gather.whole(draft) }, context)
    : chosen(ticked, context);
  return takeAnswer(turn, step, answer) ?? miss(turn, `miss_${step.as}`);
}

/** Words, or something without words, at a question. Null: it can make nothing of it. */
export function hearAnswer(turn: Turn, step: AskStep, heard: Heard): Move | null {
  const { text } = heard;
  // The words of something that it has no use for are looked at by themselves.
  if (text === undefined || heard.attachment) {
    return takePiece(turn, step, heard) ?? hearWordless(turn, step, heard);
  }
  const word = normalise(text);
  const { options = [], draft } = turn.session.prompt ?? {};
  if (turn.compiled.words.words_same.has(word) && options.some(({ value }) => value === KEPT_OPTION)) {
    return takeOption(turn, step, KEPT_OPTION);
  }
  const mayEcho = step.as === 'text' || (step.as === 'story' && draft === undefined);
  if (mayEcho && isEcho(turn, step, word)) {
    turn.say('answered_already', { said: text.trim() });
    return show(turn);
  }
  const command = SLOT_RULES[step.as].anyWords === true && turn.world.isCommand?.(text) === true;
  if (command || (step.as === 'text' && !step.verbatim && soundsLikeQuestion(turn, word))) {
    return {
      kind: 'call',
      call: { kind: 'elsewhere', text },
      waiting: { for: 'elsewhere', text, accept: true },
    };
  }
  return hearOtherDay(turn, step, text) ?? readTyped(turn, step, text);
}

function hearWordless(turn: Turn, step: AskStep, { text: _, ...wordless }: Heard): Move | null {
  const context = contextOf(turn, step);
  const taken = SLOT_RULES[step.as].take?.(wordless, context);
  return taken ? takeAnswer(turn, step, settleReading(taken, context)) : null;
}

/** Reads typed words as the answer. Null: nothing of the sort. */
export function readTyped(turn: Turn, step: AskStep, text: string): Move | null {
  const piece = takePiece(turn, step, { text });
  if (piece) return piece;
  const { prompt } = turn.session;
  const options = prompt?.options.filter(({ value }) => !value.startsWith('@')) ?? [];
  const context = contextOf(turn, step);
  const answer = readAnswer(text, options, context, prompt ? firstSeen(turn, prompt) : undefined);
  const ticked = prompt?.draft;
  if (step.as !== 'choices' || !ticked || !answer || !('value' in answer)) {
    if (answer && 'value' in answer) keepTime(turn, step, text);
    return takeAnswer(turn, step, answer);
  }
  // What was ticked before is not lost when the rest is typed.
  const said: readonly Json[] = Array.isArray(answer.value) ? answer.value : [];
  const both = options.filter(({ value }) => ticked.includes(value) || said.includes(value));
  return takeAnswer(turn, step, chosen(both, context));
}

function takeAnswer(turn: Turn, step: AskStep, answer: Answer): Move | null {
  if (!answer) return null;
  if ('value' in answer) return consider(turn, step, { ...answer, from: 'asked' });
  const key = problemText(turn, step, answer.problem);
  if (!answer.ambiguous) return miss(turn, key, answer.details);
  turn.say(key, { example: example(turn), ...answer.details });
  return show(turn);
}

/** A reader's problem, or the common sentence of the kind where the texts do not know that problem. */
function problemText(turn: Turn, step: AskStep, problem: string): string {
  return turn.voice.has(problem) ? problem : `miss_${step.as}`;
}

/** One more message of several: a word about it, and what to do when that was all. Null: it is no use. */
function takePiece(turn: Turn, step: AskStep, heard: Heard): Move | null {
  const { prompt, misses } = turn.session;
  const before = prompt?.draft ?? [];
  const piece = SLOT_RULES[step.as].gather?.add(before, heard, contextOf(turn, step));
  if (!prompt || !piece) return null;
  const { draft, say, details, full } = piece;
  turn.set({ prompt: { ...prompt, draft }, misses: draft.length > before.length ? 0 : misses });
  return full ? takeSeveral(turn, step) : show(turn, turn.text(say, details));
}

/** A short question typed where words are wanted is more likely a question than an answer. */
function soundsLikeQuestion(turn: Turn, word: string): boolean {
  return [...word].length <= 30 && turn.compiled.prefixes.words_question.some(end => word.endsWith(end));
}

function forgetWords(turn: Turn, slot: string): void {
  const { first = {} } = turn.session;
  turn.set({ first: Object.fromEntries(Object.entries(first).filter(([name]) => name !== slot)) });
}

export function contextOf(turn: Turn, step: AskStep): SlotContext {
  return {
    step,
    locale: turn.session.locale,
    world: turn.world,
    text: (key, lookup) => turn.voice.say(key, lookup ?? turn.lookup),
    words: list => turn.compiled.words[list],
  };
}
