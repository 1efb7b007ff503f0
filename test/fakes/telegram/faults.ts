import type { FakeChat } from './chat.js';

/** What goes wrong. */
export type Fault =
  /** An answer that is no success: `{ status: 502 }`, `{ status: 429, parameters: { retry_after: 3 } }`. */
  | {
      readonly status: number;
      readonly description?: string;
      readonly parameters?: Readonly<Record<string, number>>;
    }
  /** The socket is dropped, before the method was carried out or after. */
  | { readonly drop: 'before' | 'after' }
  /** The answer comes so many ms later. */
  | { readonly delay: number }
  /** It is carried out, and never answered. */
  | { readonly hang: true };

export interface FaultWhere {
  /** A method's name, or several's. Default: everything that sends. */
  readonly method?: string | RegExp;
  readonly chat?: FakeChat;
  /** How often; default once. */
  readonly times?: number;
  /** Asked for each call that fits; for chance, hand in a seeded one. */
  readonly when?: () => boolean;
}

interface Planned {
  readonly where: FaultWhere;
  readonly how: Fault;
  left: number;
}

/** The list of what is to go wrong. */
export class Faults {
  #planned: Planned[] = [];

  /** Plans a fault; the function that it gives calls it off. */
  plan(where: FaultWhere, how: Fault): () => void {
    const planned = { where, how, left: where.times ?? 1 };
    this.#planned.push(planned);
    return () => {
      this.#planned = this.#planned.filter(other => other !== planned);
    };
  }

  clear(): void {
    this.#planned = [];
  }

  /** The fault that hits this call, if any; it counts as used. */
  take(method: string, chatId: unknown): Fault | undefined {
    if (this.#planned.length === 0) return undefined;
    for (const planned of this.#planned) {
      const { method: wanted = /^send(?!ChatAction)/, chat, when } = planned.where;
      const fits = typeof wanted === 'string' ? wanted === method : wanted.test(method);
      if (!fits || (chat && chat.id !== Number(chatId)) || (when && !when())) continue;
      planned.left--;
      if (planned.left <= 0) this.#planned = this.#planned.filter(other => other !== planned);
      return planned.how;
    }
    return undefined;
  }
}
