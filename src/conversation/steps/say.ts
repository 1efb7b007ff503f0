import type { SayStep } from '../definition.js';
import type { Json } from '../json.js';
import { NEXT } from '../move.js';
import type { OutcomeChoice, OutcomeFile, OutcomePassed } from '../session.js';
import { isSent } from '../slots/kind.js';
import type { StepKind } from './kind.js';
import { given, needed, stepName } from './reading.js';

/**
 * Says something and goes on. `attach` sends along what an action gave (a calendar entry, the photos of a proposal);
 * `offer` hangs out the conversations that it named.
 */
export const say: StepKind<SayStep> = {
  kind: 'say',
  keys: ['say', 'attach', 'offer', 'name'],
  read(fields, whole) {
    const key = needed(fields, 'say', whole, 'name the text that is said')?.text();
    if (key === undefined) return undefined;
    const attach = fields.get('attach')?.text();
    const offer = fields.get('offer')?.text();
    return given({
      kind: 'say',
      name: stepName(fields, 'name', `say:${key}`),
      line: whole.line,
      say: key,
      attach,
      offer,
    }) as SayStep;
  },
  exits: () => [{ to: 'next' }],
  enter(turn, step) {
    const attached = step.attach === undefined ? undefined : turn.session.results[step.attach];
    const files = filesIn(attached) ?? [];
    const passes = passesIn(attached);
    const along = { ...(files.length > 0 ? { files } : {}), ...(passes.length > 0 ? { passes } : {}) };
    turn.say(step.say, undefined, along);
    const choices = step.offer === undefined ? [] : choicesIn(turn.session.results[step.offer]);
    if (choices.length > 0) turn.outcomes.push({ kind: 'offered', choices });
    return NEXT;
  },
};

/** The field `files` of a result, as far as it holds files. */
export function filesIn(result: Json | undefined): readonly OutcomeFile[] | undefined {
  if (typeof result !== 'object' || result === null || !('files' in result)) return undefined;
  const files: readonly Json[] = Array.isArray(result.files) ? result.files : [];
  return files.filter(isFile);
}

/** The field `passes` of a result: what was sent to us, to be shown here. */
function passesIn(result: Json | undefined): readonly OutcomePassed[] {
  if (typeof result !== 'object' || result === null || !('passes' in result)) return [];
  const passes: readonly Json[] = Array.isArray(result.passes) ? result.passes : [];
  return passes.filter(isPassed);
}

function isPassed(passed: Json): passed is Json & OutcomePassed {
  if (typeof passed !== 'object' || passed === null || !('attachment' in passed)) return false;
  const { account, attachment = null } = passed;
  return typeof account === 'string' && isSent(attachment) && typeof attachment.ref === 'string';
}

/** The field `choices` of a result, as far as it names conversations. */
function choicesIn(result: Json | undefined): readonly OutcomeChoice[] {
  if (typeof result !== 'object' || result === null || !('choices' in result)) return [];
  const choices: readonly Json[] = Array.isArray(result.choices) ? result.choices : [];
  return choices.filter(isChoice);
}

function isChoice(choice: Json): choice is Json & OutcomeChoice {
  return (
    typeof choice === 'object' && choice !== null && 'begin' in choice && typeof choice.begin === 'string'
  );
}

function isFile(file: Json): file is Json & OutcomeFile {
  if (typeof file !== 'object' || file === null || !('base64' in file) || !('name' in file)) return false;
  return typeof file.base64 === 'string' && typeof file.name === 'string' && typeof file.mime === 'string';
}
