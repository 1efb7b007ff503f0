import type { Definition } from '../conversation/definition.js';
import type { OutcomeChoice } from '../conversation/session.js';
import { DESK_TOKEN, startToken } from './start-token.js';
import type { Turn } from './turn.js';

/**
 * What can be done here, as buttons. Whoever works here sees their work first, and what residents see one tap away;
 * in a group, where all can read it, nobody's work is shown.
 */
export function menu(turn: Turn, text: string): void {
  if (turn.member && turn.seat.chatKind === 'direct') workMenu(turn);
  else servicesMenu(turn, text);
}

/** What residents can do, whoever asks. */
export function servicesMenu(turn: Turn, text = 'menu'): void {
  hangOut(turn, text, listed(turn).filter(isForAll), [
    { token: DESK_TOKEN.person, label: turn.word('label_person') },
  ]);
}

function workMenu(turn: Turn): void {
  const { name = '', role = '' } = turn.member ?? {};
  turn.seat = { ...turn.seat, strays: 0 };
  turn.say('staff_menu', { name, role });
  hangOut(
    turn,
    null,
    listed(turn).filter(one => !isForAll(one) && turn.isFor(one)),
    [{ token: DESK_TOKEN.services, label: turn.word('label_services') }],
  );
}

const listed = (turn: Turn): Definition[] => turn.tools.library.current.filter(one => one.listed);
const isForAll = ({ roles }: Definition): boolean => roles === undefined;

function hangOut(
  turn: Turn,
  text: string | null,
  definitions: readonly Definition[],
  last: readonly { token: string; label: string }[],
): void {
  turn.seat = { ...turn.seat, strays: 0 };
  if (text !== null) turn.say(text);
  const open = turn.seat.session && turn.tools.library.named(turn.seat.session.conversation);
  turn.menu([
    ...(open ? [{ token: startToken(open.conversation), label: turn.word('label_go_on') }] : []),
    ...startChoices(
      turn,
      definitions.map(({ conversation }) => ({ begin: conversation })),
    ),
    ...last,
  ]);
}

/** Buttons that begin conversations; what does not exist here, or not for the speaker, is left out. */
export function startChoices(
  turn: Turn,
  choices: readonly OutcomeChoice[],
): { token: string; label: string }[] {
  return choices.flatMap(({ begin, slots = {}, label }) => {
    const definition = turn.tools.library.named(begin);
    if (!definition || !turn.isFor(definition)) return [];
    const title = definition.title[turn.locale] ?? definition.title['zh-Hans'] ?? begin;
    return [{ token: startToken(begin, slots), label: label ?? title }];
  });
}
