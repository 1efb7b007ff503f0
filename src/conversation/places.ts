import type { Definition } from './definition.js';
import type { Place } from './texts.js';

const known = new WeakMap<Definition, ReadonlyMap<string, Place>>();

/** Remembers where the parts of a definition were written: `text zh-Hans/which_day`, `command 预约`, `intent`. */
export function rememberPlaces(definition: Definition, places: ReadonlyMap<string, Place>): void {
  known.set(definition, places);
}

/** Where a part was written; the file's first line for a definition that comes from a store. */
export function placeOf(definition: Definition, part: string): Omit<Place, 'column'> & { column?: number } {
  return known.get(definition)?.get(part) ?? { file: definition.file, line: 1 };
}
