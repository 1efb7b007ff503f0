import { connect } from 'node:net';

/** Whether something accepts TCP connections there. Never rejects; gives up after `timeout` ms. */
export function accepts(host: string, port: number, timeout: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    const settle = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeout, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

/** host:port, with an IPv6 host in brackets. null when it is something else (a discovery address). */
export function readEndpoint(endpoint: string | undefined): { host: string; port: number } | null {
  const found = /^(?:dns:\/*)?(\[[0-9a-f:]+\]|[^:/\s]+):(\d{1,5})$/i.exec(endpoint ?? '');
  if (found === null) return null;
  return { host: found[1]!.replace(/^\[|\]$/g, ''), port: Number(found[2]) };
}
