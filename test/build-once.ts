import { build } from '../scripts/build.js';

/** Tests that start the real process run what `npm start` runs: the built files. */
export default async function buildOnce(): Promise<void> {
  await build();
}
