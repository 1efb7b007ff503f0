/** A text made comparable, with the way back to what was written. */
export interface Folded {
  /** NFKC, lower case, the commonest traditional characters made simplified, no blanks beside Chinese. */
  readonly text: string;
  /** For each UTF-16 unit of `text`, where it came from in the text as written; one more at the end. */
  readonly at: readonly number[];
}

// Only characters that the grammars in this folder look at, so that one table serves dates, danger and intents.
const PAIRS =
  '週周點点後后號号禮礼個个節节兩两鐘钟時时間间農农曆历臘腊過过這这幾几從从陽阳舊旧國国慶庆聖圣誕诞勞劳動动婦妇' +
  '兒儿淩凌內内裡里裏里來来歲岁園园樓楼棟栋單单號号換换為为遲迟調调挪挪預预約约傳传統统壓压醫医氣气體体' +
  '濟济災灾燒烧煙烟煤煤罐罐聞闻漏漏報报險险傷伤殺杀繩绳藥药喘喘暈晕癱瘫發发燙烫觸触電电溺溺虧亏殘残駡骂罵骂' +
  '幫帮隻只對对門门嗎吗沒没嚴严應应該该麼么樣样請请問问謝谢聽听說说話话語语讀读寫写買买賣卖頭头腦脑臉脸' +
  '開开關关閉闭進进遠远還还無无與与給给讓让誰谁車车輛辆區区務务員员處处辦办證证護护戶户張张' +
  '悶闷歡欢樂乐愛爱難难險险雙双歷历師师學学樣样親亲媽妈爺爷奶奶孫孙嬰婴產产腫肿頸颈腳脚腸肠膽胆脈脉' +
  '嘔呕斷断骨骨膚肤創创擊击鬥斗毆殴綁绑搶抢竊窃盜盗劫劫脅胁鄰邻揚扬飛飞機机場场廣广廳厅' +
  '飯饭飽饱費费錢钱銀银錶表鍋锅鏟铲鋪铺鐵铁長长風风響响頂顶類类願愿顆颗題题顧顾餓饿駐驻驗验';
const SIMPLIFIED = new Map<string, string>();
{
  const pairs = [...PAIRS];
  for (let i = 0; i + 1 < pairs.length; i += 2) SIMPLIFIED.set(pairs[i]!, pairs[i + 1]!);
}

const CJK = /[\u3400-\u9fff\u3007]/;
const BLANK = /\s/;

/** The longest text that a grammar looks at; what is behind it says nothing about a date or a number. */
export const LONGEST = 1000;

/** Folds a text for the grammars: at most its first `longest` characters. */
export function fold(written: string, longest = LONGEST): Folded {
  const text: string[] = [];
  const at: number[] = [];
  let place = 0;
  for (const letter of written.slice(0, longest)) {
    const plain = letter.charCodeAt(0) < 0x80 ? letter : letter.normalize('NFKC');
    for (const unit of plain.toLowerCase()) {
      const simple = SIMPLIFIED.get(unit) ?? unit;
      for (let i = 0; i < simple.length; i++) {
        text.push(simple[i]!);
        at.push(place);
      }
    }
    place += letter.length;
  }
  at.push(place);
  return closeUp(text, at);
}

/** Takes out blanks that touch a Chinese character (下周三 上午 10 点), and makes every other run of them one. */
function closeUp(letters: readonly string[], places: readonly number[]): Folded {
  const text: string[] = [];
  const at: number[] = [];
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i]!;
    if (BLANK.test(letter)) {
      let next = i + 1;
      while (next < letters.length && BLANK.test(letters[next]!)) next++;
      const before = text.at(-1);
      const after = letters[next];
      const kept =
        before !== undefined &&
        after !== undefined &&
        !CJK.test(before) &&
        !CJK.test(after) &&
        before !== ' ';
      if (kept) {
        text.push(' ');
        at.push(places[i]!);
      }
      i = next - 1;
      continue;
    }
    text.push(letter);
    at.push(places[i]!);
  }
  at.push(places.at(-1)!);
  return { text: text.join(''), at };
}
