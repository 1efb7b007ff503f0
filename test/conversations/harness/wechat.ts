import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '../../../src/desk/platform.js';
import { KIND } from '../../../src/platforms/wechat/said.js';
import { wechatPlatform } from '../../../src/platforms/wechat.js';
import { SeededChance } from '../../clock.js';
import { silent } from '../../fakes/desk.js';
import { UNLIMITED } from '../../fakes/paper.js';
import { type BotMessage, FakeWechat } from '../../fakes/wechat/service.js';
import { realClock } from '../../web/real.js';
import type { Act } from '../act.js';
import type { Guest, Harness, Stage } from '../harness.js';
import type { Where } from '../transcript.js';
import { readMenu, typed } from './menu.js';

const MEDIA = {
  photo: { type: KIND.image, name: 'photo.jpg' },
  voice: { type: KIND.audio, name: 'voice.silk' },
  file: { type: KIND.attachment, name: '合同.pdf' },
  video: { type: KIND.video, name: 'video.mp4' },
} as const;

/** WeChat over real gRPC, from a puppet service on loopback that all transcripts share. */
export async function wechatHarness(): Promise<Harness> {
  const wechat = await FakeWechat.start();
  const folder = await mkdtemp(join(tmpdir(), 'linli-wechat-'));
  const platform = wechatPlatform(
    {
      account: 'wechat',
      token: wechat.token,
      endpoint: wechat.endpoint,
      insecure: true,
      folder,
      fileKey: Buffer.alloc(32, 7),
      pace: UNLIMITED,
    },
    { clock: realClock, chance: new SeededChance(7), log: silent },
  );
  return {
    name: 'wechat',
    can: ['text', 'press', 'media', 'location', 'contact', 'sticker', 'group'],
    tellsLocale: false,
    tellsName: true,
    stage: async (_ground, guests) => new WechatStage(wechat, platform, guests),
    close: async () => {
      await platform.stop();
      await wechat.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

class WechatStage implements Stage {
  readonly platforms: readonly [Platform];
  readonly #wechat: FakeWechat;
  readonly #guests: readonly Guest[];
  readonly #rooms = new Map<string, string>();

  constructor(wechat: FakeWechat, platform: Platform, guests: readonly Guest[]) {
    this.#wechat = wechat;
    this.#guests = guests;
    this.platforms = [platform];
    for (const { id, name } of guests) wechat.contact(`wxid_${id}`, name);
  }

  address(where: Where) {
    return { account: 'wechat', chat: this.#chat(where) };
  }

  async act(guest: Guest, where: Where, act: Act, even: boolean): Promise<void> {
    const from = `wxid_${guest.id}`;
    const wechat = this.#wechat;
    if (where.kind === 'direct') return this.#write(from, where, act, even);
    const mention = act.kind === 'press' || (act.kind === 'text' && act.addressed);
    wechat.says(from, this.#words(where, act, even), { room: this.#chat(where), mention });
  }

  #write(from: string, where: Where, act: Act, even: boolean): void {
    const wechat = this.#wechat;
    if (act.kind === 'text' || act.kind === 'press') wechat.says(from, this.#words(where, act, even));
    if (act.kind === 'media') {
      const { type, name } = MEDIA[act.of];
      if (act.of === 'photo' && act.words !== undefined)
        throw new Error('a photo has no words beside it there');
      wechat.sendsFile(from, type, act.of === 'file' ? (act.words ?? name) : name, Buffer.from(act.of));
    }
    if (act.kind === 'location') wechat.sendsLocation(from, act.latitude, act.longitude);
    if (act.kind === 'sticker') wechat.sends(from, { type: KIND.emoticon });
    if (act.kind === 'contact') {
      if (act.own) throw new Error('nothing there vouches for a number');
      wechat.sendsCard(from, wechat.contact(`${from}-card`, '名片', { phone: [act.phone] }));
    }
  }

  #words(where: Where, act: Act, even: boolean): string {
    if (act.kind === 'text') return act.text;
    if (act.kind !== 'press') throw new Error(`nobody can send ${act.kind} to a group there`);
    const menus = this.#sent(where)
      .filter(message => message.file === undefined)
      .map(message => readMenu(message.text));
    if (where.kind !== 'staff') return typed(act.label, menus.at(-1), even);
    // What hangs there for everybody is taken up by its number, also after something else was said.
    return typed(
      act.label,
      menus.findLast(menu => menu.numbers.has(act.label)),
      true,
    );
  }

  async shown(where: Where): Promise<string[]> {
    const shown: { text: string; files: { name: string }[] }[] = [];
    for (const { text, file } of this.#sent(where)) {
      // A file is a message of its own, after its words.
      if (file === undefined) shown.push({ text: text.replace(/^@[^\u2005]+\u2005/, ''), files: [] });
      else shown.at(-1)?.files.push(file);
    }
    return shown.map(({ text, files }) => readMenu(text, files).neutral);
  }

  async close(): Promise<void> {}

  #sent(where: Where): BotMessage[] {
    const chat = this.#chat(where);
    return this.#wechat.sent.all.filter(message => message.to === chat);
  }

  #chat(where: Where): string {
    if (where.kind === 'direct') {
      const guest = this.#guests.find(({ name }) => name === where.person);
      return `wxid_${guest?.id}`;
    }
    const topic = where.kind === 'group' ? where.group : '工作群';
    const known = this.#rooms.get(topic);
    if (known !== undefined) return known;
    const [first] = this.#guests;
    const members = this.#guests.map(({ id }) => `wxid_${id}`);
    const id = this.#wechat.room(`room-${first?.id}-${this.#rooms.size}@chatroom`, topic, members);
    this.#rooms.set(topic, id);
    return id;
  }
}
