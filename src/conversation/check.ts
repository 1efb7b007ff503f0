import { checkAcross } from './check/across.js';
import { checkActions } from './check/actions.js';
import { checkAnswers } from './check/answers.js';
import { LIMITS, type Limits, Look } from './check/look.js';
import { checkRoles } from './check/roles.js';
import { checkTexts } from './check/texts.js';
import { checkWays } from './check/ways.js';
import type { ActionSignatures, Definition } from './definition.js';
import { messageError } from './message.js';
import type { Problem } from './problem.js';
import type { TextTable } from './texts.js';

export { LIMITS, type Limits } from './check/look.js';

/**
 * Looks at conversations before anybody talks to them: every step can be reached, every way ends, actions exist and
 * get what they need, failures are handled, texts are there in every language, options fit the platforms.
 * Problems are in the order of files and lines; common texts are reported once.
 */
export function check(
  definitions: readonly Definition[],
  signatures: ActionSignatures,
  limits: Limits = LIMITS,
): Problem[] {
  const problems: Problem[] = [];
  for (const definition of definitions) {
    const look = new Look(definition, signatures, limits);
    checkWays(look);
    checkAnswers(look);
    checkActions(look);
    checkRoles(look);
    checkTexts(look);
    problems.push(...look.problems);
  }
  return inOrder([...problems, ...checkAcross(definitions)]);
}

/** Looks at texts that belong to no conversation (notices): the same keys in every language, all well-formed. */
export function checkTable({ texts, places }: TextTable): Problem[] {
  const problems: Problem[] = [];
  const locales = Object.keys(texts);
  for (const key of new Set(locales.flatMap(locale => Object.keys(texts[locale] ?? {})))) {
    for (const locale of locales) {
      const text = texts[locale]?.[key];
      const there = locales.find(other => texts[other]?.[key] !== undefined) ?? locale;
      const place = places.get(`${text === undefined ? there : locale}/${key}`);
      const wrong = text === undefined ? null : messageError(text);
      if (!place || (text !== undefined && !wrong)) continue;
      problems.push({
        level: 'error',
        code: text === undefined ? 'missing-text' : 'bad-message',
        ...place,
        message: wrong
          ? `the text "${key}" is not well-formed: ${wrong.message}`
          : `"${key}" has no text in ${locale}`,
        mend: wrong ? 'write {name} for what is put in' : `add "${key}: …" under ${locale}`,
      });
    }
  }
  return inOrder(problems);
}

function inOrder(problems: readonly Problem[]): Problem[] {
  const once = new Map(problems.map(problem => [JSON.stringify(problem), problem]));
  return [...once.values()].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || (a.column ?? 0) - (b.column ?? 0),
  );
}
