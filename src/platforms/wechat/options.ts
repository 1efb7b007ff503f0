import type { PaceLimits, PlatformTools } from '../../desk/platform.js';

export type Clock = PlatformTools['clock'];
export type Chance = PlatformTools['chance'];

/** How a WeChat account is reached and how gently it behaves. */
export interface WechatOptions {
  /** The account's id, as the community's content names it. */
  readonly account: string;
  /**
   * The npm name of the wechaty puppet. `wechaty-puppet-service` (the default) speaks gRPC to a puppet service;
   * any other is imported and must have been installed.
   */
  readonly puppet?: string;
  /** The puppet's token. A service wants one; it names the account there and is a secret. */
  readonly token?: string;
  /** host:port of the puppet service. Without it wechaty looks the service up by its token. */
  readonly endpoint?: string;
  /** Plain gRPC instead of TLS: only for a service on the same machine or inside a private network. */
  readonly insecure?: boolean;
  /** A folder of ours, 0700: received pictures and files, and the login that an in-process puppet remembers. */
  readonly folder: string;
  /** 32 bytes, with which what is received is sealed. */
  readonly fileKey: Buffer;
  /** How fast the account speaks: a message every few seconds, so many a day. The courier keeps to it. */
  readonly pace: PaceLimits;
  /** Seconds between two friend requests or room invitations that are accepted. Default 60. */
  readonly secondsBetweenFriends?: number;
  /** After so many seconds of silence the service is asked for a sound, after as many again it is given up. Default 60. */
  readonly secondsOfSilence?: number;
  /** How long one send may take before its outcome counts as unknown, ms. Default 30 000. */
  readonly sendTimeout?: number;
}

export const SERVICE_PUPPET = 'wechaty-puppet-service';
/** WeChat takes longer texts, but nobody reads them on a phone, and some puppets cut them off. */
export const TEXT_LENGTH = 2_000;
/** The largest picture or file that we keep, bytes. */
export const FILE_LIMIT = 10 * 1024 * 1024;
