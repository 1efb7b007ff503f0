import type { Said } from '../../desk/message.js';
import { readWords } from '../words.js';

/** The numbers of wechaty's message kinds: fixed, since they travel over gRPC. */
export const KIND = {
  attachment: 1,
  audio: 2,
  contact: 3,
  chatHistory: 4,
  emoticon: 5,
  image: 6,
  text: 7,
  location: 8,
  miniProgram: 9,
  groupNote: 10,
  transfer: 11,
  redEnvelope: 12,
  recalled: 13,
  url: 14,
  video: 15,
  post: 16,
} as const;

/** Kinds that carry bytes. */
export const MEDIA: ReadonlyMap<number, 'photo' | 'file' | 'voice' | 'video'> = new Map([
  [KIND.image, 'photo'],
  [KIND.attachment, 'file'],
  [KIND.audio, 'voice'],
  [KIND.video, 'video'],
]);

const OTHERS: ReadonlyMap<number, string> = new Map([
  [KIND.contact, 'card'],
  [KIND.chatHistory, 'chat-history'],
  [KIND.emoticon, 'sticker'],
  [KIND.miniProgram, 'mini-program'],
  [KIND.groupNote, 'note'],
  [KIND.transfer, 'transfer'],
  [KIND.redEnvelope, 'red-envelope'],
  [KIND.recalled, 'recalled'],
  [KIND.url, 'link'],
  [KIND.post, 'post'],
]);

/** What we have no use for, by the name that the desk answers to. */
export function otherKind(type: number): Said {
  return { kind: 'other', what: OTHERS.get(type) ?? 'unknown' };
}

export interface Words {
  /** Without the quotation and without the mention of us. */
  readonly text: string;
  /** They mention us or quote us. */
  readonly addressed: boolean;
}

/** The dashed line between a quotation and the words. */
const DASHES = /^\s*(?:[-—–][^\S\n]*){5,}/;

/**
 * How WeChat writes a reply: the quotation in corner brackets, a dashed line, the words. Read line by line: one pattern
 * for all of it takes seconds over a long message that is made for it.
 */
function readQuotation(raw: string): { whom: string; words: string } | null {
  if (!raw.startsWith('「')) return null;
  const lines = raw.split('\n');
  let closed = false;
  let above: number | null = null;
  for (const [at, line] of lines.entries()) {
    // Somebody may quote a quotation: the last line of dashes is the one above the words.
    if (closed && DASHES.test(line)) above = at;
    if (line.trim() !== '') closed = line.trimEnd().endsWith('」');
  }
  if (above === null) return null;
  const whom = /^「([^：:]+)[：:]/.exec(lines.slice(0, above).join('\n'))?.[1];
  if (whom === undefined) return null;
  const words = [(lines[above] ?? '').replace(DASHES, ''), ...lines.slice(above + 1)].join('\n');
  return { whom: whom.trim(), words };
}

/** Phones end a mention with a four-per-em space, computers with a plain one. */
const MENTION_END = '(?:[\\u2005\\u00a0\\s]+|$)';

/**
 * Reads the text of a message: whom it quotes, whether it mentions us (the wire's list of ids, or `@` and one of
 * our names where the puppet has no such list), and what is left when both are taken out.
 */
export function readText(raw: string, mentioned: boolean, ownNames: readonly string[]): Words {
  const quotation = readQuotation(raw);
  const quoted = quotation !== null && ownNames.includes(quotation.whom);
  const words = quotation === null ? raw : quotation.words;
  let text = words;
  for (const name of [...ownNames].sort((a, b) => b.length - a.length)) {
    if (name === '') continue;
    // Begun only where a run of blanks begins: tried at each of them, a long run takes seconds.
    const mention = new RegExp(`(?<!\\s)\\s*(?:@${escapeRegExp(name)}${MENTION_END})+`, 'g');
    text = text.replace(mention, ' ');
  }
  const named = text !== words;
  // A mention of us by a name that we do not know we have.
  if (mentioned && !named) text = text.replace(new RegExp(`^\\s*@[^\\s\\u2005]+${MENTION_END}`), '');
  return { text: text.trim(), addressed: mentioned || named || quoted };
}

/** Text or a command. Somebody who only calls our name wants to know what we can do. */
export function saidOf(words: Words): Said {
  return words.text === '' ? { kind: 'command', name: 'menu', args: '' } : readWords(words.text);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
