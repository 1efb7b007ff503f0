import { createServer } from 'node:net';
import { bad, type Finding, look, ok } from './finding.js';
import { type Examined, PATIENCE, whyOf } from './house.js';

/** Whether the web page's port is free, or held by our own desk. */
export async function checkPort({ config: { host, port } }: Examined, running: boolean): Promise<Finding[]> {
  if (port === 0) return [ok('网页用任一空闲端口', 'The web page takes any free port')];
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const trouble = await listens(host, port);
  if (trouble === null)
    return running
      ? [
          look(
            [`服务台开着，但不在 ${where} 上`, `A desk is running, but not on ${where}`],
            ['设置改过了就停下它，再 npm start', 'if the settings were changed, stop it, then npm start'],
          ),
        ]
      : [ok(`端口 ${where} 空着`, `The port ${where} is free`)];
  if (trouble === 'EADDRINUSE' && running && (await isDesk(where)))
    return [ok(`网页开在 ${where}`, `The web page is open on ${where}`)];
  return [blocked(where, port, trouble)];
}

function blocked(where: string, port: number, trouble: string): Finding {
  if (trouble === 'EADDRINUSE')
    return bad(
      [`端口 ${where} 被别的程序占着`, `Another program has the port ${where}`],
      ['停掉它，或把 PORT 设成别的，例如 3001', 'stop it, or set PORT to another one, for example 3001'],
    );
  if (trouble === 'EACCES')
    return bad(
      [`没有权限用端口 ${port}`, `The port ${port} is not allowed to this user`],
      ['把 PORT 设成 1024 以上的', 'set PORT to one above 1024'],
    );
  return bad(
    [`不能在 ${where} 上监听（${trouble}）`, `Nobody can listen on ${where} (${trouble})`],
    ['HOST 要写这台机器的地址，或者去掉它', 'set HOST to an address of this machine, or take it out'],
  );
}

/** Null: it could be listened on. */
function listens(host: string, port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve(whyOf(error)));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

async function isDesk(where: string): Promise<boolean> {
  const here = where.replace('0.0.0.0', '127.0.0.1').replace('[::]', '[::1]');
  try {
    const answer = await fetch(`http://${here}/healthz`, { signal: AbortSignal.timeout(PATIENCE) });
    return answer.ok;
  } catch {
    return false;
  }
}
