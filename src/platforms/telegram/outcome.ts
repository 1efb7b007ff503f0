import type { SendOutcome } from '../../desk/platform.js';
import type { ApiFailure } from './api.js';

/** 400s by which Telegram says that this chat cannot be written to, now or ever. */
const GONE =
  /chat not found|user not found|peer_id_invalid|user is deactivated|group chat was (deleted|deactivated)|not enough rights to send|have no rights to send|chat_write_forbidden|need administrator rights/i;

/** What a failed call means for the message that it was to send. */
export function outcomeOf(failure: ApiFailure): SendOutcome {
  const reason = failure.message;
  if (failure.kind === 'unreached') return { kind: 'not-sent', reason };
  if (failure.kind === 'unanswered') return { kind: 'unknown', reason };
  const { code, parameters } = failure;
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', to: String(parameters.migrate_to_chat_id) };
  if (code === 429) return { kind: 'slow-down', retryAfter: (parameters.retry_after ?? 5) * 1000 };
  if (code === 403 || (code === 400 && GONE.test(reason))) return { kind: 'gone', reason };
  // A gateway that lost patience cannot say what became of the request behind it.
  if (code === 504) return { kind: 'unknown', reason };
  // A token that was revoked or mistyped (Telegram says 404 to the latter) is no fault of the message.
  if (code >= 500 || code === 401 || code === 404) return { kind: 'not-sent', reason };
  return { kind: 'rejected', reason };
}
