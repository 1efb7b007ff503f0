import { describe, expect, it } from 'vitest';
import type { Attachment, Saying } from '../../src/desk/message.js';
import { FetchFailure } from '../../src/desk/platform.js';
import { NOW, SECOND } from '../clock.js';
import { PaperPlatform } from '../fakes/paper.js';
import { round } from './round.js';

const voice: Attachment = { kind: 'voice', ref: 'voice-1', mime: 'audio/ogg' };
const photo: Attachment = { kind: 'photo', ref: 'photo-1' };

/** Somebody has sent things on the other account; the courier's own one has a member of staff to pass them on to. */
async function passed(...attachments: readonly Attachment[]) {
  const other = new PaperPlatform('other');
  other.files.set('voice-1', { bytes: Buffer.from('ogg'), mime: 'application/octet-stream' });
  other.files.set('photo-1', { bytes: Buffer.from('jpeg'), mime: 'image/jpeg' });
  const asked: string[] = [];
  const fetch = other.fetch.bind(other);
  other.fetch = ref => {
    asked.push(ref);
    return fetch(ref);
  };
  const all = await round({ others: [other] });
  const saying: Saying = {
    text: '王奶奶：',
    passes: attachments.map(attachment => ({ account: 'other', attachment })),
    locale: 'zh-Hans',
  };
  const pass = (chat = 'staff', kind: 'reply' | 'broadcast' = 'reply') =>
    all.put(chat, 'x', kind, { saying });
  await all.courier.start();
  return { ...all, other, asked, pass };
}

const text = (base64: string) => Buffer.from(base64, 'base64').toString();

describe('what somebody sent, passed on', () => {
  it('comes as files with names and kinds that the other platform can use', async () => {
    const report: Attachment = { kind: 'file', ref: 'file-1', name: '../户口/本\u202Egpj.pdf' };
    const { clock, platform, other, pass } = await passed(voice, photo, report);
    other.files.set('file-1', { bytes: Buffer.from('pdf'), mime: 'application/pdf' });
    await pass();
    await clock.runUntil(NOW + SECOND);
    const [{ saying }] = platform.arrived as [(typeof platform.arrived)[0]];
    expect(saying.text).toBe('王奶奶：');
    expect(saying.passes).toBeUndefined();
    expect(saying.files?.map(({ name, mime, base64 }) => [name, mime, text(base64)])).toEqual([
      ['voice.ogg', 'audio/ogg', 'ogg'],
      ['photo.jpg', 'image/jpeg', 'jpeg'],
      ['.. 户口 本 gpj.pdf', 'application/pdf', 'pdf'],
    ]);
  });

  it('that is not there any more leaves a line behind, and the rest arrives', async () => {
    const { clock, platform, pass } = await passed({ ...voice, ref: 'too-old' }, photo);
    await pass();
    await clock.runUntil(NOW + SECOND);
    const [{ saying }] = platform.arrived as [(typeof platform.arrived)[0]];
    expect(saying.text).toBe('王奶奶：\nattachment_gone (zh-Hans)');
    expect(saying.files?.map(({ name }) => name)).toEqual(['photo.jpg']);
  });

  it('of an account that is not in use any more is said to be gone, too', async () => {
    const all = await round();
    const passes = [{ account: 'closed', attachment: voice }];
    await all.put('staff', 'x', 'reply', { saying: { text: '', passes, locale: 'en' } });
    await all.courier.start();
    await all.clock.runUntil(NOW + SECOND);
    expect(all.texts()).toEqual(['attachment_gone (en)']);
  });

  it('is waited for while it may still come, half a minute at most', async () => {
    const { clock, other, platform, pass, texts } = await passed(voice);
    const fetch = other.fetch;
    other.fetch = async () => {
      throw new FetchFailure('no line', { later: true });
    };
    await pass();
    await clock.runUntil(NOW + 2 * SECOND);
    expect(texts()).toEqual([]);
    other.fetch = fetch;
    await clock.runUntil(NOW + 10 * SECOND);
    expect(platform.arrived[0]?.saying.files).toHaveLength(1);

    other.fetch = async () => {
      throw new FetchFailure('no line', { later: true });
    };
    await pass('staff-2');
    // Kept from before, so it is there all the same.
    await clock.runUntil(NOW + 11 * SECOND);
    expect(platform.arrived[1]?.saying.files).toHaveLength(1);
  });

  it('that never comes is given up, and the words arrive', async () => {
    const { clock, other, pass, texts } = await passed(voice);
    other.fetch = async () => {
      throw new FetchFailure('no line', { later: true });
    };
    await pass();
    await clock.runUntil(NOW + 40 * SECOND);
    expect(texts()).toEqual(['王奶奶：\nattachment_gone (zh-Hans)']);
  });

  it('to many is fetched once', async () => {
    const { clock, platform, other, asked, pass } = await passed(photo);
    const fetch = other.fetch;
    other.fetch = async ref => {
      await new Promise<void>(resolve => void clock.after(100, resolve));
      return fetch(ref);
    };
    for (let i = 0; i < 20; i += 1) await pass(`resident-${i}`, 'broadcast');
    await clock.runUntil(NOW + SECOND);
    expect(platform.arrived.filter(({ saying }) => saying.files?.length === 1)).toHaveLength(20);
    expect(asked).toEqual(['photo-1']);
    // Somebody may have taken it back meanwhile.
    other.files.delete('photo-1');
    await clock.runUntil(NOW + 11 * 60 * SECOND);
    await pass('late', 'broadcast');
    await clock.runUntil(NOW + 12 * 60 * SECOND);
    expect(platform.arrived.at(-1)?.saying.files).toEqual([]);
  });
});
