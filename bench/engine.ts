import { readFileSync } from 'node:fs';
import type { Definition } from '../src/conversation/definition.js';
import { readTextFile } from '../src/conversation/folder.js';
import type { Json } from '../src/conversation/json.js';
import { readConversation } from '../src/conversation/read.js';
import type { Event, Session, World } from '../src/conversation/session.js';
import { step } from '../src/conversation/step.js';
import { median, report, rounded, size, table } from './measure.js';

// npm run bench -- engine: turns a second of the engine alone, over the booking of conversations/, with its calls
// answered at once. A turn is one thing said by the person, with all the calls that it sets off.

const ROUNDS = size(7, 1);
const BOOKINGS = size(4000, 8);
const AIM = 50_000;

const read = (name: string) => readFileSync(`conversations/${name}.yaml`, 'utf8');
const common = readTextFile(read('common'), 'conversations/common.yaml').table;

function definitionOf(name: string): Definition {
  const { definition, problems } = readConversation(read(name), `conversations/${name}.yaml`, common);
  if (!definition) throw new Error(problems.map(problem => problem.message).join('\n'));
  return definition;
}

const definition = definitionOf('book-service');
const world: World = {
  now: Date.parse('2026-11-23T09:00:00+08:00'),
  zone: 'Asia/Shanghai',
  locale: 'zh-Hans',
  promptId: 'a1b2c3d4',
  firstNumber: 1,
  readers: {},
};
const ANSWERS: Readonly<Record<string, Json>> = {
  'services.open': [
    { value: 'blood-pressure', label: '量血压' },
    { value: 'haircut', label: '上门理发' },
    { value: 'appliance', label: '家电检查' },
  ],
  'bookings.days': ['24', '25', '26', '27', '30'].map(day => ({ value: `2026-11-${day}` })),
  'bookings.times': ['09:00', '10:00', '14:00', '15:00'].map(value => ({ value })),
  'bookings.book': {
    number: 'YY-0042',
    service: '量血压',
    day: '11月24日',
    time: '15:00',
    who: '小王',
    files: [],
  },
};
const SAID = [
  '1',
  '2026-11-25',
  '14:00',
  '惠民苑3号楼2单元501',
  '12',
  '13812345678',
  '改时间',
  '15:00',
  '确认',
  '不用',
];

function turn(session: Session | null, first: Event): Session {
  let event = first;
  let now = session;
  for (;;) {
    const result = step(definition, now, event, world);
    now = result.session;
    if (!result.call) return now;
    const value = result.call.kind === 'action' ? (ANSWERS[result.call.action] ?? null) : null;
    event = { kind: 'result', result: { ok: true, value } };
  }
}

/** Books over and over; gives turns a second. */
function bookings(count: number): number {
  const start = performance.now();
  for (let n = 0; n < count; n++) {
    let session = turn(null, { kind: 'begin' });
    for (const text of SAID) session = turn(session, { kind: 'heard', heard: { text } });
    if (!session.settled) throw new Error(`the booking stopped at ${session.step}`);
  }
  return (count * (SAID.length + 1)) / ((performance.now() - start) / 1000);
}

/** Reads and compiles the file again and again; gives ms for one. */
function readings(count: number): number {
  const start = performance.now();
  for (let n = 0; n < count; n++) definitionOf('book-service');
  return (performance.now() - start) / count;
}

bookings(BOOKINGS / 4);
const turns = rounded(median(Array.from({ length: ROUNDS }, () => bookings(BOOKINGS))), 0);
report({ figure: 'engine turns', value: turns, unit: '1/s', aim: `at least ${AIM}`, met: turns >= AIM });
report({ figure: 'reading one conversation', value: rounded(readings(size(50, 1))), unit: 'ms' });
const session = turn(null, { kind: 'begin' });
report({ figure: 'a session that waits', value: JSON.stringify(session).length, unit: 'bytes' });
table();
