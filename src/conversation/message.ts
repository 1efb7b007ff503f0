import { IntlMessageFormat } from 'intl-messageformat';

/** What a message may be filled with, by name. */
export type Lookup = (name: string) => string | number | undefined;

/** A message ready to be filled. */
export type Message = (lookup: Lookup) => string;

/** An argument of a message, and how it is used: {day} is plain, {n, plural, …} wants a number. */
export interface Argument {
  readonly name: string;
  readonly use: 'plain' | 'number' | 'plural' | 'select' | 'date' | 'time';
}

/** By the parser's numbers for its elements. */
const USES: Readonly<Record<number, Argument['use']>> = {
  1: 'plain',
  2: 'number',
  3: 'date',
  4: 'time',
  5: 'select',
  6: 'plural',
};
const PLAIN = /^[^{}'#]*(?:\{\w+\}[^{}'#]*)*$/u;

/**
 * Makes an ICU message ready. Missing arguments become nothing: the checker sees to it that there are none.
 * Most messages have only {names}; those skip the formatter, which is what makes a turn cheap.
 * Throws a SyntaxError for a malformed message: see `messageError`.
 */
export function prepare(text: string, locale: string): Message {
  if (PLAIN.test(text)) return preparePlain(text);
  const names = argumentsOf(text).map(argument => argument.name);
  const format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return lookup => {
    const values: Record<string, string | number> = {};
    for (const name of names) values[name] = lookup(name) ?? '';
    return String(format.format(values));
  };
}

function preparePlain(text: string): Message {
  if (!text.includes('{')) return () => text;
  const parts = text.split(/\{(\w+)\}/u);
  return lookup => {
    let said = parts[0] ?? '';
    for (let index = 1; index < parts.length; index += 2) {
      said += `${lookup(parts[index] ?? '') ?? ''}${parts[index + 1] ?? ''}`;
    }
    return said;
  };
}

/** What is wrong with a message: where in it (from 0), and what. Null when it is well-formed. */
export function messageError(text: string): { offset: number; message: string } | null {
  try {
    parse(text);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { location } = error as SyntaxError & { location?: { start: { offset: number } } };
    return {
      offset: location?.start.offset ?? 0,
      message: error.message.toLowerCase().replaceAll('_', ' '),
    };
  }
}

function parse(text: string) {
  return new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst();
}

type Element = ReturnType<typeof parse>[number];

/** The arguments of a well-formed message, nested ones included, each name and use once. */
export function argumentsOf(text: string): Argument[] {
  const found = new Map<string, Argument>();
  collect(parse(text), found);
  return [...found.values()];
}

function collect(elements: readonly Element[], found: Map<string, Argument>): void {
  for (const element of elements) {
    const use = USES[element.type];
    if (use && 'value' in element) {
      found.set(`${element.value} ${use}`, { name: String(element.value), use });
    }
    if ('options' in element) {
      for (const option of Object.values(element.options)) collect(option.value, found);
    }
  }
}
