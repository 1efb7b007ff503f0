import { platformContract } from './contract.js';
import { telegramBench } from './telegram-bench.js';

for (const mode of ['polling', 'webhook'] as const)
  platformContract(`telegram, ${mode}`, {
    setUp: () => telegramBench(mode),
    acts: ['text', 'edit', 'press', 'command', 'media', 'location', 'contact', 'sticker', 'left', 'migrated'],
    group: true,
    refused: 'comes-again',
    fetches: ['photo', 'voice', 'file'],
    failures: ['slow-down', 'gone', 'rejected', 'moved', 'not-sent', 'unknown'],
  });
