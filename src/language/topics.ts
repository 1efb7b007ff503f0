import { fold } from './fold.js';
import type { Named } from './slots.js';

/** What somebody wants to hear of, or no more: 不要再发活动通知, subscribe to water notices. */
export interface TopicWish {
  /** The value of the topic that is named. */
  readonly topic?: string;
  readonly wish?: 'start' | 'stop';
}

const STOP =
  /退订|取消订阅|^\s*td\s*$|(?:不要|不用|不想|别|不再|停止)(?:再)?(?:给我)?(?:发|推|收|接收|看|订)|不(?:收|订)|屏蔽|\bunsubscribe\b|\bstop\b|\bno more\b|\bopt out\b|\bturn off\b|(?:don['’]?t|do not) (?:send|want|need)/iu;
const START =
  /订阅|订一下|我要订|告诉我|通知我|(?:想|要|接着|继续|恢复)(?:给我)?(?:收|发|接收)|\bsubscribe\b|\bsign me up\b|\bturn on\b|\bsend me\b/iu;
const ALL = /全部|所有|都(?:不|退|订|要)|\b(?:all|everything)\b/iu;

/** Nothing without a wish. The topic is the one named first, since it says what kind of notice is meant (活动通知); `all` where all of them are. */
export function topicWish(text: string, topics: readonly Named[], all: string): TopicWish {
  const wish = STOP.test(text) ? 'stop' : START.test(text) ? 'start' : undefined;
  if (wish === undefined) return {};
  const topic = ALL.test(text) ? all : firstNamed(text, topics);
  return topic === undefined ? { wish } : { topic, wish };
}

function firstNamed(text: string, topics: readonly Named[]): string | undefined {
  const said = fold(text).text;
  let first: { at: number; length: number; value: string } | undefined;
  for (const { value, words } of topics) {
    for (const word of words.map(one => fold(one).text)) {
      const at = said.indexOf(word);
      if (at < 0 || word === '') continue;
      if (!first || at < first.at || (at === first.at && word.length > first.length)) {
        first = { at, length: word.length, value };
      }
    }
  }
  return first?.value;
}
