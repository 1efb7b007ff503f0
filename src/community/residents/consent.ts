import type { Json } from '../store.js';
import { type Resident, residentSchema } from './resident.js';

/**
 * Consent to one use of what a form showed, given by sending its confirm step. `purpose` is the conversation;
 * `notice` the version of the privacy notice they had seen. Said again under the same notice, the first time counts.
 */
export function withConsent(resident: Resident, purpose: string, notice: string, now: number): Resident {
  const given = resident.consents.some(one => one.purpose === purpose && one.notice === notice);
  return given ? resident : { ...resident, consents: [...resident.consents, { purpose, at: now, notice }] };
}

/** Keeps an answer for next time, after a yes of its own. `field` is what conversations call it: `resident.address`. */
export function withKept(resident: Resident, field: string, value: Json): Resident {
  return { ...resident, kept: residentSchema.shape.kept.parse({ ...resident.kept, [field]: value }) };
}

/** Forgets everything kept for next time. */
export const withoutKept = (resident: Resident): Resident => ({ ...resident, kept: {} });
