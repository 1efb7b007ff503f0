import type { Delivery, Incoming, Saying } from '../../src/desk/message.js';
import {
  type Abilities,
  type Door,
  FetchFailure,
  type Platform,
  SendFailure,
  type SendOutcome,
  type Sent,
} from '../../src/desk/platform.js';
import type { SeededChance, VirtualClock } from '../clock.js';
import { UNLIMITED } from '../fakes/paper.js';

/** Called with each message of the desk's that reaches a chat. */
export type Arrived = (chat: string, saying: Saying, messageId: string, kind: Delivery['kind']) => void;

/** How often what goes wrong, from 0 to 1. */
export interface Weather {
  readonly slowDown: number;
  readonly notSent: number;
  /** Lost before it arrived, or arrived and the answer lost: the sender cannot tell which. */
  readonly unknown: number;
  /** A message that was confirmed is delivered once more. */
  readonly again: number;
}
export const FAIR: Weather = { slowDown: 0, notSent: 0, unknown: 0, again: 0 };
export const FOUL: Weather = { slowDown: 0.03, notSent: 0.04, unknown: 0.04, again: 0.05 };

/**
 * The messenger between residents and desk: it outlives the desk's crashes. What the desk has not confirmed it
 * delivers again, in order for each person; what the desk sends arrives, or not, as the weather says.
 */
export class Network {
  weather: Weather = FOUL;
  /** Counts everything that happens here, so that one can tell when nothing does. */
  activity = 0;
  readonly #clock: VirtualClock;
  readonly #chance: SeededChance;
  readonly #arrived: Arrived;
  readonly #waiting = new Map<string, Incoming[]>();
  readonly #delivering = new Set<string>();
  #door: Door | null = null;
  #life = 0;
  #messages = 0;

  constructor(clock: VirtualClock, chance: SeededChance, arrived: Arrived) {
    this.#clock = clock;
    this.#chance = chance;
    this.#arrived = arrived;
  }

  /** Somebody says something: it will reach the desk, sooner or later. */
  post(message: Incoming): void {
    this.#waiting.set(message.person.id, [...(this.#waiting.get(message.person.id) ?? []), message]);
    this.#clock.after(this.#chance.below(150), () => this.#deliver(message.person.id));
  }

  /** Messages that the desk has not confirmed. */
  get unconfirmed(): number {
    return [...this.#waiting.values()].reduce((sum, messages) => sum + messages.length, 0);
  }

  /** The desk's process is gone: nothing that it was doing here has an effect any more. */
  cut(): void {
    this.#life += 1;
    this.#door = null;
    this.#delivering.clear();
  }

  #deliver(person: string): void {
    const [message] = this.#waiting.get(person) ?? [];
    const door = this.#door;
    if (!message || !door || this.#delivering.has(person)) return;
    this.#delivering.add(person);
    const life = this.#life;
    this.activity += 1;
    door.receive(message).then(
      () => {
        if (life !== this.#life) return;
        this.activity += 1;
        this.#delivering.delete(person);
        const rest = this.#waiting.get(person)?.slice(1) ?? [];
        // The confirmation got lost: the platform brings the same message once more.
        const again = this.#chance.chance(this.weather.again);
        this.#waiting.set(person, again ? [message, ...rest] : rest);
        this.#clock.after(this.#chance.below(50), () => this.#deliver(person));
      },
      () => {
        if (life !== this.#life) return;
        this.activity += 1;
        this.#delivering.delete(person);
        this.#clock.after(500 + this.#chance.below(1000), () => this.#deliver(person));
      },
    );
  }

  /** The desk's end of the line, for one life of its process. */
  platform(account: string): Platform {
    const life = this.#life;
    const abilities: Abilities = { buttons: true, edits: true, recallMs: 0, textLength: 4096 };
    return {
      kind: 'paper',
      account,
      abilities,
      pace: { ...UNLIMITED, perSecondPerChat: 1, burstPerChat: 3 },
      start: async door => {
        this.#door = door;
        door.status({ state: 'online' });
        for (const person of this.#waiting.keys()) {
          this.#clock.after(this.#chance.below(100), () => this.#deliver(person));
        }
      },
      stop: async () => undefined,
      directLink: () => null,
      replace: async () => false,
      fetch: async () => {
        throw new FetchFailure('nobody sends files here', { later: false });
      },
      send: delivery => this.#send(delivery, life),
    };
  }

  #send(delivery: Delivery, life: number): Promise<Sent> {
    this.activity += 1;
    return new Promise((sent, failed) => {
      this.#clock.after(1 + this.#chance.below(80), () => {
        this.activity += 1;
        // A request of a process that died on the way may have got through, or not.
        if (life !== this.#life && this.#chance.chance(0.5)) return;
        const fault = this.#fault();
        if (fault && !fault.arrived) return failed(new SendFailure(fault.outcome));
        this.#messages += 1;
        const messageId = `out-${this.#messages}`;
        this.#arrived(delivery.chat.id, delivery.saying, messageId, delivery.kind);
        return fault ? failed(new SendFailure(fault.outcome)) : sent({ messageId });
      });
    });
  }

  #fault(): { outcome: SendOutcome; arrived: boolean } | null {
    const { slowDown, notSent, unknown } = this.weather;
    const dice = this.#chance.random();
    if (dice < slowDown) {
      return { outcome: { kind: 'slow-down', retryAfter: 1000 + this.#chance.below(4000) }, arrived: false };
    }
    if (dice < slowDown + notSent) return { outcome: { kind: 'not-sent', reason: '502' }, arrived: false };
    if (dice < slowDown + notSent + unknown) {
      return { outcome: { kind: 'unknown', reason: 'reset' }, arrived: this.#chance.chance(0.5) };
    }
    return null;
  }
}
