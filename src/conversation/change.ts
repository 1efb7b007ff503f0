import { changeMoment } from './moment.js';
import type { Move } from './move.js';
import { show } from './prompt.js';
import { forget, reopen } from './trail.js';
import type { Turn } from './turn.js';
import { after, listing, normalise } from './words.js';

/** What somebody wants to change: 改时间, 改时间到三点, 时间改成三点, 时间不对, change time to 3. Null: nothing. */
interface Wish {
  /** Undefined: they did not say which. */
  readonly slot?: string;
  /** The new answer, where they said it at once. */
  readonly words?: string;
}

/** Hears a wish to change an earlier answer, at any prompt. Null: it is none. */
export function hearChange(turn: Turn, word: string, text: string): Move | null {
  const wish = readWish(turn, word);
  if (!wish || (tellsStory(turn) && !isPlain(turn, wish, word))) return null;
  const { slot } = wish;
  const words = wish.words === undefined ? undefined : asWritten(text, wish.words);
  const { slots, trail, prompt, step, settled } = turn.session;
  if (slot === undefined && words !== undefined) return changeMoment(turn, words);
  if (slot === undefined) {
    if (trail.length === 0) return null;
    turn.say('change_which_of', {
      list: listing(
        trail.map(name => turn.label(name)),
        turn.session.locale,
      ),
    });
    return show(turn);
  }
  if (trail.includes(slot)) {
    if (words === undefined) {
      reopen(turn, slot);
      return { kind: 'to', step: slot, reopen: 'change' };
    }
    forget(turn, slot);
    turn.set({ first: { ...turn.session.first, [slot]: words } });
    return { kind: 'to', step: slot };
  }
  if (settled) {
    turn.say('already_done');
    return show(turn);
  }
  // Not answered yet, or waiting to be looked at again: its question is still to come, and the words are kept for it.
  if (slot !== step) {
    if (slots[slot]) forget(turn, slot);
    if (words !== undefined) turn.set({ first: { ...turn.session.first, [slot]: words } });
    turn.say('asked_later', { label: turn.label(slot) });
  } else if (words !== undefined && prompt) {
    turn.set({ first: { ...turn.session.first, [slot]: words } });
    return { kind: 'to', step: slot };
  }
  return show(turn);
}

function readWish(turn: Turn, word: string): Wish | null {
  const { words, prefixes, labels } = turn.compiled;
  if (words.words_change.has(word)) return {};
  for (const prefix of prefixes.words_change) {
    const rest = after(word, prefix);
    if (rest === null) continue;
    const bare = afterBecome(prefixes.words_become, rest);
    if (bare !== null && !labels.some(label => after(rest, label.words) !== null)) return { words: bare };
    for (const { words: label, slot } of labels) {
      const tail = after(rest, label);
      if (tail === null) continue;
      if (tail === '') return { slot };
      // Something more must be set off by a space or by 到/成/to: 改时间表 is not 改时间.
      const value = afterBecome(prefixes.words_become, tail);
      if (value !== null) return { slot, words: value };
      if (rest.slice(label.length).startsWith(' ')) return { slot, words: tail };
    }
  }
  for (const { words: label, slot } of labels) {
    const tail = after(word, label);
    if (tail === null || tail === '') continue;
    if (words.words_wrong.has(tail)) return { slot };
    for (const prefix of prefixes.words_change) {
      const rest = after(tail, prefix);
      const value = rest === null ? null : afterBecome(prefixes.words_become, rest);
      if (value !== null) return { slot, words: value };
    }
  }
  return null;
}

/** The end of a text as it was written, capitals and all, whose normal form is `words`. */
function asWritten(text: string, words: string): string {
  for (let start = text.length - 1; start > 0; start--) {
    const end = text.slice(start).trim();
    if (normalise(end) === words) return end;
  }
  return words;
}

function afterBecome(become: readonly string[], text: string): string | null {
  for (const word of become) {
    const rest = after(text, word);
    if (rest) return rest;
  }
  return null;
}

/** In the midst of a story, 时间不对 and 改时间太难 are part of it. */
function tellsStory(turn: Turn): boolean {
  const step = turn.compiled.steps.get(turn.session.step);
  return step?.kind === 'ask' && step.as === 'story';
}

/** A wish that can be nothing else: 改, or 改 with what an answer is called. */
function isPlain(turn: Turn, { slot, words }: Wish, word: string): boolean {
  const { prefixes, words: lists } = turn.compiled;
  if (slot === undefined) return words === undefined && lists.words_change.has(word);
  const plain = words === undefined && prefixes.words_change.some(prefix => after(word, prefix) !== null);
  return plain && turn.session.trail.includes(slot);
}
