import type { Chat, Incoming, Person } from '../../desk/message.js';
import type { Log } from '../../desk/platform.js';
import type { Line } from './connection.js';
import { codeOf } from './error-code.js';
import { directChat, milliseconds, nameOf } from './incoming.js';
import type { Puppet } from './puppet.js';
import type { Welcome } from './welcome.js';

/** wechaty's numbers for a friendship that was made, and one that is asked for. */
const CONFIRM = 1;
const RECEIVE = 2;
/** How many new friends we remember, so that accepting one and WeChat's confirmation of it are one hello. */
const REMEMBERED = 1_000;

export interface EventTools {
  readonly account: string;
  readonly log: Log;
  readonly welcome: Welcome;
  /** Who is logged in now; requests may outlive the connection over which they came. */
  line(): Line | null;
  handIn(message: Incoming): void;
}

/** What happens to the account rather than being said to it: friend requests, invitations, coming into rooms. */
export class Events {
  private readonly tools: EventTools;
  private readonly greeted = new Set<string>();

  constructor(tools: EventTools) {
    this.tools = tools;
  }

  listen(puppet: Puppet): void {
    puppet.on(
      'friendship',
      ({ friendshipId }) => void this.quietly(() => this.friendship(puppet, friendshipId)),
    );
    puppet.on('room-invite', ({ roomInvitationId }) => {
      this.tools.welcome.add(() =>
        this.quietly(async () => await this.tools.line()?.puppet.roomInvitationAccept(roomInvitationId)),
      );
    });
    puppet.on('room-join', ({ inviteeIdList, inviterId, roomId, timestamp }) => {
      void this.quietly(() => this.room(puppet, 'joined', inviteeIdList, inviterId, roomId, timestamp));
    });
    puppet.on('room-leave', ({ removeeIdList, removerId, roomId, timestamp }) => {
      void this.quietly(() => this.room(puppet, 'left', removeeIdList, removerId, roomId, timestamp));
    });
  }

  private async friendship(puppet: Puppet, id: string): Promise<void> {
    const { type, contactId, timestamp } = await puppet.friendshipPayload(id);
    if (type === CONFIRM) return await this.greet(puppet, id, contactId, timestamp);
    if (type === RECEIVE) this.letIn(id, contactId, timestamp);
  }

  private letIn(id: string, contactId: string, timestamp: number): void {
    this.tools.welcome.add(() =>
      this.quietly(async () => {
        const puppet = this.tools.line()?.puppet;
        // Nobody is logged in just now: back to the end of the queue.
        if (puppet === undefined) return this.letIn(id, contactId, timestamp);
        await puppet.friendshipAccept(id);
        await this.greet(puppet, id, contactId, timestamp);
      }),
    );
  }

  private async greet(puppet: Puppet, id: string, contactId: string, timestamp: number): Promise<void> {
    if (this.greeted.has(contactId)) return;
    this.greeted.add(contactId);
    if (this.greeted.size > REMEMBERED) this.greeted.delete(this.greeted.values().next().value ?? '');
    const person = await personOf(puppet, contactId);
    this.happened(`joined:${contactId}:${id}`, directChat(contactId), person, timestamp, 'joined');
  }

  /** Only our own coming and going: that of others is no business of ours. */
  private async room(
    puppet: Puppet,
    what: 'joined' | 'left',
    who: readonly string[],
    byId: string,
    roomId: string,
    timestamp: number,
  ): Promise<void> {
    const selfId = this.tools.line()?.selfId;
    if (selfId === undefined || !who.includes(selfId)) return;
    const by = await personOf(puppet, byId);
    this.happened(`${what}:${roomId}:${timestamp}`, { id: roomId, kind: 'group' }, by, timestamp, what);
  }

  private happened(id: string, chat: Chat, person: Person, timestamp: number, kind: 'joined' | 'left'): void {
    this.tools.handIn({ id, chat, person, at: milliseconds(timestamp), addressed: true, said: { kind } });
  }

  private async quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.tools.log.warn('wechat.event_lost', { account: this.tools.account, error: codeOf(error) });
    }
  }
}

async function personOf(puppet: Puppet, id: string): Promise<Person> {
  const name = await nameOf(puppet, id);
  return { id, ...(name === undefined ? {} : { name }) };
}
