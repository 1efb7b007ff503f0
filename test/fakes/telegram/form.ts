import type { IncomingMessage } from 'node:http';

export interface Upload {
  readonly name: string;
  readonly mime: string;
  readonly bytes: Buffer;
}

/** A method's parameters, wherever they came in: JSON, a form, multipart or the address. */
export interface Params {
  readonly values: Readonly<Record<string, unknown>>;
  readonly uploads: Readonly<Record<string, Upload>>;
}

export async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
}

export function readParams(type: string, body: Buffer, query: string): Params {
  if (body.length > 0 && type.startsWith('application/json'))
    return { values: JSON.parse(body.toString('utf8')) as Record<string, unknown>, uploads: {} };
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  if (boundary !== undefined) return readMultipart(body, boundary);
  const form = type.startsWith('application/x-www-form-urlencoded') ? body.toString('utf8') : query;
  return { values: readValues(new URLSearchParams(form)), uploads: {} };
}

/** In a form everything is a string; objects and lists come as JSON. */
function readValues(entries: Iterable<[string, string]>): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [key, value] of entries) values[key] = /^[[{]/.test(value) ? JSON.parse(value) : value;
  return values;
}

function readMultipart(body: Buffer, boundary: string): Params {
  const entries: [string, string][] = [];
  const uploads: Record<string, Upload> = {};
  const mark = Buffer.from(`--${boundary}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const next = body.indexOf(mark, at + mark.length);
    if (next < 0) break;
    const part = body.subarray(at + mark.length + 2, next - 2);
    const headEnd = part.indexOf('\r\n\r\n');
    const head = part.subarray(0, headEnd).toString('utf8');
    const bytes = part.subarray(headEnd + 4);
    const name = /[; ]name="([^"]*)"/.exec(head)?.[1] ?? '';
    const file = /filename="([^"]*)"/.exec(head)?.[1];
    if (file === undefined) entries.push([name, bytes.toString('utf8')]);
    else {
      const mime = /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? 'application/octet-stream';
      uploads[name] = { name: file, mime, bytes: Buffer.from(bytes) };
    }
    at = next;
  }
  return { values: readValues(entries), uploads };
}
