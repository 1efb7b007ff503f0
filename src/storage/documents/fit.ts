import { z } from 'zod';
import type { Collection, Doc } from '../../community/store.js';

/**
 * Throws when `doc` does not fit its collection's schema. Documents are replaced and share what has not changed
 * with the one before, which did fit: so where the schema is a plain strict object, only properties that are not
 * the very ones of `before` are looked at. (The whole of it each time would be a tenth of what a commit costs.)
 */
export function checkFit<D extends Doc>(collection: Collection<D>, doc: D, before: Doc | undefined): void {
  const shape = before === undefined ? null : shapeOf(collection.schema);
  if (shape !== null && before !== undefined && fitsLike(shape, doc, before)) return;
  const fit = collection.schema.safeParse(doc);
  if (fit.success) return;
  const faults = fit.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
  throw new TypeError(`a document does not fit ${collection.name}: ${faults.join('; ')}`);
}

interface Shape {
  readonly names: ReadonlySet<string>;
  readonly properties: readonly { readonly name: string; readonly schema: z.core.$ZodType }[];
}

const shapes = new WeakMap<z.ZodType, { readonly shape: Shape | null }>();

/** The properties of a strict object without rules across them; null for any other schema. */
function shapeOf(schema: z.ZodType): Shape | null {
  const known = shapes.get(schema);
  if (known !== undefined) return known.shape;
  const plain =
    schema instanceof z.ZodObject &&
    schema.def.catchall instanceof z.ZodNever &&
    (schema.def.checks ?? []).length === 0;
  let shape: Shape | null = null;
  if (plain) {
    const properties = Object.entries<z.core.$ZodType>(schema.shape).map(([name, one]) => ({
      name,
      schema: one,
    }));
    shape = { names: new Set(properties.map(({ name }) => name)), properties };
  }
  shapes.set(schema, { shape });
  return shape;
}

function fitsLike(shape: Shape, doc: object, before: object): boolean {
  const values = doc as Readonly<Record<string, unknown>>;
  const stood = before as Readonly<Record<string, unknown>>;
  for (const name in values) if (!shape.names.has(name)) return false;
  for (const { name, schema } of shape.properties) {
    if (values[name] !== stood[name] && !z.core.safeParse(schema, values[name]).success) return false;
  }
  return true;
}
