import { fold } from '../fold.js';

/** Cuts a folded text into words. */
export type Cut = (text: string) => readonly string[];

/** Words of asking, of politeness and of grammar: they say nothing about what is asked. */
const STOP = new Set(
  (
    '的 了 吗 呢 吧 啊 呀 嘛 么 唦 哈 哦 我 你 您 他 她 它 我们 你们 他们 我家 咱 咱们 是 在 有 要 想 能 可以 会 就 都 也 还 又 再 很 太 和 与 跟 或 或者 及 把 被 给 对 向 从 到 去 来 上 下 里 ' +
    '怎么 怎样 怎么样 么样 么办 怎么办 如何 咋 咋办 什么 啥 哪 哪里 哪儿 哪个 那 那个 这 这个 这边 那边 请问 请 问 问下 问一下 一下 帮 帮忙 麻烦 谢谢 你好 您好 知道 告诉 需要 应该 是不是 能不能 可不可以 有没有 要不要 不 没 没有 个 一个 些 点 ' +
    '办 办理 申请 查 弄 搞 做 现在 今年 之后 以后 时候 如果 因为 所以 但是 不过 然后 得 着 过 地 等 说 听说 人 家 家里 屋里 让 用 为 为什么 多少 几 多 几多 电话 号码 ' +
    "yes ok okay no sure a an the i you he she it we they my your his her our their me us is are am was were be been do does did can could will would shall should may might must have has had to of in on at for from with by about as and or not no this that these those what which who whom whose when where why how there here if so than then too very just please thank thanks hello hi dear get got go want need like any some much many i'm it's don't doesn't didn't can't won't isn't aren't"
  ).split(' '),
);

const LATIN = /[a-z0-9]+(?:['’][a-z]+)?/g;
const HAN = /[\u3400-\u9fff\u3007]+/g;

/**
 * The words of a text that say something: Chinese cut by `cut`, Latin ones without their endings. Folded first, so
 * that full width, case and the commonest traditional characters make no difference.
 */
export function words(text: string, cut: Cut): string[] {
  const folded = fold(text, 600).text;
  const found: string[] = [];
  for (const [run] of folded.matchAll(HAN))
    for (const word of cut(run)) if (!STOP.has(word)) found.push(word);
  for (const [word] of folded.matchAll(LATIN)) if (!STOP.has(word)) found.push(stem(word));
  return found;
}

/** Takes the commonest English endings off; rough, but the same for questions and entries. */
function stem(word: string): string {
  if (word.length < 4 || /\d/.test(word)) return word;
  return word
    .replace(/['’]s?$/, '')
    .replace(/ies$/, 'y')
    .replace(/(?<=s|x|ch|sh)es$|(?<![su])s$/, '')
    .replace(/(?<=[a-z]{3})(?:ing|ed)$/, '')
    .replace(/(?<=[a-z]{4})(?:ation|ment|al|ly)$/, '')
    .replace(/(?<=[a-z]{3})e$/, '');
}

/** The pairs of neighbouring Chinese characters in a text. */
export function pairsOf(text: string): Set<string> {
  const pairs = new Set<string>();
  for (const [run] of fold(text, 600).text.matchAll(HAN)) {
    for (let i = 0; i + 1 < run.length; i++) pairs.add(run.slice(i, i + 2));
  }
  return pairs;
}
