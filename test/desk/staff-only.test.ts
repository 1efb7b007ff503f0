import { describe, expect, it } from 'vitest';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { residents } from '../../src/community/residents/resident.js';
import { type Member, members, type Role } from '../../src/community/staff/staff.js';
import type { Definition } from '../../src/conversation/definition.js';
import type { Said } from '../../src/desk/message.js';
import { seats } from '../../src/desk/seat.js';
import { memoryStore } from '../../src/storage/memory.js';
import {
  type Actor,
  buildingGroup,
  hePing,
  liZhuren,
  personOf,
  residentOf,
  staffGroup,
  sunJie,
  xiaoChen,
} from '../cast.js';
import { NOW, VirtualClock } from '../clock.js';
import { type OpenDesk, openDesk, sampleHouse } from '../fakes/desk.js';
import { PaperPlatform } from '../fakes/paper.js';
import { PersonAtDesk } from './person.js';

const { conversations } = await sampleHouse();
const forStaff = conversations.definitions.filter(one => one.roles !== undefined);
const ACCOUNT = 'paper';

/** Makes somebody of the cast staff of this desk's community. */
async function hire(desk: OpenDesk, actor: Actor, role: Role): Promise<Member> {
  const member: Member = { id: `m-${actor.id}`, resident: actor.id, name: actor.name, role, since: NOW };
  await desk.store.transact(desk.content.community.id, async tx => {
    const { id: person } = personOf(actor);
    await tx.put(residents, residentOf(actor));
    await tx.put(identities, { id: identityId(ACCOUNT, person), resident: actor.id, since: NOW });
    await tx.put(members, member);
  });
  return member;
}

/** Every conversation that anybody is in, anywhere. */
async function openConversations(desk: OpenDesk): Promise<string[]> {
  const found: string[] = [];
  await desk.store.read(desk.content.community.id, async tx => {
    for (const index of ['definition', 'parked'])
      for (const { session, parked } of await tx.find(seats, index, { limit: 1000 }))
        for (const one of [session, parked]) if (one) found.push(one.conversation);
  });
  return found;
}

/** Every way that somebody could think of to begin it. */
function waysInto({ conversation, starts, title, steps }: Definition): (Said | string)[] {
  const asks = steps.flatMap(step => (step.kind === 'ask' ? [step.name] : []));
  const words = [
    conversation,
    ...starts.commands,
    ...Object.values(title),
    ...Object.values(starts.examples).flat(),
  ];
  return [
    ...words,
    ...[conversation, ...starts.commands].map(name => ({ kind: 'command' as const, name, args: '' })),
    { kind: 'command' as const, name: conversation, args: 'HQ-2026-0001' },
    { kind: 'press' as const, token: `go:${conversation}` },
    {
      kind: 'press' as const,
      token: `go:${conversation}?${asks.map(name => `${name}=1`).join('&')}`.slice(0, 64),
    },
  ];
}

/** Tries them all, and gives those that led into a conversation for staff. */
async function intruders(desk: OpenDesk, person: PersonAtDesk, definitions: readonly Definition[]) {
  const got: string[] = [];
  for (const definition of definitions) {
    for (const way of waysInto(definition)) {
      await person.say(way, { addressed: true });
      const inside = (await openConversations(desk)).filter(name =>
        definitions.some(one => one.conversation === name),
      );
      if (inside.length > 0) got.push(`${JSON.stringify(way)} led into ${inside.join(', ')}`);
    }
  }
  return got;
}

describe('what is for staff', () => {
  it('is there at all, and whoever may do it gets in', async () => {
    expect(forStaff.length).toBeGreaterThan(8);
    const desk = await openDesk();
    await hire(desk, liZhuren, 'admin');
    const li = new PersonAtDesk(desk, liZhuren);
    await li.say({ kind: 'press', token: 'go:invite-colleague' });
    expect(await openConversations(desk)).toEqual(['invite-colleague']);
  });

  it('is reached by no resident, by no wording, command, button or forged callback, nor in a group', async () => {
    const desk = await openDesk();
    await hire(desk, sunJie, 'desk');
    for (const chat of [undefined, buildingGroup, staffGroup]) {
      const chen = new PersonAtDesk(desk, xiaoChen, chat);
      expect(await intruders(desk, chen, forStaff)).toEqual([]);
    }
  });

  it('is reached by nobody who works in another community', async () => {
    const clock = new VirtualClock(NOW);
    const store = memoryStore({ clock });
    const here = await openDesk({ clock, store });
    const sample = here.content;
    const content = { ...sample, community: { ...sample.community, id: 'jianshe', staffChats: [] } };
    const paper = new PaperPlatform('paper-jianshe');
    const there = { ...(await openDesk({ clock, store, content, platforms: [paper], seed: 2 })), paper };
    await hire(here, liZhuren, 'admin');
    expect(await intruders(there, new PersonAtDesk(there, liZhuren), forStaff)).toEqual([]);
  });

  it('is reached by staff only as far as their role goes', async () => {
    const desk = await openDesk();
    await hire(desk, hePing, 'spokesperson');
    const others = forStaff.filter(one => !one.roles?.includes('spokesperson'));
    expect(others.length).toBeGreaterThan(0);
    expect(await intruders(desk, new PersonAtDesk(desk, hePing), others)).toEqual([]);
  });

  it('ends for somebody whose role is taken away in the middle', async () => {
    const desk = await openDesk();
    const member = await hire(desk, liZhuren, 'admin');
    const li = new PersonAtDesk(desk, liZhuren);
    await li.sayAll('邀请同事', '何平');
    await desk.store.transact('huimin', tx => tx.put(members, { ...member, left: NOW }));
    expect((await li.say('[管理员]'))?.text).toContain('现在不归您办了');
    expect(await openConversations(desk)).toEqual([]);
  });

  it('shows its buttons to nobody else: a prompt of staff is stale for everybody but whom it asked', async () => {
    const desk = await openDesk();
    await hire(desk, liZhuren, 'lead');
    const li = new PersonAtDesk(desk, liZhuren, staffGroup);
    const asked = await li.say('设为工作群', { addressed: true });
    const chen = new PersonAtDesk(desk, xiaoChen, staffGroup);
    const [yes] = asked?.choices ?? [];
    const told = await chen.say({ kind: 'press', token: yes?.token ?? '' }, { addressed: true });
    expect(await openConversations(desk)).toEqual(['staff-group']);
    expect(told?.text).toContain('过时');
  });
});
