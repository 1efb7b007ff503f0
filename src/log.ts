import { pino } from 'pino';
import type { Log } from './desk/platform.js';

/** Facts whose value is never written, wherever in a line they stand: secrets, and what tells who somebody is. */
const HIDDEN = [
  ...['token', 'secret', 'key', 'password', 'authorization', 'cookie', 'qr'],
  ...['text', 'caption', 'said', 'saying', 'answer', 'args', 'body', 'slots', 'value', 'shown'],
  ...['name', 'phone', 'address', 'person', 'personId', 'title', 'latitude', 'longitude', 'base64'],
];
const MASK = '[hidden]';
/** What may hide in a sentence: a bot's token in an address that failed, a telephone number in a cause. */
const TOKEN = /\d{5,}:[\w-]{20,}/g;
const PHONE = /(?<![\w-])\+?\d[\d -]{9,14}\d(?![\w-])/g;
const LONGEST = 2_000;

/** Somewhere to write lines: the standard output, or a test's list. */
export interface LogSink {
  write(line: string): unknown;
  readonly isTTY?: boolean;
}

/**
 * Logs events as JSON lines, one object a line: `time`, `level`, `event` and its facts. On a terminal, short lines
 * for people. Facts that could hold a secret or tell about a person are hidden, however deep they stand.
 */
export function makeLog(level: 'info' | 'warn' | 'error' | 'silent', sink: LogSink = process.stdout): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: label => ({ level: label }),
        log: facts => scrub(facts, 0) as Record<string, unknown>,
      },
      serializers: {},
    },
    sink.isTTY === true
      ? { write: line => void (wanted(line) && sink.write(forPeople(line))) }
      : { write: line => void sink.write(line) },
  );
  return {
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, facts = {}) => logger.error(facts, event),
  };
}

/** The log as the store writes to it: it speaks in sentences. */
export function storeLog(log: Log) {
  const told = (facts: object, detail: string) => ['store', { ...facts, detail }] as const;
  return {
    info: (facts: object, sentence: string) => log.info(...told(facts, sentence)),
    warn: (facts: object, sentence: string) => log.warn(...told(facts, sentence)),
    error: (facts: object, sentence: string) => log.error(...told(facts, sentence)),
  };
}

/** The same facts without what must not be written. Errors become their message, code, place and cause. */
function scrub(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= 5) return '[deep]';
  if (value instanceof Error) {
    const code = 'code' in value ? { code: scrub(value.code, depth + 1) } : {};
    const cause = value.cause === undefined ? {} : { cause: scrub(value.cause, depth + 1) };
    return { error: clean(value.message), ...code, at: place(value), ...cause };
  }
  if (Array.isArray(value)) return value.slice(0, 50).map(item => scrub(item, depth + 1));
  if (value instanceof Date) return value.toJSON();
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, HIDDEN.includes(key) ? MASK : scrub(item, depth + 1)]),
  );
}

function clean(text: string): string {
  return text.slice(0, LONGEST).replace(TOKEN, MASK).replace(PHONE, MASK);
}

/** The stack without its first line, which repeats the message. */
function place(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter(line => line.startsWith('    at '));
  return lines.slice(0, 8).map(line => clean(line.trim().slice(3)));
}

/** Whoever sits at the terminal wants to see what matters: not every request that went well. */
function wanted(line: string): boolean {
  const { event, status } = JSON.parse(line) as { event?: string; status?: number };
  return event !== 'request' || Number(status) >= 500;
}

/** `09:00:01 open Say hello. port=3000`: the event, its sentence if it has one, its facts; WARN or ERROR where it is one. */
function forPeople(line: string): string {
  return `${plainLine(line).replace(UNPRINTABLE, ' ')}\n`;
}

/** What would steer the terminal, or begin a line of its own that we never wrote. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

function plainLine(line: string): string {
  const { time, level, event, detail, ...facts } = JSON.parse(line) as Record<string, unknown>;
  const loud = level === 'info' ? '' : ` ${String(level).toUpperCase()}`;
  const said = detail === undefined ? '' : ` ${String(detail)}`;
  const shown = Object.entries(facts).map(
    ([key, fact]) => ` ${key}=${typeof fact === 'string' ? fact : JSON.stringify(fact)}`,
  );
  return `${new Date(String(time)).toTimeString().slice(0, 8)}${loud} ${String(event)}${said}${shown.join('')}`;
}
