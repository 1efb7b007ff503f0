import { CAPTION_LENGTH, TEXT_LENGTH } from './dress.js';
import type { Menu } from './memory.js';

/** A menu's text with the choice that was taken below it; null when that would be too long. */
export function settledText(menu: Menu, label: string): string | null {
  const text = `${menu.text}\n\n✓ ${label}`.trimStart();
  return text.length <= (menu.caption ? CAPTION_LENGTH : TEXT_LENGTH) ? text : null;
}
