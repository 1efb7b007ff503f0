import type { AskStep, SlotValue } from '../definition.js';
import type { Json } from '../json.js';
import type { Heard } from '../session.js';
import { listing, withRemark } from '../words.js';
import { filled, isPicture, isSent, type SlotContext, type SlotRules } from './kind.js';
import { place } from './place.js';
import { plainWords } from './text.js';

interface Story {
  readonly text: string;
  readonly files: readonly Json[];
}

/** Characters in all, where the step does not say. */
const LONGEST = 2000;
const MOST_FILES = 9;
/** Characters of it that are shown. */
const SHOWN = 120;
const KINDS = ['photo', 'voice', 'video', 'file'] as const;

/** Something told in as many messages as it takes, with pictures, voice and files, until 完成 / done. */
export const story: SlotRules = {
  kind: 'story',
  wants: 'text',
  several: true,
  takesNumbers: true,
  anyWords: true,
  gather: {
    add: (draft, heard, context) => {
      const words = wordsOf(heard, context);
      const { attachment } = heard;
      if (words === '' && !attachment) return null;
      const { max = LONGEST } = context.step;
      const length = lengthOf(whole(words === '' ? draft : [...draft, words]).text);
      const told = words === '' || length > max ? [] : [words];
      const room = draft.filter(isSent).length < MOST_FILES;
      const sent = attachment && room ? [attachment] : [];
      const gathered = { draft: [...draft, ...told, ...sent] };
      if (words !== '' && length > max)
        return { ...gathered, say: 'story_too_long', details: { length, max } };
      if (attachment && !room)
        return { ...gathered, say: 'story_files_enough', details: { most: MOST_FILES } };
      return { ...gathered, say: 'story_taken' };
    },
    whole: draft => ({ ...whole(draft) }),
    pieces: value => (isStory(value) ? [...(value.text === '' ? [] : [value.text]), ...value.files] : []),
  },
  fits: isStory,
  read: said => {
    const text = plainWords(said);
    return text === '' ? null : { value: { text, files: [] } };
  },
  show: (value, context) => (isStory(value) ? shown(value, context) : ''),
  within: (value, step) => (isStory(value) ? bounded(value, step) : null),
};

/** Captions are words like any others, and a place that is shared is a part of what is told. */
function wordsOf({ text, location }: Heard, context: SlotContext): string {
  if (text !== undefined) return plainWords(text);
  const where = location && place.take?.({ location }, context);
  return where && 'value' in where ? place.show(where.value, context) : '';
}

function whole(draft: readonly SlotValue[]): Story {
  const text = draft.filter(piece => typeof piece === 'string').join('\n');
  return { text, files: draft.filter(isSent) };
}

function isStory(value: Json): value is { readonly text: string; readonly files: readonly Json[] } {
  if (typeof value !== 'object' || value === null || !('files' in value)) return false;
  const { text, files } = value;
  if (typeof text !== 'string' || !Array.isArray(files)) return false;
  return (text !== '' || files.length > 0) && files.every(isSent);
}

function shown({ text, files }: Story, context: SlotContext): string {
  const letters = [...text.replace(/\s+/gu, ' ')];
  const words = letters.length > SHOWN ? `${letters.slice(0, SHOWN - 1).join('')}…` : letters.join('');
  const counts = KINDS.flatMap(kind => {
    const count = files.filter(file => isSent(file) && kindOf(file) === kind).length;
    return count === 0 ? [] : [context.text(`story_${kind}`, filled({ count }))];
  });
  const sent = listing(counts, context.locale);
  return words === '' || sent === '' ? words + sent : withRemark(words, sent, context.locale);
}

function kindOf(file: Readonly<Record<string, SlotValue | undefined>>): (typeof KINDS)[number] {
  if (isPicture(file)) return 'photo';
  return KINDS.find(kind => kind === file.kind) ?? 'file';
}

function bounded({ text }: Story, { min = 0, max = LONGEST }: AskStep) {
  const length = lengthOf(text);
  if (length < min)
    return { problem: text === '' ? 'story_needs_words' : 'text_too_short', details: { min } };
  return length > max ? { problem: 'text_too_long', details: { max, length } } : null;
}

const lengthOf = (text: string) => [...text].length;
