import { SendFailure, type SendOutcome } from '../../desk/platform.js';

/** gRPC's numbers that matter here. */
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** The call never left this machine. */
const NEVER_LEFT = /no connection established|name resolution failed|ECONNREFUSED|no grpc manager|NO CLIENT/i;
const LOGGED_OUT = /not logged? ?in|logged out|not login/i;
/** Puppets have no codes for it, only words. */
const NOBODY =
  /no payload found|not found|not exist|no such (contact|room)|not (a |your )?friend|blocked|已被移出/i;
const NOBODY_ZH = /不是.{0,8}(好友|朋友)|开启了(朋友|好友)验证|拒收|不存在/;

/** What became of a message, from the error of the call that sent it. */
export function failureOf(error: unknown): SendFailure {
  return error instanceof SendFailure ? error : new SendFailure(outcomeOf(error), error);
}

/** The same for a call that only looked something up before sending: whatever happened, nothing went out. */
export function failureBefore(error: unknown): SendFailure {
  const { outcome } = failureOf(error);
  const reason = 'reason' in outcome ? outcome.reason : outcome.kind;
  return outcome.kind === 'gone'
    ? new SendFailure(outcome, error)
    : new SendFailure({ kind: 'not-sent', reason }, error);
}

function outcomeOf(error: unknown): SendOutcome {
  // A service sends the stack along; only the first line says what happened.
  const [text = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  if (NEVER_LEFT.test(text)) return { kind: 'not-sent', reason: 'the puppet service cannot be reached' };
  if (LOGGED_OUT.test(text)) return { kind: 'not-sent', reason: 'WeChat is not logged in' };
  if (code === UNAUTHENTICATED) return { kind: 'not-sent', reason: 'the puppet service refused the token' };
  if (code === UNAVAILABLE) return { kind: 'unknown', reason: 'the connection broke while sending' };
  if (NOBODY.test(text) || NOBODY_ZH.test(text)) return { kind: 'gone', reason: 'no such contact or room' };
  return { kind: 'unknown', reason: 'the puppet reported an error' };
}
