/** What is known when somebody's answer is read. */
export interface How {
  /** BCP 47: the language of what is shown back. */
  readonly locale: string;
  /** Now, ms. */
  readonly now: number;
  /** The community's IANA time zone. */
  readonly zone: string;
}

/**
 * What a reader made of a text. `problem` names a common text; an `ambiguous` one asks back rather than
 * counting as a misunderstanding.
 */
export type Reading<V> =
  | { readonly value: V; readonly shown?: string }
  | {
      readonly problem: string;
      readonly details?: Readonly<Record<string, string | number>>;
      readonly ambiguous?: boolean;
    };

/** Reads a text as an answer of one kind; null when it is nothing of the sort. Pure; never throws. */
export type Reader<V> = (text: string, how: How) => Reading<V> | null;
