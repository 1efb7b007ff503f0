import type { Clock } from '../../desk/platform.js';

/** A listener for one chat: remembers a ring that comes while nobody waits. */
export interface Listener {
  /** Resolves when it has rung since the last wait, after `ms`, or when it is closed. */
  wait(ms: number): Promise<void>;
  close(): void;
  readonly closed: boolean;
}

/** Open pages of one visitor; the oldest is let go when one more comes. */
const MOST_LISTENERS = 8;
/** Open pages of one address, whoever they say they are: many people may share one, but lines are not without end. */
const MOST_FROM_ADDRESS = 300;

/** Wakes the event streams of a chat when something new is in its mailbox. */
export class Bell {
  private readonly clock: Clock;
  private readonly listeners = new Map<string, Set<Ear>>();
  private readonly addresses = new Map<string, number>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  ring(chat: string): void {
    for (const ear of this.listeners.get(chat) ?? []) ear.ring();
  }

  /** Null when too many pages are open from this address. */
  listen(chat: string, address: string): Listener | null {
    const open = this.addresses.get(address) ?? 0;
    if (open >= MOST_FROM_ADDRESS) return null;
    this.addresses.set(address, open + 1);
    const all = this.listeners.get(chat) ?? new Set<Ear>();
    this.listeners.set(chat, all);
    const ear = new Ear(this.clock, () => {
      if (!all.delete(ear)) return;
      const left = (this.addresses.get(address) ?? 1) - 1;
      if (left > 0) this.addresses.set(address, left);
      else this.addresses.delete(address);
      if (all.size === 0 && this.listeners.get(chat) === all) this.listeners.delete(chat);
    });
    all.add(ear);
    if (all.size > MOST_LISTENERS) [...all][0]?.close();
    return ear;
  }

  /** Ends every wait, for good. */
  closeAll(): void {
    for (const ear of [...this.listeners.values()].flatMap(ears => [...ears])) ear.close();
  }
}

class Ear implements Listener {
  closed = false;
  private rung = false;
  private wake: (() => void) | null = null;
  private readonly clock: Clock;
  private readonly gone: () => void;

  constructor(clock: Clock, gone: () => void) {
    this.clock = clock;
    this.gone = gone;
  }

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.rung && !this.closed) {
      await new Promise<void>(resolve => {
        const callOff = this.clock.after(ms, resolve);
        this.wake = () => {
          callOff();
          resolve();
        };
      });
      this.wake = null;
    }
    this.rung = false;
  }

  close(): void {
    this.closed = true;
    this.wake?.();
    this.gone();
  }
}
