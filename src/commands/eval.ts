import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { type FaqLike, faqIndex, readMoment } from '../language/index.js';
import { run } from './run.js';

/** What counts of a moment; the end of a range is not compared. */
const KEYS = ['date', 'time', 'part', 'past'] as const;

// npm run eval -- dates --queries FILE                   how many dates and times are read as expected
// npm run eval -- faq --knowledge FILE --queries FILE    how many questions get their answer, and how many a false one
// Rows that went wrong are listed; the last line is one JSON object.
await run(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { queries: { type: 'string' }, knowledge: { type: 'string' } },
  });
  const [what] = positionals;
  if (values.queries === undefined) throw new Error('Say which data: --queries FILE');
  const rows = (await readFile(values.queries, 'utf8')).split('\n').filter(line => line.trim() !== '');
  if (what === 'dates') return dates(rows.map(line => JSON.parse(line)));
  if (what === 'faq') {
    if (values.knowledge === undefined) throw new Error('Say which questions and answers: --knowledge FILE');
    const entries: unknown = parse(await readFile(values.knowledge, 'utf8'));
    return faq(
      rows.map(line => JSON.parse(line)),
      withDefaults(entries),
    );
  }
  throw new Error(`There is no evaluation "${what ?? ''}". Known: dates, faq`);
});

interface DateRow {
  readonly text: string;
  readonly ref: string;
  readonly expect: Readonly<Record<string, string | boolean>> | null;
}

function dates(rows: readonly DateRow[]): number {
  const kinds = new Map<string, { n: number; exact: number }>();
  let exact = 0;
  for (const { text, ref, expect } of rows) {
    const zone = 'Asia/Shanghai';
    const moment = readMoment(text, { now: Date.parse(`${ref}:00+08:00`), zone });
    const got = moment === null || 'problem' in moment ? null : moment;
    const right = written(got) === written(expect);
    if (right) exact++;
    else console.log(`${text}  (${ref})  expected ${written(expect)}, read ${written(got)}`);
    const language = /[\u3400-\u9fff]/.test(text) ? 'Chinese' : 'English';
    const sort = expect === null ? 'null' : expect.past ? 'past' : null;
    for (const kind of sort === null ? [language] : [language, sort]) {
      const count = kinds.get(kind) ?? { n: 0, exact: 0 };
      kinds.set(kind, { n: count.n + 1, exact: count.exact + (right ? 1 : 0) });
    }
  }
  console.table(Object.fromEntries(kinds));
  console.log(JSON.stringify({ n: rows.length, exact: share(exact, rows.length) }));
  return 0;
}

function written(moment: object | null): string {
  if (moment === null) return 'null';
  const facts = new Map<string, unknown>(Object.entries(moment));
  return JSON.stringify(
    Object.fromEntries(KEYS.filter(key => facts.has(key)).map(key => [key, facts.get(key)])),
  );
}

interface FaqRow {
  readonly q: string;
  readonly id: string | null;
  readonly kind: string;
  readonly sub?: string;
}

function faq(rows: readonly FaqRow[], entries: readonly FaqLike[]): number {
  const index = faqIndex(entries);
  index.find('你好');
  const kinds = new Map<string, { n: number; right: number; answered: number; offered: number }>();
  const times: number[] = [];
  for (const { q, id, kind, sub } of rows) {
    const begun = performance.now();
    const { best, near } = index.find(q);
    times.push(performance.now() - begun);
    const right = best !== undefined && best.id === id;
    if (best !== undefined && !right) console.log(`${q}  expected ${id}, answered ${best.id}`);
    for (const name of id === null ? ['out of scope', `out of scope: ${sub}`] : ['in scope', kind]) {
      const count = kinds.get(name) ?? { n: 0, right: 0, answered: 0, offered: 0 };
      kinds.set(name, {
        n: count.n + 1,
        right: count.right + (right ? 1 : 0),
        answered: count.answered + (best ? 1 : 0),
        offered: count.offered + (near.length > 0 ? 1 : 0),
      });
    }
  }
  console.table(Object.fromEntries(kinds));
  const inScope = kinds.get('in scope');
  const out = kinds.get('out of scope');
  const near = kinds.get('out of scope: near-miss');
  const offered = (inScope?.offered ?? 0) + (out?.offered ?? 0);
  times.sort((a, b) => a - b);
  const at = (of: number) => Number((times[Math.floor((times.length - 1) * of)] ?? 0).toFixed(2));
  console.log(
    JSON.stringify({
      n: rows.length,
      top1: share(inScope?.right, inScope?.n),
      false_answer_rate: share(out?.answered, out?.n),
      near_miss_false_rate: share(near?.answered, near?.n),
      offered: share(offered, rows.length),
      p50_ms: at(0.5),
      p95_ms: at(0.95),
    }),
  );
  return 0;
}

function share(part = 0, of = 0): number {
  return of === 0 ? 0 : Number((part / of).toFixed(4));
}

/** The knowledge as the index wants it: `also` may be missing. */
function withDefaults(entries: unknown): FaqLike[] {
  if (!Array.isArray(entries)) throw new Error('The knowledge is not a list of entries');
  return entries.map(entry => ({ also: [], ...entry }));
}
