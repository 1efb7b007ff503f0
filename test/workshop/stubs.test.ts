import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileBox } from 'file-box';
import { FlashStore } from 'flash-store';
import { expect, onTestFinished, test } from 'vitest';
import { PuppetMock } from 'wechaty-puppet-mock';
import { PuppetServer, PuppetService } from 'wechaty-puppet-service';

// The stand-ins in scripts/stubs take the place of what wechaty brings along and Linli does not want. They must be
// enough for what it does want.

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise(done => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('a contact comes over the wire, from its service and then from memory, and lies on no disk', async () => {
  const home = await mkdtemp(join(tmpdir(), 'linli-stubs-'));
  const homeBefore = process.env.HOME;
  process.env.HOME = home;
  onTestFinished(async () => {
    process.env.HOME = homeBefore;
    await rm(home, { recursive: true, force: true });
  });
  const endpoint = `127.0.0.1:${await freePort()}`;
  const token = `insecure_${randomUUID()}`;
  const tls = { disable: true };
  const mock = new PuppetMock();
  let asked = 0;
  mock.contactRawPayload = async id => {
    asked++;
    return { id, name: '王奶奶', avatar: '', gender: 0, type: 1, phone: [] };
  };
  const server = new PuppetServer({ endpoint, puppet: mock, token, tls });
  await server.start();
  const service = new PuppetService({ token, endpoint, tls });
  await service.start();
  onTestFinished(async () => {
    await service.stop();
    await server.stop();
  });
  const loggedIn = new Promise(done => service.once('login', done));
  await mock.login('wxid_desk');
  await loggedIn;

  const before = asked;
  expect((await service.contactPayload('wxid_wangnainai')).name).toBe('王奶奶');
  expect(asked).toBe(before + 1);
  expect(await service.contactRawPayload('wxid_wangnainai')).toMatchObject({ name: '王奶奶' });
  expect(asked).toBe(before + 1);
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  expect(files.map(entry => entry.name)).toContain('wechaty-puppet-service');
  expect(files.filter(entry => entry.isFile())).toEqual([]);
});

test('the store of contacts forgets the oldest past its bound', async () => {
  const store = new FlashStore<string, { n: number }>('nowhere');
  for (let n = 0; n <= 5_000; n++) await store.set(`id-${n}`, { n });
  expect(await store.get('id-0')).toBeUndefined();
  expect(await store.get('id-5000')).toEqual({ n: 5_000 });
  await store.delete('id-5000');
  expect(await store.get('id-5000')).toBeUndefined();
});

test('a QR code can be drawn; looking for one in a picture says that it cannot', async () => {
  const picture = await FileBox.fromQRCode('https://example.org').toBase64();
  expect(Buffer.from(picture, 'base64').subarray(1, 4).toString()).toBe('PNG');
  await expect(FileBox.fromBase64(picture, 'code.png').toQRCode()).rejects.toThrow('jimp is not installed');
});
