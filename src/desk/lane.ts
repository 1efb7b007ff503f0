/** Whose turn it is: one person in one chat of one account. The name of the inbox lane and of the seat. */
export interface Lane {
  readonly account: string;
  readonly chat: string;
  readonly person: string;
}

/** Ids come from platforms and may hold any character; a slash in one must not make two lanes look alike. */
const escaped = (id: string) => id.replaceAll('%', '%25').replaceAll('/', '%2F');

/** The inbox lane's name. */
export function laneName(lane: Lane): string {
  return `${lane.account}/${escaped(lane.chat)}/${escaped(lane.person)}`;
}

/** The outbox lane's name: what is said in one chat of one account leaves in order. */
export function chatName(account: string, chat: string): string {
  return `${account}/${escaped(chat)}`;
}
