import type { Chance, Clock } from './options.js';

/**
 * Lets people in at a human pace: friend requests and invitations to rooms wait their turn, and one is accepted
 * every `gap` ms (up to half as much again, at random). A crowd that is accepted at once gets an account banned.
 */
export class Welcome {
  private readonly clock: Clock;
  private readonly chance: Chance;
  private readonly gap: number;
  private readonly waiting: (() => Promise<void>)[] = [];
  private callOff: (() => void) | null = null;
  private under: Promise<void> = Promise.resolve();

  constructor(clock: Clock, chance: Chance, gap: number) {
    this.clock = clock;
    this.chance = chance;
    this.gap = gap;
  }

  /** `accept` is called in its turn; it must not reject. */
  add(accept: () => Promise<void>): void {
    this.waiting.push(accept);
    if (this.callOff === null) this.putOff();
  }

  /** Forgets who waits, and resolves when the one being let in is. */
  async stop(): Promise<void> {
    this.waiting.length = 0;
    this.callOff?.();
    this.callOff = null;
    await this.under;
  }

  private putOff(): void {
    this.callOff = this.clock.after(this.gap * (1 + this.chance.random() / 2), () => {
      this.callOff = null;
      const accept = this.waiting.shift();
      if (accept === undefined) return;
      this.under = accept().then(() => {
        if (this.waiting.length > 0 && this.callOff === null) this.putOff();
      });
    });
  }
}
