import { telegramHarness } from './harness/telegram.js';
import { playAll } from './play-all.js';

await playAll(await telegramHarness());
