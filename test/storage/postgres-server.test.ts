import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openBase } from '../postgres/base.js';
import { Server } from '../postgres/server.js';
import { givenDatabase, givenServer, runQuery } from '../postgres.js';

test('each database is empty and its own', async () => {
  const [one, other] = await Promise.all([givenDatabase(), givenDatabase()]);
  await runQuery(one, 'CREATE TABLE residents (id text)');
  const tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace";
  expect(await runQuery(one, tables)).toEqual([{ relname: 'residents' }]);
  expect(await runQuery(other, tables)).toEqual([]);
});

test.each(['fast', 'immediate', 'killed'] as const)(
  'a server that was %s keeps what it committed',
  async how => {
    const server = await givenServer();
    const { port } = server;
    await runQuery(server.url, "CREATE TABLE residents AS SELECT '王奶奶' AS name");
    await server.stop(how);
    await expect(runQuery(server.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await server.start();
    expect(server.port).toBe(port);
    expect(await runQuery(server.url, 'SELECT name FROM residents')).toEqual([{ name: '王奶奶' }]);
  },
);

test('a server has the settings it is given, also others at its next start', async () => {
  const server = await givenServer({ settings: { max_connections: 17 } });
  expect(await runQuery(server.url, 'SHOW max_connections')).toEqual([{ max_connections: '17' }]);
  await server.restart('fast', { default_transaction_read_only: 'on' });
  await expect(runQuery(server.url, 'CREATE TABLE residents (id text)')).rejects.toMatchObject({
    code: '25006',
  });
});

test('a full disk is told as one, and there is room when room was made', async () => {
  const server = await givenServer({ onSmallDisk: 48 });
  await runQuery(server.url, 'CREATE TABLE residents (name text)');
  const fill = "INSERT INTO residents SELECT repeat('王奶奶', 100) FROM generate_series(1, 100000)";
  await expect(runQuery(server.url, fill)).rejects.toThrow('could not extend file');
  await server.makeRoom();
  await runQuery(server.url, fill);
  expect(await runQuery(server.url, 'SELECT count(*)::int FROM residents')).toEqual([{ count: 100_000 }]);
});

test('a server that is removed leaves no process and no folder', async () => {
  const server = await givenServer();
  const { pid, folder } = server;
  expect(() => process.kill(pid ?? 0, 0)).not.toThrow();
  await server.remove();
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
  expect(existsSync(folder)).toBe(false);
});

test('a run that is over leaves no server and no folder, also of those that nobody removed', async () => {
  const { base, end } = await openBase();
  const [left, killed] = [await Server.open(base), await Server.open(base, { onSmallDisk: 40 })];
  await killed.stop('killed');
  await end();
  await expect.poll(() => left.pid).toBe(null);
  expect(left.log).toContain('received immediate shutdown request');
  expect(existsSync(base.folder)).toBe(false);
});
