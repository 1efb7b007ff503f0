import type { SayStep } from '../definition.js';
import type { Json } from '../json.js';
import { NEXT } from '../move.js';
import type { OutcomeFile } from '../session.js';
import type { StepKind } from './kind.js';
import { given, needed, stepName } from './reading.js';

/** Says something and goes on. `attach` sends the files along that an action gave (a calendar entry). */
export const say: StepKind<SayStep> = {
  kind: 'say',
  keys: ['say', 'attach', 'name'],
  read(fields, whole) {
    const key = needed(fields, 'say', whole, 'name the text that is said')?.text();
    if (key === undefined) return undefined;
    const attach = fields.get('attach')?.text();
    return given({
      kind: 'say',
      name: stepName(fields, 'name', `say:${key}`),
      line: whole.line,
      say: key,
      attach,
    }) as SayStep;
  },
  exits: () => [{ to: 'next' }],
  enter(turn, step) {
    const files = step.attach === undefined ? undefined : filesIn(turn.session.results[step.attach]);
    turn.say(step.say, undefined, files);
    return NEXT;
  },
};

/** The field `files` of a result, as far as it holds files. */
export function filesIn(result: Json | undefined): readonly OutcomeFile[] | undefined {
  if (typeof result !== 'object' || result === null || !('files' in result)) return undefined;
  const files: readonly Json[] = Array.isArray(result.files) ? result.files : [];
  return files.filter(isFile);
}

function isFile(file: Json): file is Json & OutcomeFile {
  if (typeof file !== 'object' || file === null || !('base64' in file) || !('name' in file)) return false;
  return typeof file.base64 === 'string' && typeof file.name === 'string' && typeof file.mime === 'string';
}
