import { SendFailure } from '../../desk/platform.js';
import type { Line } from './connection.js';
import { failureOf } from './failure.js';
import { inTime } from './in-time.js';
import type { Clock } from './options.js';

/** For how long WeChat lets a message be taken back. */
export const RECALL_MS = 120_000;

/** Our own messages that can still be taken back. After a restart none is known: it was too late for most of them anyway. */
export class Recalls {
  private readonly clock: Clock;
  private readonly timeout: number;
  /** When each was sent, ms, the oldest first. */
  private readonly sent = new Map<string, number>();

  /** `timeout`: how long the puppet may take, ms. */
  constructor(clock: Clock, timeout: number) {
    this.clock = clock;
    this.timeout = timeout;
  }

  note(messageId: string | undefined): void {
    this.forget();
    if (messageId !== undefined) this.sent.set(messageId, this.clock.now());
  }

  /** False when it is too late, or the puppet says no. Throws a SendFailure when it may work later. */
  async recall(messageId: string, line: Line | null): Promise<boolean> {
    this.forget();
    if (!this.sent.has(messageId)) return false;
    if (line === null) throw new SendFailure({ kind: 'not-sent', reason: 'WeChat is not logged in' });
    const late = () => new SendFailure({ kind: 'unknown', reason: 'the puppet did not answer in time' });
    try {
      return await inTime(line.puppet.messageRecall(messageId), this.clock, this.timeout, late);
    } catch (error) {
      const failure = failureOf(error);
      if (failure.outcome.kind === 'not-sent') throw failure;
      // Said in words besides, it does no harm if it was taken back all the same.
      return false;
    }
  }

  private forget(): void {
    for (const [messageId, at] of this.sent) {
      if (this.clock.now() - at < RECALL_MS) return;
      this.sent.delete(messageId);
    }
  }
}
