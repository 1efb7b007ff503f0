import type { Writable } from 'node:stream';
import type { Prompts } from './prompts.js';

/** For a run without anybody: says what the guide says, a line each, and asks nothing. */
export function plainPrompts(output: Pick<Writable, 'write'>): Prompts {
  const line = (text: string) => void output.write(`${text}\n`);
  const nobody = (): never => {
    throw new Error('There is nobody to ask.');
  };
  return {
    open: line,
    note: (text, title) => line(`${title}\n${text}`),
    say: line,
    warn: text => line(`! ${text}`),
    code: (_, text) => line(text),
    close: line,
    stop: line,
    text: async () => nobody(),
    secret: async () => nobody(),
    choose: async () => nobody(),
    yes: async () => nobody(),
    during: (_, task) => task(),
  };
}
