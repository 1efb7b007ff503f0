import type { IncomingHttpHeaders } from 'node:http';

/**
 * An HTTP route that a platform offers (a webhook, the chat page) and that the web server mounts. It knows
 * nothing of the server's library, so that platforms need import only the desk.
 */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/chat/files/:message/:index`: a segment that begins with a colon comes in `params`. */
  readonly path: string;
  /** What the log and the figures call it, where the path itself is nobody's business. Absent: by its path. */
  readonly shownAs?: string;
  /** The largest body in bytes; default 64 kB. A larger one is refused with 413 before it is read to its end. */
  readonly bodyLimit?: number;
  /** Requests a minute from one address; more are refused with 429. Absent or 0: no limit. */
  readonly perMinute?: number;
  /**
   * Answers. A `Problem` that it throws becomes the status and sentence of its code (src/web/problems.ts); anything
   * else becomes a 500 whose cause is only logged.
   */
  handle(request: RouteRequest): Promise<RouteReply>;
}

export interface RouteRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The visitor's address: for throttling only, never logged. */
  readonly address: string;
  /** It came over https, by our own socket or a trusted proxy's word. */
  readonly secure: boolean;
  /** The host that the visitor asked for, with its port. */
  readonly host: string;
  /** Aborted when the visitor has gone or the server is stopping. */
  readonly signal: AbortSignal;
}

export interface RouteReply {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** An async iterable is written piece by piece as it comes (server-sent events) and ended when it ends. */
  readonly body?: string | Buffer | AsyncIterable<string>;
  /** A page around others of ours in frames, or one within: neither can be framed, or frame, anything of others. Absent: none. */
  readonly framing?: 'around' | 'within';
}
