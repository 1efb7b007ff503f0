import { collections } from '../collections.js';
import type { Json } from '../community/store.js';
import { type Command, CommandRefusal } from '../desk/socket.js';
import type { OwnStore } from '../open-store.js';
import { type Shown, unknownCollection } from '../storage/json.js';

/** The running desk's side of `npm run store -- show`: what it holds of a collection, or of one document. */
export function showCommand(store: Pick<OwnStore, 'show'>): Command {
  return async args => {
    const { collection, id } = args;
    const unknown = unknownCollection(collections, String(collection));
    if (typeof collection !== 'string' || unknown !== null) {
      throw new CommandRefusal('unknown_collection', unknown ?? 'say which collection');
    }
    return asJson(await store.show(collection, typeof id === 'string' ? id : undefined));
  };
}

/** Documents are plain JSON. */
function asJson(shown: readonly Shown[]): Json {
  return JSON.parse(JSON.stringify(shown)) as Json;
}
