import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/** One mistake in a content file, down to the spot, with what to do about it. */
export interface Mistake {
  readonly file: string;
  readonly line: number;
  /** `services[1].hours.mon[0]`; empty for the file as a whole. */
  readonly field: string;
  readonly mend: string;
}

/** Content that cannot be used. Its message lists every mistake, one a line. */
export class ContentError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(sentence).join('\n'));
    this.name = 'ContentError';
    this.mistakes = mistakes;
  }
}

const sentence = ({ file, line, field, mend }: Mistake): string =>
  `${file}:${line}${field && `: ${field}`}: ${mend}`;

export type Path = readonly (string | number)[];

/** A file as it was read, able to say where a field stands. */
export interface ContentFile<T> {
  readonly value: T;
  /** A mistake at a field, for rules that a schema cannot know. */
  mistake(path: Path, mend: string): Mistake;
}

/** The document as plain values; a few lines of YAML that refer to each other could otherwise become gigabytes. */
function plain(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS();
  } catch {
    const mend = 'its anchors (&) and references (*) cannot be followed; write the values out';
    throw new ContentError([{ file, line: 1, field: '', mend }]);
  }
}

/** Reads one YAML text by a schema. Throws a ContentError with every mistake that the schema finds. */
export function parseContent<T>(file: string, text: string, schema: z.ZodType<T>): ContentFile<T> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ContentError(
      document.errors.map(error => ({
        file,
        line: counter.linePos(error.pos[0]).line,
        field: '',
        mend: `is no YAML here: ${error.message}`,
      })),
    );
  }
  const lineOf = (path: Path): number => counter.linePos(offsetOf(document, path)).line;
  const mistake = (path: Path, mend: string): Mistake => ({
    file,
    line: lineOf(path),
    field: fieldOf(path),
    mend,
  });
  const result = schema.safeParse(plain(document, file), { reportInput: true });
  if (!result.success)
    throw new ContentError(result.error.issues.flatMap(issue => mistakesOf(issue, mistake)));
  return { value: result.data, mistake };
}

/** Where a field begins; for one that is missing, where the thing begins that should have it. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const upTo = path.slice(0, length);
    const parent = document.getIn(upTo.slice(0, -1), true);
    // The key, not what stands behind it: a map's value may begin lines below.
    const pair = isMap(parent)
      ? parent.items.find(item => isScalar(item.key) && String(item.key.value) === String(upTo.at(-1)))
      : undefined;
    if (pair && isScalar(pair.key) && pair.key.range) return pair.key.range[0];
    const node = document.getIn(upTo, true);
    if (isNode(node)) return node.range[0];
  }
  return 0;
}

const isNode = (value: unknown): value is { range: [number, number, number] } =>
  typeof value === 'object' && value !== null && 'range' in value && Array.isArray(value.range);

const fieldOf = (path: Path): string =>
  path.reduce<string>(
    (field, part) => (typeof part === 'number' ? `${field}[${part}]` : field ? `${field}.${part}` : part),
    '',
  );

function mistakesOf(issue: z.core.$ZodIssue, mistake: (path: Path, mend: string) => Mistake): Mistake[] {
  const path = issue.path.filter(part => typeof part !== 'symbol');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key =>
        mistake([...path, key], 'is not a field here: take it out or check its spelling'),
      );
    case 'invalid_type':
      return [
        mistake(
          path,
          issue.input === undefined
            ? `is missing: write ${a(issue.expected)}`
            : `must be ${a(issue.expected)}`,
        ),
      ];
    case 'invalid_value':
      return [mistake(path, `must be one of ${issue.values.join(', ')}`)];
    case 'too_small':
      return [mistake(path, `must be at least ${issue.minimum}`)];
    case 'too_big':
      return [mistake(path, `must be at most ${issue.maximum}`)];
    case 'invalid_format':
      return [
        mistake(
          path,
          issue.message.startsWith('must')
            ? issue.message
            : `must look like ${issue.pattern ?? issue.format}`,
        ),
      ];
    case 'invalid_key':
      return [mistake(path, 'is not a name that can stand here: one of mon, tue, wed, thu, fri, sat, sun')];
    default:
      return [mistake(path, issue.message)];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  record: 'a group of fields, one a language or a day',
};
const a = (expected: string): string => KINDS[expected] ?? expected;
