import { memoryStore } from '../../src/storage/memory.js';
import { storeContract } from './contract.js';
import { rerun } from './rerun.js';

storeContract('memory', async ({ clock }) => ({ store: memoryStore({ clock }) }));
storeContract('memory, every body run twice', async ({ clock }) => ({
  store: rerun(memoryStore({ clock })),
}));
