/**
 * A conversation as the engine runs it: compiled from a YAML file, plain JSON, so that it can be stored with the
 * sessions that began with it, compared, drawn and checked. A place in it is (conversation, version, step name).
 */
export interface Definition {
  /** The file's name without ending: `book-service`. */
  readonly conversation: string;
  /** A hash of everything below (texts included): two definitions with one version are the same. */
  readonly version: string;
  /** Where it came from, for error messages: `conversations/book-service.yaml`. */
  readonly file: string;
  readonly title: Texts;
  /** The label that language understanding uses for it. */
  readonly intent?: string;
  readonly starts: {
    /** Words that begin it: `/book`, 预约. Lower case. */
    readonly commands: readonly string[];
    /** Per locale: what people say when they mean it. */
    readonly examples: Readonly<Record<string, readonly string[]>>;
  };
  /** Asks for something personal: never in a group. */
  readonly private: boolean;
  /** Only for staff with one of these roles. */
  readonly roles?: readonly string[];
  /** Listed in the menu that 帮助 shows (default: yes when it has commands). */
  readonly listed: boolean;
  /** Its place in that menu, the lowest first; those without one come last. */
  readonly order?: number;
  /** An untouched session ends after this time, ms. */
  readonly expires: number;
  /** 'unsafe': sessions of older versions are moved to this one at once, keeping the answers that still hold. */
  readonly replaces?: 'unsafe';
  /** In the order of the file; without a `go`, a step is followed by the next one. */
  readonly steps: readonly Step[];
  /** Per locale and key: ICU messages, the common ones included. */
  readonly texts: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A short text per locale. */
export type Texts = Readonly<Record<string, string>>;

/** What an answer can be; the value that each kind keeps is in `SlotValue`. */
export const SLOT_KINDS = [
  'text',
  'number',
  'choice',
  'choices',
  'date',
  'time',
  'phone',
  'yesno',
  'place',
  'photos',
  'story',
] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/**
 * text: string · number: number · choice: the option's value, a string · choices: such values · date:
 * 'YYYY-MM-DD' · time: 'HH:MM' · phone: E.164 · yesno: boolean · place: { text, latitude?, longitude? } ·
 * photos: attachments · story: { text, files: attachments }, the text with a line for each message
 */
export type SlotValue = import('./json.js').Json;

export type Step = AskStep | SayStep | DoStep | IfStep | GoStep | ConfirmStep | PersonStep | EndStep;

interface Named {
  /**
   * Unique in the conversation (but several `go` to one step may share theirs: they are one and the same place).
   * An ask's name is its slot's name.
   */
  readonly name: string;
  /** Where it stands in the file, from 1. */
  readonly line: number;
}

/** What to do when something did not work out: say this, then open that answer again, or go on from that step. */
export interface Detour {
  readonly say?: string;
  /** An ask step: its answer is forgotten and asked again; later answers that depend on it are checked again. */
  readonly back?: string;
  readonly go?: string;
}

/**
 * What an action is handed: an answer, a result or a field of it by its name; a word that is always the same; or a
 * text of the conversation, filled in, in the person's language.
 */
export type Source = string | { readonly value: string } | { readonly say: string };
/** Sources by the action's own names: { booking: which }. */
export type Handed = Readonly<Record<string, Source>>;

export interface AskStep extends Named {
  readonly kind: 'ask';
  readonly as: SlotKind;
  /** The text of the question. */
  readonly say: string;
  /** An action that gives the options. For dates and times typed answers are read too, and must be among them. */
  readonly from?: string;
  /** Fixed options, where no action is needed: the value, and the key of its label. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** What the action is handed under its own names, where that is not an answer of the same name. */
  readonly with?: Handed;
  /** When there is nothing to choose from. */
  readonly none?: Detour;
  /** An action that looks at the answer; its failure codes are in `fails`. */
  readonly check?: string;
  readonly fails?: Readonly<Record<string, Detour>>;
  /** May be passed over with 跳过 / skip. */
  readonly optional?: boolean;
  /** With a single option there is nothing to choose: it is taken, and said. */
  readonly single?: boolean;
  /** What a button or the first message already said is taken without a word about it. */
  readonly quiet?: boolean;
  /** Text: a question is an answer like any other words, and is not answered. */
  readonly verbatim?: boolean;
  /** Offered as the default next time (`resident.address`); keeping it is a separate yes. */
  readonly remember?: string;
  /**
   * Text, story: characters (at most 500 and 2000 when nothing is written). Number: bounds, inclusive. Photos: so many.
   */
  readonly min?: number;
  readonly max?: number;
  /** What help says at this prompt, and the example after a misunderstanding. Default: the common ones by kind. */
  readonly help?: string;
  readonly example?: string;
}

export interface SayStep extends Named {
  readonly kind: 'say';
  readonly say: string;
  /**
   * The name of a result (`into`) whose fields go along: `files` (a calendar entry, a form), `passes` (what somebody sent).
   */
  readonly attach?: string;
  /** The name of a result whose field `choices` hangs under it: conversations that can be begun from here. */
  readonly offer?: string;
}

export interface DoStep extends Named {
  readonly kind: 'do';
  readonly action: string;
  readonly with?: Handed;
  /** The result's name: its fields are used in texts as {booking_number}, and by `with`. */
  readonly into?: string;
  readonly fails: Readonly<Record<string, Detour>>;
}

/** Conditions stay tiny: a slot's value, whether it is known, or a named action that says yes or no. */
export type Condition =
  | { readonly slot: string; readonly is: string | number | boolean }
  | { readonly slot: string; readonly in: readonly (string | number)[] }
  | { readonly slot: string; readonly known: boolean }
  | { readonly test: string; readonly with?: Handed };

export interface IfStep extends Named {
  readonly kind: 'if';
  readonly condition: Condition;
  /** Step names; without `else` the next step follows. */
  readonly then: string;
  readonly else?: string;
}

export interface GoStep extends Named {
  readonly kind: 'go';
  readonly to: string;
}

/** Shows the summary; yes goes on, and every answer can be changed from here. Sending it is the consent. */
export interface ConfirmStep extends Named {
  readonly kind: 'confirm';
  readonly say: string;
}

/** Hands over to a person. */
export interface PersonStep extends Named {
  readonly kind: 'person';
  readonly say?: string;
}

export interface EndStep extends Named {
  readonly kind: 'end';
}

/**
 * What the checker and the engine know of an action (a domain function that conversations may call). The functions
 * themselves are the desk's affair.
 */
export interface ActionSignature {
  /** Arguments by name, with the kind of slot that fits; a trailing '?' on the kind makes it optional. */
  readonly needs: Readonly<Record<string, SlotKind | `${SlotKind}?`>>;
  /** 'options' for `from`, 'truth' for `test`, else the names of the result's fields that texts may use. */
  readonly gives: 'options' | 'truth' | readonly string[];
  /**
   * The keys of texts that its options may go by instead of a label: each conversation that offers them has its own
   * words for all of these, and the action names only those that are possible now.
   */
  readonly labels?: readonly string[];
  /** The only words that a need may be handed, where there are few. */
  readonly takes?: Readonly<Record<string, readonly string[]>>;
  /** Every code it may fail with; each must be handled where it is called. */
  readonly fails: readonly string[];
  /** Only for staff with one of these roles: so must be every conversation that calls it. */
  readonly role?: readonly string[];
}
export type ActionSignatures = Readonly<Record<string, ActionSignature>>;
