import type { Database, Session } from './database.js';
import { type DocShelf, indexColumn } from './doc-shelf.js';
import { SCHEMA } from './shelf.js';
import type { Shelves } from './shelves.js';

/** Bytes sort by themselves, and names are compared byte by byte. */
const NAME = 'text COLLATE "C"';

const ROWS = (queue: string) => [
  `CREATE TABLE ${SCHEMA}."@${queue}" (
  community ${NAME} NOT NULL, id ${NAME} NOT NULL, rev bigint NOT NULL,
  lane ${NAME} NOT NULL, account ${NAME} NOT NULL,
  priority double precision NOT NULL, not_before double precision NOT NULL, ord bigint NOT NULL,
  tries integer NOT NULL, state text NOT NULL, since double precision NOT NULL, body bytea NOT NULL,
  PRIMARY KEY (community, id))`,
  `CREATE INDEX "@${queue}_lane" ON ${SCHEMA}."@${queue}" (community, lane, priority, ord)`,
  `CREATE INDEX "@${queue}_next" ON ${SCHEMA}."@${queue}" (community, account, priority, ord)`,
  `CREATE INDEX "@${queue}_due" ON ${SCHEMA}."@${queue}" (community, not_before)`,
];

/**
 * What the database looks like, version after version. A step that has run anywhere is never changed; a new one is put
 * behind it. Each is run once, in order, in a transaction of its own.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `CREATE SEQUENCE ${SCHEMA}.row_order`,
    ...ROWS('inbox'),
    ...ROWS('outbox'),
    `CREATE TABLE ${SCHEMA}."@numbers" (
  community ${NAME} NOT NULL, scope ${NAME} NOT NULL, value bigint NOT NULL, PRIMARY KEY (community, scope))`,
    `CREATE TABLE ${SCHEMA}."@leases" (
  name ${NAME} PRIMARY KEY, holder ${NAME} NOT NULL, until bigint NOT NULL, epoch bigint NOT NULL)`,
    `CREATE TABLE ${SCHEMA}."@processes" (id ${NAME} PRIMARY KEY, until bigint NOT NULL, build text NOT NULL)`,
    `CREATE TABLE ${SCHEMA}."@claims" (
  queue text NOT NULL, community ${NAME} NOT NULL, lane ${NAME} NOT NULL,
  token ${NAME} NOT NULL, process ${NAME} NOT NULL, PRIMARY KEY (queue, community, lane))`,
    `CREATE INDEX "@claims_token" ON ${SCHEMA}."@claims" (token)`,
    `CREATE TABLE ${SCHEMA}."@collections" (name ${NAME} PRIMARY KEY, keyed integer NOT NULL, indexes jsonb NOT NULL)`,
  ],
];

/** Finds the database as this Linli needs it, or brings it there. One process at a time; the others wait. */
export async function migrate(database: Database, shelves: Shelves, check: string): Promise<void> {
  await prepare(database);
  const session = await database.session();
  let broken = true;
  try {
    await session.say('BEGIN');
    // Whoever comes next waits here until we are through.
    const { rows } = await session.say(`SELECT version, key_check FROM ${SCHEMA}."@schema" FOR UPDATE`);
    const version = Number(rows[0]?.version);
    if (version > STEPS.length) {
      throw new Error(
        `${database.where} is of version ${version}, and this Linli knows version ${STEPS.length}. Start the newer Linli that brought it there.`,
      );
    }
    const kept = rows[0]?.key_check as string;
    if (kept !== '' && kept !== check) {
      throw new Error(
        `${database.where} was written with another key. Set LINLI_KEY to the one it was written with, or put its key file back.`,
      );
    }
    for (const step of STEPS.slice(version)) for (const text of step) await session.say(text);
    await session.say(`UPDATE ${SCHEMA}."@schema" SET version = ${STEPS.length}, key_check = '${check}'`);
    for (const shelf of shelves.docs) await shelve(session, shelf);
    await session.say('COMMIT');
    broken = false;
  } finally {
    if (broken) await session.say('ROLLBACK').catch(() => undefined);
    session.giveBack(broken);
  }
}

/** The schema and the one row on which all wait. Two processes that make it at once get in each other's way once. */
async function prepare(database: Database): Promise<void> {
  const make = async () => {
    await database.run({ name: '', text: `CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`, values: [] });
    await database.run({
      name: '',
      text: `CREATE TABLE IF NOT EXISTS ${SCHEMA}."@schema" (one integer PRIMARY KEY, version integer NOT NULL,
  key_check text NOT NULL, owed bigint NOT NULL, forgotten bigint NOT NULL, probed bigint NOT NULL)`,
      values: [],
    });
    await database.run({
      name: '',
      text: `INSERT INTO ${SCHEMA}."@schema" VALUES (1, 0, '', 0, 0, 0) ON CONFLICT (one) DO NOTHING`,
      values: [],
    });
  };
  const there = await database
    .run({ name: '', text: `SELECT 1 FROM ${SCHEMA}."@schema"`, values: [] })
    .catch(() => null);
  if (there?.rowCount === 1) return;
  await make().catch(() => make());
}

/** The table of a collection, with a column for each index; documents that were there before are given their places. */
async function shelve(session: Session, shelf: DocShelf): Promise<void> {
  const { rows } = await session.run({
    name: '',
    text: `SELECT keyed, indexes FROM ${SCHEMA}."@collections" WHERE name = $1`,
    values: [shelf.name],
  });
  const known = rows[0]?.indexes as readonly string[] | undefined;
  const keyed = Number(rows[0]?.keyed ?? 0);
  const missing = shelf.indexes.filter(name => known?.includes(name) !== true);
  if (known === undefined) await session.say(tableOf(shelf));
  for (const name of missing) {
    const column = indexColumn(name);
    await session.say(`ALTER TABLE ${shelf.table} ADD COLUMN IF NOT EXISTS ${column} bytea`);
    await session.say(
      `CREATE INDEX IF NOT EXISTS "${shelf.name}_${name}" ON ${shelf.table} (community, ${column}) WHERE ${column} IS NOT NULL`,
    );
  }
  // A newer Linli has indexes that we cannot fill: what we write is marked as not having its places there.
  if (known?.some(name => !shelf.indexes.includes(name)) && missing.length === 0) {
    shelf.keyed = 0;
    return;
  }
  shelf.keyed = missing.length > 0 || known === undefined ? keyed + 1 : keyed;
  if (shelf.keyed === keyed) return;
  if (known !== undefined) await rekey(session, shelf);
  await session.run({
    name: '',
    text: `INSERT INTO ${SCHEMA}."@collections" (name, keyed, indexes) VALUES ($1, $2, $3)
 ON CONFLICT (name) DO UPDATE SET keyed = excluded.keyed, indexes = excluded.indexes`,
    values: [shelf.name, shelf.keyed, JSON.stringify([...new Set([...(known ?? []), ...shelf.indexes])])],
  });
}

function tableOf({ table }: DocShelf): string {
  return `CREATE TABLE IF NOT EXISTS ${table} (community ${NAME} NOT NULL, id ${NAME} NOT NULL,
  rev bigint NOT NULL, version integer NOT NULL, keyed integer NOT NULL, doc jsonb, body bytea,
  PRIMARY KEY (community, id))`;
}

const PAGE = 500;

/** Gives documents their places in indexes that they were written without. */
export async function rekey(session: Session, shelf: DocShelf): Promise<number> {
  let done = 0;
  for (;;) {
    const { rows } = await session.run(shelf.unkeyed(PAGE));
    for (const fields of rows) {
      const community = fields.community as string;
      const { doc, rev } = shelf.standing(community, fields);
      await session.run(shelf.replace(community, doc, rev, rev));
    }
    done += rows.length;
    if (rows.length < PAGE) return done;
  }
}
