import type { ActionSignature, Handed, SlotKind, Source, Step } from '../definition.js';
import { meant } from '../field.js';
import { listed } from '../problem.js';
import { type Known, knownAt } from './known.js';
import type { Look } from './look.js';

/** One use of an action by a step. */
interface Use {
  readonly action: string;
  readonly as: 'options' | 'check' | 'do' | 'test';
  readonly with: Handed;
  /** An answer that is known although its step is not left yet. */
  readonly own?: string;
}

/** Every action exists, gives what is wanted, gets what it needs on every way, and each failure is handled. */
export function checkActions(look: Look): void {
  const known = knownAt(look.definition);
  for (const step of look.definition.steps) {
    const uses = usesOf(step);
    for (const use of uses) {
      const signature = look.signatures[use.action];
      if (!signature) {
        const mend = `${meant(use.action, Object.keys(look.signatures))}; "npm run actions" says what each needs`;
        look.atStep(step, 'unknown-action', `there is no action "${use.action}"`, mend);
        continue;
      }
      checkGives(look, step, use, signature);
      checkNeeds(look, step, use, signature, known.get(step.name));
    }
    checkRenames(look, step, uses);
    checkFailures(look, step, uses);
  }
}

/** What a step calls. */
export function usesOf(step: Step): Use[] {
  if (step.kind === 'do') return [{ action: step.action, as: 'do', with: step.with ?? {} }];
  if (step.kind === 'if' && 'test' in step.condition) {
    return [{ action: step.condition.test, as: 'test', with: step.condition.with ?? {} }];
  }
  if (step.kind !== 'ask') return [];
  const renamed = { with: step.with ?? {} };
  return [
    ...(step.from === undefined ? [] : [{ action: step.from, as: 'options', ...renamed } as const]),
    ...(step.check === undefined
      ? []
      : [{ action: step.check, as: 'check', own: step.name, ...renamed } as const]),
  ];
}

const WANTED = { options: 'a list of options', test: 'yes or no', do: 'a result', check: 'a result' };

function checkGives(look: Look, step: Step, use: Use, { gives }: ActionSignature): void {
  const kind = gives === 'options' ? 'options' : gives === 'truth' ? 'test' : 'do';
  if (kind === use.as || (use.as === 'check' && kind === 'do') || (use.as === 'do' && kind === 'test'))
    return;
  const fitting = Object.entries(look.signatures)
    .filter(([, other]) => (typeof other.gives === 'string' ? other.gives : 'do') === gaveOf(use.as))
    .map(([name]) => name);
  look.atStep(
    step,
    'wrong-action',
    `"${use.action}" does not give ${WANTED[use.as]}`,
    `these do: ${listed(fitting)}`,
  );
}

function gaveOf(use: Use['as']): string {
  return use === 'options' ? 'options' : use === 'test' ? 'truth' : 'do';
}

function checkNeeds(
  look: Look,
  step: Step,
  use: Use,
  signature: ActionSignature,
  known: Known | undefined,
): void {
  for (const [need, kind] of Object.entries(signature.needs)) {
    const source = use.with[need] ?? need;
    const optional = kind.endsWith('?');
    const wanted = kind.replace('?', '') as SlotKind;
    const takes = signature.takes?.[need];
    if (typeof source === 'object') {
      checkHanded(look, step, use, { need, wanted, source, takes });
      continue;
    }
    const slot = look.slots.get(source);
    if (slot) {
      if (!fits(slot.as, wanted)) {
        look.atStep(
          step,
          'wrong-kind',
          `"${use.action}" needs "${need}" as ${wanted}, but "${source}" is ${slot.as}`,
          `ask for "${source}" with "as: ${wanted}", or hand over another answer: "with: { ${need}: … }"`,
        );
      }
      for (const { value } of slot.options ?? []) checkWord(look, step, use, { need, value, takes });
      if (optional || source === use.own || !known || known.surely.has(source)) continue;
      look.atStep(
        step,
        'missing-need',
        `"${use.action}" needs "${need}", but "${source}" is not always answered by then`,
        `ask for "${source}" before this step on every way, and not as optional`,
      );
      continue;
    }
    if (look.isResult(source)) continue;
    if (optional && use.with[need] === undefined) continue;
    look.atStep(
      step,
      'missing-need',
      `"${use.action}" needs "${need}", and nothing here is called "${source}"`,
      `ask for it before, or say which answer it is: "with: { ${need}: … }" with one of ${listed(look.names)}`,
    );
  }
}

/** What the file itself hands over: a text where words are wanted, a word where one of a few is. */
function checkHanded(
  look: Look,
  step: Step,
  use: Use,
  { need, wanted, source, takes }: Taking & { wanted: SlotKind; source: Exclude<Source, string> },
): void {
  const word = 'value' in source;
  if (wanted === 'text' || (word && wanted === 'choice')) {
    if (word) checkWord(look, step, use, { need, value: source.value, takes });
    return;
  }
  look.atStep(
    step,
    'wrong-kind',
    `"${use.action}" needs "${need}" as ${wanted}, and "with" hands over ${word ? 'a word' : 'a text'}`,
    `ask for it, with "as: ${wanted}", and take it out of "with"`,
  );
}

interface Taking {
  readonly need: string;
  readonly takes: readonly string[] | undefined;
}

/** A word is one of those that the action takes, and one that the community has: there a wrong one does less harm. */
function checkWord(
  look: Look,
  step: Step,
  { action }: Use,
  { need, value, takes }: Taking & { value: string },
): void {
  const ours = look.limits.named?.[need];
  if (takes && !takes.includes(value)) {
    look.atStep(step, 'unknown-value', `"${need}" of "${action}" is never "${value}"`, meant(value, takes));
  } else if (ours && !ours.includes(value)) {
    const message = `there is no ${need} "${value}" in this community`;
    look.atStep(step, 'unknown-value', message, meant(value, ours), 'warning');
  }
}

/** A text may be any answer that is one line of words; otherwise the kinds are the same. */
function fits(kind: SlotKind, wanted: SlotKind): boolean {
  return kind === wanted || (wanted === 'text' && kind === 'choice');
}

function checkRenames(look: Look, step: Step, uses: readonly Use[]): void {
  const signatures = uses.flatMap(use => look.signatures[use.action] ?? []);
  if (signatures.length < uses.length) return;
  const needs = signatures.flatMap(signature => Object.keys(signature.needs));
  for (const name of Object.keys(uses[0]?.with ?? {})) {
    if (needs.includes(name)) continue;
    look.atStep(
      step,
      'unknown-need',
      `"with" hands over "${name}", which "${uses[0]?.action}" does not ask for`,
      meant(name, needs),
    );
  }
}

function checkFailures(look: Look, step: Step, uses: readonly Use[]): void {
  const signatures = uses.flatMap(use => look.signatures[use.action] ?? []);
  if (signatures.length < uses.length) return;
  const codes = new Set(signatures.flatMap(signature => signature.fails));
  const handled = step.kind === 'do' || step.kind === 'ask' ? Object.keys(step.fails ?? {}) : [];
  const names = uses.map(use => `"${use.action}"`).join(' or ');
  for (const code of codes) {
    if (handled.includes(code)) continue;
    look.atStep(
      step,
      'unhandled-failure',
      `${names} can fail with "${code}", and nothing says what then`,
      step.kind === 'if'
        ? 'a test must not fail: use another action'
        : `add "${code}: { say: …, back: … }" under "fails"`,
    );
  }
  for (const code of handled) {
    if (codes.has(code)) continue;
    look.atStep(
      step,
      'unknown-failure',
      uses.length === 0
        ? `"fails" handles "${code}", but this step calls nothing`
        : `"fails" handles "${code}", with which ${names} never fails`,
      codes.size === 0 ? 'take it out' : meant(code, codes),
    );
  }
}
