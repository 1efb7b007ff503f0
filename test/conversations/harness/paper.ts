import { neutral } from '../../../src/commands/transcript.js';
import type { Said, Saying } from '../../../src/desk/message.js';
import { tokenOf } from '../../fakes/desk.js';
import { PaperPlatform } from '../../fakes/paper.js';
import type { Act } from '../act.js';
import type { Guest, Harness, Stage } from '../harness.js';
import type { Where } from '../transcript.js';

/** The desk without a platform in between: quick, and the one that writes transcripts anew (`vitest -u`). */
export const paperHarness: Harness = {
  name: 'paper',
  can: ['text', 'press', 'media', 'location', 'contact', 'sticker', 'group'],
  tellsLocale: true,
  tellsName: true,
  stage: async () => new PaperStage(),
  close: async () => undefined,
};

const MEDIA = [
  ['photo', 'image/jpeg'],
  ['voice', 'audio/ogg'],
  ['video', 'video/mp4'],
  ['file', 'application/pdf'],
] as const;

export class PaperStage implements Stage {
  readonly paper = new PaperPlatform();
  readonly platforms = [this.paper];
  #said = 0;

  constructor() {
    for (const [kind, mime] of MEDIA)
      this.paper.files.set(`paper-${kind}`, { bytes: Buffer.from(kind), mime });
  }

  address(where: Where) {
    return { account: this.paper.account, chat: chatOf(where) };
  }

  async act({ name, locale }: Guest, where: Where, act: Act): Promise<void> {
    const said = this.#saidBy(where, act);
    // A link from a group leads to the person's own chat.
    const to: Where = said.kind === 'command' ? { kind: 'direct', person: name } : where;
    this.#said += 1;
    await this.paper.hear({
      id: `said-${this.#said}`,
      chat: { id: chatOf(to), kind: to.kind === 'direct' ? 'direct' : 'group' },
      person: { id: name, name, locale },
      at: 0,
      addressed: act.kind !== 'text' || act.addressed,
      said,
    });
  }

  async shown(where: Where): Promise<string[]> {
    return this.paper.in(chatOf(where)).map(neutral);
  }

  async close(): Promise<void> {}

  #saidBy(where: Where, act: Act): Said {
    if (act.kind === 'text') {
      const [, name, args = ''] = /^\/(\S+)\s*(.*)$/.exec(act.text) ?? [];
      return name === undefined
        ? { kind: 'text', text: act.text }
        : { kind: 'command', name: name.toLowerCase(), args };
    }
    if (act.kind === 'press') {
      const hung = this.paper.arrived.filter(message => message.chat === chatOf(where));
      // In the staff's chat what was hung out earlier is still there to be taken up.
      const pressed =
        (where.kind === 'staff' ? hung.findLast(one => has(one.saying, act.label)) : null) ?? hung.at(-1);
      if (!pressed) throw new Error('nothing hangs there that could be pressed');
      const { toDirect } = pressed.saying;
      if (toDirect?.label === act.label) return { kind: 'command', name: toDirect.start, args: '' };
      return { kind: 'press', token: tokenOf(pressed.saying, act.label), messageId: pressed.messageId };
    }
    if (act.kind === 'media') {
      const name = act.of === 'file' ? { name: act.words ?? '合同.pdf' } : {};
      const attachment = { kind: act.of, ref: `paper-${act.of}`, ...name };
      return {
        kind: 'media',
        attachment,
        ...(act.of === 'photo' && act.words !== undefined ? { caption: act.words } : {}),
      };
    }
    if (act.kind === 'sticker') return { kind: 'other', what: 'sticker' };
    return act;
  }
}

const has = ({ choices = [] }: Saying, label: string) => choices.some(choice => choice.label === label);

const chatOf = (where: Where): string => {
  if (where.kind === 'direct') return where.person;
  return where.kind === 'group' ? `group ${where.group}` : 'staff';
};
