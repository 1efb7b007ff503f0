import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { listed, type Problem, type ProblemCode } from './problem.js';

/** One YAML file while it is read: its text positions, and the problems found so far. */
export class Source {
  readonly file: string;
  readonly problems: Problem[] = [];
  readonly document: Document;
  private readonly lines = new LineCounter();

  constructor(text: string, file: string) {
    this.file = file;
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, version: '1.2' });
    for (const error of this.document.errors) {
      const { line, col } = this.lines.linePos(error.pos[0]);
      const message = error.message.split('\n')[0] ?? 'this is not YAML';
      const mend =
        'mind the indentation (two spaces a level), the space after each colon, and quotes around texts with : or #';
      this.problems.push({ level: 'error', code: 'yaml', file, line, column: col, message, mend });
    }
  }

  /** The whole file. */
  root(): Field {
    return new Field(this, (this.document.contents ?? undefined) as Node | undefined, '', 0);
  }

  /** Line and column, from 1, of an offset. */
  place(offset: number): { line: number; column: number } {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** A value in a file that knows where it stands and how it is called, and that reads itself strictly. */
export class Field {
  readonly source: Source;
  /** How a person would name it: `steps[2].fails.slot_taken`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  private readonly node: Node | undefined;

  constructor(source: Source, node: Node | undefined, path: string, offset: number) {
    this.source = source;
    this.node = isAlias(node) ? node.resolve(source.document) : node;
    this.path = path;
    const place = source.place(node?.range?.[0] ?? offset);
    this.line = place.line;
    this.column = place.column;
  }

  /** Records a problem here. Gives undefined, so that a reader can end with it. */
  problem(code: ProblemCode, message: string, mend: string, level: Problem['level'] = 'error'): undefined {
    const { file } = this.source;
    this.source.problems.push({ level, code, file, line: this.line, column: this.column, message, mend });
    return undefined;
  }

  get isMap(): boolean {
    return isMap(this.node);
  }

  get isList(): boolean {
    return isSeq(this.node);
  }

  /** The plain value of a scalar; undefined (and no problem) for anything else. */
  get scalar(): unknown {
    return isScalar(this.node) ? this.node.value : undefined;
  }

  text(): string | undefined {
    const value = this.scalar;
    if (typeof value === 'string' && value.trim() !== '') return value;
    if (typeof value === 'number' || typeof value === 'boolean') {
      return this.wrong(`must be a text, but YAML reads it as a ${typeof value}`, 'put it in quotes');
    }
    return this.wrong('must be a text', 'write some words here');
  }

  number(): number | undefined {
    const value = this.scalar;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    return this.wrong('must be a number', 'write it in plain digits: 3');
  }

  boolean(): boolean | undefined {
    const value = this.scalar;
    if (typeof value === 'boolean') return value;
    return this.wrong('must be true or false', 'write true or false, without quotes');
  }

  /** One of a few words. */
  oneOf<const W extends string>(words: readonly W[]): W | undefined {
    const value = this.scalar;
    const found = words.find(word => word === value);
    return found ?? this.wrong(`must be one of ${words.join(', ')}`, `write one of ${words.join(', ')}`);
  }

  list(): Field[] {
    const { node } = this;
    if (!isSeq(node)) {
      this.wrong('must be a list', 'begin each entry on its own line with "- ", or write [a, b]');
      return [];
    }
    return node.items.map(
      (item, index) =>
        new Field(this.source, item as Node, `${this.path}[${index + 1}]`, this.node?.range?.[0] ?? 0),
    );
  }

  /** The entries of a map by name, in order. Names are not looked at. */
  entries(): Map<string, Field> {
    const { node } = this;
    const found = new Map<string, Field>();
    if (!isMap(node)) {
      this.wrong('must be a group of "name: value" lines', 'write "name: value" lines, indented under it');
      return found;
    }
    for (const pair of (node as YAMLMap<Node, Node | null>).items) {
      const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
      const path = this.path === '' ? name : `${this.path}.${name}`;
      const offset = pair.key.range?.[0] ?? 0;
      const value = isScalar(pair.value) && pair.value.value === null ? undefined : (pair.value ?? undefined);
      found.set(name, new Field(this.source, value, path, offset));
    }
    return found;
  }

  /** The entries of a map whose names are known; any other name is a problem that lists the known ones. */
  known(names: readonly string[]): Map<string, Field> {
    const entries = this.entries();
    for (const [name, field] of entries) {
      if (names.includes(name)) continue;
      const near = nearest(name, names);
      field.problem(
        'unknown-key',
        `${field.path}: there is no "${name}" here`,
        near ? `did you mean "${near}"? Known here: ${names.join(', ')}` : `known here: ${names.join(', ')}`,
      );
    }
    return entries;
  }

  private wrong(message: string, mend: string): undefined {
    return this.problem('wrong-value', `${this.path || 'the file'} ${message}`, mend);
  }
}

/** The name that somebody probably meant: at most two letters away. */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.min(3, Math.ceil(name.length / 2) + 1);
  for (const candidate of names) {
    const away = distance(name, candidate);
    if (away < least) {
      least = away;
      best = candidate;
    }
  }
  return best;
}

/** "did you mean x? Known: …" for an unknown name. */
export function meant(name: string, names: Iterable<string>): string {
  const all = [...names];
  const near = nearest(name, all);
  return near ? `did you mean "${near}"? Known: ${listed(all)}` : `known: ${listed(all)}`;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
