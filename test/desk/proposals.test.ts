import { describe, expect, it } from 'vitest';
import { instantOf } from '../../src/community/day.js';
import { proposals } from '../../src/community/proposals/proposal.js';
import { identities, identityId } from '../../src/community/residents/identity.js';
import { members, type Role } from '../../src/community/staff/staff.js';
import {
  type Actor,
  hePing,
  liZhuren,
  personOf,
  staffGroup,
  wangNainai,
  xiaoChen,
  zhouMin,
} from '../cast.js';
import { type OpenDesk, openDesk } from '../fakes/desk.js';
import { PersonAtDesk } from './person.js';

const LAMP = ['投诉', '3号楼前的路灯坏了', '完成', '[公共设施维修]', '跳过', '[公开，写上名字]', '确认'];

/** Somebody of the cast who works here, as the desk knows them on paper. */
async function hired(desk: OpenDesk, actor: Actor, role: Role): Promise<PersonAtDesk> {
  const person = new PersonAtDesk(desk, actor);
  await person.say('你好');
  await desk.store.transact('huimin', async tx => {
    const { resident } = (await tx.get(identities, identityId('paper', personOf(actor).id)))!;
    await tx.put(members, { id: `m-${actor.id}`, resident, name: actor.name, role, since: desk.clock.now() });
  });
  return person;
}

describe('a proposal’s deadline', () => {
  it('is not lost, and comes once, when the desk is down while it falls due', async () => {
    const before = await openDesk();
    await hired(before, liZhuren, 'lead');
    await new PersonAtDesk(before, wangNainai).sayAll(...LAMP);
    await before.desk.stop();
    await before.clock.runUntil(instantOf('2026-12-03', '10:00', before.zone));
    const { store, clock } = before;
    for (let start = 0; start < 2; start += 1) {
      const again = await openDesk({ store, clock });
      await again.settle();
      const told = again.paper.arrived.filter(({ saying }) => saying.text.includes('督办】'));
      expect(told).toHaveLength(start === 0 ? 1 : 0);
      await again.desk.stop();
    }
    const [proposal] = await store.read('huimin', tx => tx.find(proposals, 'waiting', { limit: 9 }));
    expect(proposal!.history.map(({ what }) => what)).toEqual(['submit', 'remind', 'escalate']);
  });
});

describe('what staff do with proposals', () => {
  const FORGED = ['go:take?number=HQ-2026-0001', 'go:handle?number=HQ-2026-0001&wish=answer', 'go:handling'];
  const WORDS = ['处理', '接', '处理建议', '/handle', '督办', 'which proposals are mine to handle'];

  it('does not exist for residents and other roles, by any button, word or command', async () => {
    const desk = await openDesk();
    await new PersonAtDesk(desk, wangNainai).sayAll(...LAMP);
    const outsiders = [
      new PersonAtDesk(desk, wangNainai),
      new PersonAtDesk(desk, xiaoChen),
      await hired(desk, hePing, 'spokesperson'),
    ];
    for (const person of outsiders) {
      for (const token of FORGED) await person.say({ kind: 'press', token });
      for (const words of WORDS) {
        const command = words.startsWith('/');
        await person.say(command ? { kind: 'command', name: words.slice(1), args: '1' } : words);
        await person.say('1');
        await person.say('取消');
      }
      for (const { text } of person.heard) expect(text).not.toMatch(/接手了|在您手上|没人接的|我手上的/);
    }
    const [proposal] = await desk.store.read('huimin', tx => tx.find(proposals, 'waiting', { limit: 9 }));
    expect(proposal!.history).toHaveLength(1);
  });

  it('is shown in the staff’s chat and in private, and in no group of residents', async () => {
    const desk = await openDesk();
    await new PersonAtDesk(desk, wangNainai).sayAll(...LAMP);
    await hired(desk, zhouMin, 'handler');
    const among = new PersonAtDesk(desk, zhouMin, staffGroup);
    const said = await among.say(
      { kind: 'press', token: 'go:handle?number=HQ-2026-0001' },
      { addressed: true },
    );
    expect(said?.text).toContain('这里有居民在');
    expect(said?.text).not.toContain('路灯');
    await among.say({ kind: 'press', token: 'go:take?number=HQ-2026-0001' }, { addressed: true });
    const [proposal] = await desk.store.read('huimin', tx => tx.find(proposals, 'waiting', { limit: 9 }));
    expect(proposal?.status).toBe('received');
  });
});
