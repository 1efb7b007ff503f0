import type { Json } from '../json.js';
import { filled, type SlotRules } from './kind.js';

/** How many pictures are enough, where the step does not say. */
export const MOST_PHOTOS = 9;

/** Pictures, gathered until 完成 / done. They arrive as attachments; words are no answer. */
export const photos: SlotRules = {
  kind: 'photos',
  wants: 'photo',
  several: true,
  fits: value =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item: Json) => typeof item === 'object' && item !== null && 'kind' in item),
  read: () => null,
  take: ({ attachment }) => {
    if (!attachment) return null;
    const { mime } = attachment;
    const picture =
      attachment.kind === 'photo' ||
      (attachment.kind === 'file' && typeof mime === 'string' && mime.startsWith('image/'));
    return picture ? { value: [attachment] } : null;
  },
  show: (value, { text }) => text('photos_count', filled({ count: Array.isArray(value) ? value.length : 0 })),
  within: (value, { min }) => {
    const many = Array.isArray(value) ? value.length : 0;
    return min !== undefined && many < min ? { problem: 'photos_at_least', details: { min } } : null;
  },
};
