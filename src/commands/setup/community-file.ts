import { isDeepStrictEqual } from 'node:util';
import { type Document, isMap, isScalar, isSeq, parse, parseDocument, Scalar, visit } from 'yaml';
import type { Hours } from '../../community/content/content.js';
import type { Answers, Both } from './answers.js';
import type { Variables } from './known.js';

/** What of the sample is about an invented neighbourhood, and does not hold anywhere else. */
const INVENTED = ['closures', 'staffChats', 'grids'];

/** community.yaml of a new community, from the sample's: its remarks stay, what was invented goes. */
export function newCommunity(sample: string, answers: Answers, variables: Variables): string {
  const document = parseDocument(sample);
  document.commentBefore = null;
  if (isMap(document.contents)) {
    for (const { key } of document.contents.items.slice(0, 1)) if (isScalar(key)) key.commentBefore = null;
    document.contents.commentBefore = ` ${answers.name['zh-Hans']}。${HEAD}`;
    for (const key of INVENTED) if (document.has(key)) document.set(key, document.createNode([]));
  }
  document.set('id', answers.id);
  return written(document, answers, variables);
}

const HEAD = `运行 npm run setup 可以再改，也可以直接改这里。
 Run npm run setup to change it, or change it here.`;

/** community.yaml with these answers; remarks, order and all that the guide does not ask for stay as they are. */
export function editedCommunity(text: string, answers: Answers, variables: Variables): string {
  const changed = written(parseDocument(text), answers, variables);
  // Drawn anew, odd indents would be made even: nothing is to change where nothing was changed.
  return isDeepStrictEqual(parse(changed), parse(text)) ? text : changed;
}

function written(document: Document, answers: Answers, variables: Variables): string {
  setBoth(document, 'name', answers.name);
  setBoth(document, 'bot', answers.bot);
  setBoth(document, 'address', answers.address);
  if (document.get('phone') !== answers.phone) document.set('phone', answers.phone);
  setHours(document, answers.hours);
  addAccount(document, 'webchat', undefined);
  if (answers.telegram) addAccount(document, 'telegram', { token: variables.telegram });
  if (answers.wechat)
    addAccount(document, 'wechat', {
      puppet: variables.puppet,
      token: variables.puppetToken,
      endpoint: variables.puppetEndpoint,
    });
  return drawn(document);
}

/** As the house writes it: { a: b } with room inside, [a, b] without. */
function drawn(document: Document): string {
  const roomy = document.toString({ lineWidth: 0 });
  const lines = roomy.split('\n').map(line => {
    const remark = /(^|\s)#/.exec(line)?.index ?? line.length;
    return line.slice(0, remark).replace(/\[ (.*?) \]/g, '[$1]') + line.slice(remark);
  });
  const text = lines.join('\n');
  // A text may hold such brackets itself: then the file is left roomy.
  return isDeepStrictEqual(parse(text), parse(roomy)) ? text : roomy;
}

function setBoth(document: Document, key: string, texts: Both): void {
  for (const [locale, text] of Object.entries(texts)) {
    if (document.getIn([key, locale]) !== text) document.setIn([key, locale], text);
  }
}

function setHours(document: Document, hours: Hours): void {
  const present = document.get('hours');
  const open = isMap(present)
    ? Object.entries(present.toJSON() as Hours).filter(([, periods]) => periods.length > 0)
    : [];
  if (isDeepStrictEqual(Object.fromEntries(open), hours)) return;
  const node = document.createNode(hours);
  visit(node, {
    Seq: (_, periods) => {
      periods.flow = true;
    },
    Scalar: (key, scalar) => {
      if (key !== 'key') scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  document.set('hours', node);
}

/** One account of the platform, where none is listed yet. */
function addAccount(
  document: Document,
  platform: string,
  env: Readonly<Record<string, string>> | undefined,
): void {
  const accounts = document.get('accounts');
  const listed = isSeq(accounts) ? (accounts.toJSON() as { id: string; platform: string }[]) : [];
  if (listed.some(account => account.platform === platform)) return;
  const id = listed.some(account => account.id === platform) ? `${platform}-2` : platform;
  const account = document.createNode({ id, platform, ...(env ? { env } : {}) });
  if (isSeq(accounts)) accounts.add(account);
  else document.set('accounts', document.createNode([{ id, platform, ...(env ? { env } : {}) }]));
}
