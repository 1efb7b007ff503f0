import { COMMON_KEYS } from '../common-keys.js';
import type { Step } from '../definition.js';
import { meant, nearest } from '../field.js';
import { type Argument, argumentsOf, messageError } from '../message.js';
import { usesOf } from './actions.js';
import { labelsFrom } from './answers.js';
import { type Known, knownAt } from './known.js';
import { detoursOf, type Look } from './look.js';

/** A text that a step says, and whether it may use facts of a failure, which nobody declares. */
interface Said {
  readonly key: string;
  readonly what: string;
  readonly free?: true;
}

/** Every text exists in every language, is well-formed, and uses only what can be known where it is said. */
export function checkTexts(look: Look): void {
  const { definition, locales } = look;
  const used = new Set<string>();
  const known = knownAt(definition);
  for (const locale of locales) {
    if (definition.title[locale] !== undefined) continue;
    look.atPart('title', 'missing-text', `there is no title in ${locale}`, `add "${locale}: …" to the title`);
  }
  for (const step of definition.steps) {
    for (const said of [...saidBy(step), ...offered(look, step)]) {
      used.add(said.key);
      checkTaken(look, step, said);
      checkSaid(look, step, said, known.get(step.name));
    }
  }
  for (const key of COMMON_KEYS) {
    for (const locale of locales) {
      if (definition.texts[locale]?.[key] !== undefined) continue;
      const mend = `add "${key}: …" under ${locale} in common.yaml`;
      look.atPart('texts', 'missing-text', `the common text "${key}" is missing in ${locale}`, mend);
    }
  }
  checkUnused(look, used);
  checkMessages(look);
}

function saidBy(step: Step): Said[] {
  const said: Said[] = [];
  const add = (key: string | undefined, what: string, free?: true): void => {
    if (key !== undefined) said.push(free ? { key, what, free } : { key, what });
  };
  if (step.kind === 'ask') {
    add(step.say, 'asks');
    add(`label_${step.name}`, 'is called', true);
    add(step.help, 'says as help');
    add(step.example, 'gives as an example');
    for (const { label } of step.options ?? []) add(label, 'offers');
  }
  if (step.kind === 'say' || step.kind === 'confirm' || step.kind === 'person') add(step.say, 'says');
  for (const { action, with: handed } of usesOf(step))
    for (const source of Object.values(handed))
      if (typeof source === 'object' && 'say' in source) add(source.say, `hands "${action}"`);
  for (const [code, { say }] of detoursOf(step)) add(say, `says on "${code}"`, true);
  return said;
}

/** The texts by which the options of an action may go. */
function offered(look: Look, step: Step): Said[] {
  const labels = step.kind === 'ask' ? labelsFrom(look, step) : [];
  return labels.map(key => ({ key, what: 'may offer' }));
}

function checkSaid(look: Look, step: Step, { key, what, free }: Said, known: Known | undefined): void {
  for (const locale of look.locales) {
    const text = look.definition.texts[locale]?.[key];
    if (text === undefined) {
      const own = Object.keys(look.definition.texts[locale] ?? {}).filter(other =>
        look.isOwn(`text ${locale}/${other}`),
      );
      const near = nearest(key, own);
      look.atStep(
        step,
        'missing-text',
        `"${step.name}" ${what} "${key}", which has no text in ${locale}`,
        `add "${key}: …" under ${locale}${near ? `; or did you mean "${near}"?` : ''}`,
      );
    } else if (!free && messageError(text) === null) {
      for (const argument of argumentsOf(text)) checkArgument({ look, step, locale, key }, argument, known);
    }
  }
}

/**
 * A conversation may say common things in words of its own (what 取消 is answered with). But a text that one of its
 * steps says as well would be said in both places, and one of the two is wrong.
 */
function checkTaken(look: Look, step: Step, { key }: Said): void {
  if (!COMMON_KEYS.includes(key) || /^(label|help|miss|example)_/.test(key)) return;
  const locale = look.locales.find(one => look.isOwn(`text ${one}/${key}`));
  if (locale === undefined) return;
  look.atPart(
    `text ${locale}/${key}`,
    'taken-text',
    `"${step.name}" says "${key}", which every conversation says by itself on other occasions`,
    'call the text of this step something else',
  );
}

/** A text while its arguments are looked at, and the step that says it. */
interface Saying {
  readonly look: Look;
  readonly step: Step;
  readonly locale: string;
  readonly key: string;
}

function checkArgument(saying: Saying, argument: Argument, known: Known | undefined): void {
  const { look, step, locale, key } = saying;
  const wrong = (message: string, mend: string) =>
    look.atText(step, locale, key, 'unknown-argument', message, mend);
  const { name } = argument;
  const slot = look.slots.get(name.replace(/_value$/, '')) ?? look.slots.get(name);
  if (!slot && !look.isResult(name)) {
    wrong(`nothing is called "{${name}}" here`, meant(name, look.names));
    return;
  }
  const source =
    slot?.name ?? [...look.results.keys()].find(result => `${name}_`.startsWith(`${result}_`)) ?? name;
  if (known && !known.maybe.has(source)) {
    const mend = slot
      ? `ask for "${source}" before this is said`
      : `call what gives "${source}" before this is said`;
    wrong(`"{${name}}" is not known when this is said`, mend);
    return;
  }
  checkUse(saying, argument, slot?.as, slot !== undefined && name === slot.name);
}

function checkUse(
  { look, step, locale, key }: Saying,
  { name, use }: Argument,
  as: string | undefined,
  shown: boolean,
): void {
  const wrong = (message: string, mend: string) =>
    look.atText(step, locale, key, 'argument-use', message, mend);
  if (use === 'date' || use === 'time') {
    wrong(
      `"{${name}, ${use}}" cannot be used here`,
      `write {${name}}: dates are shown the way the language writes them`,
    );
  } else if ((use === 'plural' || use === 'number') && as !== undefined && as !== 'number') {
    wrong(`"${name}" is ${as}, not a number`, `write {${name}}`);
  } else if (use === 'select' && shown) {
    wrong(`"{${name}, select}" sees what is shown, not what is kept`, `write {${name}_value, select, …}`);
  }
}

function checkUnused(look: Look, used: ReadonlySet<string>): void {
  const { definition } = look;
  const locale = look.locales.find(one => Object.keys(definition.texts[one] ?? {}).length > 0) ?? '';
  for (const key of Object.keys(definition.texts[locale] ?? {})) {
    const part = `text ${locale}/${key}`;
    if (!look.isOwn(part) || used.has(key) || COMMON_KEYS.includes(key)) continue;
    look.atPart(
      part,
      'unused-text',
      `the text "${key}" is never said`,
      'use it in a step, or take it out',
      'warning',
    );
  }
}

function checkMessages(look: Look): void {
  for (const locale of look.locales) {
    for (const [key, text] of Object.entries(look.definition.texts[locale] ?? {})) {
      if (key.startsWith('words_')) continue;
      const wrong = messageError(text);
      if (!wrong) continue;
      const near = text.slice(wrong.offset, wrong.offset + 20).split('\n')[0] ?? '';
      look.atPart(
        `text ${locale}/${key}`,
        'bad-message',
        `the text "${key}" is not well-formed at "${near}": ${wrong.message}`,
        "write {name} for an answer; a brace that is meant as such stands in quotes: '{'",
      );
    }
  }
}
