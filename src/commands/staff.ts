import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readCommunities } from '../community/content/read-content.js';
import type { Json } from '../community/store.js';
import { readConfig } from '../config.js';
import { systemChance, systemClock } from '../system.js';
import { ask, NoDesk } from './client.js';
import { overOwnStore } from './own-store.js';
import { run } from './run.js';
import { staffCommands } from './staff-office.js';

const USAGE = `npm run staff -- list                                who works here
npm run staff -- invite --role lead --name 李红梅     a code with which she becomes staff, on any platform
npm run staff -- role m-3 handler                    gives somebody another role
npm run staff -- remove m-3                          somebody no longer works here
With several communities: --community huimin`;

const invited = z.object({ name: z.string(), role: z.string(), code: z.string() });
const member = z.object({ id: z.string(), name: z.string(), role: z.string() });

// `npm run staff -- …`: who works here. Asks the running desk; only when none runs does it open the store itself.
await run(async () => {
  const { verb, args } = options();
  const answer = await answered(`staff.${verb}`, args);
  if (verb === 'invite') {
    const { name, role, code } = invited.parse(answer);
    console.log(`${name} (${role})\n\n  ${code}\n`);
    console.log(
      `Good for seven days, once. ${name} writes to the bot in private: 加入工作 (or: staff), then the code.`,
    );
    return 0;
  }
  if (verb === 'list') {
    const staff = z.array(member).parse(answer);
    for (const { id, name, role } of staff) console.log(`${id}\t${role}\t${name}`);
    if (staff.length === 0)
      console.log('Nobody works here yet. Invite somebody: npm run staff -- invite --role admin --name …');
    return 0;
  }
  const { id, name, role } = member.parse(answer);
  console.log(verb === 'role' ? `${id} ${name}: ${role}` : `${id} ${name} no longer works here`);
  return 0;
});

function options(): { verb: string; args: Record<string, Json> } {
  try {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      options: { role: text, name: text, community: text },
      allowPositionals: true,
    });
    const [verb = '', id, role, ...more] = positionals;
    const fits = {
      list: positionals.length === 1,
      invite: positionals.length === 1 && values.role !== undefined && values.name !== undefined,
      role: positionals.length === 3,
      remove: positionals.length === 2,
    };
    if (more.length > 0 || !Object.entries(fits).some(([name, fit]) => name === verb && fit))
      throw new Error(USAGE);
    return {
      verb,
      args: { ...values, ...(id === undefined ? {} : { id }), ...(role === undefined ? {} : { role }) },
    };
  } catch {
    throw new Error(USAGE);
  }
}

async function answered(command: string, args: Record<string, Json>): Promise<Json> {
  const config = readConfig();
  try {
    return await ask(config.data, command, args);
  } catch (error) {
    if (!(error instanceof NoDesk)) throw error;
  }
  const communities = (await readCommunities(config.content)).map(({ community }) => community.id);
  return overOwnStore(config, async store => {
    const office = { store, clock: systemClock, chance: systemChance, communities };
    return (await staffCommands(office)[command]?.(args)) ?? null;
  });
}
