import { Document, Scalar, visit } from 'yaml';
import type { Saying } from '../desk/message.js';

/** How a transcript is written, so that a file that is read and written again stays as it was. */
export const TRANSCRIPT_YAML = { lineWidth: 0, flowCollectionPadding: true } as const;

/** Of the controls, these four hang under every prompt; a transcript leaves them out. */
const EVERYWHERE = /^(?!desk:).*:(?:back|help|cancel|person)$/;

/**
 * What the desk says, free of any platform: its text, one line with what can be chosen (`[上门量血压] [老人上门理发]`),
 * a line for each file. 帮助, 返回, 取消 and 人工 are left out, since they hang under every prompt.
 */
export function neutral(saying: Saying): string {
  const { text, choices = [], controls = [], toDirect, files = [] } = saying;
  const labels = [
    ...choices.map(({ label }) => label),
    ...(toDirect ? [toDirect.label] : []),
    ...controls.filter(({ token }) => !EVERYWHERE.test(token)).map(({ label }) => label),
  ];
  return neutralLines(text, labels, files);
}

/** What somebody sent without a name of its own, passed on: each platform has its own ending for it. */
const PASSED: Readonly<Record<string, string>> = { voice: '语音', photo: '照片', video: '视频' };
const shownFile = (name: string) => {
  const passed = PASSED[/^(voice|photo|video)\.\w+$/.exec(name)?.[1] ?? ''];
  return passed === undefined ? `📎 ${name}` : `(${passed})`;
};

/** The same from its parts, for whoever reads it back from a platform. */
export function neutralLines(
  text: string,
  labels: readonly string[],
  files: readonly { readonly name: string }[] = [],
): string {
  const chosen = labels.map(label => `[${label}]`).join(' ');
  return [text, chosen, ...files.map(({ name }) => shownFile(name))].filter(line => line !== '').join('\n');
}

/** A talk as it is kept; `talk` holds who said what, or a pause, in order. */
export interface Kept {
  readonly title: string;
  /** `2026-11-23T09:00`, the community's time. */
  readonly now: string;
  /** Who talks besides the tests' own cast, and in which language. */
  readonly people?: Readonly<Record<string, string>>;
  readonly talk: readonly (readonly [who: string, said: string])[];
}

/** A transcript's file: it passes as a test for as long as the desk answers the same. */
export function transcriptFile({ talk, ...head }: Kept): string {
  const document = new Document({ ...head, talk: talk.map(([who, said]) => ({ [who]: said })) });
  return transcriptText(document);
}

/** A transcript's document as text; what has several lines stands in a block, as it was said. */
export function transcriptText(document: Document): string {
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === 'string' && node.value.includes('\n')) node.type = Scalar.BLOCK_LITERAL;
    },
  });
  return document.toString(TRANSCRIPT_YAML);
}
