import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { minutesOf } from '../day.js';
import { type EventSample, eventSampleSchema } from '../events/sample.js';
import { type Proposals, proposalsSchema } from '../proposals/content.js';
import {
  type Community,
  type Content,
  communitySchema,
  faqEntrySchema,
  type Service,
  serviceSchema,
  staffSchema,
} from './content.js';
import { ContentError, type ContentFile, type Mistake, type Path, parseContent } from './content-file.js';

const servicesFile = z.array(serviceSchema).min(1, 'must list at least one service');
const faqFile = z.array(faqEntrySchema);
const staffFile = z.array(staffSchema);
const eventsFile = z.array(eventSampleSchema);

/**
 * Reads a community's content from its folder: community.yaml, services.yaml, faq.yaml, staff.yaml, proposals.yaml, and
 * events.yaml where there is one. Throws a ContentError that lists every mistake in all of them with file, line, field and
 * mend.
 */
export async function readContent(folder: string): Promise<Content> {
  const mistakes: Mistake[] = [];
  const read = async <T>(
    name: string,
    schema: z.ZodType<T>,
    missing?: string,
  ): Promise<ContentFile<T> | undefined> => {
    const file = join(basename(folder), name);
    try {
      return parseContent(file, await readText(folder, name, missing), schema);
    } catch (error) {
      if (!(error instanceof ContentError)) throw error;
      mistakes.push(...error.mistakes);
      return undefined;
    }
  };
  const community = await read('community.yaml', communitySchema);
  const services = await read('services.yaml', servicesFile);
  const faq = await read('faq.yaml', faqFile);
  const staff = await read('staff.yaml', staffFile);
  const proposals = await read('proposals.yaml', proposalsSchema);
  const samples = await read('events.yaml', eventsFile, '[]');
  if (community) {
    mistakes.push(...communityMistakes(community));
    const { locales } = community.value;
    for (const file of [community, services, staff, proposals, samples])
      if (file) mistakes.push(...untranslated(file, locales));
    if (samples) mistakes.push(...topicMistakes(samples, community.value));
  }
  if (services) mistakes.push(...serviceMistakes(services));
  for (const file of [services, faq, staff, samples]) if (file) mistakes.push(...doubles(file));
  if (proposals) mistakes.push(...proposalsMistakes(proposals));
  if (!community || !services || !faq || !staff || !proposals || !samples || mistakes.length > 0)
    throw new ContentError(mistakes);
  return {
    community: community.value,
    services: services.value,
    faq: faq.value,
    staff: staff.value,
    proposals: proposals.value,
    events: samples.value,
  };
}

/**
 * Reads the content of every community of a deployment: `folder` itself when community.yaml stands in it, else
 * each folder in it that has one, in the order of their names.
 */
export async function readCommunities(folder: string): Promise<Content[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (entries.some(entry => entry.name === 'community.yaml')) return [await readContent(folder)];
  const contents: Content[] = [];
  for (const entry of entries.filter(one => one.isDirectory()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const within = join(folder, entry.name);
    if ((await readdir(within)).includes('community.yaml')) contents.push(await readContent(within));
  }
  if (contents.length === 0) {
    throw new ContentError([
      {
        file: basename(folder),
        line: 1,
        field: '',
        mend: 'has no community.yaml, and no folder in it has one: copy data/huimin and change it',
      },
    ]);
  }
  const ids = contents.map(content => content.community.id);
  const double = ids.find((id, i) => ids.indexOf(id) !== i);
  if (double !== undefined) {
    throw new ContentError([
      {
        file: basename(folder),
        line: 1,
        field: 'id',
        mend: `${double} is the id of two communities: give each its own`,
      },
    ]);
  }
  return contents;
}

async function readText(folder: string, name: string, missing?: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    if (missing !== undefined) return missing;
    const mend = 'is missing: copy the one in data/huimin and change it';
    throw new ContentError([{ file: join(basename(folder), name), line: 1, field: '', mend }]);
  }
}

function communityMistakes({ value, mistake }: ContentFile<Community>): Mistake[] {
  const mistakes: Mistake[] = [];
  if (!isZone(value.zone))
    mistakes.push(mistake(['zone'], `${value.zone} is no time zone: write one like Asia/Shanghai`));
  if (!value.locales.includes('zh-Hans')) mistakes.push(mistake(['locales'], 'must include zh-Hans'));
  const accounts = value.accounts.map(account => account.id);
  for (const [i, id] of accounts.entries()) {
    if (accounts.indexOf(id) !== i)
      mistakes.push(mistake(['accounts', i, 'id'], `${id} is there twice: give each account its own id`));
  }
  for (const [i, chat] of value.staffChats.entries()) {
    if (accounts.includes(chat.account)) continue;
    mistakes.push(
      mistake(
        ['staffChats', i, 'account'],
        `${chat.account} is no account of this community; there are ${accounts.join(', ') || 'none'}`,
      ),
    );
  }
  return mistakes;
}

function topicMistakes({ value, mistake }: ContentFile<EventSample[]>, { topics }: Community): Mistake[] {
  const ids = topics.map(topic => topic.id);
  return value.flatMap(({ topic }, i) =>
    ids.length === 0 || ids.includes(topic)
      ? []
      : [mistake([i, 'topic'], `${topic} is no topic of this community; there are ${ids.join(', ')}`)],
  );
}

function serviceMistakes({ value, mistake }: ContentFile<Service[]>): Mistake[] {
  return value.flatMap((service, i) =>
    Object.entries(service.hours).flatMap(([weekday, periods]) =>
      periods.flatMap((period, j) =>
        minutesOf(period.slice(6)) - minutesOf(period.slice(0, 5)) >= service.slot
          ? []
          : [
              mistake(
                [i, 'hours', weekday, j],
                `${period} is shorter than one slot (${service.slot} minutes)`,
              ),
            ],
      ),
    ),
  );
}

function proposalsMistakes({ value, mistake }: ContentFile<Proposals>): Mistake[] {
  const within = (list: 'categories' | 'refusals') =>
    doubles({ value: value[list], mistake: (path, mend) => mistake([list, ...path], mend) });
  return [
    ...within('categories'),
    ...within('refusals'),
    ...value.categories.flatMap(({ days, remind }, i) =>
      remind < days
        ? []
        : [
            mistake(
              ['categories', i, 'remind'],
              `must be less than the ${days} days in which it is answered`,
            ),
          ],
    ),
  ];
}

function doubles({ value, mistake }: ContentFile<readonly { readonly id: string }[]>): Mistake[] {
  const ids = value.map(one => one.id);
  return ids.flatMap((id, i) =>
    ids.indexOf(id) === i ? [] : [mistake([i, 'id'], `${id} is there twice: give each its own id`)],
  );
}

/** Texts per language that lack one of the community's languages. What has zh-Hans is such a text. */
function untranslated(file: ContentFile<unknown>, locales: readonly string[]): Mistake[] {
  const mistakes: Mistake[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (Array.isArray(value)) for (const [i, one] of value.entries()) walk(one, [...path, i]);
    else if (typeof value === 'object' && value !== null) {
      if ('zh-Hans' in value) {
        for (const locale of locales.filter(one => !(one in value))) {
          mistakes.push(
            file.mistake(
              [...path, locale],
              `has no text in ${locale}: add one, or take ${locale} out of locales`,
            ),
          );
        }
      } else for (const [key, one] of Object.entries(value)) walk(one, [...path, key]);
    }
  };
  walk(file.value, []);
  return mistakes;
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
