import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { check } from '../../src/conversation/check.js';
import { graph } from '../../src/conversation/graph.js';
import { SLOT_RULES } from '../../src/conversation/slots/index.js';
import { STEP_KINDS } from '../../src/conversation/steps/index.js';
import { signatures } from '../../src/desk/actions.js';
import { define, Talk } from './play.js';

const file = fileURLToPath(new URL('../../conversations/README.md', import.meta.url));
const readme = readFileSync(file, 'utf8');
const example = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
const definition = define(example, 'conversations/report-streetlight.yaml');

test('the example has no mistake, with the actions that there are', () => {
  expect(check([definition], signatures)).toEqual([]);
});

test('the example works as it reads', () => {
  const talk = new Talk(
    definition,
    { 'proposals.report': () => ({ number: 'HQ-2026-0007', due: '11月30日周一' }) },
    { actions: signatures },
  );
  talk.begin();
  talk.say('不亮');
  talk.say('3号楼东边');
  talk.say('跳过');
  expect(talk.say('13812345678')).toBe('您看对不对：3号楼东边的路灯不亮，照片：无，电话：13812345678');
  expect(talk.say('对')).toContain('报上了，编号 HQ-2026-0007，11月30日周一前给您答复。');
  expect(talk.calls.at(-1)?.args).toEqual({
    matter: '路灯不亮。电话：13812345678',
    category: 'repairs',
    place: { text: '3号楼东边' },
  });
});

test('a leaning post goes to a person at once', () => {
  const talk = new Talk(definition);
  talk.begin();
  expect(talk.say('灯杆歪了')).toContain('请先离灯杆远一点');
  expect(talk.over).toBe('person');
});

test('the grammar names every kind of step and answer, and every key', () => {
  for (const kind of Object.keys(SLOT_RULES)) expect(readme).toContain(`\`${kind}\``);
  for (const { keys } of Object.values(STEP_KINDS)) {
    for (const key of keys) expect(readme).toMatch(new RegExp(`\`${key}[\`:]`));
  }
});

test('it can be drawn, with every step in the picture', () => {
  const picture = graph(definition);
  expect(picture.startsWith('flowchart TD\n')).toBe(true);
  for (const step of definition.steps.filter(step => step.kind === 'ask'))
    expect(picture).toContain(step.name);
  expect(picture).toContain('-.->|"too_many"|');
  expect(picture).toContain('finish((("end")))');
});
