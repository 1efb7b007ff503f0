import type { Clock } from '../community/clock.js';
import type { Attachment, OutFile, Saying } from './message.js';
import { type Fetched, FetchFailure, type Platform } from './platform.js';

/** What one message carries is kept for the next, so that a picture for everybody is fetched once: so much, for so long. */
const KEPT_BYTES = 24_000_000;
const KEPT_MS = 10 * 60_000;

/** How the courier gets at the bytes of what is passed on: `ref` in the account in which it was sent. */
export type FetchPassed = (account: string, ref: string) => Promise<Fetched>;

/**
 * Fetches what somebody sent in one account from the platform that has it. The newest stay in memory for some minutes (not
 * for longer: what was removed must go); who asks for the same while it is on its way waits for the same answer. Throws a
 * FetchFailure.
 */
export function fetchPassed(platforms: readonly Platform[], clock: Clock): FetchPassed {
  const underWay = new Map<string, Promise<Fetched>>();
  const kept = new Map<string, Fetched & { readonly until: number }>();
  const keep = (key: string, fetched: Fetched) => {
    kept.set(key, { ...fetched, until: clock.now() + KEPT_MS });
    let size = [...kept.values()].reduce((sum, one) => sum + one.bytes.length, 0);
    for (const [old, one] of kept) {
      if (size <= KEPT_BYTES && one.until > clock.now()) break;
      kept.delete(old);
      size -= one.bytes.length;
    }
  };
  return (account, ref) => {
    const key = `${account}/${ref}`;
    const known = kept.get(key);
    if (known && known.until > clock.now()) return Promise.resolve(known);
    kept.delete(key);
    const asked = underWay.get(key);
    if (asked) return asked;
    const platform = platforms.find(one => one.account === account);
    if (!platform) {
      return Promise.reject(new FetchFailure('the account that has it is not in use', { later: false }));
    }
    const fetching = platform.fetch(ref).then(
      fetched => {
        underWay.delete(key);
        keep(key, fetched);
        return fetched;
      },
      error => {
        underWay.delete(key);
        throw error;
      },
    );
    underWay.set(key, fetching);
    return fetching;
  };
}

/**
 * A saying with what it passes on as files of its own. What cannot be had is left out, and the line `missing` says so.
 * Throws a FetchFailure while it is worth trying again, unless this is the `last` try.
 */
export async function withPassed(
  saying: Saying,
  how: { fetch: FetchPassed; missing: string; last: boolean; failed: (reason: string) => void },
): Promise<Saying> {
  const { passes = [], ...rest } = saying;
  if (passes.length === 0) return saying;
  const files: OutFile[] = [];
  let gone = false;
  for (const { account, attachment } of passes) {
    try {
      files.push(asFile(attachment, await how.fetch(account, attachment.ref)));
    } catch (error) {
      if (error instanceof FetchFailure && error.later && !how.last) throw error;
      how.failed(error instanceof Error ? error.message : 'unknown');
      gone = true;
    }
  }
  const text = [rest.text, ...(gone ? [how.missing] : [])].filter(part => part !== '').join('\n');
  return { ...rest, text, files: [...(rest.files ?? []), ...files] };
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'audio/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/amr': 'amr',
  'audio/silk': 'silk',
  'video/mp4': 'mp4',
  'application/pdf': 'pdf',
};
const NAME_LENGTH = 80;
/** What breaks a name, hides its ending, or leads out of a folder. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}/\\]+/gu;

function asFile(attachment: Attachment, { bytes, mime: found }: Fetched): OutFile {
  // A platform that does not know says so in this way; what was said when it was sent is then the better word.
  const said = attachment.mime;
  const mime = (found === 'application/octet-stream' && said) || found;
  const [type = ''] = mime.split(';');
  const name = (attachment.name ?? attachment.kind).replace(UNFIT, ' ').trim() || attachment.kind;
  const [, stem = name, ending = ENDINGS[type] ?? 'bin'] = /^(.+)\.([A-Za-z0-9]{1,8})$/.exec(name) ?? [];
  return { name: `${stem.slice(0, NAME_LENGTH)}.${ending}`, mime, base64: bytes.toString('base64') };
}
