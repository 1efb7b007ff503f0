import { z } from 'zod';
import type { Said } from '../../desk/message.js';
import { Problem } from '../../desk/platform.js';
import type { NewEntry } from './mailbox.js';

/** The page's own id of a message: the same one when it is sent again because the answer was lost. */
export const postId = z.string().regex(/^[a-zA-Z0-9-]{8,64}$/);

const common = { post: postId, locale: z.string().max(35) };
const postSchema = z.union([
  z.strictObject({ ...common, text: z.string().trim().min(1).max(4000) }),
  z.strictObject({
    ...common,
    press: z.strictObject({
      token: z.string().min(1).max(200),
      /** As it stood on the button: for the visitor's own bubble, and for nothing else. */
      label: z.string().min(1).max(400),
      messageId: z.string().max(20).optional(),
    }),
  }),
  z.strictObject({ ...common, start: z.string().regex(/^[\w-]{1,64}$/) }),
  z.strictObject({
    ...common,
    location: z.strictObject({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
    }),
  }),
]);

/** What the page posted: what the desk hears, and what the mailbox keeps. */
export interface Heard {
  readonly post: string;
  readonly locale: string;
  readonly said: Said;
  readonly entry: Pick<NewEntry, 'text' | 'press'>;
}

/** Reads a post; `invalid` when it is none. `locales`: those that we speak; another counts as the first. */
export function readPost(body: Buffer, locales: readonly string[]): Heard {
  const parsed = postSchema.safeParse(json(body));
  if (!parsed.success) throw new Problem('invalid', {}, parsed.error);
  const post = parsed.data;
  const locale = knownLocale(post.locale, locales);
  const heard = (said: Said, entry: Heard['entry']): Heard => ({ post: post.post, locale, said, entry });
  if ('text' in post) return heard(spoken(post.text), { text: post.text });
  if ('start' in post) {
    return heard({ kind: 'command', name: post.start.toLowerCase(), args: '' }, { text: `/${post.start}` });
  }
  if ('location' in post) {
    const { latitude, longitude } = post.location;
    return heard(
      { kind: 'location', latitude, longitude },
      { text: `📍 ${latitude.toFixed(4)}, ${longitude.toFixed(4)}` },
    );
  }
  const { token, label, messageId } = post.press;
  const press = { token, ...(messageId === undefined ? {} : { messageId }) };
  return heard({ kind: 'press', ...press }, { text: label, press });
}

/** A locale that we speak. */
export function knownLocale(locale: string, locales: readonly string[]): string {
  return locales.includes(locale) ? locale : (locales[0] ?? 'zh-Hans');
}

function spoken(text: string): Said {
  const command = /^\/([\p{L}\p{N}_-]{1,64})(?:\s+(.*))?$/su.exec(text);
  if (command === null) return { kind: 'text', text };
  return { kind: 'command', name: command[1]!.toLowerCase(), args: command[2]?.trim() ?? '' };
}

function json(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new Problem('invalid', {}, error);
  }
}
