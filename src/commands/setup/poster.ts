import type { Content, FaqEntry, Service } from '../../community/content/content.js';
import { openingLine } from '../../community/hours/opening-line.js';
import { qrSvg } from '../../platforms/qr.js';
import { linkTo } from '../../platforms/telegram/link.js';
import { escapeHtml as text } from '../../web/html.js';
import type { Answers, Both } from './answers.js';

/** What hangs at the door: who we are, how to reach us, and what to say first. */
export interface Poster {
  readonly answers: Answers;
  /** The bot's user name on Telegram; null while there is no bot, or nobody could ask for it. */
  readonly telegram: string | null;
  /** Three sentences that residents may begin with. */
  readonly examples: readonly Both[];
}

/** Its file, in the content folder. */
export const POSTER = 'door.html';

/** The bot's user name on a poster that was drawn before; null without one. */
export const usernameOn = (page: string): string | null =>
  /<main data-telegram="(\w+)">/.exec(page)?.[1] ?? null;

/** A resident's first three sentences: a visit, a question, a person. */
export function examplesFrom(content: Pick<Content, 'services' | 'faq'>): Both[] {
  const [service] = content.services;
  const question = content.faq.find(isShort) ?? content.faq[0];
  return [
    ...(service ? [visit(service)] : []),
    ...(question ? [{ 'zh-Hans': question.question, en: question.question_en }] : []),
    { 'zh-Hans': '人工', en: 'A person' },
  ];
}

const visit = ({ name }: Service): Both => ({
  'zh-Hans': `约${name['zh-Hans'] ?? ''}`,
  en: `Book: ${name.en ?? name['zh-Hans'] ?? ''}`,
});
/** A bubble on the sheet holds so much on one line. */
const isShort = ({ question, question_en }: FaqEntry) => question.length <= 20 && question_en.length <= 60;

/** A page of its own for one sheet of A4, in Chinese and English: nothing is loaded from elsewhere. */
export async function posterPage(poster: Poster): Promise<string> {
  const { answers, examples, telegram } = poster;
  const both = (what: Both) =>
    what.en === what['zh-Hans']
      ? text(what['zh-Hans'])
      : `${text(what['zh-Hans'])}<small lang="en">${text(what.en)}</small>`;
  const cards = await cardsOf(poster);
  return `<!doctype html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(answers.name['zh-Hans'])} · ${text(answers.bot['zh-Hans'])}</title>
<style>${STYLE}</style>
</head>
<body>
<main${telegram === null ? '' : ` data-telegram="${text(telegram)}"`}>
<header>
<h1>${both(answers.name)}</h1>
<p class="lead">有事，跟“${text(answers.bot['zh-Hans'])}”说一句<small lang="en">Just tell ${text(answers.bot.en)}</small></p>
</header>
${cards === '' ? '' : `<section class="doors">\n${cards}</section>`}
<section class="say">
<h2>可以这样说<small lang="en">You can say</small></h2>
<ul>
${examples.map(example => `<li>${both(example)}</li>`).join('\n')}
</ul>
</section>
<footer>
<p><b>${text(answers.phone)}</b></p>
<p>${both(answers.address)}</p>
<p>${both({ 'zh-Hans': openingLine(answers.hours, 'zh'), en: openingLine(answers.hours, 'en') })}</p>
<p class="danger">燃气泄漏、火灾请打 119，急病请打 120，报警请打 110<small lang="en">Gas or fire: 119 · ambulance: 120 · police: 110</small></p>
</footer>
</main>
</body>
</html>
`;
}

async function cardsOf({ answers, telegram }: Poster): Promise<string> {
  const card = (inside: string, name: string, how: Both, line: string) =>
    `<figure>${inside}<figcaption><b>${name}</b>${how['zh-Hans']}<small lang="en">${how.en}</small>${line}</figcaption></figure>\n`;
  const scan = { 'zh-Hans': '扫一扫', en: 'Scan' };
  const coded = async (name: string, link: string) =>
    card(
      await qrSvg(link),
      name,
      scan,
      `<small class="link">${text(link.replace(/^https:\/\//, ''))}</small>`,
    );
  const cards = [
    ...(answers.wechat
      ? [
          card(
            '<div class="paste">请把微信名片的二维码<br>贴在这里<small lang="en">Stick the WeChat account’s code here</small></div>',
            '微信 WeChat',
            { 'zh-Hans': `加“${text(answers.bot['zh-Hans'])}”为好友`, en: `Add ${text(answers.bot.en)}` },
            '',
          ),
        ]
      : []),
    ...(telegram === null ? [] : [await coded('Telegram', linkTo(telegram, ''))]),
    ...(answers.publicUrl === null ? [] : [await coded('网页 Web', answers.publicUrl)]),
  ];
  return cards.join('');
}

const STYLE = `
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { background: #fff; color: #1c2321; font-family: "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif; -webkit-print-color-adjust: exact; print-color-adjust: exact }
main { width: 210mm; height: 296mm; margin: 0 auto; padding: 15mm 14mm 12mm; display: flex; flex-direction: column; justify-content: space-between; overflow: hidden }
small { display: block; font-weight: 400; color: #55605c }
header { text-align: center }
h1 { font-size: 40pt; line-height: 1.15; letter-spacing: .04em }
h1 small { font-size: 16pt; letter-spacing: 0; margin-top: 1mm }
.lead { margin-top: 5mm; font-size: 25pt; font-weight: 600; color: #0b6b4f }
.lead small { font-size: 14pt; margin-top: 1mm }
.doors { display: flex; justify-content: center; gap: 8mm }
figure { width: 57mm; text-align: center }
figure:only-child { width: 84mm }
figure svg, .paste { width: 100%; aspect-ratio: 1; display: block; border: .6mm solid #1c2321; border-radius: 4mm; background: #fff; padding: 2mm }
.paste { border-style: dashed; display: flex; flex-direction: column; justify-content: center; font-size: 13pt; line-height: 1.5 }
.paste small { font-size: 9pt; margin-top: 2mm }
figcaption { margin-top: 3mm; font-size: 14pt; line-height: 1.35 }
figcaption b { display: block; font-size: 17pt }
figcaption small { font-size: 10pt }
figcaption .link { font-family: ui-monospace, Menlo, Consolas, monospace; color: #1c2321; font-size: 9.5pt; overflow-wrap: anywhere; margin-top: 1mm }
.say { background: #eef5f1; border-radius: 6mm; padding: 6mm 8mm }
h2 { font-size: 17pt } h2 small { display: inline; margin-left: 3mm; font-size: 12pt }
ul { list-style: none; padding: 0; margin-top: 3.5mm; display: flex; flex-wrap: wrap; gap: 3mm 5mm }
li { background: #fff; border: .4mm solid #0b6b4f; border-radius: 5mm 5mm 5mm 1mm; padding: 2mm 5mm; font-size: 16pt; line-height: 1.3 }
li small { font-size: 10.5pt }
footer { text-align: center; font-size: 12.5pt; line-height: 1.4 }
footer p + p { margin-top: 1.6mm } footer b { font-size: 20pt } footer small { font-size: 9.5pt }
.danger { border-top: .3mm solid #b9c4bf; padding-top: 3mm; margin-top: 4mm; font-size: 11pt }
`;
