import type { Incoming } from '../../desk/message.js';

/**
 * Messages on their way through the door. Many at once, but what one person says in one chat goes in order; when
 * one of them is refused, those that waited behind it are refused too, so that they come again in their order.
 */
export class Intake {
  readonly #receive: (message: Incoming) => Promise<void>;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #lanes = new Map<string, Promise<void>>();

  constructor(receive: (message: Incoming) => Promise<void>) {
    this.#receive = receive;
  }

  /** Resolves once the message is durable. One that is under way already is not handed in a second time. */
  take(message: Incoming): Promise<void> {
    const known = this.#underWay.get(message.id);
    if (known) return known;
    const lane = `${message.chat.id}/${message.person.id}`;
    const before = this.#lanes.get(lane);
    const taking = before ? before.then(() => this.#receive(message)) : this.#receive(message);
    const done = taking.finally(() => {
      this.#underWay.delete(message.id);
      if (this.#lanes.get(lane) === done) this.#lanes.delete(lane);
    });
    this.#underWay.set(message.id, done);
    this.#lanes.set(lane, done);
    return done;
  }

  /** Resolves when nothing is under way. */
  async drain(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay.values());
  }
}
