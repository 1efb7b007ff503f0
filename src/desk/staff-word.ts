import type { Turn } from './turn.js';

/** Whether anybody hears what staff are told. Nobody may be told that somebody knows when nobody does. */
export function staffHear({ tools }: Turn): boolean {
  return tools.content.community.staffChats.length > 0;
}

/** Somebody wants a person: staff are told, and the resident hears what was done and how to reach them. */
export async function askPerson(turn: Turn, about: string): Promise<void> {
  await turn.effects.tellStaff({
    text: 'staff_person_wanted',
    args: { name: turn.resident.name ?? turn.word('somebody'), about },
  });
  if (!staffHear(turn)) return turn.say('person_nobody');
  turn.say(turn.tools.isOpen(turn.now) ? 'person_coming' : 'person_later');
}
