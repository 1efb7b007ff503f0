import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Incoming, Saying } from '../../src/desk/message.js';
import { FetchFailure, type Platform, SendFailure, type SendOutcome } from '../../src/desk/platform.js';
import { Heard, within } from './heard.js';

export type Where = 'direct' | 'group';

/** What a person does in the fake service. `addressed` counts in a group: they mention the bot. */
export type Act =
  | { readonly kind: 'text'; readonly text: string; readonly addressed?: boolean }
  /** Changes the person's last text. */
  | { readonly kind: 'edit'; readonly text: string }
  /** Presses the button with this label on the newest message that has it. */
  | { readonly kind: 'press'; readonly label: string }
  /** `/book tomorrow`, typed. */
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'media'; readonly of: 'photo' | 'voice' | 'file' | 'video'; readonly caption?: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  | { readonly kind: 'contact'; readonly phone: string; readonly own: boolean }
  | { readonly kind: 'sticker' }
  | { readonly kind: 'left' }
  | { readonly kind: 'migrated' };

/** A message of the bot as people see it now (after edits). */
export interface Shown {
  readonly messageId?: string;
  readonly text: string;
  readonly buttons: readonly { readonly label: string; readonly token?: string; readonly url?: string }[];
  readonly files: readonly { readonly name: string; readonly bytes?: Buffer }[];
}

/** One account of the platform over a fake service of its own. Person 0 and 1 are in the group; both write directly. */
export interface Bench {
  /** Not yet started. */
  readonly platform: Platform;
  readonly chats: Readonly<Record<Where, string>>;
  readonly people: readonly [string, string];
  /** Resolves once the service has taken it in (not: delivered it). */
  act(where: Where, act: Act, person?: 0 | 1): Promise<void>;
  /** The bot's messages in this chat, in order, once there are at least so many. Person 0's direct chat. */
  shown(where: Where, atLeast: number): Promise<readonly Shown[]>;
  /** Resolves once the bot's message at this place (from 0) has been edited. Where an edit may come after the reply. */
  edited?(where: Where, index: number): Promise<void>;
  /** Makes the next send fail in this way (and those after, until `heal`, where that is how the failure is). */
  fail?(kind: SendOutcome['kind']): Promise<void> | void;
  heal?(): Promise<void> | void;
  /** Resolves once the platform has confirmed everything that was delivered. */
  confirmed?(): Promise<void>;
  /** How many messages the service holds as not confirmed now. */
  unconfirmed?(): number;
  /** Delivers the last message once more, as after a lost confirmation. */
  again?(): Promise<void>;
  tearDown(): Promise<void>;
}

export interface Harness {
  setUp(): Promise<Bench>;
  /** What people can do there. What is not listed does not exist on this platform. */
  readonly acts: readonly Act['kind'][];
  readonly group: boolean;
  /**
   * What becomes of a message whose `receive` was refused: the service (or the platform) brings it again, or
   * its sender is told that it was not taken.
   */
  readonly refused: 'comes-again' | 'sender-is-told';
  /** The ways in which a send can fail there; each is tried. */
  readonly failures: readonly SendOutcome['kind'][];
  /** What people can send there whose bytes can be had. */
  readonly fetches: readonly ('photo' | 'voice' | 'file')[];
}

const CHOICES = [
  { token: 'p7.1', label: '量血压' },
  { token: 'p7.2', label: '上门理发' },
  { token: 'p7.3', label: 'Kiểm tra đồ điện' },
];
const CONTROLS = [
  { token: 'p7.help', label: '帮助' },
  { token: 'p7.cancel', label: '取消' },
];

/** What every platform must pass. Call it at the top of the platform's test file. */
export function platformContract(name: string, harness: Harness): void {
  describe(`${name}: the platform contract`, () => {
    let bench: Bench;
    let heard: Heard;
    const wheres: Where[] = harness.group ? ['direct', 'group'] : ['direct'];
    const can = (kind: Act['kind']) => harness.acts.includes(kind);

    beforeEach(async () => {
      bench = await harness.setUp();
      heard = new Heard();
    });
    afterEach(async () => {
      await bench.platform.stop();
      await bench.tearDown();
    });

    const start = async () => {
      await bench.platform.start(heard);
      await heard.online();
    };
    /** Acts and gives what the door got of it. */
    const does = async (where: Where, act: Act, person: 0 | 1 = 0): Promise<Incoming> => {
      const before = heard.durable.all.length;
      await bench.act(where, act, person);
      return heard.durable.next(() => true, `a ${act.kind} in ${where}`, before);
    };
    const send = (where: Where, saying: Partial<Saying> & { text: string }) =>
      bench.platform.send({
        chat: { id: bench.chats[where], kind: where },
        saying: { locale: 'zh-Hans', ...saying },
        kind: 'reply',
      });
    const outcomeOf = (sending: Promise<unknown>): Promise<SendOutcome> =>
      sending.then(
        () => Promise.reject(new Error('it was sent')),
        error => {
          if (error instanceof SendFailure) return error.outcome;
          throw error;
        },
      );

    describe('what it hears', () => {
      for (const where of wheres) {
        it(`hands in a text, with who and where (${where})`, async () => {
          await start();
          const message = await does(where, { kind: 'text', text: '我想预约量血压', addressed: true });
          expect(message.said).toEqual({ kind: 'text', text: '我想预约量血压' });
          expect(message.chat.id).toBe(bench.chats[where]);
          expect(message.chat.kind).toBe(where);
          expect(message.person.id).toBe(bench.people[0]);
          expect(message.person.anonymous ?? false).toBe(false);
          expect(message.person.bot ?? false).toBe(false);
          expect(message.addressed).toBe(true);
          expect(message.at).toBeGreaterThan(0);
          expect(message.id).not.toBe('');
        });

        it(`keeps the order of what one person says (${where})`, async () => {
          await start();
          const texts = Array.from({ length: 12 }, (_, i) => `第${i}句`);
          for (const text of texts) await bench.act(where, { kind: 'text', text, addressed: true });
          const got = await heard.durable.count(texts.length, 'texts');
          expect(got.map(m => (m.said.kind === 'text' ? m.said.text : m.said.kind))).toEqual(texts);
          expect(new Set(got.map(m => m.id)).size).toBe(texts.length);
        });

        it(`tells two people apart (${where})`, async () => {
          await start();
          const a = await does(where, { kind: 'text', text: '甲', addressed: true }, 0);
          const b = await does(where, { kind: 'text', text: '乙', addressed: true }, 1);
          expect([a.person.id, b.person.id]).toEqual([...bench.people]);
        });
      }

      it('brings unicode through unharmed', async () => {
        await start();
        const text = '👨‍👩‍👧 Nguyễn Văn An 𠮷野家 — "<b>&amp;"\n第二行';
        expect((await does('direct', { kind: 'text', text })).said).toEqual({ kind: 'text', text });
      });

      if (harness.group) {
        it('flags what is said in a group to nobody in particular', async () => {
          await start();
          const message = await does('group', { kind: 'text', text: '2' });
          expect(message.addressed).toBe(false);
          expect(message.said).toEqual({ kind: 'text', text: '2' });
        });
      }

      if (can('command')) {
        for (const where of wheres) {
          it(`hands in a command (${where})`, async () => {
            await start();
            const message = await does(where, { kind: 'command', text: '/Book tomorrow 3pm' });
            expect(message.said).toEqual({ kind: 'command', name: 'book', args: 'tomorrow 3pm' });
            expect(message.addressed).toBe(true);
          });
        }
      }
      if (can('press')) {
        for (const where of wheres) {
          it(`hands in the token of a pressed button (${where})`, async () => {
            await start();
            await send(where, { text: '想约哪项？', choices: CHOICES, controls: CONTROLS });
            await bench.shown(where, 1);
            const press = await does(where, { kind: 'press', label: '上门理发' });
            expect(press.said).toMatchObject({ kind: 'press', token: 'p7.2' });
            expect(press.addressed).toBe(true);
            expect(press.person.id).toBe(bench.people[0]);
            const control = await does(where, { kind: 'press', label: '取消' });
            expect(control.said).toMatchObject({ kind: 'press', token: 'p7.cancel' });
          });
        }
      }
      if (can('media')) {
        for (const of of ['photo', 'voice', 'file', 'video'] as const) {
          it(`hands in a ${of}`, async () => {
            await start();
            const { said } = await does('direct', { kind: 'media', of });
            if (said.kind !== 'media') throw new Error(`came as ${said.kind}`);
            expect(said.attachment.kind).toBe(of);
            expect(said.attachment.ref).not.toBe('');
          });
        }
      }
      if (can('location')) {
        it('hands in a location', async () => {
          await start();
          const { said } = await does('direct', { kind: 'location', latitude: 31.2304, longitude: 121.4737 });
          expect(said).toMatchObject({ kind: 'location', latitude: 31.2304, longitude: 121.4737 });
        });
      }
      if (can('contact')) {
        it("hands in a contact, and says whether it is the sender's own", async () => {
          await start();
          const own = await does('direct', { kind: 'contact', phone: '13800138000', own: true });
          expect(own.said).toMatchObject({ kind: 'contact', phone: '13800138000', own: true });
          const other = await does('direct', { kind: 'contact', phone: '13900139000', own: false });
          expect(other.said).toMatchObject({ kind: 'contact', phone: '13900139000', own: false });
        });
      }
      if (can('sticker')) {
        it('hands in what we have no use for, so that it gets an answer', async () => {
          await start();
          expect((await does('direct', { kind: 'sticker' })).said.kind).toBe('other');
        });
      }
      if (can('edit')) {
        it('flags an edited text', async () => {
          await start();
          const first = await does('direct', { kind: 'text', text: '明天三点' });
          const edit = await does('direct', { kind: 'edit', text: '明天四点' });
          expect(edit.said).toEqual({ kind: 'text', text: '明天四点', edited: true });
          expect(edit.id).not.toBe(first.id);
        });
      }
      if (can('left')) {
        it('says when it was blocked or thrown out', async () => {
          await start();
          await does('direct', { kind: 'text', text: '在吗' });
          expect((await does('direct', { kind: 'left' })).said).toEqual({ kind: 'left' });
        });
      }
      if (can('migrated')) {
        it('says when a group has a new id', async () => {
          await start();
          const message = await does('group', { kind: 'migrated' });
          expect(message.said).toMatchObject({ kind: 'migrated' });
          expect(message.chat.id).toBe(bench.chats.group);
        });
      }
    });

    describe('how it confirms', () => {
      it('confirms only when the message is durable', async () => {
        const door = heard.hold();
        await start();
        await bench.act('direct', { kind: 'text', text: '在吗' });
        await heard.messages.count(1, 'message');
        if (bench.unconfirmed) expect(bench.unconfirmed()).toBe(1);
        expect(heard.durable.all).toHaveLength(0);
        door.open();
        await heard.durable.count(1, 'message');
        if (bench.confirmed) await within(bench.confirmed(), () => 'the confirmation');
        if (bench.unconfirmed) expect(bench.unconfirmed()).toBe(0);
        expect(heard.messages.all).toHaveLength(1);
      });

      it('does not confirm what could not be written', async () => {
        let refusals = 1;
        heard.rule = () => {
          if (refusals-- > 0) throw new Error('the disk is full');
        };
        await start();
        await bench.act('direct', { kind: 'text', text: '在吗' });
        await heard.messages.count(1, 'message');
        if (harness.refused === 'sender-is-told') {
          if (bench.unconfirmed) expect(bench.unconfirmed()).toBe(1);
          return;
        }
        const [got] = await heard.durable.count(1, 'message after a refusal');
        expect(heard.messages.all.map(m => m.id)).toEqual([got!.id, got!.id]);
        if (bench.confirmed) await within(bench.confirmed(), () => 'the confirmation');
      });

      it('gives a message that comes twice the same id', async () => {
        await start();
        const first = await does('direct', { kind: 'text', text: '在吗' });
        if (!bench.again) return;
        await bench.confirmed?.();
        await bench.again();
        const second = await heard.messages.next(() => true, 'the same message again', 1);
        expect(second).toEqual(first);
      });
    });

    describe('what it says', () => {
      for (const where of wheres) {
        it(`sends a text (${where})`, async () => {
          await start();
          await send(where, { text: '您好，我是小惠。\n<b>1 < 2 & *3*</b> _您_ 👵' });
          const [message] = await bench.shown(where, 1);
          expect(message!.text).toContain('您好，我是小惠。\n<b>1 < 2 & *3*</b> _您_ 👵');
          expect(message!.buttons).toEqual([]);
        });

        it(`shows every choice and control, as buttons or as a menu (${where})`, async () => {
          await start();
          await send(where, { text: '想约哪项？', choices: CHOICES, controls: CONTROLS, firstNumber: 4 });
          const [message] = await bench.shown(where, 1);
          if (bench.platform.abilities.buttons) {
            expect(message!.buttons.map(b => b.label)).toEqual([...CHOICES, ...CONTROLS].map(c => c.label));
          } else {
            for (const [i, choice] of CHOICES.entries())
              expect(message!.text).toMatch(new RegExp(`${4 + i}\\D{1,3}${choice.label}`));
            for (const control of CONTROLS) expect(message!.text).toContain(control.label);
          }
        });

        it(`keeps the order in which it was told (${where})`, async () => {
          await start();
          const texts = Array.from({ length: 5 }, (_, i) => `第${i}条`);
          for (const text of texts) await send(where, { text });
          expect((await bench.shown(where, 5)).map(m => m.text)).toEqual(texts);
        });
      }

      it('sends a file with its words', async () => {
        await start();
        const bytes = Buffer.from('BEGIN:VCALENDAR\r\nSUMMARY:量血压\r\nEND:VCALENDAR\r\n');
        const file = { name: 'YY-0042.ics', mime: 'text/calendar', base64: bytes.toString('base64') };
        await send('direct', { text: '约好了：YY-0042', files: [file] });
        const files = (await bench.shown('direct', 1)).flatMap(m => m.files);
        const shown = files.length > 0 ? await bench.shown('direct', 1) : await bench.shown('direct', 2);
        expect(shown.map(m => m.text).join('\n')).toContain('约好了：YY-0042');
        const sent = shown.flatMap(m => m.files);
        expect(sent.map(f => f.name)).toEqual(['YY-0042.ics']);
        if (sent[0]!.bytes) expect(sent[0]!.bytes.equals(bytes)).toBe(true);
      });

      it('splits what is too long for one message, and loses nothing', async () => {
        await start();
        const limit = Math.min(bench.platform.abilities.textLength, 20_000);
        const lines = Array.from(
          { length: Math.ceil((limit * 2.2) / 40) },
          (_, i) => `${i}. ${'长'.repeat(34)}`,
        );
        await send('direct', { text: lines.join('\n'), choices: CHOICES });
        const fits = limit < bench.platform.abilities.textLength;
        const shown = await bench.shown('direct', fits ? 1 : 3);
        for (const message of shown)
          expect(message.text.length).toBeLessThanOrEqual(bench.platform.abilities.textLength);
        const all = shown.map(m => m.text).join('\n');
        for (const line of lines) expect(all).toContain(line);
        if (bench.platform.abilities.buttons) {
          expect(shown.at(-1)!.buttons.map(b => b.label)).toEqual(CHOICES.map(c => c.label));
          expect(shown.slice(0, -1).flatMap(m => m.buttons)).toEqual([]);
        }
      });

      it('settles the menu that was answered, or goes on without', async () => {
        await start();
        await send('direct', { text: '想约哪项？', choices: CHOICES, controls: CONTROLS });
        let messageId = (await bench.shown('direct', 1))[0]!.messageId ?? 'unknown';
        if (can('press')) {
          const press = await does('direct', { kind: 'press', label: '量血压' });
          if (press.said.kind === 'press') messageId = press.said.messageId ?? messageId;
        }
        await send('direct', { text: '哪一天？', settles: { messageId, label: '量血压' } });
        await bench.shown('direct', 2);
        if (bench.platform.abilities.edits) await bench.edited?.('direct', 0);
        const [menu, reply] = await bench.shown('direct', 2);
        expect(reply!.text).toContain('哪一天？');
        if (!bench.platform.abilities.edits) return;
        expect(menu!.buttons).toEqual([]);
        expect(menu!.text).toMatch(/想约哪项？[\s\S]*量血压/);
      });

      it('goes on when the menu to settle is long gone', async () => {
        await start();
        await send('direct', { text: '哪一天？', settles: { messageId: '987654', label: '量血压' } });
        expect((await bench.shown('direct', 1))[0]!.text).toContain('哪一天？');
      });
    });

    describe('what it changes', () => {
      const chat = () => ({ id: bench.chats.direct, kind: 'direct' as const });
      const corrected: Saying = { text: '后天停水。', choices: CHOICES.slice(0, 1), locale: 'zh-Hans' };
      const say = async (text: string, more: Partial<Saying> = {}) =>
        (await send('direct', { text, ...more })).messageId ?? 'none';
      const texts = async (atLeast: number) => (await bench.shown('direct', atLeast)).map(m => m.text);

      it('changes the words and buttons of its own message, or says that it cannot', async () => {
        await start();
        const messageId = await say('明天停水。', { choices: CHOICES });
        await say('周六放电影。');
        await bench.shown('direct', 2);
        for (let twice = 0; twice < 2; twice += 1) {
          const done = await bench.platform.replace(chat(), messageId, corrected);
          expect(done).toBe(bench.platform.abilities.edits);
        }
        if (bench.platform.abilities.edits) await bench.edited?.('direct', 0);
        const [first, second, ...more] = await bench.shown('direct', 2);
        expect([second!.text, more]).toEqual(['周六放电影。', []]);
        if (!bench.platform.abilities.edits) return expect(first!.text).toContain('明天停水。');
        expect(first!.text).toBe('后天停水。');
        expect(first!.buttons.map(b => b.label)).toEqual([CHOICES[0]!.label]);
      });

      it('changes the words beside a file, which stays', async () => {
        await start();
        const file = { name: 'YY-0042.ics', mime: 'text/calendar', base64: btoa('BEGIN') };
        const messageId = await say('明天停水。', { files: [file] });
        const before = (await bench.shown('direct', 1)).flatMap(m => m.files).length;
        const done = await bench.platform.replace(chat(), messageId, corrected);
        expect(done).toBe(bench.platform.abilities.edits);
        const after = await bench.shown('direct', 1);
        if (done) expect(after.map(m => m.text)).toEqual(['后天停水。']);
        expect(after.flatMap(m => m.files)).toHaveLength(before);
      });

      it('takes its own message back, or says that it cannot', async () => {
        await start();
        const messageId = await say('明天停水。');
        await say('周六放电影。');
        await bench.shown('direct', 2);
        const done = await bench.platform.replace(chat(), messageId, null);
        expect(done).toBe(bench.platform.abilities.recallMs > 0);
        expect(await texts(done ? 1 : 2)).toEqual(done ? ['周六放电影。'] : ['明天停水。', '周六放电影。']);
      });

      it('says that it cannot change what is not there, or is no id of its own', async () => {
        await start();
        await say('明天停水。');
        for (const messageId of ['987654', 'none', ''])
          expect(await bench.platform.replace(chat(), messageId, corrected)).toBe(false);
        expect(await texts(1)).toEqual(['明天停水。']);
      });

      it('does not pretend that a message which became several can be changed', async () => {
        await start();
        const files = ['a.pdf', 'b.pdf'].map(name => ({ name, mime: 'application/pdf', base64: btoa(name) }));
        const { messageId } = await send('direct', { text: '材料都在这里', files });
        const shown = await bench.shown('direct', 1);
        if (shown.length > 1) expect(messageId).toBeUndefined();
      });
    });

    describe('what it fetches', () => {
      for (const of of harness.fetches) {
        it(`gives the bytes of a ${of} that somebody sent, as often as it is asked`, async () => {
          await start();
          const { said } = await does('direct', { kind: 'media', of });
          if (said.kind !== 'media') throw new Error(`came as ${said.kind}`);
          for (let twice = 0; twice < 2; twice += 1) {
            const { bytes, mime } = await bench.platform.fetch(said.attachment.ref);
            expect(bytes.length).toBeGreaterThan(0);
            expect(mime).toMatch(/^[a-z]+\/[\w.+-]+$/);
            if (of === 'photo') expect(mime).toMatch(/^image\//);
          }
        });
      }

      it('says plainly when there is nothing behind a reference', async () => {
        await start();
        for (const ref of ['nothing', '../../etc/passwd', '0'.repeat(40), '']) {
          const failure: unknown = await bench.platform.fetch(ref).catch(error => error);
          expect(failure).toBeInstanceOf(FetchFailure);
          expect(failure).toMatchObject({ later: false });
        }
      });
    });

    describe('how a send fails', () => {
      for (const kind of harness.failures) {
        it(`says “${kind}”, as a SendFailure`, async () => {
          await start();
          await send('direct', { text: '第一条' });
          await bench.shown('direct', 1);
          await bench.fail?.(kind);
          const where: Where = kind === 'moved' ? 'group' : 'direct';
          const outcome = await outcomeOf(send(where, { text: '第二条' }));
          expect(outcome.kind).toBe(kind);
          if (outcome.kind === 'slow-down') expect(outcome.retryAfter).toBeGreaterThan(0);
          if (outcome.kind === 'moved') expect(outcome.to).not.toBe('');
          await bench.heal?.();
          if (kind === 'gone' || kind === 'moved') return;
          await send('direct', { text: '第三条' });
          const shown = await bench.shown('direct', kind === 'unknown' ? 3 : 2);
          const texts = shown.map(m => m.text).filter(text => kind !== 'unknown' || text !== '第二条');
          expect(texts).toEqual(['第一条', '第三条']);
        });
      }
    });

    describe('how it stops', () => {
      it('waits for what is under way, then says that it has stopped', async () => {
        const door = heard.hold();
        await start();
        await bench.act('direct', { kind: 'text', text: '在吗' });
        await heard.messages.count(1, 'message');
        let stopped = false;
        const stopping = bench.platform.stop().then(() => {
          stopped = true;
        });
        await new Promise(resolve => setImmediate(resolve));
        expect(stopped).toBe(false);
        door.open();
        await within(stopping, () => 'the platform to stop');
        expect(heard.durable.all).toHaveLength(1);
        expect(heard.statuses.all.at(-1)?.state).toBe('stopped');
      });

      it('takes nothing more in', async () => {
        await start();
        await does('direct', { kind: 'text', text: '在吗' });
        await bench.platform.stop();
        // Some services accept it for later, others refuse: neither may reach the door.
        await bench.act('direct', { kind: 'text', text: '还在吗' }).catch(() => 'refused');
        await new Promise(resolve => setImmediate(resolve));
        expect(heard.messages.all).toHaveLength(1);
      });

      it('can be stopped twice, and before it was ever started', async () => {
        await bench.platform.stop();
        await bench.platform.stop();
      });
    });
  });
}
