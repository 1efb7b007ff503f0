import { inLocale, type Localised } from '../content/content.js';
import type { Context, Notice, Post, Replaced } from '../context.js';
import { dayOf, timeOf } from '../day.js';
import { members, type Role } from '../staff/staff.js';
import type { Tx } from '../store.js';
import { type Announcement, textFor } from './announcement.js';
import { topicNamed } from './topic.js';

/** Who writes announcements, and looks at others'. */
export const SPOKESPEOPLE: readonly Role[] = ['spokesperson', 'lead', 'admin'];

/** As staff are told: so much of a text fits a notice. */
const SHOWN = 500;

/** The beginning of a text, on one line. */
export function beginning(text: string, longest: number): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const signs = [...line];
  return signs.length <= longest ? line : `${signs.slice(0, longest - 1).join('')}…`;
}

/** What whoever reads `locale` gets, with the way out below it; not below an urgent one. */
export function postOf(context: Pick<Context, 'content'>, announcement: Announcement, locale: string): Post {
  const below = wayOut(context, announcement, locale);
  return {
    text: textFor(announcement, locale),
    locale,
    ...(below ? { below } : {}),
    ...(announcement.choices.length > 0 ? { choices: announcement.choices } : {}),
    ...(announcement.picture ? { passes: [announcement.picture] } : {}),
  };
}

/** In a group everybody reads along: every language that there is. */
export function groupPostOf({ content }: Pick<Context, 'content'>, announcement: Announcement): Post {
  const [first = 'zh-Hans'] = content.community.locales;
  const others = Object.entries(announcement.texts).flatMap(([locale, text]) =>
    locale === first ? [] : [text],
  );
  return {
    text: [textFor(announcement, first), ...others].join('\n\n'),
    locale: first,
    ...(announcement.choices.length > 0 ? { choices: announcement.choices } : {}),
    ...(announcement.picture ? { passes: [announcement.picture] } : {}),
  };
}

function wayOut(
  { content }: Pick<Context, 'content'>,
  { topic: id }: Announcement,
  locale: string,
): Post['below'] {
  const topic = id === undefined ? undefined : topicNamed(content.community, id);
  if (!topic) return undefined;
  const [word] = topic.words[locale] ?? [];
  return { text: 'announcement_way_out', args: { topic: word ?? inLocale(topic.name, locale) } };
}

/** A correction: the old message changed, or, where that cannot be, an erratum. */
export function corrected(
  { content, now }: Pick<Context, 'content' | 'now'>,
  post: Post,
  messageId: string | undefined,
): { post: Post; replaces?: Replaced } {
  const { zone } = content.community;
  // The picture stays as it is.
  const { passes: _, ...words } = post;
  const changed: Post = {
    ...words,
    below: { text: 'announcement_changed', args: { day_date: dayOf(now, zone), time: timeOf(now, zone) } },
  };
  return {
    post: { ...words, above: { text: 'announcement_erratum', args: {} } },
    ...(messageId === undefined ? {} : { replaces: { messageId, by: changed } }),
  };
}

/** A recall: the old message taken back, or, where that cannot be, a short word. */
export function recalled(
  announcement: Announcement,
  locale: string,
  messageId: string | undefined,
): { post: Post; replaces?: Replaced } {
  const words = announcement.history.findLast(({ what }) => what === 'recall')?.words ?? '';
  return {
    post: {
      text: '',
      locale,
      above: {
        text: 'announcement_recalled',
        args: { beginning: beginning(textFor(announcement, locale), 24), words },
      },
    },
    ...(messageId === undefined ? {} : { replaces: { messageId, by: null } }),
  };
}

/** Asks for a second person, with the text that is to go out. */
export async function tellOfReview(
  context: Context,
  announcement: Announcement,
  texts: Localised,
): Promise<void> {
  const notice: Notice = {
    text: announcement.proposed ? 'staff_correction_waits' : 'staff_announcement_waits',
    args: {
      number: announcement.id,
      name: context.member?.name ?? '',
      people: announcement.people,
      groups: announcement.groups,
      urgent: announcement.urgent ? 'yes' : 'no',
      text: beginning(Object.values(texts).join(' / '), SHOWN),
    },
    // No button that lets it go at once: it may be written anew while this one hangs there.
    choices: [{ label: 'button_review', begin: 'review', slots: { number: announcement.id } }],
  };
  await context.effects.tellStaff(notice, { urgent: announcement.urgent, roles: SPOKESPEOPLE });
}

/** Tells whoever wrote it, as long as they work here. */
export async function tellAuthor(
  context: Context,
  announcement: Announcement,
  text: string,
  args: Notice['args'] = {},
): Promise<void> {
  const author = await context.tx.get(members, announcement.author);
  if (!author || author.left !== undefined) return;
  const beginningOf = beginning(textFor(announcement, context.locale), 24);
  await context.effects.tell(author.resident, {
    text,
    args: {
      number: announcement.id,
      beginning: beginningOf,
      name: context.member?.name ?? '',
      ...args,
    },
  });
}

/** What colleagues call a member; an id that is nobody's stays as it is. */
export const nameOfMember = async (tx: Tx, id: string): Promise<string> =>
  (await tx.get(members, id))?.name ?? id;
