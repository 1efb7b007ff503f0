import { contextOf, hearAnswer, offer, pass, takeOption, takeSeveral } from '../asking.js';
import type { AskStep } from '../definition.js';
import { afresh, hasGathered, keepPieces, soFar } from '../gathering.js';
import { NEXT, type Waiting } from '../move.js';
import { show } from '../prompt.js';
import { SLOT_RULES } from '../slots/index.js';
import { forget, forgetFrom, takeUp } from '../trail.js';
import { detourExit, giveUp, takeDetour } from './detour.js';
import type { StepKind } from './kind.js';
import { readAsk } from './read-ask.js';

/** Asks for one answer. What is known already is looked at and passed over; see `pass`. */
export const ask: StepKind<AskStep> = {
  kind: 'ask',
  keys: [
    'ask',
    'as',
    'say',
    'from',
    'options',
    'with',
    'none',
    'check',
    'fails',
    'optional',
    'single',
    'quiet',
    'verbatim',
    'remember',
    'min',
    'max',
    'help',
    'example',
  ],
  read: readAsk,
  exits: step => [
    { to: 'next' },
    ...(step.none ? [detourExit(step.none, 'none', 'end')] : []),
    ...Object.entries(step.fails ?? {}).map(([code, detour]) =>
      detourExit(detour, code, { step: step.name }),
    ),
  ],
  enter(turn, step, reopen) {
    if (turn.session.trail.includes(step.name)) forgetFrom(turn, step.name);
    if (turn.session.slots[step.name]?.used) forget(turn, step.name);
    if (step.from === undefined) return pass(turn, step, offer(turn, step), reopen);
    const args = turn.arguments(step.from, step.with);
    const call = { kind: 'action', action: step.from, args } as const;
    const waiting: Waiting = { for: 'options', step: step.name, ...(reopen ? { reopen } : {}) };
    return { kind: 'call', call, waiting };
  },
  result(turn, step, waiting, result) {
    if (waiting.for === 'options') {
      if (result.ok) return pass(turn, step, offer(turn, step, result.value), waiting.reopen);
      const detour = step.fails?.[result.code];
      return detour ? takeDetour(turn, detour, result.details, { kind: 'end', how: 'done' }) : giveUp(turn);
    }
    if (waiting.for !== 'check') throw new Error(`step "${step.name}" awaits no result`);
    if (result.ok) {
      takeUp(turn, step.name, waiting.answer);
      return NEXT;
    }
    const misses = turn.session.misses + 1;
    keepPieces(turn, step, waiting.answer.value);
    forget(turn, step.name);
    turn.set({ misses });
    const detour = step.fails?.[result.code];
    if (!detour) return giveUp(turn);
    const { shown } = waiting.answer;
    const again = { kind: 'to', step: step.name, reopen: 'again' } as const;
    return takeDetour(turn, detour, { answer: shown, ...result.details }, again);
  },
  question: (turn, step, prompt) => {
    const { wants, several } = SLOT_RULES[step.as];
    const free = wants !== 'text' || prompt.options.length === 0;
    const told = soFar(turn, step, contextOf(turn, step));
    return {
      text: told === null ? turn.text(step.say) : `${turn.text(step.say)}\n${told}`,
      ...(wants && free ? { wants } : {}),
      skip: step.optional === true,
      done: several === true && (step.as === 'choices' || told !== null),
      afresh: told !== null && turn.session.slots[step.name] !== undefined,
    };
  },
  help: (turn, step) => turn.text(step.help ?? `help_${step.as}`),
  option: takeOption,
  hear: hearAnswer,
  control(turn, step, control) {
    if (control === 'afresh') return afresh(turn);
    // Whoever has nothing to add has not passed over what they have told.
    if (control === 'done' || hasGathered(turn)) {
      return SLOT_RULES[step.as].several ? takeSeveral(turn, step) : null;
    }
    if (!step.optional) {
      turn.say('cannot_skip');
      return show(turn);
    }
    takeUp(turn, step.name, { value: null, shown: turn.text('nothing_given'), from: 'asked' });
    return NEXT;
  },
};
