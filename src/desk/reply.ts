import type { Outcome } from '../conversation/session.js';
import type { Choice, OutFile, Saying } from './message.js';

/** Gathers what one turn has to say into one message. */
export class Reply {
  readonly #texts: string[] = [];
  /** Where the question stands among the texts. */
  #question: number | null = null;
  readonly #files: OutFile[] = [];
  readonly #passes: NonNullable<Saying['passes']>[number][] = [];
  #prompt: Pick<Saying, 'choices' | 'firstNumber' | 'controls' | 'wants'> = {};
  #settles: Saying['settles'];
  #toDirect: Saying['toDirect'];

  get empty(): boolean {
    return this.#texts.length + this.#files.length + this.#passes.length === 0;
  }

  say(text: string, files: readonly OutFile[] = []): void {
    if (text !== '') this.#texts.push(text);
    this.#files.push(...files);
  }

  /** Says something by the way: a question stays last, above its choices. */
  sayBefore(text: string): void {
    if (text === '') return;
    this.#texts.splice(this.#question ?? this.#texts.length, 0, text);
    if (this.#question !== null) this.#question += 1;
  }

  /** Hangs out choices; those of an earlier prompt in the same turn are gone with it. */
  offer(choices: readonly Choice[], firstNumber: number): void {
    this.#prompt = { choices, firstNumber };
  }

  direct(label: string, start: string): void {
    this.#toDirect = { label, start };
  }

  settle(messageId: string, label: string): void {
    this.#settles = { messageId, label };
  }

  /** Takes up an outcome that is to be heard or seen; others are none of its business. */
  take(outcome: Outcome): void {
    if (outcome.kind === 'said') {
      this.say(outcome.text, outcome.files);
      this.#passes.push(...(outcome.passes ?? []));
    }
    if (outcome.kind === 'settled') this.settle(outcome.messageId, outcome.label);
    if (outcome.kind === 'asked') {
      this.#question = this.#texts.length;
      this.say(outcome.text);
      this.#prompt = {
        choices: outcome.choices,
        firstNumber: outcome.firstNumber,
        controls: outcome.controls,
        ...(outcome.wants ? { wants: outcome.wants } : {}),
      };
    }
  }

  saying(locale: string, to: Saying['to']): Saying {
    return {
      text: paragraphs(this.#texts),
      ...this.#prompt,
      ...(this.#files.length > 0 ? { files: this.#files } : {}),
      ...(this.#passes.length > 0 ? { passes: this.#passes } : {}),
      ...(this.#toDirect ? { toDirect: this.#toDirect } : {}),
      ...(this.#settles ? { settles: this.#settles } : {}),
      ...(to ? { to } : {}),
      locale,
    };
  }
}

/** What was taken down (✓ 服务：…, ✓ 日期：…) is one list; everything else is a paragraph. */
function paragraphs(texts: readonly string[]): string {
  const isNoted = (text: string | undefined) => text?.startsWith('✓ ') === true;
  return texts
    .map((text, i) => (i === 0 ? text : `${isNoted(text) && isNoted(texts[i - 1]) ? '\n' : '\n\n'}${text}`))
    .join('');
}
