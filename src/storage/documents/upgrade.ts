import { type Collection, type Doc, NewerVersion } from '../../community/store.js';

/**
 * A document as it was written by `version`, brought to the version of today. `place` says where it lies, for the error.
 * Throws NewerVersion when a newer Linli wrote it, and an Error when the upgrade goes wrong.
 */
export function upgraded<D extends Doc>(
  collection: Collection<D>,
  written: Doc,
  version: number,
  place: string,
): D {
  if (version === collection.version) return written as D;
  const whose = `${collection.name}/${written.id}${place}`;
  if (version > collection.version) throw new NewerVersion(whose, version, collection.version);
  if (collection.upgrade === undefined) {
    throw new Error(
      `${whose} is of version ${version}, and ${collection.name} declares no \`upgrade\` to version ${collection.version}.`,
    );
  }
  const doc = collection.upgrade({ ...written }, version);
  const fit = collection.schema.safeParse(doc);
  if (fit.success && doc.id === written.id) return doc;
  const why = fit.success ? 'it changed the id' : fit.error.issues.map(issue => issue.message).join('; ');
  throw new Error(`${whose}: the upgrade from version ${version} went wrong: ${why}`);
}
