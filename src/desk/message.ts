import type { Json } from '../community/store.js';

/** Something that a message carries besides its words; the bytes themselves stay with the platform until fetched. */
export interface Attachment {
  readonly kind: 'photo' | 'file' | 'voice' | 'video';
  /** How the platform finds it again (a Telegram file_id, a path in our own store). */
  readonly ref: string;
  readonly mime?: string;
  readonly name?: string;
  /** Size in bytes, where the platform says it. */
  readonly bytes?: number;
}

/** What somebody said, whatever the platform. Plain JSON: it is what the inbox keeps. */
export type Said =
  | { readonly kind: 'text'; readonly text: string; readonly edited?: boolean }
  /** A button: its token, and the message it hung on (to show the choice there). */
  | { readonly kind: 'press'; readonly token: string; readonly messageId?: string }
  /** `/book tomorrow`: name without slash or @bot, lower case. A deep link's start parameter comes as its name. */
  | { readonly kind: 'command'; readonly name: string; readonly args: string }
  | { readonly kind: 'media'; readonly attachment: Attachment; readonly caption?: string }
  | {
      readonly kind: 'location';
      readonly latitude: number;
      readonly longitude: number;
      readonly title?: string;
    }
  /** A shared contact card. `own`: the platform vouches that it is the sender's own number. */
  | { readonly kind: 'contact'; readonly phone: string; readonly name?: string; readonly own: boolean }
  /** What we have no use for but must answer: sticker, card, mini program, poll … */
  | { readonly kind: 'other'; readonly what: string }
  /** Something happened to the chat rather than being said. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'left' }
  | { readonly kind: 'migrated'; readonly to: string };

export interface Chat {
  readonly id: string;
  readonly kind: 'direct' | 'group';
  readonly title?: string;
}

export interface Person {
  /** The platform's id of the person, stable within the account. */
  readonly id: string;
  readonly name?: string;
  /** BCP 47, where the platform tells. */
  readonly locale?: string;
  /** An anonymous group admin, or a channel's post: there is no person to have a conversation with. */
  readonly anonymous?: boolean;
  /** Another bot. */
  readonly bot?: boolean;
}

/** A message as a platform hands it in. */
export interface Incoming {
  /** Unique in the account; the same message delivered twice carries the same id. */
  readonly id: string;
  readonly chat: Chat;
  readonly person: Person;
  /** When it was sent, ms, by the platform's clock. */
  readonly at: number;
  /** In a group: it mentions the bot, replies to it, or is a command or a button. Always true in direct chat. */
  readonly addressed: boolean;
  /** With the mention of the bot taken out. */
  readonly said: Said;
}

/** A button or a numbered line. */
export interface Choice {
  /** What comes back as `press`. At most 64 bytes in UTF-8 (Telegram's callback_data). */
  readonly token: string;
  readonly label: string;
}

/** A file that we send: its bytes (base64), since it must be durable before it is sent. */
export interface OutFile {
  readonly name: string;
  readonly mime: string;
  readonly base64: string;
}

/** What we say, before a platform has dressed it. Plain JSON: it is what the outbox keeps. */
export interface Saying {
  readonly text: string;
  /** The options of the open prompt: buttons, or a numbered menu. */
  readonly choices?: readonly Choice[];
  /** The number of the first choice in a numbered menu. Consecutive menus in one chat use different numbers. */
  readonly firstNumber?: number;
  /** Help, back, cancel, a person: shown small, or as words at the end of a menu. */
  readonly controls?: readonly Choice[];
  /** The prompt wants something particular: a platform that can, offers a button for it. */
  readonly wants?: 'phone' | 'location' | 'photo' | 'text';
  readonly files?: readonly OutFile[];
  /**
   * What somebody sent in one of our accounts, passed on here. The courier fetches it when this is sent and gives it to
   * the platform as `files`; what cannot be had is left out, and a line says so.
   */
  readonly passes?: readonly { readonly account: string; readonly attachment: Attachment }[];
  /** A button that opens a direct chat with the bot (deep link); `start` is its parameter. */
  readonly toDirect?: { readonly label: string; readonly start: string };
  /** In a group: whom this answers, so that a reply can be forced from that person alone. */
  readonly to?: { readonly personId: string; readonly name?: string };
  /** Shows on the message that hung out a menu which choice was taken, and takes its buttons away. */
  readonly settles?: { readonly messageId: string; readonly label: string };
  /** BCP 47 of the text, for the page's `lang` and the platform's own words. */
  readonly locale: string;
}

/**
 * Lower leaves first. `urgent`: somebody is in danger; a daily cap does not hold it. `news`: what can wait for the end of
 * quiet hours, and must hold up no reminder meanwhile.
 */
export const PRIORITY = { urgent: -1, reply: 0, reminder: 1, news: 2, broadcast: 3 } as const;

/** What an outbox row's body is. */
export interface Delivery {
  readonly chat: Chat;
  readonly saying: Saying;
  readonly kind: keyof typeof PRIORITY;
  /** After this time (ms) it is of no use and is not sent. */
  readonly expires?: number;
  /**
   * Changes this earlier message of ours in the same chat (`saying` null: takes it back) where the platform can, and then
   * nothing else is said; where it cannot, or not any more, the `saying` above is sent instead.
   */
  readonly replaces?: { readonly messageId: string; readonly saying: Saying | null };
  /** What it is about, for the books: the bookkeeper is asked before it leaves and told the outcome. Never personal data. */
  readonly about?: Json;
}
