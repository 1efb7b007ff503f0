import type { Incoming, Said, Saying } from '../../src/desk/message.js';
import type { SeededChance, VirtualClock } from '../clock.js';

export interface NeighbourTools {
  readonly clock: VirtualClock;
  readonly chance: SeededChance;
  readonly post: (message: Incoming) => void;
}

/** How long somebody waits for an answer before the promise counts as broken, ms. */
export const PATIENCE = 20 * 60_000;

/**
 * Somebody who wants one visit and answers what is asked, in a hurry: taps twice, types instead of tapping, gets a
 * phone number wrong, sends a voice message, presses an old button. Remembers what the desk told them.
 */
export class Neighbour {
  readonly id: string;
  readonly address: string;
  readonly phone: string;
  readonly e164: string;
  /** Numbers of bookings that they were told of. */
  readonly told = new Set<string>();
  /** How often they said yes to a summary. */
  confirms = 0;
  done = false;
  /** Since when they wait for an answer, ms; null: the last word was the desk's. */
  waitingSince: number | null = null;
  #old: { token: string; messageId: string; confirms: boolean }[] = [];
  #messages = 0;
  #phones = 0;
  #last: Saying | null = null;
  #answered: { question: string; said: Said } | null = null;
  readonly #tools: NeighbourTools;

  constructor(index: number, tools: NeighbourTools) {
    const four = String(1000 + index);
    this.id = `n${index}`;
    this.address = `惠民苑${index}号楼${four}室`;
    this.phone = `1380000${four}`;
    this.e164 = `+861380000${four}`;
    this.#tools = tools;
  }

  /** For whoever looks at a failure. */
  get where(): string {
    return `after ${JSON.stringify(this.#last?.text)}`;
  }

  begin(): void {
    this.#say({ kind: 'text', text: this.#tools.chance.chance(0.5) ? '预约' : '约上门量血压' });
  }

  /** A message from the desk. */
  hear(saying: Saying, messageId: string): void {
    const { clock, chance } = this.#tools;
    this.waitingSince = null;
    for (const { token, label } of this.#last?.choices ?? [])
      this.#old.push({ token, messageId, confirms: label.includes('确认') });
    this.#old = this.#old.slice(-20);
    this.#last = saying;
    const number = /预约号 (YY-\d+)/.exec(saying.text)?.[1];
    if (number) this.told.add(number);
    clock.after(200 + chance.below(4000), () => {
      // They answer the newest thing that lies there, like people do.
      if (this.#last === saying) this.#answer(saying, messageId);
    });
  }

  /** Nothing came for a long time: they try again, as people do. */
  nudge(): void {
    if (this.done || this.waitingSince !== null) return;
    // Whoever asks again answers the question that comes back, even when it is the same one.
    this.#answered = null;
    this.#say({ kind: 'text', text: '预约' });
  }

  #answer(saying: Saying, messageId: string): void {
    const { clock, chance } = this.#tools;
    if (saying.text.includes('约好了') || this.told.size > 0) this.done = true;
    if (this.done) return;
    const question = JSON.stringify([saying.text, saying.choices?.[0]?.token]);
    const before = this.#answered?.question === question ? this.#answered.said : null;
    // The same question twice, word for word: they overlook it, or say the same once more; never a wrong number.
    if (before && (saying.wants === 'phone' || chance.chance(0.5))) return;
    const said = before ?? this.#meant(saying, messageId);
    this.#answered = { question, said };
    this.#say(said);
    if (said.kind === 'press' && chance.chance(0.25)) clock.after(chance.below(300), () => this.#say(said));
  }

  /** Somebody they are put through to has heard it. */
  wasHeard(): void {
    this.waitingSince = null;
  }

  #meant(saying: Saying, messageId: string): Said {
    const { chance } = this.#tools;
    // They asked for a person by mistake, and want their visit.
    if (/来了，您直接说|^同事\d+：/.test(saying.text)) return text('结束');
    if (chance.chance(0.05)) return { kind: 'media', attachment: { kind: 'voice', ref: 'v' } };
    if (chance.chance(0.04) && this.#old.length > 0) {
      const { confirms, ...old } = chance.pick(this.#old);
      if (confirms) this.confirms += 1;
      return { kind: 'press', ...old };
    }
    const choices = saying.choices ?? [];
    const confirm = choices.find(choice => choice.label.includes('确认'));
    if (confirm) {
      this.confirms += 1;
      return { kind: 'press', token: confirm.token, messageId };
    }
    if (choices.length > 0 && !choices.some(choice => choice.token.startsWith('go:'))) {
      return this.#choice(choices, messageId);
    }
    if (saying.wants === 'phone') {
      // A slip of the finger, once: whoever has given the right number does not give a wrong one after it.
      const slips = this.#phones === 0 && chance.chance(0.4);
      this.#phones += 1;
      return text(slips ? '12345' : this.phone);
    }
    if (saying.text.includes('上门到哪里')) return text(this.address);
    if (saying.text.includes('还有什么')) return text('没有别的了');
    return text('预约');
  }

  #choice(choices: readonly { token: string; label: string }[], messageId: string): Said {
    const { chance } = this.#tools;
    // Most want the same morning, so that places run out.
    const index = chance.chance(0.7) ? 0 : chance.below(choices.length);
    const { token, label } = choices[index]!;
    if (chance.chance(0.3)) return text(label);
    if (chance.chance(0.2)) return text(String(1 + index));
    return { kind: 'press', token, messageId };
  }

  #say(said: Said): void {
    const { clock } = this.#tools;
    this.#messages += 1;
    this.waitingSince ??= clock.now();
    this.#tools.post({
      id: `${this.id}-${this.#messages}`,
      chat: { id: this.id, kind: 'direct' },
      person: { id: this.id, name: this.id, locale: 'zh-Hans' },
      at: clock.now(),
      addressed: true,
      said,
    });
  }
}

const text = (said: string): Said => ({ kind: 'text', text: said });
