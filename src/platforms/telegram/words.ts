/** The few words that are Telegram's own and no conversation's, by language. */
const WORDS = {
  zh: {
    sendPhone: '📱 发送我的手机号',
    sendPlace: '📍 发送我的位置',
    alsoReply: (words: readonly string[]) => `（也可以直接回复：${words.join('、')}）`,
  },
  en: {
    sendPhone: '📱 Send my phone number',
    sendPlace: '📍 Send my location',
    alsoReply: (words: readonly string[]) => `(You can also reply: ${words.join(', ')})`,
  },
};

/** For a BCP 47 locale. */
export function wordsFor(locale: string): (typeof WORDS)['zh'] {
  return locale.startsWith('zh') ? WORDS.zh : WORDS.en;
}
