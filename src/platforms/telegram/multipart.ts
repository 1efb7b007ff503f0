import { createHash } from 'node:crypto';

/** Values that go with a file. */
export interface Form {
  readonly values: Readonly<Record<string, unknown>>;
  readonly upload: {
    readonly field: string;
    readonly name: string;
    readonly mime: string;
    readonly bytes: Buffer;
  };
}

/** Writes a form as multipart/form-data; lists and objects go as JSON. */
export function multipart({ values, upload }: Form): { type: string; body: Buffer } {
  const boundary = `linli-${createHash('sha256').update(upload.bytes).digest('hex').slice(0, 32)}`;
  const head = (rest: string) => `--${boundary}\r\ncontent-disposition: form-data; name=${rest}\r\n`;
  const fields = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${head(`"${key}"`)}\r\n${plain(value)}\r\n`);
  const name = upload.name.replace(/["\r\n]/g, '_');
  const file = `${head(`"${upload.field}"; filename="${name}"`)}content-type: ${upload.mime}\r\n\r\n`;
  const body = Buffer.concat([
    Buffer.from(fields.join('') + file),
    upload.bytes,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
  return { type: `multipart/form-data; boundary=${boundary}`, body };
}

const plain = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
