import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { qrSvg, qrTerminal } from '../../src/platforms/qr.js';

const LOGIN = 'https://login.weixin.qq.com/l/4d2fX8oYkA==';

it('a login code fits a small terminal', async () => {
  const lines = (await qrTerminal(LOGIN)).split('\n');
  expect(lines.length).toBeLessThan(24);
  const widest = Math.max(...lines.map(line => [...stripVTControlCharacters(line)].length));
  expect(widest).toBeGreaterThan(20);
  expect(widest).toBeLessThan(80);
});

it('a login code is a picture for the staff page', async () => {
  expect(await qrSvg(LOGIN)).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
});
