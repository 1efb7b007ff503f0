import { statfs } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { ownEnvironment } from '../config.js';
import { examine } from './doctor/examine.js';
import { exitCode, showFindings } from './doctor/finding.js';
import type { Machine } from './doctor/house.js';
import { run } from './run.js';
import { type Tongue, tongueOf } from './said.js';

const USAGE = `npm run doctor                 what is wrong, and how to mend it
npm run doctor -- --locale zh  in Chinese; en for English`;

const machine: Machine = {
  node: process.versions.node,
  now: () => Date.now(),
  free: async folder => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

// `npm run doctor`. Exit code 0: all is well; 2: somebody should look; 1: something does not work.
await run(async () => {
  const tongue = tongueAsked();
  const findings = await examine(process.cwd(), ownEnvironment, machine);
  console.log(showFindings(findings, tongue));
  return exitCode(findings);
});

function tongueAsked(): Tongue {
  const { locale } = options();
  if (locale === undefined) return tongueOf(ownEnvironment);
  if (/^zh\b/i.test(locale)) return 'zh';
  if (/^en\b/i.test(locale)) return 'en';
  throw new Error(USAGE);
}

function options(): { locale?: string } {
  try {
    return parseArgs({ options: { locale: { type: 'string' } } }).values;
  } catch {
    throw new Error(USAGE);
  }
}
