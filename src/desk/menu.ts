import type { Definition } from '../conversation/definition.js';
import type { OutcomeChoice } from '../conversation/session.js';
import { DESK_TOKEN, startToken } from './start-token.js';
import type { Turn } from './turn.js';

/** Conversations with an order up to this one hang in the menu; the others one tap away, under 更多. */
const LAST_IN_FRONT = 9;

/**
 * What can be done here, as buttons. Whoever works here sees their work first, and what residents see one tap away;
 * in a group, where all can read it, nobody's work is shown.
 */
export function menu(turn: Turn, text: string): void {
  if (worksHere(turn)) workMenu(turn);
  else servicesMenu(turn, text);
}

/** What residents can do, whoever asks. */
export function servicesMenu(turn: Turn, text = 'menu'): void {
  const all = listed(turn).filter(isForAll);
  hangOut(turn, text, all.filter(inFront), [
    ...moreOf(turn, all),
    { token: DESK_TOKEN.person, label: turn.word('label_person') },
  ]);
}

/** The rest of the menu: what is needed more seldom. */
export function moreMenu(turn: Turn): void {
  const all = worksHere(turn) ? work(turn) : listed(turn).filter(isForAll);
  const back = { token: DESK_TOKEN.menu, label: turn.word('label_menu') };
  hangOut(
    turn,
    'menu_more',
    all.filter(one => !inFront(one)),
    [back],
  );
}

function workMenu(turn: Turn): void {
  const { name = '', role = '' } = turn.member ?? {};
  turn.seat = { ...turn.seat, strays: 0 };
  turn.say('staff_menu', { name, role });
  const all = work(turn);
  hangOut(turn, null, all.filter(inFront), [
    ...moreOf(turn, all),
    { token: DESK_TOKEN.services, label: turn.word('label_services') },
  ]);
}

const worksHere = ({ member, seat }: Turn): boolean => member !== undefined && seat.chatKind === 'direct';
const listed = (turn: Turn): Definition[] => turn.tools.library.current.filter(one => one.listed);
const isForAll = ({ roles }: Definition): boolean => roles === undefined;
const inFront = ({ order }: Definition): boolean => order !== undefined && order <= LAST_IN_FRONT;
const work = (turn: Turn): Definition[] => listed(turn).filter(one => !isForAll(one) && turn.isFor(one));

function moreOf(turn: Turn, all: readonly Definition[]): { token: string; label: string }[] {
  return all.every(inFront) ? [] : [{ token: DESK_TOKEN.more, label: turn.word('label_more') }];
}

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
