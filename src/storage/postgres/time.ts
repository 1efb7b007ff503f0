/** The database's time, so that all processes go by one clock: an expression in SQL that gives ms since 1970. */
export interface Time {
  readonly sql: string;
}

export const databaseTime: Time = {
  sql: '(extract(epoch from clock_timestamp()) * 1000)::bigint',
};
