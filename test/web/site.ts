import type { Store } from '../../src/community/store.js';
import type { Saying } from '../../src/desk/message.js';
import type { Door } from '../../src/desk/platform.js';
import { type Webchat, type WebchatOptions, webchatPlatform } from '../../src/platforms/webchat.js';
import { memoryStore } from '../../src/storage/memory.js';
import { createMetrics } from '../../src/web/metrics.js';
import { createWebServer, type WebServer } from '../../src/web/server.js';
import { keptLog, type Line, realChance, realClock } from './real.js';

export const FACTS: WebchatOptions['facts'] = {
  name: { 'zh-Hans': '惠民社区', en: 'Huimin Community' },
  bot: { 'zh-Hans': '小惠', en: 'Xiaohui' },
  phone: '010-5550 1234',
  suggestions: {
    'zh-Hans': ['预约服务', '明天下午能来家里量血压吗', '办居住证要带什么材料'],
    en: [
      'Book a service',
      'Can someone take my blood pressure tomorrow?',
      'What papers for a residence permit?',
    ],
  },
};

/** The web chat on a real server, over the store in memory. */
export interface Site {
  readonly webchat: Webchat;
  readonly server: WebServer;
  readonly store: Store;
  readonly url: string;
  readonly lines: readonly Line[];
  /** Says something to a chat, as the courier does. */
  send(chat: string, saying: Partial<Saying> & { readonly text: string }): Promise<void>;
  close(): Promise<void>;
}

export async function site(
  how: { door?: Door | null; port?: number; store?: Store } & Partial<WebchatOptions> = {},
): Promise<Site> {
  const { door, port = 0, store = memoryStore({ clock: realClock }), ...options } = how;
  const log = keptLog();
  const webchat = webchatPlatform({
    account: 'webchat',
    facts: FACTS,
    locales: ['zh-Hans', 'en'],
    perMinute: 0,
    ...options,
    tools: { community: 'huimin', clock: realClock, chance: realChance, store, log },
  });
  const server = await createWebServer({
    host: '127.0.0.1',
    port,
    log,
    clock: realClock,
    routes: webchat.routes,
    health: () => ({
      store,
      stopping: false,
      accounts: [{ account: 'webchat', platform: 'webchat', state: 'online' }],
    }),
    metrics: createMetrics({ process: false }),
    home: '/chat',
  });
  if (door) await webchat.start(door);
  return {
    webchat,
    server,
    store,
    url: server.url,
    lines: log.lines,
    send: async (chat, saying) => {
      await webchat.send({
        chat: { id: chat, kind: 'direct' },
        saying: { locale: 'zh-Hans', ...saying },
        kind: 'reply',
      });
    },
    close: async () => {
      await webchat.stop();
      await server.close();
    },
  };
}
