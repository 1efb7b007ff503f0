import { readContent } from '../../src/community/content/read-content.js';
import type { Store } from '../../src/community/store.js';
import { readConversations } from '../../src/conversations.js';
import { actions } from '../../src/desk/actions.js';
import { Library } from '../../src/desk/definitions.js';
import { Desk } from '../../src/desk/desk.js';
import { noMetrics } from '../../src/desk/metrics.js';
import type { Log } from '../../src/desk/platform.js';
import { understander } from '../../src/desk/understander.js';
import { Words } from '../../src/desk/words.js';
import { readers } from '../../src/language/index.js';
import { systemChance, systemClock } from '../../src/system.js';
import { HandPlatform } from './hand.js';

const complain = (event: string, facts?: object) => console.error(event, facts);
const log: Log = { info: () => undefined, warn: complain, error: complain };

/** A whole desk in this process over `store`, with the real conversations and no wire. */
export async function openDesk(store: Store): Promise<{ desk: Desk; platform: HandPlatform }> {
  const sample = await readContent('data/huimin');
  const content = { ...sample, services: sample.services.map(one => ({ ...one, capacity: 1000 })) };
  const { community } = content;
  const conversations = await readConversations('conversations');
  const library = await Library.open(store, community.id, conversations.definitions);
  const understands = understander(content, () => library.current);
  const facts = { community: '惠民社区', bot: '小惠', phone: '027-8200-1001' };
  const platform = new HandPlatform();
  const desk = new Desk({
    store,
    community: community.id,
    clock: systemClock,
    chance: systemChance,
    content,
    library,
    actions,
    readers: readers({ phone: { area: '027' } }),
    understander: understands,
    answers: understands.answerOf,
    words: new Words(() => conversations.notices, { 'zh-Hans': facts, en: facts }),
    platforms: [platform],
    inboundPerMinute: 0,
    log,
    metrics: noMetrics,
  });
  await desk.start();
  return { desk, platform };
}
