import { settingsTable } from '../settings.js';

// `npm run settings`: the tables that README.md and README.zh-CN.md hold.
console.log(`${settingsTable('en')}\n\n${settingsTable('zh-Hans')}`);
