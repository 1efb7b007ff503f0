import { platformContract } from './contract.js';
import { contractBench } from './wechat-bench.js';

platformContract('wechat', {
  setUp: contractBench,
  acts: ['text', 'command', 'media', 'location', 'sticker'],
  group: true,
  refused: 'comes-again',
  fetches: ['photo', 'voice', 'file'],
  failures: ['gone', 'not-sent', 'unknown'],
});
