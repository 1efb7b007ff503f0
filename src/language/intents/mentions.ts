/** Takes @names out. WeChat ends them with U+2005, which counts as a blank. */
export function withoutMentions(text: string): string {
  return text.replace(/@\S{1,32}(?=\s|$)/gu, ' ');
}
