import { wechatHarness } from './harness/wechat.js';
import { playAll } from './play-all.js';

await playAll(await wechatHarness());
