import type { Field } from './field.js';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Texts per locale and key, and where each was written (`zh-Hans/which_day`). */
export interface TextTable {
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly places: ReadonlyMap<string, Place>;
}

export const NO_TEXTS: TextTable = { texts: {}, places: new Map() };

const LOCALE = /^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/;
const KEY = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Reads `texts: { zh-Hans: { key: … }, en: { … } }`. */
export function readTexts(field: Field | undefined): TextTable {
  const texts: Record<string, Record<string, string>> = {};
  const places = new Map<string, Place>();
  for (const [locale, group] of field?.entries() ?? []) {
    if (!LOCALE.test(locale)) {
      group.problem('locale', `"${locale}" is not a language`, 'write zh-Hans, zh-Hant, en, vi or the like');
      continue;
    }
    const table: Record<string, string> = {};
    for (const [key, entry] of group.entries()) {
      const text = entry.text()?.trimEnd();
      if (!KEY.test(key)) {
        entry.problem(
          'text-key',
          `"${key}" cannot name a text`,
          'use letters, digits and _, beginning with a letter',
        );
      }
      if (text === undefined) continue;
      table[key] = text;
      places.set(`${locale}/${key}`, { file: entry.source.file, line: entry.line, column: entry.column });
    }
    texts[locale] = table;
  }
  return { texts, places };
}

/** Two tables as one; where both have a text, the later one's counts. */
export function mergeTexts(first: TextTable, second: TextTable): TextTable {
  const texts: Record<string, Readonly<Record<string, string>>> = {};
  for (const locale of new Set([...Object.keys(first.texts), ...Object.keys(second.texts)])) {
    texts[locale] = { ...first.texts[locale], ...second.texts[locale] };
  }
  return { texts, places: new Map([...first.places, ...second.places]) };
}

/** The locale nearest to the one wanted: itself, the same language, else the first. */
export function nearestLocale(wanted: string, locales: readonly string[]): string {
  const language = wanted.split('-')[0];
  return (
    locales.find(locale => locale === wanted) ??
    locales.find(locale => locale.split('-')[0] === language) ??
    locales[0] ??
    wanted
  );
}
