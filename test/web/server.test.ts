import { get, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Route } from '../../src/desk/route.js';
import type { Health } from '../../src/web/health.js';
import { createMetrics, type Metrics } from '../../src/web/metrics.js';
import { createWebServer, type WebServer, type WebServerOptions } from '../../src/web/server.js';
import { VirtualClock } from '../clock.js';
import { keptLog, type Line, realClock } from './real.js';

let server: WebServer | null = null;
let metrics: Metrics;
let lines: readonly Line[] = [];
afterEach(async () => {
  await server?.close();
  server = null;
});

const HEALTHY: Health = {
  store: { healthy: true, trouble: null },
  stopping: false,
  accounts: [{ account: 'telegram', platform: 'telegram', state: 'online', detail: 'as @huimin_bot' }],
};

async function start(routes: readonly Route[] = [], how: Partial<WebServerOptions> = {}): Promise<string> {
  const log = keptLog();
  lines = log.lines;
  metrics = createMetrics({ process: false });
  server = await createWebServer({
    host: '127.0.0.1',
    port: 0,
    log,
    clock: realClock,
    routes,
    health: () => HEALTHY,
    metrics,
    ...how,
  });
  return server.url;
}

function route(handle: Route['handle'], more: Partial<Route> = {}): Route {
  return { method: 'GET', path: '/thing/:id', handle, ...more };
}

describe('for operators', () => {
  it('says that it lives', async () => {
    const url = await start();
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { alive: true }]);
  });

  it('says whether it can serve, without details', async () => {
    const url = await start();
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      ready: true,
      reasons: [],
      accounts: [{ account: 'telegram', platform: 'telegram', state: 'online' }],
    });
  });

  it('gives a plain reason when it cannot, and the cause to the log, once', async () => {
    const trouble = 'journal.log: no space left on /srv/linli';
    const health = { ...HEALTHY, store: { healthy: false, trouble } };
    const url = await start([], { health: () => health });
    for (let i = 0; i < 3; i++) {
      const response = await fetch(`${url}/readyz`);
      expect(response.status).toBe(503);
      const text = await response.text();
      expect(text).toContain('The store cannot write');
      expect(text).not.toContain('/srv');
    }
    expect(lines.filter(({ event }) => event === 'not-ready')).toEqual([
      expect.objectContaining({ facts: expect.objectContaining({ trouble }) }),
    ]);
  });

  it('shows what the desk counts', async () => {
    const url = await start([route(async () => ({ body: 'yes' }))]);
    metrics.desk.inbox(3, 1_500);
    metrics.desk.outbox('telegram', 2, 0);
    metrics.desk.turn('done', 4);
    metrics.desk.send('telegram', 'slow-down');
    metrics.desk.deadLetter('inbox');
    metrics.desk.storeHealthy(true);
    metrics.desk.account('telegram', 'offline');
    await (await fetch(`${url}/thing/王奶奶`)).text();
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    for (const line of [
      'linli_inbox_rows 3',
      'linli_inbox_oldest_seconds 1.5',
      'linli_outbox_rows{account="telegram"} 2',
      'linli_turns_total{how="done"} 1',
      'linli_turn_duration_seconds_sum 0.004',
      'linli_sends_total{account="telegram",outcome="slow-down"} 1',
      'linli_dead_letters_total{queue="inbox"} 1',
      'linli_store_healthy 1',
      'linli_account_state{account="telegram",state="offline"} 1',
      'linli_account_state{account="telegram",state="online"} 0',
      'linli_http_request_duration_seconds_count{method="GET",route="/thing/:id",status="200"} 1',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toMatch(/王奶奶|%E7/);
  });

  it('counts the process too, where it is asked to', async () => {
    expect(await createMetrics().registry.metrics()).toContain('process_cpu_seconds_total');
  });

  it('logs requests without anything personal', async () => {
    const url = await start([route(async () => ({ status: 204 }))]);
    await fetch(`${url}/thing/13800001234?name=王奶奶`, { headers: { cookie: 'secret=1' } });
    await fetch(`${url}/healthz`);
    const requests = lines.filter(({ event }) => event === 'request');
    expect(requests.map(({ facts }) => facts)).toEqual([
      { method: 'GET', route: '/thing/:id', status: 204, ms: expect.any(Number) },
    ]);
  });
});

describe('a path that is a secret', () => {
  it('stands neither in the log nor in the figures', async () => {
    const secret = { path: '/hook/k3y-that-nobody-knows', shownAs: '/hook/:secret' };
    const url = await start([route(async () => ({}), secret)]);
    await fetch(`${url}${secret.path}`);
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toContain('route="/hook/:secret"');
    expect(figures + JSON.stringify(lines)).not.toContain('k3y');
  });
});

describe('for visitors', () => {
  it('allows nothing inline and nothing from elsewhere', async () => {
    const url = await start();
    const { headers } = await fetch(`${url}/nowhere`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https:/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('answers an unknown address kindly, in the language and the form that was asked for', async () => {
    const url = await start();
    const ask = async (accept: string, language: string) => {
      const response = await fetch(`${url}/nowhere`, { headers: { accept, 'accept-language': language } });
      expect(response.status).toBe(404);
      return response.text();
    };
    expect(await ask('text/html', 'zh-CN,en;q=0.5')).toMatch(/lang="zh-Hans"[\s\S]*没有这个页面/);
    expect(await ask('text/html', 'en-GB')).toMatch(/lang="en"[\s\S]*no such page/);
    expect(JSON.parse(await ask('application/json', 'zh-CN'))).toMatchObject({ error: 'not_found' });
  });

  it('hides the cause of a failure and logs it under the reference that it shows', async () => {
    const url = await start([
      route(async () => {
        throw new Error('cannot open /srv/linli/store: EACCES');
      }),
    ]);
    const response = await fetch(`${url}/thing/1`, {
      headers: { accept: 'text/html', 'accept-language': 'en' },
    });
    expect(response.status).toBe(500);
    const page = await response.text();
    expect(page).not.toMatch(/EACCES|srv|Error/);
    expect(page).toContain('Something went wrong on our side');
    const [line] = lines.filter(({ level }) => level === 'error');
    expect(page).toContain(String(line!.facts.reference));
    expect(String(line!.facts.error)).toContain('EACCES');
  });

  it('says which way an address is not used', async () => {
    const url = await start([route(async () => ({}))]);
    expect((await fetch(`${url}/thing/1`, { method: 'POST' })).status).toBe(405);
  });

  it('refuses a body above the limit of its route', async () => {
    let bytes = 0;
    const taken = route(
      async ({ body }) => {
        bytes = body.length;
        return {};
      },
      { method: 'POST', path: '/small', bodyLimit: 10 },
    );
    const url = await start([taken]);
    expect((await fetch(`${url}/small`, { method: 'POST', body: '0123456789' })).status).toBe(200);
    expect(bytes).toBe(10);
    const refused = await fetch(`${url}/small`, {
      method: 'POST',
      body: '0123456789x',
      headers: { accept: 'application/json' },
    });
    expect([refused.status, await refused.json()]).toEqual([
      413,
      expect.objectContaining({ error: 'too_large' }),
    ]);
  });

  it('slows an address down that asks too fast, and lets it in again a minute later', async () => {
    const clock = new VirtualClock();
    const url = await start([route(async () => ({ body: 'yes' }), { perMinute: 3 })], { clock });
    const ask = () => fetch(`${url}/thing/1`);
    for (let i = 0; i < 3; i++) expect((await ask()).status).toBe(200);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(20);
    await clock.advance(20_000);
    expect((await ask()).status).toBe(200);
  });

  it('leads the front page to the chat', async () => {
    const url = await start([], { home: '/chat' });
    const response = await fetch(url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/chat']);
  });

  it('takes addresses and https from a proxy only when told to', async () => {
    const told: unknown[] = [];
    const routes = [
      route(async ({ address, secure, host }) => {
        told.push([address, secure, host]);
        return {};
      }),
    ];
    const headers = {
      'x-forwarded-for': '6.6.6.6, 10.1.2.3',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'desk.example.org',
    };
    let url = await start(routes);
    await fetch(`${url}/thing/1`, { headers });
    expect(told.pop()).toEqual(['127.0.0.1', false, new URL(url).host]);
    await server!.close();
    url = await start(routes, { trustProxy: true });
    await fetch(`${url}/thing/1`, { headers });
    // The last address is the one that our proxy saw; those before it, anybody could have written.
    expect(told.pop()).toEqual(['10.1.2.3', true, 'desk.example.org']);
  });
});

describe('a busy hour', () => {
  it('takes twenty requests at once for nothing unusual', async () => {
    const warnings: string[] = [];
    const warned = (warning: Error) => warnings.push(warning.message);
    process.on('warning', warned);
    let open: () => void = () => {};
    const all = new Promise<void>(resolve => {
      open = resolve;
    });
    let count = 0;
    const url = await start([
      route(async () => {
        count += 1;
        if (count === 20) open();
        await all;
        return { body: 'here' };
      }),
    ]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${url}/thing/1`)));
    expect(answers.map(answer => answer.status)).toEqual(Array(20).fill(200));
    process.off('warning', warned);
    expect(warnings).toEqual([]);
  });
});

describe('starting and stopping', () => {
  it('says who has the port and what to do', async () => {
    const url = await start();
    const { port } = new URL(url);
    const second = createWebServer({
      host: '127.0.0.1',
      port: Number(port),
      log: keptLog(),
      clock: realClock,
      routes: [],
      health: () => HEALTHY,
      metrics,
    });
    await expect(second).rejects.toThrow(
      `port ${port} on 127.0.0.1 is taken by another program: stop it, or set PORT`,
    );
  });

  it('ends event streams and lets a request under way finish', async () => {
    let letGo = () => {};
    const held = new Promise<void>(resolve => {
      letGo = resolve;
    });
    const url = await start([
      route(
        async ({ signal }) => ({
          body: (async function* () {
            yield 'data: hello\n\n';
            await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()));
          })(),
        }),
        { path: '/stream' },
      ),
      route(
        async () => {
          await held;
          return { body: 'done' };
        },
        { path: '/slow' },
      ),
    ]);
    const stream = await new Promise<IncomingMessage>(resolve => get(`${url}/stream`, resolve));
    const ended = new Promise(resolve => stream.resume().once('end', resolve));
    const slow = fetch(`${url}/slow`).then(response => response.text());
    await fetch(`${url}/healthz`);
    const began = Date.now();
    const closed = server!.close();
    await ended;
    letGo();
    expect(await slow).toBe('done');
    await closed;
    expect(Date.now() - began).toBeLessThan(2_000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    server = null;
  });

  it('cuts off what does not end by itself after three seconds', async () => {
    const clock = new VirtualClock();
    const url = await start([route(() => new Promise(() => {}), { path: '/stuck' })], { clock });
    const stuck = fetch(`${url}/stuck`).catch(() => 'cut off');
    await fetch(`${url}/healthz`);
    const closed = server!.close();
    await clock.advance(3_000);
    await closed;
    expect(await stuck).toBe('cut off');
    server = null;
  });
});
