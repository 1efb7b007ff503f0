import type { Said } from '../desk/message.js';

/**
 * Typed words on a platform without a command menu: `/预约 明天` is a command, everything else is text. WeChat's old
 * emoticons (`/:rose`, `/::)`) begin with a slash too and are text.
 */
export function readWords(text: string): Said {
  const command = /^[/／]([\p{L}\p{N}_-]{1,32})(?:\s+([\s\S]*))?$/u.exec(text.trim());
  if (command === null) return { kind: 'text', text };
  return { kind: 'command', name: command[1]!.toLowerCase(), args: command[2]?.trim() ?? '' };
}
