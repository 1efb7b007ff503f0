import { qrTerminal } from '../../platforms/qr.js';
import { linkTo } from '../../platforms/telegram/link.js';
import type { Said, Tongue } from '../said.js';
import type { Answered } from './ask.js';
import type { Place } from './place.js';
import type { Prompts } from './prompts.js';
import { posterOf, seenFrom } from './save.js';

export interface End extends Place, Answered {
  readonly code: string | null;
}

/** After all is written: what to read, what to print, who gets the code, and what to do next. */
export async function showEnd(
  { prompts, here }: { prompts: Prompts; here: string },
  tongue: Tongue,
  end: End,
): Promise<void> {
  const t = (said: Said) => said[tongue];
  const { folder, username, answers, code, again } = end;
  const shown = seenFrom(here, folder);
  if (!again)
    prompts.say(
      t({
        zh: `上门服务和常见问题先用了示例社区的，里面的人名和内容是虚构的。\n开门前请改：${shown}/services.yaml 和 ${shown}/faq.yaml`,
        en: `Services and questions are the sample community’s for now, with invented people.\nChange them before you open: ${shown}/services.yaml and ${shown}/faq.yaml`,
      }),
    );
  if (username !== null) {
    const link = linkTo(username, '');
    prompts.code(await qrTerminal(link), link);
  }
  if (code !== null)
    prompts.note(
      code,
      t({
        zh: `${answers.admin}的邀请码（七天内有效，只能用一次）`,
        en: `The invitation code of ${answers.admin} (good once, for seven days)`,
      }),
    );
  const poster = seenFrom(here, posterOf(folder));
  const where = username === null ? t({ zh: '网页上的机器人', en: 'the bot on the page' }) : `@${username}`;
  const steps = [
    t(
      again
        ? {
            zh: '让改动生效：服务台开着的话先按 Ctrl-C 停下，再 npm start',
            en: 'To use the changes: stop the desk with Ctrl-C if it is open, then npm start',
          }
        : {
            zh: '开门：npm start（窗口开着，服务台就开着）',
            en: 'Open the desk: npm start (it is open as long as that window is)',
          },
    ),
    t({
      zh: `海报：用浏览器打开 ${poster}，打印一张贴在门口`,
      en: `The poster: open ${poster} in a browser, print it, hang it at the door`,
    }),
    code === null
      ? t({ zh: '有什么不对：npm run doctor', en: 'Something is wrong? npm run doctor' })
      : t({
          zh: `请${answers.admin}给${where}发“加入工作”，再发邀请码；有什么不对：npm run doctor`,
          en: `${answers.admin} sends /staff to ${where}, then the code. Something is wrong? npm run doctor`,
        }),
  ];
  prompts.close(
    `${t({ zh: '写好了。接下来：', en: 'Written. What to do next:' })}\n${steps.map((step, i) => `   ${i + 1}. ${step}`).join('\n')}`,
  );
}
