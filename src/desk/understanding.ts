/** What the desk asks of the language room; handed in, pure, and needed only when the open step declines. */
export interface Understander {
  /** Gas, fire, chest pain …: a quick look at every message, before anything else. */
  danger(text: string): Danger | null;
  /** What a text may be about, for somebody whose open conversation could not read it, or who has none open. */
  understand(text: string, how: Circumstances): Understanding;
}

export interface Circumstances {
  readonly locale: string;
  readonly now: number;
  readonly zone: string;
  readonly group: boolean;
  /** The conversation that is open, whose question could make nothing of the text. */
  readonly open: string | null;
  /** The speaker's role, when they work here: what staff may begin, nobody else can mean. */
  readonly role: string | null;
}

export interface Danger {
  /** Names the text `danger_<kind>`. */
  readonly kind: string;
  readonly number: string;
}

export interface Understanding {
  /** Small talk that has an answer of its own. */
  readonly small: 'who' | 'greeting' | 'help' | 'thanks' | 'person' | 'cancel' | 'fine' | 'upset' | null;
  /** The services, by id, that are asked about: what they cost, who comes. */
  readonly about: readonly string[];
  /** The conversation meant, and what the text already says of its slots, in the speaker's words. */
  readonly route: { readonly conversation: string; readonly slots: Readonly<Record<string, string>> } | null;
  /** The question that has this answer, for certain. */
  readonly answer: { readonly id: string; readonly text: string } | null;
  /** Questions that may be meant, when no answer is certain. */
  readonly near: readonly { readonly id: string; readonly question: string }[];
}

/** Thrown inside a turn's transaction that cannot go on without it; the desk gets it outside and begins anew. */
export class NeedsUnderstanding extends Error {
  readonly text: string;
  readonly speaker: Pick<Circumstances, 'locale' | 'open' | 'role'>;
  constructor(text: string, speaker: Pick<Circumstances, 'locale' | 'open' | 'role'>) {
    super('needs understanding');
    this.text = text;
    this.speaker = speaker;
  }
}
