import type { Log } from '../../desk/platform.js';
import type { Client } from './client.js';
import type { CommandMenu } from './options.js';

/** Telegram takes at most so many commands, and only such names. */
const MOST = 100;
const NAME = /^[a-z0-9_]{1,32}$/;

/**
 * Sets the command menu for everybody and for each language (Telegram knows languages by two letters, so zh-Hans and
 * zh-Hant share one: the first). A menu that Telegram refuses costs nothing but the menu.
 */
export async function setCommandMenu(client: Client, menus: readonly CommandMenu[], log: Log): Promise<void> {
  const byLanguage = new Map<string, CommandMenu>();
  for (const menu of menus) {
    const language = menu.locale.split('-')[0]?.toLowerCase() ?? '';
    if (byLanguage.size === 0) byLanguage.set('', menu);
    if (/^[a-z]{2}$/.test(language) && !byLanguage.has(language)) byLanguage.set(language, menu);
  }
  for (const [language, { list }] of byLanguage) {
    const commands = list
      .filter(({ command, description }) => NAME.test(command) && description !== '')
      .slice(0, MOST)
      .map(({ command, description }) => ({ command, description: description.slice(0, 256) }));
    try {
      await client.call('setMyCommands', {
        commands,
        ...(language !== '' && { language_code: language }),
      });
    } catch (error) {
      log.warn('telegram.commands', { language, error: error instanceof Error ? error.name : 'unknown' });
    }
  }
}
