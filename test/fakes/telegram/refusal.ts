/** A refusal as the Bot API words it: it becomes `{ ok: false, error_code, description, parameters }`. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: Readonly<Record<string, number>> | undefined;

  constructor(code: number, description: string, parameters?: Readonly<Record<string, number>>) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }

  get body(): string {
    return JSON.stringify({
      ok: false,
      error_code: this.code,
      description: this.message,
      ...(this.parameters && { parameters: this.parameters }),
    });
  }
}

export const badRequest = (what: string) => new Refusal(400, `Bad Request: ${what}`);
export const forbidden = (what: string) => new Refusal(403, `Forbidden: ${what}`);
export const tooMany = (retryAfter: number) =>
  new Refusal(429, `Too Many Requests: retry after ${retryAfter}`, { retry_after: retryAfter });
