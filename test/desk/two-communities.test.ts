import { expect, it } from 'vitest';
import { memoryStore } from '../../src/storage/memory.js';
import { nguyenVanAn, wangNainai } from '../cast.js';
import { NOW, SECOND, VirtualClock } from '../clock.js';
import { openDesk, sampleHouse } from '../fakes/desk.js';
import { PaperPlatform } from '../fakes/paper.js';
import { PersonAtDesk } from './person.js';

it('answers the residents of two communities in one house, each at their own desk', async () => {
  const clock = new VirtualClock(NOW);
  const store = memoryStore({ clock });
  const taken: string[] = [];
  const claim = store.claim.bind(store);
  store.claim = async (queue, filter) => {
    const found = await claim(queue, filter);
    if (found) taken.push(`${found.row.community} by ${filter.community}`);
    return found;
  };
  const { content } = await sampleHouse();
  const other = { ...content, community: { ...content.community, id: 'jianshe' } };
  const paper = new PaperPlatform('paper-jianshe');
  const first = await openDesk({ clock, store });
  const second = {
    ...(await openDesk({ clock, store, content: other, platforms: [paper], seed: 2 })),
    paper,
  };
  const wang = new PersonAtDesk(first, wangNainai);
  const an = new PersonAtDesk(second, nguyenVanAn);
  for (const person of [wang, an, wang, an]) {
    await person.send('你好');
    await clock.advance(SECOND);
    expect(person.last.text).toMatch(/小惠|Xiaohui/);
  }
  // A row that the wrong desk takes up is let go unanswered, and held until then.
  expect(new Set(taken)).toEqual(new Set(['huimin by huimin', 'jianshe by jianshe']));
});
