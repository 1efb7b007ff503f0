/**
 * Makes sure that `value` is plain JSON, and freezes it as deep as it goes, so that nobody can change a document
 * behind the store's back. Gives the value itself, or a copy without its undefined properties. `where` begins
 * the error's path.
 */
export function plain<T>(value: T, where: string): T {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw new TypeError(`${where} is ${value}, which JSON cannot hold`);
  }
  if (typeof value !== 'object') throw new TypeError(`${where} is a ${typeof value}, which JSON cannot hold`);
  if (Object.isFrozen(value)) return value;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      const item: unknown = value[at];
      const settled = plain(item, where);
      if (settled !== item) value[at] = settled;
    }
    return Object.freeze(value);
  }
  return plainObject(value, where);
}

function plainObject<T extends object>(value: T, where: string): T {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError(`${where} is a ${value.constructor.name}, which JSON cannot hold`);
  }
  let target: T = value;
  // Faster than Object.keys, and the same: neither prototype has anything to enumerate.
  for (const name in value) {
    const item = value[name];
    if (typeof item === 'string') continue;
    const settled = item === undefined ? undefined : plain(item, `${where}.${name}`);
    if (settled === item && item !== undefined) continue;
    if (target === value) target = { ...value };
    if (settled === undefined) delete target[name];
    else target[name] = settled;
  }
  return Object.freeze(target);
}
