import { type Finding, look, ok } from './finding.js';
import { accountsInUse, type Examined, PATIENCE } from './house.js';

/** Off by more, reminders come at the wrong minute, s. */
const MOST = 30;

/** The machine's clock against Telegram's, where Telegram is used and answers; and the communities' zones. */
export async function checkClock(examined: Examined): Promise<Finding[]> {
  const zones = [...new Set(examined.contents.map(({ community }) => community.zone))].join(', ');
  if (zones === '') return [];
  const off = accountsInUse(examined, 'telegram').length > 0 ? await secondsOff(examined) : null;
  const size = Math.abs(off ?? 0);
  if (off !== null && size > MOST)
    return [
      look(
        [
          `这台机器的钟${off > 0 ? '快' : '慢'}了${size}秒`,
          `This machine’s clock is ${size} s ${off > 0 ? 'fast' : 'slow'}`,
        ],
        [
          '打开自动校时，例如 timedatectl set-ntp true',
          'have the clock set by the network, for example timedatectl set-ntp true',
        ],
      ),
    ];
  return [
    ok(
      `时区 ${zones}${off === null ? '' : '，钟是准的'}`,
      `The zone is ${zones}${off === null ? '' : ', and the clock is right'}`,
    ),
  ];
}

/** How far our clock is ahead of the Bot API's, s; null when nobody answers. */
async function secondsOff({ config, machine }: Examined): Promise<number | null> {
  try {
    const answer = await fetch(config.telegram.apiRoot, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    return Number.isNaN(theirs) ? null : Math.round((machine.now() - theirs) / 1000);
  } catch {
    return null;
  }
}
