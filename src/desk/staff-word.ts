import { staffNow } from '../community/staff.js';
import { staffChatsNow } from '../community/staff-chat.js';
import { STAFF_LOCALE } from './effects.js';
import type { Turn } from './turn.js';

/** Whether anybody hears what staff are told. Nobody may be told that somebody knows when nobody does. */
export async function staffHear({ tools, tx }: Turn): Promise<boolean> {
  const chats = await staffChatsNow(tx, tools.content);
  if (chats.some(chat => tools.platforms.some(platform => platform.account === chat.account))) return true;
  return (await staffNow(tx)).length > 0;
}

/** Somebody wants a person: staff are told, and the resident hears what was done and how to reach them. */
export async function askPerson(turn: Turn, about?: string): Promise<void> {
  const title = about === undefined ? undefined : turn.tools.library.named(about)?.title[STAFF_LOCALE];
  await turn.effects.tellStaff({
    text: 'staff_person_wanted',
    args: { name: turn.resident.name ?? staffWord(turn, 'somebody'), about: title ?? 'none' },
  });
  if (!(await staffHear(turn))) return turn.say('person_nobody');
  turn.say(turn.tools.isOpen(turn.now) ? 'person_coming' : 'person_later');
}

/** A word of the desk's for its staff, whatever the resident reads. */
export function staffWord({ tools }: Turn, key: string): string {
  return tools.words.say(STAFF_LOCALE, key);
}
