import { dayOf, partsOf, wallClock, weekdayOf } from './dates/calendar.js';

const ZH = '一二三四五六日';
const EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const VI = ['Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ Nhật'];

/**
 * A date ('YYYY-MM-DD') as one says it: 11月24日周二, Tue 24 Nov. The year is named when it is not this one.
 * Languages that we have no form for get the English one. Anything that is no date is given back as it came.
 */
export function showDate(date: string, how: { locale: string; now: number; zone: string }): string {
  const [y, m, d] = date.split('-').map(Number);
  const day = dayOf(y ?? 0, m ?? 0, d ?? 0);
  if (day === null) return date;
  const { year, month, date: of } = partsOf(day);
  const other = year !== partsOf(wallClock(how.now, how.zone).today).year;
  const weekday = weekdayOf(day);
  const language = how.locale.toLowerCase();
  if (language.startsWith('zh')) {
    const week = /hant|tw|hk|mo/.test(language) ? '週' : '周';
    return `${other ? `${year}年` : ''}${month}月${of}日${week}${ZH[weekday]}`;
  }
  if (language.startsWith('vi')) return `${VI[weekday]}, ${of}/${month}${other ? `/${year}` : ''}`;
  return `${EN[weekday]} ${of} ${MONTHS[month - 1]}${other ? ` ${year}` : ''}`;
}
