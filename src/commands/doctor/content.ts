import { resolve } from 'node:path';
import type { Content } from '../../community/content/content.js';
import { ContentError } from '../../community/content/content-file.js';
import { readCommunities } from '../../community/content/read-content.js';
import { calendarWarning } from '../../community/hours/calendar.js';
import type { Config } from '../../config.js';
import { describeProblem } from '../../conversation/problem.js';
import { readConversations } from '../../conversations.js';
import { SAMPLE } from '../setup/known.js';
import { bad, type Finding, look, ok } from './finding.js';
import { whyOf } from './house.js';

/** More of the same are counted. */
const MOST = 5;

/** Reads the content folder: what is in it, and what is wrong with it. */
export async function readContents(config: Config): Promise<{ contents: Content[]; findings: Finding[] }> {
  try {
    const contents = await readCommunities(config.content);
    return { contents, findings: contents.map(content => fine(content, config)) };
  } catch (error) {
    if (!(error instanceof ContentError))
      return { contents: [], findings: [unreadable(config.content, error)] };
    const findings = error.mistakes.map(({ file, line, field, mend }) => {
      const where = `${file}:${line}${field && `: ${field}`}`;
      return bad([`社区资料写错了：${where}`, `The content has a mistake: ${where}`], [mend, mend]);
    });
    return { contents: [], findings: few(findings, ['改好这几处再看', 'mend these, and look again']) };
  }
}

function fine({ community, services, faq }: Content, config: Config): Finding {
  const name = community.name['zh-Hans'] ?? community.id;
  const sample = resolve(config.content) === SAMPLE;
  return ok(
    `社区资料：${name}，${services.length}项服务，${faq.length}个问答${sample ? '（示例社区）' : ''}`,
    `The content of ${community.name.en ?? name}: ${services.length} services, ${faq.length} questions${sample ? ' (the sample community)' : ''}`,
  );
}

const unreadable = (folder: string, error: unknown): Finding =>
  bad(
    [
      `社区资料文件夹 ${folder} 打不开（${whyOf(error)}）`,
      `The content folder ${folder} cannot be read (${whyOf(error)})`,
    ],
    [
      '运行 npm run setup，或把 LINLI_CONTENT 指向正确的文件夹',
      'run npm run setup, or set LINLI_CONTENT to the folder that is meant',
    ],
  );

/** The conversations' own check. */
export async function checkConversations(
  folder: string,
  contents: readonly Content[] = [],
): Promise<Finding[]> {
  try {
    const { definitions, problems } = await readConversations(folder, contents);
    if (problems.length === 0)
      return [
        ok(
          `对话：${definitions.length}个，都没有问题`,
          `The conversations: ${definitions.length}, all in order`,
        ),
      ];
    const findings = problems.map(problem => {
      const said = describeProblem(problem);
      const make = problem.level === 'warning' ? look : bad;
      return make(
        [`对话文件：${said}`, `A conversation: ${said}`],
        ['改好后运行 npm run check', 'mend it, then run npm run check'],
      );
    });
    return few(findings, ['npm run check 列出全部', 'npm run check lists all of them']);
  } catch (error) {
    return [
      bad(
        [
          `对话文件夹 ${folder} 打不开（${whyOf(error)}）`,
          `The conversations’ folder ${folder} cannot be read (${whyOf(error)})`,
        ],
        [
          '把 LINLI_CONVERSATIONS 指向正确的文件夹，或者去掉它',
          'set LINLI_CONVERSATIONS to the folder that is meant, or take it out',
        ],
      ),
    ];
  }
}

function few(findings: Finding[], mend: readonly [string, string]): Finding[] {
  const rest = findings.slice(MOST);
  if (rest.length === 0) return findings;
  const make = rest.some(({ level }) => level === 'bad') ? bad : look;
  return [...findings.slice(0, MOST), make([`还有${rest.length}处`, `${rest.length} more of these`], mend)];
}

/** Whether the calendar reaches as far as bookings do. */
export function checkCalendar(contents: readonly Content[], now: number): Finding[] {
  return contents.flatMap(({ community, services }) => {
    const warning = calendarWarning(community, now, Math.max(...services.map(service => service.ahead)));
    if (warning === null) return [];
    const year = / for (\d{4}),/.exec(warning)?.[1] ?? '';
    return [
      look(
        [
          `日历里还没有${year}年的放假和调休安排`,
          `The calendar has no public holidays and make-up workdays for ${year} yet`,
        ],
        [
          `更新 chinese-days，或按国务院的通知写进 community.yaml 的 calendar（years: [${year}]）`,
          `update the package chinese-days, or enter the official arrangement in community.yaml under calendar (years: [${year}])`,
        ],
      ),
    ];
  });
}
