import type { Definition, Step } from './definition.js';
import { type Lookup, type Message, prepare } from './message.js';
import { settlingSteps } from './settling.js';
import { STEP_KINDS } from './steps/index.js';
import { CONTROLS, type Control, normalise, WORD_LISTS, type WordList, wordsIn } from './words.js';

/** One language of a definition, ready to speak. */
export interface Voice {
  readonly locale: string;
  has(key: string): boolean;
  /** A text filled in; the key in brackets where there is none (the checker does not let that happen). */
  say(key: string, lookup: Lookup): string;
  readonly controls: Readonly<Record<Control, string>>;
}

/** How people may name an answer that they want to change. */
export interface SlotLabel {
  readonly words: string;
  readonly slot: string;
}

/** A definition with everything that can be known before anybody talks. */
export interface Compiled {
  readonly definition: Definition;
  readonly first: Step;
  readonly steps: ReadonlyMap<string, Step>;
  readonly kinds: typeof STEP_KINDS;
  /** The step after each; none after the last. */
  readonly following: ReadonlyMap<string, Step>;
  /** `do` steps whose effect cannot be taken back by changing an answer. */
  readonly settling: ReadonlySet<string>;
  readonly words: Readonly<Record<WordList, ReadonlySet<string>>>;
  /** Longest first. */
  readonly prefixes: Readonly<Record<WordList, readonly string[]>>;
  /** Longest first, in every language. */
  readonly labels: readonly SlotLabel[];
  voice(locale: string): Voice;
}

const known = new WeakMap<Definition, Compiled>();

/** Compiles a definition; remembered as long as the definition is. */
export function compile(definition: Definition): Compiled {
  const before = known.get(definition);
  if (before) return before;
  const compiled = build(definition);
  known.set(definition, compiled);
  return compiled;
}

function build(definition: Definition): Compiled {
  const first = definition.steps[0];
  if (!first) throw new Error(`${definition.file}: a conversation needs at least one step`);
  const following = new Map<string, Step>();
  definition.steps.forEach((step, index) => {
    const next = definition.steps[index + 1];
    if (next) following.set(step.name, next);
  });
  const lists = WORD_LISTS.map(list => [list, wordList(definition, list)] as const);
  const voices = new Map<string, Voice>();
  return {
    definition,
    first,
    steps: new Map(definition.steps.map(step => [step.name, step])),
    kinds: STEP_KINDS,
    following,
    settling: settlingSteps(definition),
    words: record(lists.map(([list, words]) => [list, new Set(words)])),
    prefixes: record(lists),
    labels: slotLabels(definition),
    voice(locale) {
      let voice = voices.get(locale);
      if (!voice) {
        voice = makeVoice(definition, locale);
        voices.set(locale, voice);
      }
      return voice;
    },
  };
}

function record<T>(entries: readonly (readonly [WordList, T])[]): Readonly<Record<WordList, T>> {
  return Object.fromEntries(entries) as Record<WordList, T>;
}

function wordList(definition: Definition, list: WordList): readonly string[] {
  const words = Object.values(definition.texts).flatMap(texts => wordsIn(texts[list] ?? ''));
  return [...new Set(words)].sort((a, b) => b.length - a.length);
}

function slotLabels(definition: Definition): SlotLabel[] {
  const labels: SlotLabel[] = [];
  for (const step of definition.steps) {
    if (step.kind !== 'ask') continue;
    for (const texts of Object.values(definition.texts)) {
      const words = normalise(texts[`label_${step.name}`] ?? step.name);
      labels.push({ words, slot: step.name });
    }
  }
  return labels.sort((a, b) => b.words.length - a.words.length);
}

function makeVoice(definition: Definition, locale: string): Voice {
  const texts = definition.texts[locale] ?? {};
  const ready = new Map<string, Message>();
  const say = (key: string, lookup: Lookup): string => {
    let message = ready.get(key);
    if (!message) {
      const text = texts[key];
      message = text === undefined ? () => `[${key}]` : prepare(text, locale);
      ready.set(key, message);
    }
    return message(lookup);
  };
  const nothing = (): undefined => undefined;
  return {
    locale,
    has: key => texts[key] !== undefined,
    say,
    controls: Object.fromEntries(
      CONTROLS.map(control => [control, say(`label_${control}`, nothing)]),
    ) as Record<Control, string>,
  };
}
