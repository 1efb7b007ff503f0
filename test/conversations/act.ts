/** What somebody does, whatever the platform. */
export type Act =
  | { readonly kind: 'text'; readonly text: string; readonly addressed: boolean }
  /** Presses what has this label; where there are no buttons, types its number or its words. */
  | { readonly kind: 'press'; readonly label: string }
  | { readonly kind: 'media'; readonly of: 'photo' | 'voice' | 'video' | 'file'; readonly words?: string }
  | { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
  /** A card with this number on it; `own`: with the platform's own button, which vouches for it. */
  | { readonly kind: 'contact'; readonly phone: string; readonly own: boolean }
  | { readonly kind: 'sticker' };

const KINDS: Readonly<Record<string, (rest: string) => Act | null>> = {
  语音: () => ({ kind: 'media', of: 'voice' }),
  视频: () => ({ kind: 'media', of: 'video' }),
  照片: words => ({ kind: 'media', of: 'photo', ...(words === '' ? {} : { words }) }),
  文件: words => ({ kind: 'media', of: 'file', words: words === '' ? '合同.pdf' : words }),
  位置: rest => {
    const [latitude = Number.NaN, longitude = Number.NaN] = rest.split(',').map(Number);
    return Number.isFinite(latitude + longitude) ? { kind: 'location', latitude, longitude } : null;
  },
  名片: phone => (phone === '' ? null : { kind: 'contact', phone, own: false }),
  本人号码: phone => (phone === '' ? null : { kind: 'contact', phone, own: true }),
  表情: () => ({ kind: 'sticker' }),
};
const EXAMPLES =
  '(语音) (视频) (照片 说明) (文件 名字) (位置 30.58,114.30) (名片 13800001234) (本人号码 13800001234) (表情)';
const MENTION = /^@小惠\s+/;

/** Reads what stands in a transcript; a sentence when it can be nothing. */
export function actOf(said: string, group: boolean): Act | string {
  if (said === '') return 'nothing was said: write words, [a button], or something like (语音)';
  const button = /^\[(.+)\]$/.exec(said)?.[1];
  if (button !== undefined) return { kind: 'press', label: button };
  const [, name, rest = ''] = /^\(([^\s)]+)\s*(.*)\)$/.exec(said) ?? [];
  if (name !== undefined)
    return KINDS[name]?.(rest) ?? `${said} is nothing that can be sent. There are ${EXAMPLES}`;
  return { kind: 'text', text: said.replace(MENTION, ''), addressed: !group || MENTION.test(said) };
}
