import type { Delivery, OutFile } from '../../desk/message.js';
import { SendFailure, type Sent } from '../../desk/platform.js';
import { asMenu } from '../menu.js';
import type { Line } from './connection.js';
import { failureBefore, failureOf } from './failure.js';
import { inTime } from './in-time.js';
import { memberName } from './incoming.js';
import { type Clock, TEXT_LENGTH } from './options.js';
import type { Puppet } from './puppet.js';
import { split } from './split.js';

type Part = { readonly text: string; readonly mention?: string } | { readonly file: OutFile };

/**
 * Sends one delivery: its text, in pieces where it is long, then its files. Throws a SendFailure; once a part has
 * gone out, a failure of the rest is `unknown`, since sending again would repeat that part. Each part may take
 * `timeout` ms, and between two parts there are `gap` ms, as nobody types two messages at once.
 */
export async function sendDelivery(
  delivery: Delivery,
  line: Line | null,
  clock: Clock,
  { timeout, gap }: { readonly timeout: number; readonly gap: number },
): Promise<Sent> {
  if (line === null) throw new SendFailure({ kind: 'not-sent', reason: 'WeChat is not logged in' });
  const { puppet } = line;
  const parts = await before(
    async () => {
      await mustExist(puppet, delivery);
      return await partsOf(puppet, delivery);
    },
    clock,
    timeout,
  );
  let messageId: string | undefined;
  for (const [at, part] of parts.entries()) {
    if (at > 0 && gap > 0) await pause(clock, gap);
    try {
      messageId =
        (await inTime(sendPart(puppet, delivery.chat.id, part), clock, timeout, tooLate)) ?? messageId;
    } catch (error) {
      const failure = failureOf(error);
      if (at === 0 || failure.outcome.kind === 'unknown') throw failure;
      throw new SendFailure(
        { kind: 'unknown', reason: `${failure.message}, after a part had gone out` },
        error,
      );
    }
  }
  // Of several messages none stands for the whole.
  return messageId === undefined || parts.length > 1 ? {} : { messageId };
}

/** A contact or room that the account does not know: deleted, left, or an id of an earlier login. */
async function mustExist(puppet: Puppet, { chat }: Delivery): Promise<void> {
  const found =
    chat.kind === 'group' ? await puppet.roomPayload(chat.id) : await puppet.contactPayload(chat.id);
  if (found.id === '') throw new SendFailure({ kind: 'gone', reason: 'no such contact or room' });
}

async function partsOf(puppet: Puppet, { chat, saying }: Delivery): Promise<Part[]> {
  const mention = chat.kind === 'group' && saying.to !== undefined ? saying.to.personId : undefined;
  const name =
    mention === undefined ? undefined : ((await memberName(puppet, chat.id, mention)) ?? saying.to?.name);
  const call = name === undefined ? '' : `@${name}\u2005`;
  const texts = split(`${call}${asMenu(saying)}`, TEXT_LENGTH).map((text, at) =>
    at === 0 && mention !== undefined ? { text, mention } : { text },
  );
  return [...texts, ...(saying.files ?? []).map(file => ({ file }))];
}

async function sendPart(puppet: Puppet, to: string, part: Part): Promise<string | undefined> {
  if ('file' in part) {
    const { FileBox } = await import('file-box');
    return (
      (await puppet.messageSendFile(to, FileBox.fromBase64(part.file.base64, part.file.name))) ?? undefined
    );
  }
  const mentions = part.mention === undefined ? undefined : [part.mention];
  return (await puppet.messageSendText(to, part.text, mentions)) ?? undefined;
}

function tooLate(): SendFailure {
  return new SendFailure({ kind: 'unknown', reason: 'the puppet did not answer in time' });
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise(resolve => {
    clock.after(ms, resolve);
  });
}

async function before<T>(work: () => Promise<T>, clock: Clock, timeout: number): Promise<T> {
  try {
    return await inTime(work(), clock, timeout, tooLate);
  } catch (error) {
    throw failureBefore(error);
  }
}
