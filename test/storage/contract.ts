import { describe } from 'vitest';
import { documents } from './contract/documents.js';
import { finding } from './contract/finding.js';
import { forgetting } from './contract/forgetting.js';
import type { Make } from './contract/given.js';
import { lanes } from './contract/lanes.js';
import { leases } from './contract/leases.js';
import { queues } from './contract/queues.js';
import { transactions } from './contract/transactions.js';

/** What every store must do: each is handed in by a function that makes a new, empty one. */
export function storeContract(name: string, make: Make): void {
  describe(name, () => {
    documents(make);
    finding(make);
    transactions(make);
    queues(make);
    lanes(make);
    leases(make);
    forgetting(make);
  });
}
