import type { Json } from '../json.js';
import { filled, isPicture, isSent, type SlotRules } from './kind.js';

/** How many pictures are enough, where the step does not say. */
const MOST = 9;

const many = (value: Json) => (Array.isArray(value) ? value.length : 0);

/** Pictures, gathered until 完成 / done. They arrive as attachments; words are no answer. */
export const photos: SlotRules = {
  kind: 'photos',
  wants: 'photo',
  several: true,
  gather: {
    add: (draft, { attachment, text }, { step }) => {
      if (!attachment || !isPicture(attachment)) return null;
      const most = step.max ?? MOST;
      const picture: Json = text === undefined ? attachment : { ...attachment, caption: text };
      const gathered = [...draft, picture].slice(0, most);
      const count = gathered.length;
      return {
        draft: gathered,
        say: 'photo_taken',
        details: { count },
        ...(count >= most && { full: true }),
      };
    },
    whole: draft => draft,
    pieces: value => (Array.isArray(value) ? value : []),
  },
  fits: value => Array.isArray(value) && value.length > 0 && value.every(isSent),
  read: () => null,
  show: (value, { text }) => text('photos_count', filled({ count: many(value) })),
  within: (value, { min }) =>
    min !== undefined && many(value) < min ? { problem: 'photos_at_least', details: { min } } : null,
};
