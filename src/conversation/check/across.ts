import type { Definition } from '../definition.js';
import { placeOf } from '../places.js';
import type { Problem, ProblemCode } from '../problem.js';

/** What two conversations may not share: a command, an intent. The later file is told. */
export function checkAcross(definitions: readonly Definition[]): Problem[] {
  const problems: Problem[] = [];
  const taken = new Map<string, Definition>();
  const claim = (definition: Definition, part: string, code: ProblemCode, what: string): void => {
    const other = taken.get(part);
    if (!other) {
      taken.set(part, definition);
      return;
    }
    const { file, line, column } = placeOf(definition, code === 'same-intent' ? 'intent' : part);
    problems.push({
      level: 'error',
      code,
      ...(column === undefined ? { file, line } : { file, line, column }),
      message: `${what} begins ${other.conversation} already (${other.file})`,
      mend: 'take it out of one of the two files',
    });
  };
  for (const definition of definitions) {
    for (const command of new Set(definition.starts.commands)) {
      claim(definition, `command ${command}`, 'same-command', `the command "${command}"`);
    }
    if (definition.intent !== undefined) {
      claim(definition, `intent ${definition.intent}`, 'same-intent', `the intent "${definition.intent}"`);
    }
  }
  return problems;
}
