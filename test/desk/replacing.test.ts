import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/desk/message.js';
import { NOW, SECOND } from '../clock.js';
import { COMMUNITY, round } from './round.js';

async function corrected(how: { saying?: Delivery['saying'] | null } = {}) {
  const all = await round();
  await all.put('an', 'water off at nine', 'broadcast');
  await all.courier.start();
  await all.clock.runUntil(NOW + SECOND);
  const { messageId } = all.platform.arrived[0]!;
  const saying = how.saying === undefined ? { text: 'water off at ten', locale: 'en' } : how.saying;
  const correct = (id = messageId) =>
    all.put('an', 'erratum', 'broadcast', { replaces: { messageId: id, saying } });
  return { ...all, messageId, correct };
}

describe('a message that replaces another', () => {
  it('changes it, and says nothing else', async () => {
    const { clock, platform, correct, messageId, texts, left } = await corrected();
    await correct();
    await clock.runUntil(NOW + 2 * SECOND);
    expect(platform.changed).toEqual([
      { chat: 'an', messageId, saying: { text: 'water off at ten', locale: 'en' } },
    ]);
    expect([texts(), await left()]).toEqual([['water off at nine'], 0]);
  });

  it('takes it back', async () => {
    const { clock, platform, correct, messageId } = await corrected({ saying: null });
    await correct();
    await clock.runUntil(NOW + 2 * SECOND);
    expect(platform.changed).toEqual([{ chat: 'an', messageId, saying: null }]);
  });

  it('is said in words where it cannot be changed, or not any more', async () => {
    const { clock, platform, correct, texts } = await corrected();
    platform.changeFault = () => 'refused';
    await correct();
    await clock.runUntil(NOW + 2 * SECOND);
    expect([texts(), platform.changed]).toEqual([['water off at nine', 'erratum'], []]);
  });

  it('is tried again when nobody knows whether it was changed: twice does no harm, words beside it would', async () => {
    const { clock, platform, correct, texts, failed } = await corrected();
    let lost = 2;
    platform.changeFault = () =>
      lost-- > 0 ? { outcome: { kind: 'unknown', reason: 'reset' }, arrived: true } : null;
    await correct();
    await clock.runUntil(NOW + 60 * SECOND);
    expect(platform.changed).toHaveLength(3);
    expect([texts(), await failed()]).toEqual([['water off at nine'], []]);
  });

  it('is changed once more when the process died over it, but never said once more in words', async () => {
    for (const refused of [false, true]) {
      const { clock, platform, courier, store, correct, texts, failed } = await corrected();
      await courier.stop();
      await correct();
      await store.transact(COMMUNITY, async tx => void (await tx.mark('outbox', 'erratum-2')));
      if (refused) platform.changeFault = () => 'refused';
      await courier.start();
      await clock.runUntil(NOW + 5 * SECOND);
      expect(texts()).toEqual(['water off at nine']);
      expect([platform.changed.length, await failed()]).toEqual(refused ? [0, ['unknown']] : [1, []]);
    }
  });
});
