import { type Compiled, compile, type Voice } from './compile.js';
import type { Definition, Handed, Source } from './definition.js';
import type { Json } from './json.js';
import type { Lookup } from './message.js';
import type { Outcome, Session, Slot, World } from './session.js';

/** What goes along with words. */
type Along = Pick<Extract<Outcome, { kind: 'said' }>, 'files' | 'passes'>;

/** One call of `step` while it runs: the session as it becomes, and what has happened so far. */
export class Turn {
  readonly compiled: Compiled;
  readonly world: World;
  readonly voice: Voice;
  readonly outcomes: Outcome[] = [];
  session: Session;

  constructor(definition: Definition, session: Session, world: World) {
    this.compiled = compile(definition);
    this.world = world;
    this.session = session;
    this.voice = this.compiled.voice(session.locale);
  }

  /** Replaces parts of the session. */
  set(change: Partial<Session>): void {
    this.session = { ...this.session, ...change };
  }

  /** A text in the person's language, filled with `values` first, then with answers and results. */
  text(key: string, values?: Readonly<Record<string, string | number>>): string {
    return this.voice.say(key, values ? name => values[name] ?? this.lookup(name) : this.lookup);
  }

  say(key: string, values?: Readonly<Record<string, string | number>>, along: Along = {}): void {
    this.outcomes.push({ kind: 'said', text: this.text(key, values), ...along });
  }

  /** What an answer is called: 时间. */
  label(slot: string): string {
    const key = `label_${slot}`;
    return this.voice.has(key) ? this.text(key) : slot;
  }

  /** {service} is the answer as shown, {service_value} as kept, {booking_number} a field of a result. */
  readonly lookup: Lookup = name => {
    const slot = this.answer(name);
    if (slot) return typeof slot.value === 'number' ? slot.value : slot.shown;
    const found = lookInto(this.session.results, name);
    if (found !== undefined) return found;
    if (!name.endsWith('_value')) return undefined;
    const value = this.answer(name.slice(0, -'_value'.length))?.value;
    return typeof value === 'boolean' ? String(value) : scalar(value);
  };

  /** An answer that holds: not one that waits to be looked at again. */
  answer(name: string): Slot | undefined {
    if (this.session.settled || this.session.trail.includes(name)) return this.session.slots[name];
    return undefined;
  }

  /** The value of an answer that holds, or of a result or a field in it; undefined when there is none. */
  known(name: string): Json | undefined {
    const slot = this.answer(name);
    return slot ? (slot.value ?? undefined) : fieldIn(this.session.results, name);
  }

  /**
   * What an action is handed: what it needs, by its own names. `looked` is the answer that
   * it is to look at, which is not taken up yet.
   */
  arguments(
    action: string,
    handed: Handed = {},
    looked: Readonly<Record<string, Json>> = {},
  ): Record<string, Json> {
    const needs = this.world.actions?.[action]?.needs;
    const { slots, results } = this.session;
    const names = needs
      ? Object.keys(needs)
      : [...Object.keys(slots), ...Object.keys(looked), ...Object.keys(results), ...Object.keys(handed)];
    const given: Record<string, Json> = {};
    for (const name of names) {
      const value = this.handed(handed[name] ?? name, looked);
      if (value !== undefined && value !== null) given[name] = value;
    }
    return given;
  }

  private handed(source: Source, looked: Readonly<Record<string, Json>>): Json | undefined {
    if (typeof source === 'string') return looked[source] ?? this.known(source);
    return 'say' in source ? this.text(source.say) : source.value;
  }
}

function lookInto(results: Readonly<Record<string, Json>>, name: string): string | number | undefined {
  return scalar(fieldIn(results, name));
}

function scalar(value: Json | undefined): string | number | undefined {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** `booking_start_day` is found as booking.start_day, booking.start.day …; field names may contain _ themselves. */
function fieldIn(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, Json | undefined>>;
  if (Object.hasOwn(fields, name)) return fields[name];
  for (let cut = name.indexOf('_'); cut > 0; cut = name.indexOf('_', cut + 1)) {
    const found = fieldIn(fields[name.slice(0, cut)], name.slice(cut + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
