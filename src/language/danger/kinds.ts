/** What somebody may be in danger of; in the order in which it is answered when several are named. */
export const DANGERS = [
  'fire',
  'gas',
  'medical',
  'violence',
  'suicide',
  'trapped',
  'missing',
  'emergency',
] as const;
export type DangerKind = (typeof DANGERS)[number];

/**
 * The numbers to call, the first one first. National ones: 110 police, 119 fire and rescue, 120 ambulance, 12356
 * psychological aid (one number for the country since 1 May 2025), 12338 women's rights.
 */
export const NUMBERS: Readonly<Record<DangerKind, readonly [string, ...string[]]>> = {
  fire: ['119'],
  gas: ['119'],
  medical: ['120'],
  violence: ['110', '12338'],
  suicide: ['12356', '110', '120'],
  trapped: ['119', '110'],
  missing: ['110'],
  emergency: ['110', '120'],
};
