import { fold } from '../fold.js';
import { type Grams, grams } from './grams.js';
import { withoutMentions } from './mentions.js';

/** What of a conversation's file says when it is meant. */
export interface Routable {
  readonly name: string;
  readonly intent?: string | undefined;
  readonly commands: readonly string[];
  /** Per locale; all of them count, since people mix languages. */
  readonly examples: Readonly<Record<string, readonly string[]>>;
}

export interface Route {
  readonly conversation: string;
  /** 0 to 1; 1 is a command. */
  readonly score: number;
}

export interface Routes {
  /** The conversation that a first message is for; null rather than a wrong guess. In a group, or in the midst of another one, surer still. */
  pick(
    text: string,
    locale?: string,
    how?: { readonly group?: boolean; readonly open?: boolean },
  ): Route | null;
}

const SURE = 0.32;
const SURE_IN_A_GROUP = 0.4;
/** An answer that a question could not read is mostly that, and seldom a new wish (家里的电话). */
const SURE_IN_BETWEEN = 0.5;
/** How much better than the next conversation. */
const AHEAD = 0.05;

/**
 * Words that turn a wish round. A message that holds one is not for a conversation none of whose examples does,
 * however like them it is otherwise (我周四的上门服务取消).
 */
const TURNS: readonly RegExp[] = [
  /取消|退掉|退了|退约|不用|不要|不约|不来|不去|不需要|不参加|撤|\b(?:cancel|unbook|withdraw|call off|no longer)/u,
  /改|换|推迟|提前|往后|往前|挪|\b(?:reschedule|change|move|postpone|push|another (?:day|time))/u,
];

interface Example {
  readonly conversation: string;
  readonly vector: ReadonlyMap<string, number>;
}

/**
 * Finds the conversation by its commands, else by the likeness of a message to the examples in the files (cosine
 * of tf-idf over characters, pairs and words).
 */
export function routes(conversations: readonly Routable[]): Routes {
  const commands = new Map(
    conversations.flatMap(({ name, commands }) => commands.map(command => [bare(command), name] as const)),
  );
  const said = conversations.flatMap(one =>
    textsOf(one).map(text => ({ name: one.name, grams: grams(text) })),
  );
  const weight = weights(said.map(({ grams }) => grams));
  const examples: Example[] = said.map(({ name, grams }) => ({
    conversation: name,
    vector: unit(grams, weight),
  }));

  const turning = TURNS.map(
    turn =>
      new Set(
        conversations
          .filter(one => textsOf(one).some(text => turn.test(fold(text).text)))
          .map(one => one.name),
      ),
  );
  const turnsTo = (text: string, name: string) =>
    TURNS.every((turn, i) => turning[i]!.has(name) || !turn.test(text));

  return {
    pick: (text, _locale, how = {}) => {
      const command = commands.get(bare(text));
      if (command !== undefined) return { conversation: command, score: 1 };
      const folded = fold(text, 300).text;
      const best = likeliest(
        unit(grams(text), weight),
        examples.filter(({ conversation }) => turnsTo(folded, conversation)),
      );
      const [first, second] = best;
      const sure = how.open ? SURE_IN_BETWEEN : how.group ? SURE_IN_A_GROUP : SURE;
      if (first === undefined || first.score < sure) return null;
      return second !== undefined && first.score - second.score < AHEAD ? null : first;
    },
  };
}

function textsOf({ commands, examples }: Routable): string[] {
  return [...commands, ...Object.values(examples).flat()];
}

function bare(text: string): string {
  return fold(withoutMentions(text.slice(0, 100)))
    .text.replace(/^\/|[\s。.!！,，、~～]+$/gu, '')
    .trim();
}

/** The best of each conversation, the best first: its nearest example, and a little of the second nearest. */
function likeliest(vector: ReadonlyMap<string, number>, examples: readonly Example[]): Route[] {
  const scores = new Map<string, number[]>();
  for (const example of examples) {
    const score = cosine(vector, example.vector);
    const known = scores.get(example.conversation);
    if (known) known.push(score);
    else scores.set(example.conversation, [score]);
  }
  return [...scores]
    .map(([conversation, all]) => {
      const [first = 0, second = 0] = all.sort((a, b) => b - a);
      return { conversation, score: Math.min(1, 0.8 * first + 0.3 * second) };
    })
    .sort((a, b) => b.score - a.score);
}

function weights(texts: readonly Grams[]): (gram: string) => number {
  const counts = new Map<string, number>();
  for (const text of texts) for (const gram of text.keys()) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return gram => Math.log(1 + texts.length / (1 + (counts.get(gram) ?? 0)));
}

function unit(text: Grams, weight: (gram: string) => number): ReadonlyMap<string, number> {
  const vector = new Map([...text].map(([gram, times]) => [gram, times * weight(gram)]));
  const length = Math.hypot(...vector.values()) || 1;
  for (const [gram, value] of vector) vector.set(gram, value / length);
  return vector;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [gram, value] of small) sum += value * (large.get(gram) ?? 0);
  return sum;
}
