import type { Event } from '../community/events/event.js';
import type { SignUp } from '../community/events/sign-up.js';
import type { Json } from '../community/store.js';
import type { Say } from './action.js';

/** Names that can be read in a message; more go along as a file. */
const READ = 30;

/** Who comes to an event, a line each: number, name, how many, whether they have arrived. */
export function nameList(
  event: Event,
  coming: readonly { readonly signUp: SignUp; readonly name: string }[],
  words: Say,
): Json {
  const lines = coming.map(({ signUp, name }) =>
    words('event_name_line', {
      signup: signUp.number,
      name: plain(name) || words('somebody'),
      people: signUp.party,
      arrived: signUp.arrived === undefined ? 'no' : 'yes',
    }),
  );
  const all = lines.length > READ ? [fileOf(event, coming)] : [];
  return { count: coming.length, list: lines.slice(0, READ).join('\n'), files: all };
}

/** A table that every office program opens; what people call themselves can be no formula there. */
function fileOf(
  event: Event,
  coming: readonly { readonly signUp: SignUp; readonly name: string }[],
): { name: string; mime: string; base64: string } {
  const rows = coming.map(({ signUp, name }) => [
    signUp.number,
    cell(name),
    signUp.party,
    signUp.arrived === undefined ? '' : '√',
  ]);
  const table = [['报名号', '姓名', '人数', '签到'], ...rows].map(row => row.join(',')).join('\r\n');
  // The mark in front tells office programs that it is UTF-8.
  return {
    name: `${event.id}.csv`,
    mime: 'text/csv',
    base64: Buffer.from(`\ufeff${table}\r\n`, 'utf8').toString('base64'),
  };
}

const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;
const plain = (name: string): string => name.replace(BREAKS, ' ').trim();
const cell = (name: string): string =>
  `"${plain(name)
    .replace(/^[=+@\t-]/, "'$&")
    .replaceAll('"', '""')}"`;
