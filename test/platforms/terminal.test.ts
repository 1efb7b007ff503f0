import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type TerminalLine, type TerminalPlatform, terminalPlatform } from '../../src/platforms/terminal.js';
import { personOf, xiaoChen } from '../cast.js';
import { NOW } from '../clock.js';
import { type Act, type Bench, platformContract, type Shown } from './contract.js';
import { Events, Heard } from './heard.js';

const person = personOf(xiaoChen, 'terminal');

/** A terminal whose keyboard and screen are streams. */
function terminal(): {
  platform: TerminalPlatform;
  type: (text: string) => void;
  input: PassThrough;
  output: PassThrough;
  screen: () => string;
  lines: Events<TerminalLine>;
} {
  const input = new PassThrough();
  const output = new PassThrough();
  const lines = new Events<TerminalLine>();
  let shown = '';
  output.on('data', chunk => {
    shown += chunk;
  });
  const platform = terminalPlatform({
    account: 'terminal',
    person,
    input,
    output,
    now: () => NOW,
    note: line => lines.push(line),
  });
  const type = (text: string) => void (input.writable && input.write(`${text}\n`));
  return { platform, type, input, output, screen: () => shown, lines };
}

async function contractBench(): Promise<Bench> {
  const { platform, type, output, lines } = terminal();
  const said = (line: TerminalLine): Shown[] => {
    if (line.who === 'person') return [];
    const files = (line.delivery.saying.files ?? []).map(({ name, base64 }) => ({
      name,
      bytes: Buffer.from(base64, 'base64'),
    }));
    return [{ text: line.text, buttons: [], files }];
  };
  return {
    platform,
    chats: { direct: person.id, group: '' },
    people: [person.id, person.id],
    act: async (_where, act: Act) => {
      if (act.kind !== 'text' && act.kind !== 'command')
        throw new Error(`nobody can ${act.kind} at a keyboard`);
      type(act.text.replaceAll('\n', '\\\n'));
    },
    shown: async (_where, atLeast) => {
      const enough = () => lines.all.flatMap(said).length >= atLeast;
      if (atLeast > 0) await lines.next(enough, `${atLeast} answers`);
      return lines.all.flatMap(said);
    },
    fail: () => void output.end(),
    tearDown: async () => {},
  };
}

platformContract('terminal', {
  setUp: contractBench,
  acts: ['text', 'command'],
  group: false,
  refused: 'sender-is-told',
  fetches: [],
  failures: ['gone'],
});

describe('the terminal', () => {
  it('shows the menu, a prompt, and the names of files', async () => {
    const { platform, screen } = terminal();
    await platform.start(new Heard());
    await platform.send({
      chat: { id: person.id, kind: 'direct' },
      kind: 'reply',
      saying: {
        text: '约好了，YY-0042。',
        choices: [{ token: 'a', label: '改时间' }],
        files: [{ name: 'YY-0042.ics', mime: 'text/calendar', base64: '' }],
        locale: 'zh-Hans',
      },
    });
    expect(screen()).toBe('> \n约好了，YY-0042。\n1 改时间\n回复数字就行\n📎 YY-0042.ics\n\n> ');
    await platform.stop();
  });

  it('has ended when the input has, with the last line taken in', async () => {
    const { platform, input } = terminal();
    const heard = new Heard();
    await platform.start(heard);
    input.end('我想预约量血压\n\n2');
    await platform.ended;
    expect(heard.durable.all.map(({ said }) => said)).toEqual([
      { kind: 'text', text: '我想预约量血压' },
      { kind: 'text', text: '2' },
    ]);
    await platform.stop();
  });

  it('tells the person when a line could not be taken down, and goes on', async () => {
    const { platform, type, screen } = terminal();
    const heard = new Heard();
    heard.rule = () => {
      throw new Error('the disk is full');
    };
    await platform.start(heard);
    type('在吗');
    await heard.messages.count(1, 'message');
    heard.rule = () => {};
    type('在吗？');
    await heard.durable.count(1, 'message');
    expect(screen()).toContain('没有记下来，请再发一次。');
    await platform.stop();
  });

  it('has nobody else to speak to', async () => {
    const { platform } = terminal();
    await platform.start(new Heard());
    const sending = platform.send({
      chat: { id: 'somebody-else', kind: 'direct' },
      saying: { text: '您好', locale: 'zh-Hans' },
      kind: 'reply',
    });
    await expect(sending).rejects.toMatchObject({ outcome: { kind: 'gone' } });
    await platform.stop();
  });
});
