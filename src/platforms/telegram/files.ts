import { extname } from 'node:path';
import { type Fetched, FetchFailure } from '../../desk/platform.js';
import { ApiFailure, type BotApi } from './api.js';

const MOST = 10_000_000;

/** Telegram serves everything as a stream of bytes: the name says more. */
const MIME: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.pdf': 'application/pdf',
  '.mp4': 'video/mp4',
  '.oga': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

/** Fetches the bytes behind a file_id, at most 10 MB. Throws a FetchFailure. */
export async function fetchFile(api: BotApi, ref: string): Promise<Fetched> {
  try {
    return await download(api, ref);
  } catch (cause) {
    const failure = cause instanceof ApiFailure ? cause : null;
    const later =
      failure !== null && (failure.kind !== 'refused' || failure.code >= 500 || failure.code === 429);
    throw new FetchFailure(failure?.message ?? 'an error of our own', { later, cause });
  }
}

async function download(api: BotApi, ref: string): Promise<Fetched> {
  const file = await api.call<{ file_path?: string; file_size?: number }>('getFile', { file_id: ref });
  if ((file.file_size ?? 0) > MOST)
    throw new ApiFailure('refused', `the file has ${file.file_size} bytes; at most ${MOST} are fetched`);
  if (file.file_path === undefined) throw new ApiFailure('refused', 'Telegram does not offer this file');
  const { bytes, type } = await api.download(file.file_path, MOST);
  const byName = MIME[extname(file.file_path).toLowerCase()];
  return { bytes, mime: byName ?? (type === '' ? 'application/octet-stream' : type) };
}
