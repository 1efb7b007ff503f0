import type { Writable } from 'node:stream';
import type { Delivery } from '../desk/message.js';
import { FetchFailure, type Platform } from '../desk/platform.js';
import { asMenu } from '../platforms/menu.js';

/** The staff's chat for somebody who talks in the terminal: shown to them, since there is nobody else. */
export function staffBoard(output: Writable, note: (delivery: Delivery) => void): Platform {
  return {
    kind: 'terminal',
    account: 'staff',
    abilities: { buttons: false, edits: false, recallMs: 0, textLength: 100_000 },
    pace: { perSecond: 0, perSecondPerChat: 0, burstPerChat: 0, perMinutePerGroup: 0, perDay: 0, jitter: 0 },
    start: async door => door.status({ state: 'online' }),
    stop: async () => undefined,
    send: async delivery => {
      note(delivery);
      const lines = asMenu(delivery.saying).split('\n');
      output.write(`\n${lines.map(line => `    工作群 │ ${line}`).join('\n')}\n`);
      return {};
    },
    replace: async () => false,
    fetch: async () => {
      throw new FetchFailure('there are no files at a terminal', { later: false });
    },
    directLink: () => null,
  };
}
