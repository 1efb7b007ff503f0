import { EventEmitter } from 'node:events';
import { stringify } from 'yaml';
import type { TerminalLine } from '../platforms/terminal.js';

interface Exchange {
  readonly said: string;
  readonly answered: string[];
}

/** A talk as it went: what the person said, and what the desk answered to it. Emits 'answered' at each answer. */
export class Transcript extends EventEmitter<{ answered: [] }> {
  private readonly exchanges: Exchange[] = [];

  note(line: TerminalLine): void {
    if (line.who === 'person') {
      this.exchanges.push({ said: line.text, answered: [] });
      return;
    }
    this.exchanges.at(-1)?.answered.push(line.text);
    this.emit('answered');
  }

  /** As YAML: a list of { said, answered }. */
  yaml(): string {
    return stringify(this.exchanges, { lineWidth: 0 });
  }
}
