import { join, relative } from 'node:path';
import { openAccounts } from './accounts.js';
import { showCommand } from './commands/show-store.js';
import { staffCommands } from './commands/staff-office.js';
import { announcementBooks } from './community/announcements/bookkeeping.js';
import type { Chance, Clock } from './community/clock.js';
import type { Content } from './community/content/content.js';
import { readCommunities } from './community/content/read-content.js';
import { calendarWarning } from './community/hours/calendar.js';
import type { Store } from './community/store.js';
import { type Config, type Environment, strangers } from './config.js';
import { check } from './conversation/check.js';
import { describeProblem } from './conversation/problem.js';
import { type Conversations, readConversations } from './conversations.js';
import { demoAccount, endEarlierDemo } from './demo.js';
import { actions, signatures } from './desk/actions.js';
import { Library } from './desk/definitions.js';
import { Desk } from './desk/desk.js';
import { FaqBook } from './desk/faq-book.js';
import type { AccountStatus, Log, Platform, PlatformTools } from './desk/platform.js';
import type { Route } from './desk/route.js';
import { seedAtStart } from './desk/seed.js';
import { type Command, openSocket } from './desk/socket.js';
import { deskStatus } from './desk/status.js';
import { understander } from './desk/understander.js';
import { factsOf, Words } from './desk/words.js';
import { dataFolder, readableFolder } from './folders.js';
import { keepGauges } from './gauges.js';
import { readers } from './language/index.js';
import { storeLog } from './log.js';
import { openStore } from './open-store.js';
import { DEMO_BASE } from './platforms/webchat.js';
import { staffKey } from './staff-key.js';
import { fileKeyOf, storeKey } from './storage/key.js';
import { systemChance, systemClock } from './system.js';
import { watchFolder } from './watch.js';
import { staffRoutes } from './web/console/staff.js';
import type { AccountHealth } from './web/health.js';
import { createMetrics } from './web/metrics.js';
import { createWebServer } from './web/server.js';

export interface House {
  /** Where the chat page is; null without a web server. */
  readonly url: string | null;
  /** Where both ends can be tried; null where that is not offered. */
  readonly demo: string | null;
  readonly desks: readonly Desk[];
  readonly store: Store;
  /** Closes everything in order: what is under way ends, the rest is durable and waits. */
  close(): Promise<void>;
}

export interface Guests {
  readonly platforms: readonly Platform[];
  readonly staffChats: Content['community']['staffChats'];
}

export interface HouseOptions {
  readonly config: Config;
  readonly env: Environment;
  readonly log: Log;
  readonly clock?: Clock;
  readonly chance?: Chance;
  /**
   * Who sits here instead: none of the content's accounts is opened, nor a web server, and what staff are told is
   * told here. Nobody outside hears of it.
   */
  readonly guests?: (content: Content) => Guests;
  /** Hears of each account's changes: `npm start` shows in the terminal what is to be scanned. */
  readonly onStatus?: (account: string, status: AccountStatus) => void;
}

/** Opens the whole house. Rejects with a sentence for the operator when something keeps it from opening. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { config, env, log, clock = systemClock, chance = systemChance } = options;
  const since = clock.now();
  let stopping = false;
  const closing: (() => Promise<void> | void)[] = [];
  const close = async () => {
    stopping = true;
    for (const task of closing.splice(0).reverse()) await task();
  };
  try {
    await readableFolder(config.content, 'LINLI_CONTENT');
    await readableFolder(config.conversations, 'LINLI_CONVERSATIONS');
    const communities = await readCommunities(config.content);
    // A guest sits at one desk, the first.
    const contents = options.guests
      ? communities.slice(0, 1).map(content => ({ content, guests: options.guests?.(content) }))
      : communities.map(content => ({ content, guests: undefined }));
    for (const sentence of strangers(
      contents.flatMap(({ content }) => content.community.accounts),
      env,
    )) {
      log.warn('setting-unknown', { detail: sentence });
    }
    const demo = options.guests ? null : demoAccount(config, communities, env);
    await dataFolder(config.data);
    const { key, made, file } = await storeKey({
      given: config.key,
      file: config.keyFile,
      folder: config.data,
    });
    if (made) {
      log.info('key-made', {
        file,
        detail: 'Keep a copy apart from the data: what is sealed opens with it alone.',
      });
    }
    const store = await openStore({ config, key, clock, log: storeLog(log) });
    closing.push(() => store.close());

    let conversations = await readConversations(config.conversations, communities);
    report(conversations, log);
    if (conversations.unusable)
      throw new Error(
        `${config.conversations} has an error in a file that all need:\n${conversations.problems
          .filter(problem => problem.level === 'error')
          .map(describeProblem)
          .join('\n')}`,
      );
    const metrics = createMetrics();
    const desks: Desk[] = [];
    const platforms: Platform[] = [];
    const routes: Route[] = [];
    for (const { content: read, guests } of contents) {
      const content = guests ? withStaffChats(read, guests.staffChats) : read;
      const { community } = content;
      const tools: PlatformTools = { community: community.id, clock, chance, store, log };
      const stage = demo?.community === community.id ? demo.account : undefined;
      if (stage === undefined) await endEarlierDemo(content, tools);
      const ahead = Math.max(...content.services.map(service => service.ahead));
      const warning = calendarWarning(community, clock.now(), ahead);
      if (warning !== null) log.warn('calendar', { community: community.id, detail: warning });
      const { definitions, broken } = conversations;
      const library = await Library.open(store, community.id, definitions, broken);
      // Somebody may still be in an older version: it must be able to go on with today's actions.
      for (const problem of check(library.inUse, signatures).filter(
        ({ code }) => code === 'unknown-action',
      )) {
        log.error('open-conversation-cannot-go-on', { detail: describeProblem(problem) });
      }
      const accounts = guests
        ? []
        : openAccounts({
            content,
            config,
            env,
            tools,
            fileKey: fileKeyOf(key),
            conversations: library.current,
            demo: stage,
          });
      routes.push(...accounts.flatMap(account => account.routes));
      const own = guests?.platforms ?? accounts.map(account => account.platform);
      platforms.push(...own);
      const staffChats = community.staffChats.filter(chat => own.some(one => one.account === chat.account));
      // The people of the demo are told in their own chats.
      if (staffChats.length === 0 && !guests && stage === undefined) {
        log.warn('no-staff-chat', {
          community: community.id,
          detail:
            'Nobody is told of bookings, of danger or of people who ask for somebody. Put a chat under staffChats in community.yaml, on an account that is in use.',
        });
      }
      const book = await FaqBook.open(store, content);
      closing.push(() => book.close());
      const understands = understander(
        content,
        () => library.current,
        () => book.entries,
      );
      // The dictionary and the examples are read now, so that the first resident does not wait for them.
      understands.understand(community.phone, {
        locale: '',
        now: since,
        zone: community.zone,
        group: false,
        open: null,
        role: null,
      });
      desks.push(
        new Desk({
          ...tools,
          content: withStaffChats(content, staffChats),
          library,
          actions,
          platforms: own,
          readers: readers({ phone: { area: community.phone.split('-')[0] ?? '' } }),
          understander: understands,
          answers: understands.answerOf,
          words: new Words(() => conversations.notices, factsOf(content)),
          bookkeeper: announcementBooks(community),
          inboundPerMinute: config.inboundPerMinute,
          metrics: metrics.desk,
          ...(options.onStatus ? { onStatus: options.onStatus } : {}),
        }),
      );
    }

    const accounts = (): AccountHealth[] =>
      desks.flatMap(desk =>
        [...desk.accounts].map(([account, status]) => {
          const platform = platforms.find(one => one.account === account)?.kind ?? '';
          return { account, platform, ...status };
        }),
      );
    const openWeb = async () => {
      const staffKeyFile = join(config.data, 'staff-key');
      const staff = staffRoutes({
        key: await staffKey(staffKeyFile),
        keyPlace: relative(process.cwd(), staffKeyFile),
        accounts,
        clock,
        log,
      });
      return createWebServer({
        host: config.host,
        port: config.port,
        log,
        clock,
        routes: [...routes, ...staff],
        health: () => ({ store, accounts: accounts(), stopping }),
        metrics,
        home: demo ? DEMO_BASE : '/chat',
        trustProxy: config.trustProxy,
      });
    };
    const server = options.guests ? null : await openWeb();
    closing.push(() => server?.close());

    for (const desk of desks) {
      await seedAtStart(store, desk.community, clock.now());
      closing.push(() => desk.stop());
      await desk.start();
    }

    const reload = async () => {
      const edited = await readConversations(config.conversations, communities);
      report(edited, log);
      if (edited.unusable) return;
      conversations = edited;
      for (const desk of desks) await desk.use(conversations.definitions, conversations.broken);
      log.info('conversations-read', {
        conversations: conversations.definitions.length,
        broken: conversations.broken.length,
      });
    };
    closing.push(watchFolder(config.conversations, { clock, log }, reload));

    const commands: Record<string, Command> = {
      status: () => deskStatus({ store, desks, pid: process.pid, since, now: clock.now() }),
      'store.show': showCommand(store),
      ...staffCommands({ store, clock, chance, communities: desks.map(desk => desk.community) }),
    };
    const socket = await openSocket({ folder: config.data, commands, log });
    closing.push(() => socket.close());

    closing.push(keepGauges({ store, desks, clock, metrics: metrics.desk }));
    return {
      url: server?.url ?? null,
      demo: server && demo ? `${server.url}${DEMO_BASE}` : null,
      desks,
      store,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function withStaffChats(content: Content, staffChats: Guests['staffChats']): Content {
  return { ...content, community: { ...content.community, staffChats } };
}

/** What is wrong with the conversations, for whoever edits them: a broken file never stops the others. */
function report(conversations: Conversations, log: Log): void {
  for (const problem of conversations.problems) {
    const detail = describeProblem(problem);
    if (problem.level === 'error') log.error('conversation-broken', { detail });
    else log.warn('conversation-doubtful', { detail });
  }
}
