/**
 * Tokens of buttons that stand outside any open conversation. They carry all that they mean, so that they work
 * for as long as the message hangs there; whatever they fill in is read and checked like a typed answer.
 */
const START = 'go:';

/** Telegram's limit for callback_data, in bytes of UTF-8. */
export const TOKEN_BYTES = 64;

/** A token that begins a conversation with slots filled in: `go:cancel-booking?booking=YY-0042`. */
export function startToken(conversation: string, slots: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(slots).toString();
  const token = `${START}${conversation}${query === '' ? '' : `?${query}`}`;
  if (Buffer.byteLength(token) > TOKEN_BYTES)
    throw new Error(`button token over ${TOKEN_BYTES} bytes: ${token}`);
  return token;
}

/** What a token begins, or null when it is of another sort. */
export function readStartToken(
  token: string,
): { conversation: string; slots: Record<string, string> } | null {
  if (!token.startsWith(START)) return null;
  const [conversation = '', query = ''] = token.slice(START.length).split('?', 2);
  return { conversation, slots: Object.fromEntries(new URLSearchParams(query)) };
}

/** Buttons of the desk itself. */
export const DESK_TOKEN = {
  person: 'desk:person',
  menu: 'desk:menu',
  services: 'desk:services',
  more: 'desk:more',
} as const;

const ANSWER = 'faq:';
/** A near candidate of a question. */
export const answerToken = (entry: string): string => `${ANSWER}${entry}`;
export const readAnswerToken = (token: string): string | null =>
  token.startsWith(ANSWER) ? token.slice(ANSWER.length) : null;
