import { extname } from 'node:path';
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

/** Fetches the bytes behind a file_id. */
export async function fetchFile(api: BotApi, ref: string): Promise<{ bytes: Buffer; mime: string }> {
  const file = await api.call<{ file_path?: string; file_size?: number }>('getFile', { file_id: ref });
  if ((file.file_size ?? 0) > MOST)
    throw new ApiFailure('refused', `the file has ${file.file_size} bytes; at most ${MOST} are fetched`);
  if (file.file_path === undefined) throw new ApiFailure('refused', 'Telegram does not offer this file');
  const { bytes, type } = await api.download(file.file_path, MOST);
  const byName = MIME[extname(file.file_path).toLowerCase()];
  return { bytes, mime: byName ?? (type === '' ? 'application/octet-stream' : type) };
}
