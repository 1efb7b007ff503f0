import { PassThrough } from 'node:stream';
import { terminalPlatform } from '../../../src/platforms/terminal.js';
import type { Act } from '../act.js';
import type { Ground, Guest, Harness, Stage } from '../harness.js';
import type { Where } from '../transcript.js';
import { type ReadMenu, readMenu, typed } from './menu.js';
import { PaperStage } from './paper.js';

const PROMPT = '❯ ';

/** A keyboard and a screen for each person; staff have their chat elsewhere. */
export const terminalHarness: Harness = {
  name: 'terminal',
  can: ['text', 'press'],
  tellsLocale: true,
  tellsName: true,
  stage: async (ground, guests) => new TerminalStage(ground, guests),
  close: async () => undefined,
};

class TerminalStage implements Stage {
  readonly #staff = new PaperStage();
  readonly #seats: ReadonlyMap<string, ReturnType<typeof seat>>;

  constructor(ground: Ground, guests: readonly Guest[]) {
    this.#seats = new Map(guests.map(guest => [guest.name, seat(ground, guest)]));
  }

  get platforms() {
    return [...[...this.#seats.values()].map(({ platform }) => platform), ...this.#staff.platforms];
  }

  address(where: Where) {
    if (where.kind !== 'direct') return this.#staff.address(where);
    return { account: this.#seat(where.person).platform.account, chat: where.person };
  }

  async act(guest: Guest, where: Where, act: Act, even: boolean): Promise<void> {
    if (where.kind === 'staff') return this.#staff.act(guest, where, act);
    const { name } = guest;
    const last = this.#screen(name).at(-1);
    const text = act.kind === 'press' ? typed(act.label, last, even) : act.kind === 'text' ? act.text : '';
    this.#seat(name).input.write(`${text.replaceAll('\n', '\\\n')}\n`);
  }

  async shown(where: Where): Promise<string[]> {
    if (where.kind !== 'direct') return this.#staff.shown(where);
    return this.#screen(where.person).map(message => message.neutral);
  }

  async close(): Promise<void> {
    for (const { platform, input } of this.#seats.values()) {
      input.end();
      await platform.stop();
    }
  }

  #screen(person: string): ReadMenu[] {
    const messages = this.#seat(person).screen().split(PROMPT);
    return messages.flatMap(message => {
      const lines = message.trim().split('\n');
      const files = lines.filter(line => line.startsWith('📎 ')).map(line => ({ name: line.slice(3) }));
      const words = lines.slice(0, lines.length - files.length).join('\n');
      return words === '' && files.length === 0 ? [] : [readMenu(words, files)];
    });
  }

  #seat(person: string) {
    const found = this.#seats.get(person);
    if (!found) throw new Error(`${person} has no terminal`);
    return found;
  }
}

function seat({ clock }: Ground, { name, locale, number }: Guest) {
  const input = new PassThrough();
  const output = new PassThrough();
  let shown = '';
  output.on('data', chunk => {
    shown += chunk;
  });
  const platform = terminalPlatform({
    account: `terminal-${number}`,
    person: { id: name, name, locale },
    input,
    output,
    prompt: PROMPT,
    now: () => clock.now(),
  });
  return { platform, input, screen: () => shown };
}
