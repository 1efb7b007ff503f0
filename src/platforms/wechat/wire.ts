import { EventEmitter } from 'node:events';
import { Readable, type Writable } from 'node:stream';

interface Call {
  cancel(): void;
}

/**
 * Looks after the gRPC calls of one connection, which the library leaves to themselves: a stream whose error nobody
 * hears ends the process, and a call that the service never answers keeps it from ending.
 */
export class Wire {
  private readonly calls = new Set<Call>();
  private isCut = false;

  /** Every call that this client makes from now on is minded. */
  mind(client: object): void {
    for (const name in client) {
      const method: unknown = Reflect.get(client, name);
      if (typeof method !== 'function') continue;
      Reflect.set(client, name, (...args: unknown[]) => {
        const call: unknown = Reflect.apply(method, client, args);
        this.watch(call);
        return call;
      });
    }
  }

  /** Ends whatever is under way, and whatever begins later: unanswered calls fail, streams end. */
  cut(): void {
    this.isCut = true;
    for (const call of this.calls) call.cancel();
    this.calls.clear();
  }

  private watch(call: unknown): void {
    if (!isCall(call)) return;
    if (this.isCut) call.cancel();
    this.calls.add(call);
    call.once('status', () => this.calls.delete(call));
    if (!(call instanceof Readable)) return;
    call.on('error', () => {});
    const pipe = call.pipe.bind(call);
    Object.assign(call, {
      /** Pipes pass on no errors by themselves. */
      pipe: (to: Writable) => {
        call.on('error', error => to.destroy(error));
        to.once('close', () => call.cancel());
        return pipe(to);
      },
    });
  }
}

function isCall(call: unknown): call is Call & EventEmitter {
  return call instanceof EventEmitter && 'cancel' in call && typeof call.cancel === 'function';
}
