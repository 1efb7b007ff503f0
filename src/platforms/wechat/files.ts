import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import type { Readable } from 'node:stream';
import { type Fetched, FetchFailure } from '../../desk/platform.js';
import { ReceivedFolder } from '../received-folder.js';

/** A file as a puppet gives it (wechaty's FileBox). */
export interface Box {
  readonly name: string;
  readonly mediaType: string;
  /** Bytes; -1 or 0 where it is not known. */
  readonly size: number;
  toStream(): Promise<Readable>;
}

export interface Kept {
  readonly ref: string;
  readonly mime?: string;
  readonly name?: string;
  readonly bytes: number;
}

/**
 * Received pictures and files. A puppet can give them only while the message lives, so they are fetched at once and
 * kept in a folder of ours, readable to nobody else.
 */
export class Files {
  private readonly received: ReceivedFolder;
  private readonly limit: number;

  /** `key`: 32 bytes, with which they are sealed. `limit`: the largest that is kept, bytes. */
  constructor(folder: string, key: Buffer, limit: number) {
    this.received = new ReceivedFolder(folder, key);
    this.limit = limit;
  }

  /** Keeps the bytes; the same message twice is one file. null when they are more than the limit. */
  async keep(messageId: string, box: Box): Promise<Kept | null> {
    if (box.size > this.limit) return null;
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stream = await box.toStream();
    for await (const chunk of stream) {
      const piece = Buffer.from(chunk);
      bytes += piece.length;
      if (bytes > this.limit) {
        stream.destroy();
        return null;
      }
      chunks.push(piece);
    }
    const ref = refOf(messageId, box.name);
    await this.received.keep(ref, Buffer.concat(chunks));
    const known =
      box.mediaType !== '' &&
      box.mediaType !== 'application/octet-stream' &&
      box.mediaType !== 'application/unknown';
    return {
      ref,
      bytes,
      ...(known ? { mime: box.mediaType } : {}),
      ...(box.name === '' ? {} : { name: box.name }),
    };
  }

  /** The bytes of a file that was kept. Throws a FetchFailure when it is not there, or `ref` is none of ours. */
  async fetch(ref: string): Promise<Fetched> {
    const bytes = await this.received.open(ref).catch(cause => {
      throw new FetchFailure('the file cannot be read', { later: false, cause });
    });
    if (bytes === null)
      throw new FetchFailure('not a file of this account, or no longer there', { later: false });
    return { bytes, mime: MIMES[extname(ref)] ?? 'application/octet-stream' };
  }

  /** Removes the bytes for good; nothing happens when they are gone already. */
  drop(ref: string): Promise<void> {
    return this.received.drop(ref);
  }

  /** References of what was kept before a time (ms). */
  before(time: number): Promise<string[]> {
    return this.received.before(time);
  }
}

/** What people send here; whatever else there is, is for downloading only. */
const MIMES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.mp4': 'video/mp4',
  '.mp3': 'audio/mpeg',
  '.amr': 'audio/amr',
  '.silk': 'audio/silk',
  '.pdf': 'application/pdf',
};

function refOf(messageId: string, name: string): string {
  const ending = /^\.[a-z0-9]{1,8}$/.exec(extname(name).toLowerCase())?.[0] ?? '';
  return `${createHash('sha256').update(messageId).digest('hex').slice(0, 40)}${ending}`;
}
