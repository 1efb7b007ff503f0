import { communityCollections } from './community/collections.js';
import type { Collection } from './community/store.js';
import { deskCollections } from './desk/desk.js';
import { webchatCollections } from './platforms/webchat.js';

/** Everything that is kept, by whomever: a store is opened with these. */
export const collections: readonly Collection[] = [
  ...communityCollections,
  ...deskCollections,
  ...webchatCollections,
];
