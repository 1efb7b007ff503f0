import { labelledOption, numberedOption } from './answers.js';
import { hearChange } from './change.js';
import { hasGathered } from './gathering.js';
import { hearKeeping, keep } from './keeping.js';
import type { Move } from './move.js';
import { menuNumber } from './numbers.js';
import { firstSeen, MISSES_BEFORE_PERSON, miss, PERSON_OPTION, show } from './prompt.js';
import type { Heard, Prompt } from './session.js';
import { SLOT_RULES } from './slots/index.js';
import { reopen } from './trail.js';
import type { Turn } from './turn.js';
import { CONTROLS, type Control, normalise } from './words.js';

/** Something was said to the open prompt. */
export function hear(turn: Turn, heard: Heard): Move {
  const { prompt, step } = turn.session;
  if (!prompt) return { kind: 'to', step, reopen: 'again' };
  if (heard.token !== undefined) return hearButton(turn, prompt, heard.token, heard.messageId);
  const { text } = heard;
  const wordless = heard.attachment ?? heard.location ?? heard.contact;
  if (wordless || heard.other !== undefined || text === undefined || text.trim() === '') {
    return hearWordless(turn, heard);
  }
  return hearText(turn, prompt, text);
}

function hearButton(turn: Turn, prompt: Prompt, token: string, messageId: string | undefined): Move {
  const cut = token.indexOf(':');
  const what = token.slice(cut + 1);
  const control = CONTROLS.find(name => name === what);
  const option = /^\d+$/.test(what) ? prompt.options[Number(what)] : undefined;
  // A button of an earlier prompt never answers this one, not even when somebody tapped twice in a hurry.
  if (token.slice(0, cut) !== prompt.id || (!control && !option)) {
    turn.say('stale_button');
    return show(turn);
  }
  const label = option?.label ?? (control && turn.voice.controls[control]);
  if (messageId !== undefined && label !== undefined && control !== 'help') {
    turn.outcomes.push({ kind: 'settled', messageId, label });
  }
  if (option) return takeOption(turn, prompt, option.value);
  return takeControl(turn, control ?? 'help') ?? show(turn);
}

function hearText(turn: Turn, prompt: Prompt, text: string): Move {
  const word = normalise(text);
  const gathering = gathers(turn);
  const exact = labelledOption(word, prompt.options);
  if (exact && !(gathering && exact.value !== PERSON_OPTION)) return takeOption(turn, prompt, exact.value);
  if (prompt.keeping) {
    const kept = turn.compiled.words.words_person.has(word) ? null : hearKeeping(turn, word);
    if (kept) return kept;
  }
  const control = controlWord(turn, word);
  const taken = control && takeControl(turn, control);
  if (taken) return taken;
  const change = prompt.keeping ? null : hearChange(turn, word, text);
  if (change) return change;
  const hour = prompt.keeping ? null : hourMeant(turn, prompt, word);
  if (hour) return takeOption(turn, prompt, hour);
  const numbered =
    menuApplies(turn, word) && !gathering
      ? numberedOption(word, { ...prompt, firstNumber: firstSeen(turn, prompt) })
      : null;
  if (numbered && 'problem' in numbered) return miss(turn, numbered.problem, numbered.details);
  if (numbered) return takeOption(turn, prompt, numbered.value);
  const step = turn.compiled.steps.get(turn.session.step);
  const heard = prompt.keeping || !step ? null : turn.compiled.kinds[step.kind].hear?.(turn, step, { text });
  if (heard) return heard;
  return {
    kind: 'call',
    call: { kind: 'elsewhere', text },
    waiting: { for: 'elsewhere', text, accept: false },
  };
}

/** Where several can be said at once (1 3), the question reads the numbers and names itself. */
function gathers(turn: Turn): boolean {
  const step = turn.compiled.steps.get(turn.session.step);
  return turn.session.prompt?.keeping === undefined && step?.kind === 'ask' && step.as === 'choices';
}

/** Where a number is, or may well be, the answer itself, it is not one of a menu. */
function menuApplies(turn: Turn, word: string): boolean {
  const step = turn.compiled.steps.get(turn.session.step);
  if (turn.session.prompt?.keeping || step?.kind !== 'ask') return true;
  if (SLOT_RULES[step.as].takesNumbers) return false;
  if (step.as === 'date') return !word.endsWith('号');
  // 201 may be a whole address; only the short numbers are those of a menu.
  return !['text', 'phone', 'place'].includes(step.as) || !/\d{3}/.test(word);
}

/** The option at the hour that a bare number names, at a question for a time whose menu shows no numbers. */
function hourMeant(turn: Turn, prompt: Prompt, word: string): string | null {
  const step = turn.compiled.steps.get(turn.session.step);
  const number = menuNumber(word);
  if (turn.world.numbersSeen !== false || number === null) return null;
  if (step?.kind !== 'ask' || step.as !== 'time') return null;
  const hours = [number, number + 12].map(hour => `${String(hour).padStart(2, '0')}:00`);
  const offered = prompt.options.filter(({ value }) => hours.includes(value));
  return offered.length === 1 ? (offered[0]?.value ?? null) : null;
}

function takeOption(turn: Turn, prompt: Prompt, value: string): Move {
  if (value === PERSON_OPTION) return callPerson(turn);
  if (prompt.keeping) return keep(turn, value);
  const step = turn.compiled.steps.get(turn.session.step);
  return (step && turn.compiled.kinds[step.kind].option?.(turn, step, value)) ?? show(turn);
}

function controlWord(turn: Turn, word: string): Control | undefined {
  const { words } = turn.compiled;
  if (words.words_help.has(word)) return 'help';
  if (words.words_back.has(word)) return 'back';
  if (words.words_cancel.has(word)) return 'cancel';
  if (words.words_person.has(word)) return 'person';
  if (words.words_skip.has(word)) return 'skip';
  if (words.words_done.has(word)) return 'done';
  if (words.words_afresh.has(word)) return 'afresh';
  // Any more? No.
  if (hasGathered(turn) && words.words_no.has(word) && !words.words_wrong.has(word)) return 'done';
  const step = turn.compiled.steps.get(turn.session.step);
  const passed = step?.kind === 'ask' && step.optional && step.as !== 'yesno' && words.words_no.has(word);
  return passed ? 'skip' : undefined;
}

/** Takes a control up. Null: this prompt does not have it, and the words may mean something else. */
function takeControl(turn: Turn, control: Control): Move | null {
  const step = turn.compiled.steps.get(turn.session.step);
  const keeping = turn.session.prompt?.keeping;
  switch (control) {
    case 'help': {
      const kind = step && turn.compiled.kinds[step.kind];
      const help = keeping || !step ? turn.text('help_keep') : kind?.help?.(turn, step);
      turn.say('help', { help: help ?? '' });
      return show(turn);
    }
    case 'cancel':
      if (keeping) return keep(turn, 'none');
      turn.say(turn.session.settled ? 'stopped_done' : 'stopped');
      return { kind: 'end', how: 'cancelled' };
    case 'person':
      return callPerson(turn);
    case 'back':
      return goBack(turn);
    default:
      return keeping || !step
        ? null
        : (turn.compiled.kinds[step.kind].control?.(turn, step, control) ?? null);
  }
}

function goBack(turn: Turn): Move {
  const { prompt, trail, step, settled } = turn.session;
  if (prompt?.keeping) {
    turn.say('already_done');
    return keep(turn, 'none');
  }
  // Going back from a change leaves the answer as it was.
  if (prompt?.changing) {
    const now = turn.session.slots[step];
    if (now && hasGathered(turn)) turn.say('now_is', { label: turn.label(step), shown: now.shown });
    turn.set({ prompt: null });
    return { kind: 'to', step };
  }
  const last = trail.at(-1);
  if (last === undefined) {
    turn.say(settled ? 'already_done' : 'at_beginning');
    return show(turn);
  }
  reopen(turn, last);
  return { kind: 'to', step: last, reopen: 'back' };
}

function callPerson(turn: Turn): Move {
  const why = turn.session.misses >= MISSES_BEFORE_PERSON ? 'misses' : 'asked';
  turn.outcomes.push({ kind: 'person', why });
  return { kind: 'end', how: 'person' };
}

function hearWordless(turn: Turn, heard: Heard): Move {
  const step = turn.compiled.steps.get(turn.session.step);
  const keeping = turn.session.prompt?.keeping;
  const taken = keeping || !step ? null : turn.compiled.kinds[step.kind].hear?.(turn, step, heard);
  if (taken) return taken;
  // A picture's caption is words like any others.
  if (heard.attachment && heard.text !== undefined && heard.text.trim() !== '') {
    turn.say('picture_not_kept');
    return hear(turn, { text: heard.text });
  }
  return miss(turn, `unheard_${wordlessKind(heard)}`);
}

function wordlessKind(heard: Heard): string {
  if (heard.attachment) return heard.attachment.kind;
  if (heard.location) return 'location';
  return heard.contact ? 'contact' : 'other';
}
