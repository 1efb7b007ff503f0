import { terminalHarness } from './harness/terminal.js';
import { playAll } from './play-all.js';

await playAll(terminalHarness);
