import type { Detour, Handed, Source } from '../definition.js';
import type { Field } from '../field.js';
import type { Fields } from './kind.js';

const STEP_NAME = /^[\p{L}\p{N}_:.-]+$/u;
const SLOT_NAME = /^[a-z][a-zA-Z0-9_]*$/;

/** The step's name, under `name:` or `key`; else one made from what it does, never from where it stands. */
export function stepName(fields: Fields, key: string, otherwise: string): string {
  const field = fields.get(key);
  const name = field?.text();
  if (field && name !== undefined && !STEP_NAME.test(name)) {
    field.problem(
      'name',
      `"${name}" cannot name a step`,
      'use letters, digits, _ - : and dots, without spaces',
    );
  }
  return name ?? otherwise;
}

/** A slot's name, fit to stand in a text as {name}. */
export function slotName(field: Field): string | undefined {
  const name = field.text();
  if (name === undefined || SLOT_NAME.test(name)) return name;
  return field.problem(
    'name',
    `"${name}" cannot name an answer`,
    'use small letters, digits and _, beginning with a letter: visit_day',
  );
}

/** A field that must be there. */
export function needed(fields: Fields, key: string, whole: Field, mend: string): Field | undefined {
  const field = fields.get(key);
  return field ?? whole.problem('missing-key', `${whole.path || 'the file'} has no "${key}"`, mend);
}

export function readDetour(field: Field): Detour {
  const fields = field.known(['say', 'back', 'go']);
  const say = fields.get('say')?.text();
  const back = fields.get('back')?.text();
  const go = fields.get('go')?.text();
  if (back !== undefined && go !== undefined) {
    field.problem('both-ways', `${field.path} has both "back" and "go"`, 'keep one of the two');
  }
  return {
    ...(say === undefined ? {} : { say }),
    ...(back === undefined ? {} : { back }),
    ...(go === undefined ? {} : { go }),
  };
}

export function readFails(fields: Fields): Record<string, Detour> | undefined {
  const field = fields.get('fails');
  if (!field) return undefined;
  return Object.fromEntries([...field.entries()].map(([code, detour]) => [code, readDetour(detour)]));
}

export function readWith(fields: Fields): Handed | undefined {
  const field = fields.get('with');
  if (!field) return undefined;
  const handed: Record<string, Source> = {};
  for (const [name, entry] of field.entries()) {
    const source = entry.isMap ? readSource(entry) : entry.text();
    if (source !== undefined) handed[name] = source;
  }
  return handed;
}

function readSource(field: Field): Source | undefined {
  const fields = field.known(['value', 'say']);
  const value = fields.get('value')?.text();
  const say = fields.get('say')?.text();
  if (value !== undefined && say === undefined) return { value };
  if (say !== undefined && value === undefined) return { say };
  if (value === undefined && (fields.has('value') || fields.has('say'))) return undefined;
  return field.problem(
    'wrong-value',
    `${field.path} must be one thing`,
    'write the name of an answer, { value: WORD } for a word that is always the same, or { say: TEXT } for a text',
  );
}

/** Leaves out what is undefined, so that a definition has no empty fields. */
export function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> };
}
