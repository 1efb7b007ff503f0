import type { AskStep, SlotKind } from './definition.js';
import type { Move } from './move.js';
import { show } from './prompt.js';
import { forget } from './trail.js';
import type { Turn } from './turn.js';

// A day and a time are one thing to people: 明天下午三点 answers two questions, and 后天下午三点, said to the question
// for the time, is about another day than the one before.

/** The words given to the question for a day say a time as well: kept for the question for the time. */
export function keepTime(turn: Turn, step: AskStep, text: string): void {
  if (step.as !== 'date') return;
  const read = reading(turn, 'time', text);
  // 上午 is no time yet, but it is asked back about.
  if (!read || ('problem' in read && !read.ambiguous)) return;
  const { steps } = turn.compiled.definition;
  const time = steps.slice(steps.indexOf(step) + 1).find(one => one.kind === 'ask' && one.as === 'time');
  if (time) turn.set({ first: { ...turn.session.first, [time.name]: text } });
}

/** The words given to the question for a time name another day than the one answered. Null: they do not. */
export function hearOtherDay(turn: Turn, step: AskStep, text: string): Move | null {
  if (step.as !== 'time') return null;
  const { trail, slots } = turn.session;
  const name = trail.findLast(slot => {
    const asked = turn.compiled.steps.get(slot);
    return asked?.kind === 'ask' && asked.as === 'date';
  });
  const day = reads(turn, 'date', text);
  if (name === undefined || !day) return null;
  const time = reads(turn, 'time', text) ? { [step.name]: text } : {};
  if (day.value === slots[name]?.value) return step.name in time ? null : show(turn);
  forget(turn, name);
  turn.set({ first: { ...turn.session.first, [name]: text, ...time } });
  return { kind: 'to', step: name };
}

/** 改到下周二, 换成周五下午三点: a change that names no answer, but is a day or a time. Null: it is neither. */
export function changeMoment(turn: Turn, text: string): Move | null {
  const said = (['date', 'time'] as const).flatMap(kind => {
    const name = turn.session.trail.findLast(slot => {
      const asked = turn.compiled.steps.get(slot);
      return asked?.kind === 'ask' && asked.as === kind;
    });
    return name !== undefined && reads(turn, kind, text) ? [name] : [];
  });
  const [first] = said;
  if (first === undefined) return null;
  for (const name of said.toReversed()) forget(turn, name);
  turn.set({ first: { ...turn.session.first, ...Object.fromEntries(said.map(name => [name, text])) } });
  return { kind: 'to', step: first };
}

function reads(turn: Turn, kind: SlotKind, text: string) {
  const read = reading(turn, kind, text);
  return read && 'value' in read ? read : null;
}

function reading(turn: Turn, kind: SlotKind, text: string) {
  const { readers, now, zone } = turn.world;
  return readers[kind]?.(text, { locale: turn.session.locale, now, zone }) ?? null;
}
