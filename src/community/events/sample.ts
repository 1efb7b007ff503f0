import { z } from 'zod';
import { clock, localised, WEEKDAYS } from '../content/content.js';

/** An event to begin with: a weekday and a time, of which the next one counts from the first start on. */
export const eventSampleSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  title: localised,
  text: localised,
  place: localised,
  weekday: z.enum(WEEKDAYS),
  time: clock,
  minutes: z.number().int().min(10).max(1440),
  /** Seats; as many as come when missing. */
  capacity: z.number().int().min(1).optional(),
  /** The most people that one may sign up. */
  most: z.number().int().min(1).max(20).default(4),
  topic: z.string().default('events'),
});
export type EventSample = z.infer<typeof eventSampleSchema>;
