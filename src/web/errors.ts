import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import { Problem } from '../community/problem.js';
import { acceptLanguage } from '../desk/accept-language.js';
import type { Log } from '../desk/platform.js';
import { escapeHtml, plainPage } from './html.js';
import { type Answer, answerTo } from './problems.js';

/**
 * The last word on everything that went wrong further in: the visitor sees the safe sentence of problems.ts, as a page or as
 * JSON, and a reference that finds the cause in the log.
 */
export function errors(log: Log): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) show(ctx, answerTo(new Problem('not_found')), null);
    } catch (error) {
      const answer = answerTo(error);
      if (answer.status < 500) return show(ctx, answer, null);
      const reference = randomUUID().slice(0, 8);
      log.error('request-failed', { reference, route: ctx.state.route ?? 'unmatched', error });
      show(ctx, answer, reference);
    }
  };
}

function show(ctx: Context, answer: Answer, reference: string | null): void {
  const chinese = acceptLanguage(ctx.get('accept-language'), ['zh-Hans', 'en']) === 'zh-Hans';
  const sentence = chinese ? answer.sentence.zh : answer.sentence.en;
  ctx.status = answer.status;
  ctx.set('Cache-Control', 'no-store');
  if (answer.status === 429 && ctx.response.get('Retry-After') === '') ctx.set('Retry-After', '60');
  if (ctx.accepts('json', 'html') !== 'html') {
    ctx.body = { error: answer.code, message: sentence, ...(reference === null ? {} : { reference }) };
    return;
  }
  const quote = chinese ? '编号' : 'Reference';
  const home = chinese ? '回到首页' : 'Front page';
  ctx.type = 'html';
  ctx.body = plainPage({
    lang: chinese ? 'zh-Hans' : 'en',
    title: sentence,
    body: `<h1>${escapeHtml(sentence)}</h1>
${reference === null ? '' : `<p>${quote}: <code>${reference}</code></p>`}
<p><a href="/">${home}</a></p>`,
  });
}
