import { webchatHarness } from './harness/webchat.js';
import { playAll } from './play-all.js';

await playAll(webchatHarness);
