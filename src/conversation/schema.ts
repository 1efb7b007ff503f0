import { z } from 'zod';
import { type Definition, SLOT_KINDS } from './definition.js';

const texts = z.record(z.string(), z.string());
const named = { name: z.string().min(1), line: z.number().int().positive() };
const detour = z.strictObject({
  say: z.string().exactOptional(),
  back: z.string().exactOptional(),
  go: z.string().exactOptional(),
});
const fails = z.record(z.string(), detour);
const renamed = z.record(z.string(), z.string());

const condition = z.union([
  z.strictObject({ slot: z.string(), is: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ slot: z.string(), in: z.array(z.union([z.string(), z.number()])) }),
  z.strictObject({ slot: z.string(), known: z.boolean() }),
  z.strictObject({ test: z.string(), with: renamed.exactOptional() }),
]);

// A key that is written out as `then` would make a linter think of promises.
const THEN = 'then';

const stepSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ask'),
    ...named,
    as: z.enum(SLOT_KINDS),
    say: z.string(),
    from: z.string().exactOptional(),
    options: z.array(z.strictObject({ value: z.string(), label: z.string() })).exactOptional(),
    with: renamed.exactOptional(),
    none: detour.exactOptional(),
    check: z.string().exactOptional(),
    fails: fails.exactOptional(),
    optional: z.boolean().exactOptional(),
    single: z.boolean().exactOptional(),
    quiet: z.boolean().exactOptional(),
    verbatim: z.boolean().exactOptional(),
    remember: z.string().exactOptional(),
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
    help: z.string().exactOptional(),
    example: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('say'),
    ...named,
    say: z.string(),
    attach: z.string().exactOptional(),
    offer: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('do'),
    ...named,
    action: z.string(),
    with: renamed.exactOptional(),
    into: z.string().exactOptional(),
    fails,
  }),
  z.strictObject({
    kind: z.literal('if'),
    ...named,
    condition,
    [THEN]: z.string(),
    else: z.string().exactOptional(),
  }),
  z.strictObject({ kind: z.literal('go'), ...named, to: z.string() }),
  z.strictObject({ kind: z.literal('confirm'), ...named, say: z.string() }),
  z.strictObject({ kind: z.literal('person'), ...named, say: z.string().exactOptional() }),
  z.strictObject({ kind: z.literal('end'), ...named }),
]);

/** A definition as it is stored with the sessions that began with it. Nothing but what the engine knows may be in it. */
export const definitionSchema: z.ZodType<Definition> = z.strictObject({
  conversation: z.string().min(1),
  version: z.string().min(1),
  file: z.string(),
  title: texts,
  intent: z.string().exactOptional(),
  starts: z.strictObject({
    commands: z.array(z.string()),
    examples: z.record(z.string(), z.array(z.string())),
  }),
  private: z.boolean(),
  roles: z.array(z.string()).exactOptional(),
  listed: z.boolean(),
  order: z.number().exactOptional(),
  expires: z.number().positive(),
  replaces: z.literal('unsafe').exactOptional(),
  steps: z.array(stepSchema).min(1),
  texts: z.record(z.string(), texts),
});
