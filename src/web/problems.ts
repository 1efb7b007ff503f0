import { Problem } from '../community/problem.js';

/** What a visitor is told, and under which status. */
export interface Answer {
  readonly status: number;
  readonly code: string;
  readonly sentence: { readonly zh: string; readonly en: string };
}

type Entry = readonly [status: number, zh: string, en: string];

/** The one table from problem codes to HTTP. Each sentence says what to do next. */
const TABLE: Readonly<Record<string, Entry>> = {
  invalid: [
    400,
    '这个请求我没看懂，请返回上一页再试。',
    'That request was not understood. Go back and try once more.',
  ],
  not_signed_in: [401, '请先登录。', 'Please sign in first.'],
  forbidden: [403, '这一页您没有权限打开。', 'You may not open this page.'],
  cross_site: [
    403,
    '请从我们自己的页面上操作：重新打开页面再试。',
    'Please use our own page for this: open it again and retry.',
  ],
  no_cookie: [
    403,
    '这个页面要靠浏览器的 Cookie 记住对话：请允许 Cookie，然后刷新页面。',
    'This page keeps the conversation by a cookie: allow cookies, then reload the page.',
  ],
  not_found: [
    404,
    '没有这个页面。请检查网址，或回到首页。',
    'There is no such page. Check the address, or go to the front page.',
  ],
  wrong_method: [
    405,
    '这个地址不能这样用，请回到首页。',
    'This address is not used that way. Go to the front page.',
  ],
  too_large: [
    413,
    '内容太大了，请缩小以后再发（照片不超过 5 MB）。',
    'That is too large. Make it smaller and send again (photos up to 5 MB).',
  ],
  unsupported: [
    415,
    '这种文件我打不开，请发 JPG、PNG 或 WebP 图片。',
    'This kind of file cannot be opened. Send a JPG, PNG or WebP picture.',
  ],
  too_many: [429, '操作太快了，请过一分钟再试。', 'That was a bit fast. Please try again in a minute.'],
  unavailable: [
    503,
    '现在暂时存不下来，请过一会儿再试。',
    'We cannot take this in right now. Please try again in a little while.',
  ],
};

const FAILED: Entry = [
  500,
  '这边出了点问题，不是您的错。请过一会儿再试，或打社区电话。',
  'Something went wrong on our side. Please try again in a little while, or call the community.',
];

/** Statuses of the server's own library, and the codes that they mean. */
const BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  405: 'wrong_method',
  413: 'too_large',
  415: 'unsupported',
  429: 'too_many',
  501: 'wrong_method',
  503: 'unavailable',
};

/**
 * What to tell a visitor about `error`. A problem of the domain that the table does not name is a refusal (409) with
 * its code; anything that is not a problem is our fault (500), and nothing of it is shown.
 */
export function answerTo(error: unknown): Answer {
  const code = error instanceof Problem ? error.code : BY_STATUS[exposedStatus(error)];
  const entry = code === undefined ? undefined : TABLE[code];
  if (entry !== undefined && code !== undefined) return answer(code, entry);
  if (error instanceof Problem) {
    return answer(error.code, [
      409,
      '这样办不了，请换一个试试。',
      'That cannot be done. Please try another way.',
    ]);
  }
  return answer('failed', FAILED);
}

function answer(code: string, [status, zh, en]: Entry): Answer {
  return { status, code, sentence: { zh, en } };
}

/** The status of an error that its thrower meant to be seen, else 0. */
function exposedStatus(error: unknown): number {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return 0;
  return error.status < 500 ? error.status : 0;
}
