import type { Definition, Texts } from './definition.js';
import type { Field } from './field.js';
import type { Place } from './texts.js';

/** Reads `title: { zh-Hans: …, en: … }`. */
export function readTitle(field: Field | undefined): Texts {
  const title: Record<string, string> = {};
  for (const [locale, entry] of field?.entries() ?? []) {
    const text = entry.text();
    if (text !== undefined) title[locale] = text;
  }
  return title;
}

/** Reads `starts: { commands: […], examples: { zh-Hans: […] } }`, and where each command stands. */
export function readStarts(field: Field | undefined): {
  starts: Definition['starts'];
  places: Map<string, Place>;
} {
  const places = new Map<string, Place>();
  const commands: string[] = [];
  const examples: Record<string, string[]> = {};
  const fields = field?.known(['commands', 'examples']);
  for (const entry of fields?.get('commands')?.list() ?? []) {
    const word = entry.text()?.toLowerCase().replace(/^\//, '').replace(/\s+/g, ' ').trim();
    if (word === undefined) continue;
    commands.push(word);
    places.set(`command ${word}`, { file: entry.source.file, line: entry.line, column: entry.column });
  }
  for (const [locale, list] of fields?.get('examples')?.entries() ?? []) {
    examples[locale] = list.list().flatMap(entry => entry.text() ?? []);
  }
  return { starts: { commands, examples }, places };
}

/** Reads `role: lead`, or `role: [desk, lead]`. */
export function readRoles(field: Field | undefined): readonly string[] | undefined {
  if (!field) return undefined;
  const roles = (field.isList ? field.list() : [field]).flatMap(entry => entry.text() ?? []);
  return roles.length > 0 ? roles : undefined;
}
