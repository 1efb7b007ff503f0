import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { announcementBooks } from '../../src/community/announcements/bookkeeping.js';
import type { Content } from '../../src/community/content/content.js';
import { readContent } from '../../src/community/content/read-content.js';
import type { Store } from '../../src/community/store.js';
import { describeProblem } from '../../src/conversation/problem.js';
import { type Conversations, readConversations } from '../../src/conversations.js';
import { type Actions, actions as realActions } from '../../src/desk/actions.js';
import { Library } from '../../src/desk/definitions.js';
import { Desk } from '../../src/desk/desk.js';
import { FaqBook } from '../../src/desk/faq-book.js';
import type { Saying } from '../../src/desk/message.js';
import { noMetrics } from '../../src/desk/metrics.js';
import type { Log, Platform } from '../../src/desk/platform.js';
import { seedAtStart } from '../../src/desk/seed.js';
import { understander } from '../../src/desk/understander.js';
import { factsOf, Words } from '../../src/desk/words.js';
import { readers } from '../../src/language/index.js';
import { memoryStore } from '../../src/storage/memory.js';
import { NOW, SeededChance, VirtualClock } from '../clock.js';
import { PaperPlatform } from './paper.js';

const root = join(import.meta.dirname, '..', '..');
export const SAMPLE = join(root, 'data', 'huimin');
export const CONVERSATIONS = join(root, 'conversations');

let sample: Promise<{ content: Content; conversations: Conversations }> | null = null;

/** The sample community and the shipped conversations, read once. */
export function sampleHouse(): Promise<{ content: Content; conversations: Conversations }> {
  sample ??= Promise.all([readContent(SAMPLE), readConversations(CONVERSATIONS)]).then(
    ([content, conversations]) => {
      const errors = conversations.problems.filter(({ level }) => level === 'error');
      // Half of the conversations would go unmissed in most tests, and show as something else.
      if (errors.length > 0) throw new Error(errors.map(describeProblem).join('\n'));
      return { content, conversations };
    },
  );
  return sample;
}

/** Two staff chats, so that what staff are told can be seen: on paper, in the chat `staff`. */
export function withStaffChat(content: Content, account = 'paper'): Content {
  const staffChats = [{ account, chat: 'staff', kind: 'group' as const }];
  return { ...content, community: { ...content.community, staffChats } };
}

export interface DeskParts {
  readonly clock?: VirtualClock;
  readonly store?: Store;
  readonly seed?: number;
  readonly chance?: SeededChance;
  readonly platforms?: readonly Platform[];
  readonly inboundPerMinute?: number;
  readonly conversations?: Conversations;
  readonly content?: Content;
  readonly actions?: Actions;
  readonly log?: Log;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A whole desk in this process, over a memory store, in virtual time, with the real conversations. */
export async function openDesk(parts: DeskParts = {}) {
  // Time stands still as long as anything is under way: twice idle in a row, since one thing may wake another.
  let open: Desk | null = null;
  const rest = async () => {
    for (let idle = 0; idle < 2; idle += open === null || open.idle ? 1 : -idle) await nextTurn();
  };
  const clock = parts.clock ?? new VirtualClock(NOW, rest);
  const chance = parts.chance ?? new SeededChance(parts.seed ?? 1);
  const store = parts.store ?? memoryStore({ clock });
  const house = await sampleHouse();
  const content = parts.content ?? withStaffChat(house.content);
  let conversations = parts.conversations ?? house.conversations;
  const paper = new PaperPlatform();
  const { id, zone } = content.community;
  const library = await Library.open(store, id, conversations.definitions, conversations.broken);
  const book = await FaqBook.open(store, content);
  const understands = understander(
    content,
    () => library.current,
    () => book.entries,
  );
  const desk = new Desk({
    store,
    community: id,
    clock,
    chance,
    content,
    library,
    actions: parts.actions ?? realActions,
    readers: readers({ phone: { area: '027' } }),
    understander: understands,
    answers: understands.answerOf,
    words: new Words(() => conversations.notices, factsOf(content)),
    bookkeeper: announcementBooks(content.community),
    platforms: parts.platforms ?? [paper],
    inboundPerMinute: parts.inboundPerMinute ?? 0,
    log: parts.log ?? silent,
    metrics: noMetrics,
  });
  open = desk;
  await seedAtStart(store, id, clock.now());
  await desk.start();
  /** Lets everything come to rest that needs no time to pass. */
  const settle = () => clock.runUntil(clock.now());
  return {
    desk,
    clock,
    chance,
    store,
    content,
    paper,
    library,
    zone,
    settle,
    /** Takes up edited conversations, as a saved file would. */
    edit: async (edited: Conversations) => {
      conversations = edited;
      await desk.use(edited.definitions, edited.broken);
      await settle();
    },
  };
}
export type OpenDesk = Awaited<ReturnType<typeof openDesk>>;

/** The token of the option or control whose label holds `part`. Throws with what there is when none does. */
export function tokenOf(saying: Saying, part: string): string {
  const all = [...(saying.choices ?? []), ...(saying.controls ?? [])];
  const found = all.find(choice => choice.label === part) ?? all.find(choice => choice.label.includes(part));
  if (!found) throw new Error(`no "${part}" among ${all.map(choice => choice.label).join(' | ')}`);
  return found.token;
}
