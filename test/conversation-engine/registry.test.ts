import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { SLOT_RULES } from '../../src/conversation/slots/index.js';
import { STEP_KINDS } from '../../src/conversation/steps/index.js';

const specifications = (folder: string) =>
  readdirSync(fileURLToPath(new URL(`./${folder}/`, import.meta.url)));

test.each(Object.keys(STEP_KINDS))('the step %s has a specification', kind => {
  expect(specifications('steps')).toContain(`${kind}.test.ts`);
});

test.each(Object.keys(SLOT_RULES))('the answer %s has a specification', kind => {
  expect(specifications('slots')).toContain(`${kind}.test.ts`);
});

test.each(Object.entries(STEP_KINDS))('the step %s is listed under its own name', (name, { kind }) => {
  expect(kind).toBe(name);
});

test.each(Object.entries(SLOT_RULES))('the answer %s is listed under its own name', (name, { kind }) => {
  expect(kind).toBe(name);
});
