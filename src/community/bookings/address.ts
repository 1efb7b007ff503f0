/** Latin words and Chinese signs of places, and any numeral: an address that can be found has one of them. */
const PLACE =
  /[0-9０-９一二三四五六七八九十百]|[栋楼幢座单元室号路街巷里弄村苑园院区组门店旁边对面宿舍工地]|\b(?:building|block|tower|entrance|unit|door|room|flat|apartment|apt|floor|road|street|lane|dorm|dormitory|site|shop|gate|house|garden|court|plaza|village|mansion|hotel|school|market|park|next to|opposite)\b/iu;
const QUESTION = /[?？]\s*$|[吗呢么吧]\s*[。.]?$/u;
/** A day or a time, a telephone number or the beginning of one: right answers to other questions. */
const OTHER =
  /^(?:今天|明天|后天|大后天|周.|星期.|礼拜.|上午|下午|晚上|早上|中午|傍晚|\d{1,2}[:：点]\d{0,2}|[一二三四五六七八九十两]{1,3}点|半|分|到|以后|之后|左右|都行|都可以|\s)+$|^\+?[\d\s-]{7,}$|^\d{4,6}$/u;

/** Whether somebody could be sent there: it names a place and is no question, day, time or telephone number. */
export function looksLikeAddress(text: string): boolean {
  const said = text.trim();
  return PLACE.test(said) && !QUESTION.test(said) && !OTHER.test(said);
}
