import type { Environment } from '../../config.js';
import { checkClock } from './clock.js';
import { checkCalendar, checkConversations, readContents } from './content.js';
import { checkData } from './data.js';
import { lookAtDesk } from './desk.js';
import { type Finding, ok } from './finding.js';
import type { Examined, Machine } from './house.js';
import { checkPort } from './port.js';
import { checkEnvFile, checkNode, checkSettings, readSettings } from './settings.js';
import { checkStaff } from './staff.js';
import { checkTelegram } from './telegram.js';
import { checkWechat } from './wechat.js';

/** Looks at the whole house from where somebody stands, and changes nothing. What cannot be reached is a finding. */
export async function examine(here: string, own: Environment, machine: Machine): Promise<Finding[]> {
  const { env, config, findings: wrong } = readSettings(here, own);
  const { contents, findings: content } = await readContents(config);
  const examined: Examined = { here, env, config, contents, machine };
  const settings = [...wrong, ...checkSettings(examined)];
  const desk = await lookAtDesk(examined);
  const running = desk.status !== null;
  const outside = await Promise.all([
    checkTelegram(examined, running),
    checkWechat(examined),
    checkClock(examined),
    checkPort(examined, running),
  ]);
  const [telegram, wechat, clock, port] = outside;
  return [
    checkNode(machine),
    ...(settings.length === 0 ? [ok('设置都对', 'The settings are in order')] : settings),
    ...(await checkEnvFile(here)),
    ...content,
    ...(await checkConversations(config.conversations, contents)),
    ...checkCalendar(contents, machine.now()),
    ...(await checkData(examined)),
    ...desk.findings,
    ...port,
    ...telegram,
    ...wechat,
    ...(desk.stored ? checkStaff(examined, desk.stored) : []),
    ...clock,
  ];
}
