import {
  type CANCEL_SYMBOL,
  cancel,
  confirm,
  intro,
  isCancel,
  log,
  note,
  outro,
  password,
  select,
  text,
} from '@clack/prompts';

/** Somebody has stopped the guide. */
export class Stopped extends Error {
  constructor() {
    super('stopped');
    this.name = 'Stopped';
  }
}

export interface Asked {
  readonly message: string;
  /** What stands there already, to be taken or changed. */
  readonly initial?: string;
  /** Shown in grey while nothing is typed. */
  readonly example?: string;
  /** What is wrong with it, or nothing. */
  readonly check: (text: string) => string | undefined;
}

/** Whoever asks and tells: a terminal, or a test. Questions reject with Stopped when somebody stops. */
export interface Prompts {
  open(title: string): void;
  note(text: string, title: string): void;
  say(text: string): void;
  warn(text: string): void;
  /** A QR code drawn for the terminal, and what it says. */
  code(drawn: string, text: string): void;
  close(text: string): void;
  stop(text: string): void;
  text(asked: Asked): Promise<string>;
  /** Like a text, but nobody who looks on can read it. */
  secret(asked: Pick<Asked, 'message' | 'check'>): Promise<string>;
  choose<V extends string>(
    message: string,
    options: readonly { value: V; label: string; hint?: string }[],
  ): Promise<V>;
  yes(message: string, labels: { yes: string; no: string }, initial: boolean): Promise<boolean>;
  /** Something that takes a while: tells what, until it is over. */
  during<T>(text: string, task: () => Promise<T>): Promise<T>;
}

/** The terminal's. */
export const terminalPrompts: Prompts = {
  open: title => intro(title),
  note: (body, title) => note(body, title),
  say: body => log.message(body),
  warn: body => log.warn(body),
  code: (drawn, body) => log.message(`${drawn}\n${body}`),
  close: body => outro(body),
  stop: body => cancel(body),
  text: async ({ message, initial, example, check }) => {
    const given = await text({
      message,
      ...(initial === undefined ? {} : { initialValue: initial }),
      ...(example === undefined ? {} : { placeholder: example }),
      validate: typed => check(typed ?? ''),
    });
    return answered(given).trim();
  },
  secret: async ({ message, check }) =>
    answered(await password({ message, validate: typed => check(typed ?? '') })).trim(),
  choose: async (message, options) =>
    answered(
      await select<string>({
        message,
        options: options.map(option => ({ ...option })),
        showInstructions: false,
      }),
    ) as (typeof options)[number]['value'],
  yes: async (message, { yes, no }, initial) =>
    answered(await confirm({ message, active: yes, inactive: no, initialValue: initial })),
  during: (body, task) => {
    log.step(body);
    return task();
  },
};

function answered<T extends string | boolean>(given: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(given)) throw new Stopped();
  return given as T;
}
