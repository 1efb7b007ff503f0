/** A year as it was said: an absolute one, or counted from this year. */
export type YearSaid = { readonly year: number } | { readonly fromNow: number };

/** A month as it was said: counted from this one, or by its number, maybe in a year. */
export type MonthSaid =
  | { readonly fromNow: number }
  | { readonly month: number; readonly year?: YearSaid | undefined };

/** A day as it was said, not yet counted out. */
export type DaySaid =
  /** `weeks`: it was said in whole weeks, so that a weekday beside it picks a day of that week. */
  | { readonly kind: 'days'; readonly days: number; readonly weeks?: number }
  | { readonly kind: 'months'; readonly months: number; readonly days: number }
  /** `week`: in which calendar week from now; without it, the next one to come. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly week?: number | undefined }
  | {
      readonly kind: 'date';
      readonly month: number;
      readonly date: number;
      readonly year?: YearSaid | undefined;
    }
  | { readonly kind: 'date-alone'; readonly date: number; readonly month?: { readonly fromNow: number } }
  | { readonly kind: 'month-end'; readonly month: MonthSaid }
  | { readonly kind: 'nth'; readonly n: number; readonly weekday: number; readonly month: MonthSaid }
  | {
      readonly kind: 'holiday';
      readonly name: string;
      readonly year?: YearSaid | undefined;
      readonly by?: number;
    }
  | {
      readonly kind: 'lunar';
      readonly month?: number | undefined;
      readonly date: number;
      readonly leap?: boolean;
      readonly year?: YearSaid | undefined;
    }
  /** Several days, or none in particular: 周末, 下周, 改天. `named`: it was said when, if loosely. */
  | { readonly kind: 'open'; readonly named: boolean };

/** The parts of a day, as finely as an hour's meaning depends on them. */
export type PartSaid = 'dawn' | 'early' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'night' | 'am' | 'pm';

export interface ClockSaid {
  readonly hour: number;
  readonly minute: number;
  /** Minutes to take away: 差五分三点. */
  readonly less?: number;
  /** Said together with the hour: 3pm. */
  readonly part?: PartSaid;
  /** Written with 24 hours in mind (03:30): taken as it stands. */
  readonly exact?: boolean;
}

/** Something found in the text. */
export type Found =
  | { readonly kind: 'day'; readonly day: DaySaid }
  /** `week`: a calendar week from now, which a weekday beside it makes into a day (下周的周三). */
  | { readonly kind: 'week'; readonly week: number }
  | { readonly kind: 'part'; readonly part: PartSaid }
  | { readonly kind: 'clock'; readonly clock: ClockSaid; readonly to?: ClockSaid }
  | { readonly kind: 'in-minutes'; readonly minutes: number }
  | { readonly kind: 'impossible'; readonly what: 'date' | 'time' }
  /** Several times, or none in particular: 两三点. */
  | { readonly kind: 'open-time' };

/** With its place in the folded text. */
export type Mention = Found & { readonly from: number; readonly end: number };
