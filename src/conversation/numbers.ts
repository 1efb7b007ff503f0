const DIGITS = '零一二三四五六七八九';
const MENU =
  /^(?:第|选|选择|我选|no\.?|number|option|#)?\s*(\d{1,4}|[一二两三四五六七八九十]{1,3})\s*(?:个|项|号|吧|[.。、)）])*$/u;

/**
 * The number in a text that says nothing but a number of a menu: `3`, `３`, `三`, `第三个`, `选3`, `3.`;
 * null for anything else. The text is normalised already.
 */
export function menuNumber(text: string): number | null {
  const found = MENU.exec(text)?.[1];
  if (found === undefined) return null;
  return /^\d/.test(found) ? Number(found) : chineseNumber(found);
}

/** 一 to 九十九; null for what is not a number, such as 十十. */
export function chineseNumber(text: string): number | null {
  const words = text.replaceAll('两', '二');
  const ten = words.indexOf('十');
  if (ten < 0) return words.length === 1 && DIGITS.includes(words) ? DIGITS.indexOf(words) : null;
  const tens = words.slice(0, ten);
  const ones = words.slice(ten + 1);
  if (tens.length > 1 || ones.length > 1 || ones === '十') return null;
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones));
}
