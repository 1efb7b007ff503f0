import type { Json } from '../json.js';
import { filled, type SlotRules } from './kind.js';

/** A place: described in words, or a location that was shared, or both. */
export const place: SlotRules = {
  kind: 'place',
  wants: 'location',
  anyWords: true,
  fits: value => isPlace(value),
  read: said => {
    const text = said.trim();
    return text === '' || /^\d{1,2}$/.test(text) ? null : { value: { text } };
  },
  take: ({ location }, { text }) => {
    if (!location) return null;
    const { latitude, longitude, title } = location;
    const where = { latitude: latitude.toFixed(5), longitude: longitude.toFixed(5) };
    return { value: { text: title ?? text('shared_location', filled(where)), latitude, longitude } };
  },
  show: value => (isPlace(value) ? value.text : ''),
};

function isPlace(value: Json): value is { readonly text: string } {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
