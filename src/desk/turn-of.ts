import type { Resident } from '../community/residents/resident.js';
import type { Member } from '../community/staff/staff.js';
import type { Row } from '../community/store.js';
import type { Seat } from './seat.js';
import type { Understanding } from './understanding.js';

/** Whose turn it is, and what set it off. */
export interface TurnOf {
  readonly row: Row;
  readonly now: number;
  readonly seat: Seat;
  readonly resident: Resident;
  readonly member: Member | undefined;
  readonly understood: Understanding | undefined;
}
