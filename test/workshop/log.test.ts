import { describe, expect, test } from 'vitest';
import { makeLog } from '../../src/log.js';

function logged(isTTY = false) {
  const lines: string[] = [];
  return { lines, sink: { write: (line: string) => lines.push(line), isTTY } };
}

describe('the log', () => {
  test('writes one JSON object a line: time, level, event and facts', () => {
    const { lines, sink } = logged();
    makeLog('info', sink).info('desk.started', { port: 3000, communities: ['huimin'] });
    expect(lines).toHaveLength(1);
    const { time, ...rest } = JSON.parse(lines[0]!);
    expect(rest).toEqual({ level: 'info', event: 'desk.started', port: 3000, communities: ['huimin'] });
    expect(Number.isNaN(Date.parse(time))).toBe(false);
  });

  test('lets nothing that came from outside steer a terminal or begin a line of its own', () => {
    const { lines, sink } = logged(true);
    makeLog('info', sink).warn('rejected', { reason: 'no\u001b[2J\n09:00:00 open\u202e' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d WARN rejected reason=no \[2J 09:00:00 open \n$/);
  });

  test('shows whoever sits at a terminal only the requests that went wrong', () => {
    const { lines, sink } = logged(true);
    const log = makeLog('info', sink);
    log.info('request', { method: 'GET', route: '/chat', status: 200, ms: 3 });
    log.info('request', { method: 'GET', route: '/chat', status: 503, ms: 3 });
    expect(lines).toHaveLength(1);
  });

  test('writes nothing below its level', () => {
    const { lines, sink } = logged();
    const log = makeLog('warn', sink);
    log.info('quiet');
    log.warn('heard');
    makeLog('silent', sink).error('never');
    expect(lines.map(line => JSON.parse(line).event)).toEqual(['heard']);
  });

  test.each([
    ['what somebody said', { text: '我家漏水了' }],
    ['a name', { resident: { name: '王奶奶' } }],
    ['a telephone number', { phone: '13800001234' }],
    [
      'an address, deep down',
      { delivery: { saying: { text: '惠民苑3号楼' }, list: [{ address: '惠民苑3号楼' }] } },
    ],
    ['a telephone number in a sentence', { reason: 'could not reach +86 138 0000 1234 today' }],
    ['a token', { token: '123456:AAF-secretsecretsecretsecret' }],
    [
      'a token in a cause',
      {
        error: new Error('sending failed', {
          cause: new Error(
            'request to https://api.telegram.org/bot123456:AAF-secretsecretsecretsecret/getMe failed',
          ),
        }),
      },
    ],
  ])('hides %s', (_, facts) => {
    const { lines, sink } = logged();
    makeLog('info', sink).warn('something', facts);
    expect(lines[0]).toContain('[hidden]');
    expect(lines[0]).not.toMatch(/漏水|王奶奶|1380000|138 0000|惠民苑|secretsecret/);
  });

  test('keeps what an operator needs of an error: message, code, place, cause', () => {
    const { lines, sink } = logged();
    const cause = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    makeLog('info', sink).error('store.failed', { error: new Error('could not write', { cause }), row: 17 });
    const { error, row } = JSON.parse(lines[0]!);
    expect(row).toBe(17);
    expect(error).toMatchObject({
      error: 'could not write',
      cause: { error: 'no space left', code: 'ENOSPC' },
    });
    expect(error.at[0]).toContain('log.test.ts');
  });

  test('leaves figures, dates and ids alone', () => {
    const { lines, sink } = logged();
    makeLog('info', sink).info('tick', {
      due: 1_795_395_600_000,
      day: '2026-11-23',
      at: '2026-11-23T09:00:00Z',
      row: 'abc123def456ghi',
    });
    expect(lines[0]).not.toContain('[hidden]');
  });

  test('survives a circle', () => {
    const { lines, sink } = logged();
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    makeLog('info', sink).info('round', circle);
    expect(lines[0]).toContain('[deep]');
  });

  test('speaks in short lines to a terminal', () => {
    const { lines, sink } = logged(true);
    const log = makeLog('info', sink);
    log.info('desk.started', { port: 3000 });
    log.warn('account.offline', { account: 'telegram', detail: 'No answer.' });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d desk\.started port=3000\n$/);
    expect(lines[1]).toMatch(/ WARN account\.offline No answer\. account=telegram\n$/);
  });
});
