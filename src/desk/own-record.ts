import { withConsent, withKept } from '../community/residents/consent.js';
import { findResident } from '../community/residents/identity.js';
import { type Resident, residents } from '../community/residents/resident.js';
import type { Json } from '../community/store.js';
import type { Turn } from './turn.js';

/** Keeps something the speaker said yes to keeping. */
export async function keep(turn: Turn, field: string, value: Json): Promise<void> {
  await changeResident(turn, resident => withKept(resident, field, value));
}

/** Notes that the speaker consented to this use of what a form showed. */
export async function consent(turn: Turn, purpose: string): Promise<void> {
  const { version } = turn.tools.content.community.privacy;
  await changeResident(turn, resident => withConsent(resident, purpose, version, turn.now));
}

/** An action may have changed the resident in this very turn: what we change, we change in what stands now. */
export async function changeResident(turn: Turn, change: (resident: Resident) => Resident): Promise<void> {
  const known =
    (await turn.tx.get(residents, turn.resident.id)) ??
    // Their account was linked to an earlier one in this very turn: that is who they are now.
    (await findResident(turn.tx, turn.seat.account, turn.seat.person));
  if (!known) return;
  turn.resident = change(known);
  turn.seat = { ...turn.seat, resident: known.id };
  await turn.tx.put(residents, turn.resident);
}
