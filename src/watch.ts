import { watch } from 'node:fs';
import type { Clock } from './community/clock.js';
import type { Log } from './desk/platform.js';

/** Editors write a file in several steps; we look when they have come to rest, ms. */
const REST_MS = 150;

/**
 * Calls `changed` after something in `folder` was edited, one call at a time. Where the system cannot watch the
 * folder, says so: a restart takes edits up then. Returns a function that ends it.
 */
export function watchFolder(
  folder: string,
  tools: { clock: Clock; log: Log },
  changed: () => Promise<void>,
): () => void {
  let cancel: () => void = () => undefined;
  let running = Promise.resolve();
  const look = () => {
    running = running.then(changed).catch(error => {
      tools.log.error('reload-failed', { folder, error: String(error) });
    });
  };
  try {
    const watcher = watch(folder, () => {
      cancel();
      cancel = tools.clock.after(REST_MS, look);
    });
    watcher.on('error', error => tools.log.warn('watch-ended', { folder, error: String(error) }));
    return () => {
      cancel();
      watcher.close();
    };
  } catch (error) {
    tools.log.warn('watch-impossible', { folder, error: String(error) });
    return () => undefined;
  }
}
