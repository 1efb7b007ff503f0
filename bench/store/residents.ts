import { z } from 'zod';
import type { Collection } from '../../src/community/store.js';

const visitorSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  locale: z.string(),
  since: z.number(),
  kept: z.record(z.string(), z.json()),
  consents: z.array(z.strictObject({ purpose: z.string(), at: z.number(), notice: z.string() })),
  reach: z.strictObject({ account: z.string(), chat: z.string(), person: z.string() }),
  heard: z.number(),
});
export type Neighbour = z.infer<typeof visitorSchema>;

/** As a resident is stored, sealed, with two indexes more than the real ones need. */
export const neighbours: Collection<Neighbour> = {
  name: 'neighbours',
  version: 1,
  schema: visitorSchema,
  personal: true,
  indexes: {
    since: { key: neighbour => [neighbour.since] },
    phone: { key: ({ kept }) => (typeof kept.phone === 'string' ? [kept.phone] : null), blind: true },
  },
};

export const idOf = (n: number) => `resident-${String(n).padStart(6, '0')}`;

export function neighbour(n: number): Neighbour {
  return {
    id: idOf(n),
    name: ['王奶奶', '小陈', 'Nguyễn Văn An', '李主任'][n % 4]!,
    locale: n % 4 === 2 ? 'en' : 'zh-Hans',
    since: 1_795_000_000_000 + n * 1000,
    kept: {
      address: `惠民路${n % 300}号${n % 20}单元${n % 600}室`,
      phone: `138${String(n).padStart(8, '0')}`,
    },
    consents: [
      { purpose: 'booking', at: 1_795_000_000_000 + n * 1000, notice: '2026-10' },
      { purpose: 'remember', at: 1_795_000_100_000 + n * 1000, notice: '2026-10' },
    ],
    reach: { account: 'telegram', chat: `${700_000_000 + n}`, person: `${700_000_000 + n}` },
    heard: 0,
  };
}
