/** What went wrong, without the words of the error: they may quote a message or a name. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const code: unknown = Reflect.get(error, 'code');
  const name: unknown = Reflect.get(error, 'name');
  return (
    [name, code].filter(part => typeof part === 'string' || typeof part === 'number').join(' ') || 'unknown'
  );
}
