import { createServer } from 'node:net';
import { FileBox } from 'file-box';
import { log, type payloads } from 'wechaty';
import { PuppetServer } from 'wechaty-puppet-service';
import { KIND } from '../../../src/platforms/wechat/said.js';
import { type BotMessage, FakePuppet } from './puppet.js';

export type { BotMessage } from './puppet.js';

/** What keeps the files that travel between a puppet and its service. */
let files: unknown;

export const BOT = { id: 'wxid_xiaohui', name: '小惠' };

/** How somebody says something: where, to whom, in what way. */
export interface Manner {
  /** A room's id; direct chat otherwise. */
  readonly room?: string;
  /** Begins with a mention of the bot, as a phone writes it, and in the wire's list. */
  readonly mention?: boolean;
  /** Ids for the wire's list of mentions, where it should differ. */
  readonly mentionIds?: readonly string[];
}

/**
 * WeChat for tests: a puppet service over real gRPC on a loopback port, with the mock puppet behind it. People are
 * made with `contact`, rooms with `room`; `says` and its sisters send; `sent` is what the bot said.
 */
export class FakeWechat {
  readonly token = 'insecure_00000000-0000-4000-8000-000000000042';
  readonly puppet = new FakePuppet();
  readonly port: number;
  private server: PuppetServer | null = null;
  private messages = 0;

  /** The service is up and the account logged in, unless told otherwise. */
  static async start({ login = true }: { login?: boolean } = {}): Promise<FakeWechat> {
    log.level('silent');
    const wechat = new FakeWechat(await freePort());
    wechat.contact(BOT.id, BOT.name);
    if (login) wechat.login();
    await wechat.restart();
    return wechat;
  }

  private constructor(port: number) {
    this.port = port;
    // Nobody listens while the service is down, and an unheard error would end the process.
    this.puppet.on('error', () => {});
  }

  get endpoint(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Whether the service runs. */
  get up(): boolean {
    return this.server !== null;
  }

  /** What the bot said, everywhere, in order. */
  get sent() {
    return this.puppet.sent;
  }

  /** What the bot said to one contact or room, once it has said at least so much. */
  async sentTo(to: string, atLeast = 0): Promise<readonly BotMessage[]> {
    const there = () => this.sent.all.filter(message => message.to === to);
    if (atLeast > 0) await this.sent.next(() => there().length >= atLeast, `${atLeast} messages to ${to}`);
    return there();
  }

  contact(id: string, name: string, more: Partial<payloads.Contact> = {}): string {
    this.puppet.mocker.createContact({ alias: '', type: 1, phone: [], friend: true, ...more, id, name });
    return id;
  }

  room(id: string, topic: string, members: readonly string[]): string {
    this.puppet.mocker.createRoom({ id, topic, memberIdList: [BOT.id, ...members] });
    return id;
  }

  /** Deletes somebody, or a room, as when they block the account or throw it out. */
  forget(id: string): void {
    const { mocker } = this.puppet;
    mocker.cacheContactPayload.delete(id);
    mocker.cacheRoomPayload.delete(id);
    for (const pool of [mocker.ContactMock, mocker.RoomMock]) Reflect.get(pool, 'pool').delete(id);
  }

  says(from: string, text: string, how: Manner = {}): string {
    const mention = how.mention === true ? `@${BOT.name}\u2005` : '';
    return this.sends(from, { type: KIND.text, text: `${mention}${text}` }, how);
  }

  /** A picture, a voice message, a file or a video. */
  sendsFile(from: string, type: number, name: string, bytes: Buffer, how: Manner = {}): string {
    return this.sends(from, { type, filename: name }, how, id =>
      this.puppet.boxes.set(id, FileBox.fromBase64(bytes.toString('base64'), name)),
    );
  }

  sendsLocation(from: string, latitude: number, longitude: number, name = '惠民苑'): string {
    return this.sends(from, { type: KIND.location }, {}, id =>
      this.puppet.locations.set(id, { latitude, longitude, name, address: '惠民路8号', accuracy: 15 }),
    );
  }

  sendsCard(from: string, of: string): string {
    return this.sends(from, { type: KIND.contact }, {}, id => this.puppet.cards.set(id, of));
  }

  /** A message of any kind. `prepare` runs before the bot hears of it. */
  sends(
    from: string,
    payload: { type: number; text?: string; filename?: string; timestamp?: number },
    how: Manner = {},
    prepare: (id: string) => void = () => {},
  ): string {
    const id = `msg-${this.port}-${++this.messages}`;
    prepare(id);
    const mentionIdList = [...(how.mentionIds ?? (how.mention === true ? [BOT.id] : []))];
    const base = { id, talkerId: from, timestamp: Date.now(), ...payload };
    this.puppet.mocker.MessageMock.create(
      how.room === undefined ? { ...base, listenerId: BOT.id } : { ...base, roomId: how.room, mentionIdList },
    );
    this.again(id);
    return id;
  }

  /** Tells the bot once more of a message. */
  again(messageId: string): void {
    this.puppet.emit('message', { messageId });
  }

  asksToBeFriends(from: string, hello = '你好'): string {
    const id = `friend-${from}-${this.puppet.friendships.size}`;
    const timestamp = Date.now();
    this.puppet.friendships.set(id, { id, contactId: from, hello, timestamp, type: 2, ticket: 'ticket' });
    this.puppet.emit('friendship', { friendshipId: id });
    return id;
  }

  confirmsFriendship(from: string): string {
    const id = `confirm-${from}-${this.puppet.friendships.size}`;
    this.puppet.friendships.set(id, { id, contactId: from, timestamp: Date.now(), type: 1 });
    this.puppet.emit('friendship', { friendshipId: id });
    return id;
  }

  invites(by: string, topic: string): string {
    const id = `invitation-${by}-${this.puppet.invitations.size}`;
    const rest = { avatar: '', invitation: '', memberCount: 3, memberIdList: [], receiverId: BOT.id };
    this.puppet.invitations.set(id, { id, inviterId: by, topic, timestamp: Date.now(), ...rest });
    this.puppet.emit('room-invite', { roomInvitationId: id });
    return id;
  }

  /** Somebody brings people (the bot, unless said otherwise) into a room, or throws them out. */
  joins(room: string, by: string, who: readonly string[] = [BOT.id]): void {
    this.puppet.emit('room-join', {
      inviteeIdList: [...who],
      inviterId: by,
      roomId: room,
      timestamp: Date.now(),
    });
  }

  leaves(room: string, by: string, who: readonly string[] = [BOT.id]): void {
    this.puppet.emit('room-leave', {
      removeeIdList: [...who],
      removerId: by,
      roomId: room,
      timestamp: Date.now(),
    });
  }

  login(): void {
    this.puppet.login(BOT.id);
  }

  async logout(): Promise<void> {
    await this.puppet.logout('kicked by another phone');
  }

  /** Shows a code to scan; the service shows it to a bot that comes later, too. */
  scan(qrcode: string): void {
    this.puppet.emit('scan', { qrcode, status: 2 });
  }

  /**
   * Cuts every connection at once and frees the port, as when the service's process dies. Only the wire: stopping
   * the server would delete the folder of files, under uploads that are still coming in.
   */
  kill(): void {
    const server: unknown = this.server === null ? null : Reflect.get(this.server, 'grpcServer');
    this.server = null;
    if (typeof server !== 'object' || server === null) return;
    const shutDown: unknown = Reflect.get(server, 'forceShutdown');
    if (typeof shutDown === 'function') Reflect.apply(shutDown, server, []);
  }

  /** Brings the service up (again) on the same port, with WeChat still logged in. */
  async restart(): Promise<void> {
    const { endpoint, token, puppet } = this;
    this.server = new PuppetServer({ endpoint, token, puppet, tls: { disable: true } });
    // One for all servers of the process: they share its folder, and each would delete it for the others.
    Reflect.set(this.server, 'urnRegistry', files);
    await this.server.start();
    files = Reflect.get(this.server, 'urnRegistry');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.puppet.stop();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
