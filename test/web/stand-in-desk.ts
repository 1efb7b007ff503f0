import type { Incoming, Saying } from '../../src/desk/message.js';
import type { Door } from '../../src/desk/platform.js';
import { Events } from '../platforms/heard.js';

/** What a stand-in for the desk says to a message; null: nothing. */
export type Answer = (message: Incoming) => (Partial<Saying> & { readonly text: string }) | null;

const CONTROLS = ['帮助', '返回', '取消', '人工'].map((label, i) => ({ token: `c.${i}`, label }));

/** Books a haircut in two questions, and says everything else back. */
export const echo: Answer = ({ id, said }) => {
  const prompt = id.slice(-6);
  if (said.kind === 'press' && said.token.endsWith('.day')) {
    const files = [{ name: 'YY-0042.ics', mime: 'text/calendar', base64: btoa('BEGIN:VCALENDAR') }];
    return { text: '约好了：YY-0042\n老人上门理发，11月25日（周三）10:00。', files };
  }
  if (said.kind === 'press' && said.token.endsWith('.service')) {
    const choices = ['明天 周二', '周三', '周四'].map((label, i) => ({ token: `${prompt}.${i}.day`, label }));
    return {
      text: '哪一天方便？',
      choices,
      controls: CONTROLS,
      settles: { messageId: said.messageId ?? '', label: '' },
    };
  }
  if (said.kind === 'text' && said.text.includes('预约')) {
    const choices = ['上门量血压', '老人上门理发', '家电安全检查', '代取证明材料'].map((label, i) => ({
      token: `${prompt}.${i}.service`,
      label,
    }));
    return { text: '想约哪项服务？', choices, controls: CONTROLS };
  }
  const heard = said.kind === 'text' ? said.text : said.kind === 'command' ? `/${said.name}` : said.kind;
  return { text: `听到：${heard}` };
};

/** A door that hears once what comes twice, as the desk does, and answers by `say`. */
export class StandInDesk implements Door {
  readonly heard = new Events<Incoming>();
  answer: Answer = echo;
  say: (chat: string, saying: Partial<Saying> & { readonly text: string }) => Promise<void> = async () => {};
  /** Awaited before a message counts as durable. */
  gate: Promise<void> = Promise.resolve();
  private readonly known = new Set<string>();

  async receive(message: Incoming): Promise<void> {
    await this.gate;
    if (this.known.has(message.id)) return;
    this.known.add(message.id);
    this.heard.push(message);
    const saying = this.answer(message);
    if (saying !== null) void this.say(message.chat.id, saying).catch(() => 'the server is being restarted');
  }

  status(): void {}
}
