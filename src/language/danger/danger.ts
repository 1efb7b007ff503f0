import { fold } from '../fold.js';
import { DANGERS, type DangerKind, NUMBERS } from './kinds.js';
import { IDIOMS_EN, PHRASES_EN } from './phrases-en.js';
import { IDIOMS_ZH, PHRASES_ZH } from './phrases-zh.js';

export interface Danger {
  readonly kind: DangerKind;
  /** What to call first: 119. */
  readonly number: string;
  /** All numbers that fit, that one first. */
  readonly numbers: readonly string[];
}

/** Longer than any grammar needs: the cry for help may stand at the end of a long story. */
const LONGEST = 4000;
const IDIOMS = new RegExp([...IDIOMS_ZH, ...IDIOMS_EN].join('|'), 'gu');
const phrasesOf = (kind: DangerKind) => [...PHRASES_ZH[kind], ...PHRASES_EN[kind]].join('|');
const PATTERNS = DANGERS.map(kind => ({ kind, pattern: new RegExp(phrasesOf(kind), 'gu') }));
/** Any of them: nearly everything that is said here is told from a cry for help by this one look. */
const ANY = new RegExp(DANGERS.map(phrasesOf).join('|'), 'u');

/** Right before a phrase these deny it: 没有胸痛, 不会着火, no chest pain. */
const DENIED =
  /(?:不(?:会|是|怕|再|算)?|没有?(?:出现|发生|闻到|感觉|什么)?|未(?:见)?|无|别|勿|防止?|避免|预防|防范|以免|杜绝|禁止|严禁|反|谨防|\bno|\bnot(?: having| have)?|\bnever|\bwithout|n't(?: have| smell| see)?|n’t(?: have| smell)?|\bprevent(?:ing)?|\bavoid(?:ing)?|không(?: bị| có)?)\s*(?:an? |any )?$/u;
/** It is spoken of, taught or shown, not happening. */
const ABOUT =
  /演习|演练|讲座|培训|宣传|宣讲|科普|知识|课程|课堂|主题|志愿者|宣传片|电影|电视剧|小说|剧本|游戏|王者|吃鸡|歌词|这首歌|片子|新闻上|新闻里|故事|梦见|梦到|做梦|噩梦|笑话|成语|作文|英语怎么说|英文怎么说|什么意思|怎么读|怎么写|拼音|翻译|保险|隐患|预案|制度|应急包|灭火器|急救包|急救课|体检|挂什么科|\bdrills?\b|\blectures?\b|\btraining\b|\bcourses?\b|\bclass(?:es)?\b|\bworkshop\b|\bmovies?\b|\bfilms?\b|\bnovels?\b|\bsongs?\b|\bgames?\b|\bprevention\b|\bdoes .{1,40} mean|\bdream(?:ed|t)?\b|\binsurance\b|diễn tập|tập huấn|phim\b/u;
/** Long over. Only for what passes by itself; blows and despair come back. */
const LONG_AGO =
  /去年|前年|大前年|以前|从前|小时候|当年|那年|年前|上次|曾经|多年|\blast (?:year|month|time)\b|\byears ago\b|\blong ago\b|\bused to\b|\bonce had\b|năm ngoái|ngày xưa/u;
/** What one asks when it is over: papers, money. */
const AFTERWARDS =
  /工伤|赔偿|赔钱|赔付|医药费|住院|出院|报销|算不算|认定|申请|补助|补贴|救助金|\bcompensation\b|\bclaim\b|\bapply\b/u;
/** Whatever else is said, it is now. */
const NOW =
  /快来|快点来|救命|救救|来人|(?:现在|正在)(?!想|要|能|可以|怎么|去|申请|还能|需|准备|放|播|举|报名)|马上|赶紧|怎么办啊|我(?:好)?害怕|\bright now\b|\bnow!|\bhelp!|\bhelp me\b|\bhurry\b|\bplease come\b|ngay bây giờ/u;
/** Something that goes on for long and is complained of: a proposal, no cry for help. */
const HABIT = /经常|老是|总是|多次|三天两头|建议|投诉|反映|隔三差五|\boften\b|\bsuggest/u;
const AGAIN = /又(?=.{0,4}(?:着|起|痛|疼|漏|晕|喘))|\bagain\b/u;
const PASSES: ReadonlySet<DangerKind> = new Set(['fire', 'gas', 'medical', 'trapped', 'missing']);

/**
 * Whether somebody is in danger by what they say, and whom to call. Rather once too often than once too little:
 * only idioms, denials and talk about it (a drill, a film, years ago) are passed over. Pure; never throws.
 */
export function danger(text: string): Danger | null {
  if (text === '') return null;
  const plain = fold(text, LONGEST)
    .text.replace(/《[^》]{0,40}》/gu, '，')
    .replace(IDIOMS, '＿');
  const kinds = sentences(plain).flatMap(dangersIn);
  const [kind] = DANGERS.filter(one => kinds.includes(one));
  if (kind === undefined) return null;
  const numbers = [...new Set(DANGERS.filter(one => kinds.includes(one)).flatMap(one => NUMBERS[one]))];
  return { kind, number: NUMBERS[kind][0], numbers };
}

function sentences(text: string): string[] {
  return text.split(/(?<=[。！？!?\n；;])/u);
}

function dangersIn(sentence: string): DangerKind[] {
  if (!ANY.test(sentence)) return [];
  const now = NOW.test(sentence);
  if (!now && ABOUT.test(sentence)) return [];
  const past = !now && !AGAIN.test(sentence) && (LONG_AGO.test(sentence) || AFTERWARDS.test(sentence));
  const habit = !now && HABIT.test(sentence);
  return PATTERNS.filter(({ kind, pattern }) => {
    if (past && PASSES.has(kind)) return false;
    if (habit && (kind === 'trapped' || kind === 'missing')) return false;
    return [...sentence.matchAll(pattern)].some(
      match => kind === 'suicide' || !DENIED.test(sentence.slice(Math.max(0, match.index - 16), match.index)),
    );
  }).map(({ kind }) => kind);
}
