import type { Tongue } from '../said.js';

/** What a check found: all is well, somebody should look, or something does not work. */
export interface Finding {
  readonly level: 'ok' | 'look' | 'bad';
  readonly said: InTongues;
  /** What to do about it; never missing where something is to be done. */
  readonly mend?: InTongues;
}
type InTongues = Readonly<Record<Tongue, string>>;

export const ok = (zh: string, en: string): Finding => ({ level: 'ok', said: { zh, en } });

/** Sentence and mend, in Chinese and in English. */
type Words = readonly [zh: string, en: string];
export const look = ([zh, en]: Words, [mendZh, mendEn]: Words): Finding => ({
  level: 'look',
  said: { zh, en },
  mend: { zh: mendZh, en: mendEn },
});
export const bad = (said: Words, mend: Words): Finding => ({ ...look(said, mend), level: 'bad' });

const SIGNS = { ok: '✓', look: '!', bad: '✗' };

/** The findings as lines for the terminal: one each, its mend below it, and a word at the end. */
export function showFindings(findings: readonly Finding[], tongue: Tongue): string {
  const lines = findings.flatMap(({ level, said, mend }) => [
    `${SIGNS[level]} ${clean(said[tongue])}`,
    ...(mend ? [`  → ${clean(mend[tongue])}`] : []),
  ]);
  const count = (level: Finding['level']) => findings.filter(finding => finding.level === level).length;
  return [...lines, '', verdict(count('bad'), count('look'), tongue)].join('\n');
}

function verdict(bad: number, looks: number, tongue: Tongue): string {
  if (bad + looks === 0) return { zh: '一切正常。', en: 'All is well.' }[tongue];
  const parts =
    tongue === 'zh'
      ? [...(bad ? [`${bad}处要修`] : []), ...(looks ? [`${looks}处请看一看`] : [])]
      : [...(bad ? [`${bad} to mend`] : []), ...(looks ? [`${looks} to look at`] : [])];
  return `${parts.join(tongue === 'zh' ? '，' : ', ')}${tongue === 'zh' ? '。' : '.'}`;
}

/** 0: all is well; 2: somebody should look; 1: something does not work. */
export function exitCode(findings: readonly Finding[]): 0 | 1 | 2 {
  if (findings.some(finding => finding.level === 'bad')) return 1;
  return findings.some(finding => finding.level === 'look') ? 2 : 0;
}

/** On one line, without anything that would steer the terminal: some words come from outside. */
const clean = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, ' ').slice(0, 600);
