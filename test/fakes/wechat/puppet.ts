import { FileBox } from 'file-box';
import type { payloads } from 'wechaty';
import { mock, PuppetMock } from 'wechaty-puppet-mock';
import { Events } from '../../platforms/heard.js';

/** A message of the bot as it reached WeChat. */
export interface BotMessage {
  readonly id: string;
  /** The contact's or the room's id. */
  readonly to: string;
  readonly text: string;
  readonly mentions: readonly string[];
  readonly file?: { readonly name: string; readonly bytes: Buffer };
}

type FileBoxInterface = Parameters<PuppetMock['messageSendFile']>[1];

/** The mock puppet, which also remembers what it was asked to do, and knows what the mock only pretends to. */
export class FakePuppet extends PuppetMock {
  readonly sent = new Events<BotMessage>();
  readonly accepted = new Events<string>();
  /** Messages whose payload was asked for. */
  readonly loads = new Events<string>();
  readonly friendships = new Map<string, payloads.Friendship>();
  readonly invitations = new Map<string, payloads.RoomInvitation>();
  readonly locations = new Map<string, payloads.Location>();
  readonly cards = new Map<string, string>();
  readonly boxes = new Map<string, FileBoxInterface>();
  /** Names in rooms, by `room person`. */
  readonly aliases = new Map<string, string>();
  /** Messages whose file was asked for. */
  readonly fetched: string[] = [];
  /** Awaited after a message has gone out, before the bot hears so. */
  afterSend: (message: BotMessage) => Promise<void> | void = () => {};
  /** Messages that were taken back. */
  readonly recalled = new Set<string>();
  /** Awaited before a message is taken back. */
  beforeRecall: (messageId: string) => Promise<void> | void = () => {};
  /** Called when a file was asked for, before it is given. */
  afterFetch: () => void = () => {};
  /** Awaited before the payload of a message is given. */
  beforeLoad: (messageId: string) => Promise<void> | void = () => {};

  /** Answers nothing when it is asked for a sound, as behind a connection that is dead without knowing it. */
  mute = false;
  readonly asked = new Events<string>();

  override ding(data = ''): void {
    this.asked.push(data);
    if (!this.mute) this.emit('dong', { data });
  }

  constructor() {
    super({ mocker: new mock.Mocker() });
  }

  override async messageSendText(to: string, text: string, mentions: string[] = []): Promise<void> {
    await super.messageSendText(to, text);
    return given(await this.record({ to, text, mentions }));
  }

  override async messageSendFile(to: string, box: FileBoxInterface): Promise<void> {
    const bytes = await box.toBuffer();
    await super.messageSendFile(to, FileBox.fromBase64(bytes.toString('base64'), box.name));
    return given(await this.record({ to, text: '', mentions: [], file: { name: box.name, bytes } }));
  }

  private async record(said: Omit<BotMessage, 'id'>): Promise<string> {
    const message = { id: `bot-${this.sent.all.length + 1}`, ...said };
    this.sent.push(message);
    await this.afterSend(message);
    return message.id;
  }

  /** As WeChat does: false when it is not there, or too old. */
  override async messageRecall(id: string): Promise<boolean> {
    await this.beforeRecall(id);
    if (!this.sent.all.some(message => message.id === id) || this.recalled.has(id)) return false;
    this.recalled.add(id);
    return true;
  }

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    const ready = this.beforeLoad(id);
    this.loads.push(id);
    await ready;
    return await super.messageRawPayload(id);
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    this.fetched.push(id);
    this.afterFetch();
    return known(this.boxes, id);
  }

  override async roomMemberRawPayload(roomId: string, contactId: string) {
    const roomAlias = this.aliases.get(`${roomId} ${contactId}`) ?? '';
    return { ...(await super.roomMemberRawPayload(roomId, contactId)), roomAlias };
  }

  override async messageLocation(id: string): Promise<payloads.Location> {
    return known(this.locations, id);
  }

  override async messageContact(id: string): Promise<string> {
    return known(this.cards, id);
  }

  override async friendshipRawPayload(id: string): Promise<payloads.Friendship> {
    return known(this.friendships, id);
  }

  override async friendshipAccept(id: string): Promise<void> {
    this.accepted.push(id);
  }

  override async roomInvitationRawPayload(id: string): Promise<payloads.RoomInvitation> {
    return known(this.invitations, id);
  }

  override async roomInvitationAccept(id: string): Promise<void> {
    this.accepted.push(id);
  }
}

/** The mock declares that it gives no id of what it sent; a puppet does. */
function given(id: string): undefined {
  return id as unknown as undefined;
}

function known<T>(from: ReadonlyMap<string, T>, id: string): T {
  const found = from.get(id);
  if (found === undefined) throw new Error(`no payload found for id ${id}`);
  return found;
}
