import type { Definition, Step } from './definition.js';
import { type Field, meant, Source } from './field.js';
import { rememberPlaces } from './places.js';
import type { Problem } from './problem.js';
import { readRoles, readStarts, readTitle } from './read-head.js';
import { STEP_KINDS } from './steps/index.js';
import { given } from './steps/reading.js';
import { mergeTexts, NO_TEXTS, type Place, readTexts, type TextTable } from './texts.js';
import { versionOf } from './version.js';

const KEYS = [
  'conversation',
  'title',
  'intent',
  'starts',
  'private',
  'role',
  'listed',
  'order',
  'expires',
  'replaces',
  'steps',
  'texts',
];

export interface ReadConversation {
  /** Null when the file could not be read as a conversation; the problems say why. */
  readonly definition: Definition | null;
  readonly problems: readonly Problem[];
}

/**
 * Reads one conversation. `file` is its path as problems should name it; `common` are the texts that every
 * conversation has. Nothing is thrown: what is wrong comes back as problems with line, column and mend.
 */
export function readConversation(text: string, file: string, common: TextTable = NO_TEXTS): ReadConversation {
  const source = new Source(text, file);
  const { problems } = source;
  const root = source.root();
  if (problems.length > 0) return { definition: null, problems };
  const fields = root.known(KEYS);
  for (const key of ['conversation', 'title', 'steps']) {
    if (!fields.has(key)) root.problem('missing-key', `the file has no "${key}"`, `add "${key}:"`);
  }
  const conversation = readName(fields.get('conversation'), file);
  const { starts, places } = readStarts(fields.get('starts'));
  const texts = mergeTexts(common, readTexts(fields.get('texts')));
  const steps = readSteps(fields.get('steps'));
  const unversioned = given({
    conversation,
    file,
    title: readTitle(fields.get('title')),
    intent: fields.get('intent')?.text(),
    starts,
    private: fields.get('private')?.boolean() ?? false,
    roles: readRoles(fields.get('role')),
    listed: fields.get('listed')?.boolean() ?? starts.commands.length > 0,
    order: fields.get('order')?.number(),
    expires: readExpires(fields.get('expires')),
    replaces: fields.get('replaces')?.oneOf(['unsafe']),
    steps,
    texts: texts.texts,
  }) as Omit<Definition, 'version'>;
  if (problems.some(problem => problem.level === 'error')) return { definition: null, problems };
  const definition: Definition = { ...unversioned, version: versionOf(unversioned) };
  rememberPlaces(definition, placesIn(fields, texts, places));
  return { definition, problems };
}

function readName(field: Field | undefined, file: string): string {
  const name = field?.text() ?? '';
  const expected = file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  if (field && name !== '' && name !== expected) {
    field.problem(
      'file-name',
      `the conversation is called "${name}", its file "${expected}"`,
      `give both one name: write "conversation: ${expected}", or rename the file to ${name}.yaml`,
    );
  }
  return name;
}

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function readExpires(field: Field | undefined): number {
  if (!field) return 30 * 60_000;
  const [, amount, unit] = /^(\d+) (minute|hour|day)s?$/.exec(String(field.scalar)) ?? [];
  if (amount !== undefined && unit !== undefined && Number(amount) > 0) {
    return Number(amount) * (UNITS[unit] ?? 0);
  }
  field.problem(
    'wrong-value',
    'expires must be a time such as 30 minutes',
    'write minutes, hours or days: 2 hours',
  );
  return 0;
}

function readSteps(field: Field | undefined): Step[] {
  const steps: Step[] = [];
  const named = new Map<string, number>();
  const entries = field?.list() ?? [];
  for (const entry of entries) {
    const step = readStep(entry);
    if (!step) continue;
    const before = named.get(step.name);
    if (before !== undefined && step.kind !== 'go') {
      entry.problem(
        'same-name',
        `this step is called "${step.name}", and so is the one at line ${before}`,
        step.kind === 'ask'
          ? 'give one of the answers another name'
          : 'add "name:" with a name of its own to one of them',
      );
    }
    named.set(step.name, step.line);
    steps.push(step);
  }
  if (field?.isList && entries.length === 0) {
    field.problem('missing-key', 'there are no steps', 'add at least one step: "- say: hello"');
  }
  return steps;
}

const MAIN_KEYS = Object.values(STEP_KINDS).map(kind => kind.keys[0] ?? kind.kind);

function readStep(entry: Field): Step | undefined {
  if (!entry.isMap) {
    return entry.problem(
      'unknown-kind',
      `${entry.path} is not a step`,
      `begin it with one of ${MAIN_KEYS.join(', ')}: "- say: hello"`,
    );
  }
  const names = [...entry.entries().keys()];
  const kind = kindOf(names);
  if (!kind) {
    const first = names[0] ?? '';
    return entry.problem('unknown-kind', `"${first}" is no kind of step`, meant(first, MAIN_KEYS));
  }
  return kind.read(entry.known(kind.keys), entry);
}

/** The kind that a step's keys tell. `say` tells one only by itself: an ask and a confirm have it too. */
function kindOf(names: readonly string[]): (typeof STEP_KINDS)['ask'] | undefined {
  const kinds = Object.values(STEP_KINDS);
  const main = kinds.find(({ kind, keys }) => kind !== 'say' && names.includes(keys[0] ?? ''));
  if (main) return main;
  const plain = names[0] === 'say' || names.every(name => STEP_KINDS.say.keys.includes(name));
  return plain && names.includes('say') ? STEP_KINDS.say : undefined;
}

function placesIn(
  fields: ReadonlyMap<string, Field>,
  texts: TextTable,
  starts: ReadonlyMap<string, Place>,
): Map<string, Place> {
  const places = new Map(starts);
  for (const [key, place] of texts.places) places.set(`text ${key}`, place);
  for (const [key, { source, line, column }] of fields) places.set(key, { file: source.file, line, column });
  return places;
}
