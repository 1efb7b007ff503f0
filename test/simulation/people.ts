import { Neighbour, type NeighbourTools } from './neighbour.js';
import { colleague, townsman } from './parts.js';
import { Walker } from './walker.js';

/** How many there are of whom. */
export interface Cast {
  /** Each wants one visit. */
  readonly neighbours: number;
  /** They come with everything else. */
  readonly townsmen: number;
  readonly colleagues: number;
}

/** Everybody; those who can be put through to each other hear what the other side says. */
export function peopleOf(cast: Cast, tools: NeighbourTools) {
  const neighbours = Array.from({ length: cast.neighbours }, (_, i) => new Neighbour(i, tools));
  const colleagues = Array.from({ length: cast.colleagues }, (_, i) => colleague(i));
  const townsmen = Array.from({ length: cast.townsmen }, (_, i) => townsman(i));
  const walkers: Walker[] = [...colleagues, ...townsmen].map(part => new Walker(part, { ...tools, heard }));
  function heard(name: string, words: string): void {
    neighbours.find(one => one.id === name)?.wasHeard();
    walkers.find(one => one.part.name === name)?.wasHeard(words);
  }
  return { neighbours, walkers, colleagues };
}
