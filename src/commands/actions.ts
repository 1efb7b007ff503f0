import { meant } from '../conversation/field.js';
import { signatures } from '../desk/actions.js';
import { run } from './run.js';

// npm run actions                      the names of all actions that a conversation may call
// npm run actions -- proposals         what each of these needs, gives, and how it can fail
// npm run actions -- proposals.report  the same of one
await run(async () => {
  const wanted = process.argv[2];
  const names = Object.keys(signatures).sort();
  if (wanted === undefined) {
    for (const noun of new Set(names.map(nounOf)))
      console.log(names.filter(name => nounOf(name) === noun).join('  '));
    console.log('\nWhat one needs, gives, and how it can fail: npm run actions -- proposals.report');
    return 0;
  }
  const found = names.filter(name => name === wanted || nounOf(name) === wanted);
  if (found.length === 0)
    throw new Error(
      `There is no action "${wanted}": ${meant(wanted, wanted.includes('.') ? names : names.map(nounOf))}`,
    );
  console.log(found.map(describeAction).join('\n\n'));
  return 0;
});

function nounOf(name: string): string {
  return name.split('.')[0] ?? name;
}

function describeAction(name: string): string {
  const signature = signatures[name];
  if (!signature) return name;
  const { needs, takes = {}, gives, labels = [], fails, role = [] } = signature;
  const wants = Object.entries(needs).map(([need, kind]) => {
    const words = takes[need] ? ` (${takes[need].join(', ')})` : '';
    return `${need}: ${kind.replace('?', '')}${words}${kind.endsWith('?') ? ', may be missing' : ''}`;
  });
  const kind = gives === 'options' ? 'options, for "from"' : gives === 'truth' ? 'yes or no, for "test"' : '';
  const lines: readonly (readonly [string, string])[] = [
    ['needs', wants.join('\n         ')],
    ['gives', typeof gives === 'string' ? kind : gives.join(', ')],
    ['texts', labels.join(', ')],
    ['fails', fails.join(', ')],
    ['role', role.join(', ')],
  ];
  const said = lines.filter(([, words]) => words !== '');
  return [name, ...said.map(([what, words]) => `  ${what.padEnd(6)} ${words}`)].join('\n');
}
