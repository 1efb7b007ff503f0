import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { InBoth } from './setting.js';

/** Where settings may be written down instead of being typed at each start: in the folder from which one starts. */
export const envFileIn = (folder: string): string => join(folder, '.env');

export interface EnvFile {
  readonly values: Readonly<Record<string, string>>;
  /** Lines that cannot be read, each with file, line and mend. Values are never among the words. */
  readonly problems: readonly { readonly said: InBoth; readonly mend: InBoth }[];
}

const NAME = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/s;

/** Reads settings, one `NAME=value` a line, as Node does; it passes over bad lines, here they are named. */
export function parseEnvFile(text: string, file = '.env'): EnvFile {
  const problems: EnvFile['problems'][number][] = [];
  const seen = new Map<string, number>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue;
    const [, name, value = ''] = NAME.exec(line) ?? [];
    const first = name === undefined ? undefined : seen.get(name);
    const wrong = wrongWith(name, value, first);
    if (wrong) {
      const [en, zh, mend, mendZh] = wrong;
      const said = { en: `${file}:${i + 1} ${en}`, 'zh-Hans': `${file} 第${i + 1}行${zh}` };
      problems.push({ said, mend: { en: mend, 'zh-Hans': mendZh } });
    }
    if (name !== undefined && first === undefined) seen.set(name, i + 1);
  }
  return { values: problems.length > 0 ? {} : wellRead(lines.join('\n')), problems };
}

function wrongWith(name: string | undefined, value: string, first: number | undefined) {
  if (name === undefined)
    return [
      'is no setting',
      '不是设置',
      'write NAME=value, or begin the line with # for a remark',
      '请写成 名称=值；注释以 # 开头',
    ] as const;
  if (first !== undefined)
    return [
      `sets ${name} again, which line ${first} has set`,
      `又设了一遍 ${name}，第${first}行已经设过`,
      'take one of them out',
      '删掉其中一行',
    ] as const;
  if (!isClosed(value))
    return [
      'opens a quotation mark and does not close it',
      '的引号没有合上',
      'close it after the value',
      '在值的后面补上引号',
    ] as const;
  return null;
}

/** The file's settings; none when there is no such file. Throws what the disk throws. */
export function readEnvFile(folder: string): EnvFile {
  const file = envFileIn(folder);
  try {
    return parseEnvFile(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { values: {}, problems: [] };
    throw error;
  }
}

function wellRead(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) values[name] = value;
  return values;
}

function isClosed(value: string): boolean {
  const [quote = ''] = value;
  return !'"\'`'.includes(quote) || quote === '' || value.indexOf(quote, 1) > 0;
}

/**
 * The text with these settings: each in its old place, or at the end. What else stands there, remarks and order
 * included, stays as it is. Null takes a setting out.
 */
export function editEnvFile(text: string, changes: Readonly<Record<string, string | null>>): string {
  const left = new Map(Object.entries(changes));
  const lines = text.trim() === '' ? [] : text.trimEnd().split(/\r?\n/);
  const kept = lines.flatMap(line => {
    const name = NAME.exec(line)?.[1];
    const value = name === undefined ? undefined : left.get(name);
    if (name === undefined || value === undefined) return [line];
    left.delete(name);
    return value === null ? [] : [`${name}=${quoted(value)}`];
  });
  for (const [name, value] of left) if (value !== null) kept.push(`${name}=${quoted(value)}`);
  return `${kept.join('\n')}\n`;
}

/** Bare where it can be; else in the mark that it does not hold. Line breaks cannot be part of a setting. */
function quoted(value: string): string {
  if (/[\r\n]/.test(value)) throw new Error('a setting has to stand on one line');
  if (/^[\w./:@+,-]*$/.test(value)) return value;
  const mark = ["'", '"', '`'].find(one => !value.includes(one));
  if (mark === undefined) throw new Error('a setting cannot hold all three kinds of quotation marks');
  return `${mark}${value}${mark}`;
}
