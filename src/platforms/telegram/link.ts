/** The link that opens a direct chat with the bot. A parameter that Telegram does not take is left out. */
export function linkTo(username: string, start: string): string {
  const link = `https://t.me/${username}`;
  return /^[\w-]{1,64}$/.test(start) ? `${link}?start=${start}` : link;
}
