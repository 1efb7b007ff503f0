import type { Context } from './context.js';
import type { Json } from './store.js';

/**
 * What a timer calls when it falls due. The context's resident is the one that the timer is about, where its
 * data names one under `resident`. The desk lists these beside the actions.
 */
export type Timed = (context: Context, data: Json) => Promise<void>;
