import { type Answer, chosen, readAnswer, settleReading } from './answers.js';
import type { AskStep, SlotValue } from './definition.js';
import type { Json } from './json.js';
import { hearOtherDay, keepTime } from './moment.js';
import { type Answered, type Move, NEXT, type Reopen } from './move.js';
import { fixedOptions, keptOption, optionsFrom, shownAgain } from './offering.js';
import { example, KEPT_OPTION, miss, open, show } from './prompt.js';
import type { Heard, Prompt, Slot } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import type { SlotContext } from './slots/kind.js';
import { MOST_PHOTOS } from './slots/photos.js';
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
  if (reopen) return openQuestion(turn, step, options, reopen);
  const words = turn.session.first?.[step.name];
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
      return consider(turn, step, { ...claim, shown: shownNow(turn, claim, options) });
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
  if (now && now.value !== null) turn.say('now_is', { label: turn.label(step.name), shown: now.shown });
  const misses = reopen === 'again' ? turn.session.misses : 0;
  return open(turn, kept ? [kept, ...options] : options, changing ? { changing } : {}, misses);
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
function shownNow(turn: Turn, { value, shown }: Slot, options: Options): string {
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
  const answer: Answer =
    step.as === 'choices'
      ? chosen(
          options.filter(option => draft.includes(option.value)),
          context,
        )
      : settleReading({ value: draft }, context);
  return takeAnswer(turn, step, answer) ?? miss(turn, `miss_${step.as}`);
}

/** Words, or something without words, at a question. Null: it can make nothing of it. */
export function hearAnswer(turn: Turn, step: AskStep, heard: Heard): Move | null {
  const context = contextOf(turn, step);
  const { text, ...wordless } = heard;
  const taken = SLOT_RULES[step.as].take?.(wordless, context);
  if (taken) {
    if (step.as === 'photos' && 'value' in taken) return addPhotos(turn, step, taken.value, text);
    return takeAnswer(turn, step, settleReading(taken, context));
  }
  // The words of something that it has no use for are looked at by themselves.
  if (text === undefined || heard.attachment) return null;
  const word = normalise(text);
  const options = turn.session.prompt?.options ?? [];
  if (turn.compiled.words.words_same.has(word) && options.some(({ value }) => value === KEPT_OPTION)) {
    return takeOption(turn, step, KEPT_OPTION);
  }
  if (step.as === 'text' && isEcho(turn, step, word)) {
    turn.say('answered_already', { said: text.trim() });
    return show(turn);
  }
  if (step.as === 'text' && soundsLikeQuestion(turn, word)) {
    return {
      kind: 'call',
      call: { kind: 'elsewhere', text },
      waiting: { for: 'elsewhere', text, accept: true },
    };
  }
  return hearOtherDay(turn, step, text) ?? readTyped(turn, step, text);
}

/** Reads typed words as the answer. Null: nothing of the sort. */
export function readTyped(turn: Turn, step: AskStep, text: string): Move | null {
  const { prompt } = turn.session;
  const options = prompt?.options.filter(({ value }) => !value.startsWith('@')) ?? [];
  const context = contextOf(turn, step);
  const answer = readAnswer(text, options, context, prompt?.firstNumber);
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

function addPhotos(turn: Turn, step: AskStep, added: SlotValue, caption: string | undefined): Move {
  const { prompt } = turn.session;
  if (!prompt || !Array.isArray(added)) return show(turn);
  const pictures = caption === undefined ? added : added.map((one: Json) => withCaption(one, caption));
  const most = step.max ?? MOST_PHOTOS;
  const draft = [...(prompt.draft ?? []), ...pictures].slice(0, most);
  turn.set({ prompt: { ...prompt, draft }, misses: 0 });
  if (draft.length >= most) return takeSeveral(turn, step);
  turn.say('photo_taken', { count: draft.length });
  return show(turn);
}

function withCaption(picture: Json, caption: string): Json {
  return typeof picture === 'object' && picture !== null ? { ...picture, caption } : picture;
}

/**
 * An earlier answer, or a line of the last menu, word for word: its question came twice (platforms may deliver
 * again), and both were answered. Where any words will do, it must not become the answer to what is asked now.
 */
function isEcho(turn: Turn, step: AskStep, word: string): boolean {
  const { slots, trail, lately = [] } = turn.session;
  if (lately.some(label => normalise(label) === word)) return true;
  return trail.some(name => {
    const slot = name === step.name ? undefined : slots[name];
    const asked = turn.compiled.steps.get(name);
    if (slot === undefined || asked?.kind !== 'ask') return false;
    if (normalise(slot.shown) === word) return true;
    const { world, session } = turn;
    const how = { locale: session.locale, now: world.now, zone: world.zone };
    const reading = world.readers[asked.as]?.(word, how);
    return reading !== null && reading !== undefined && 'value' in reading && reading.value === slot.value;
  });
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
