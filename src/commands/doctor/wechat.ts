import { createRequire } from 'node:module';
import { createConnection } from 'node:net';
import { bad, type Finding, ok } from './finding.js';
import { accountsInUse, type Examined, PATIENCE, whyOf } from './house.js';

const SERVICE = 'wechaty-puppet-service';

/** Every WeChat account in use: whether its puppet is there, or its service can be reached. */
export async function checkWechat(examined: Examined): Promise<Finding[]> {
  return Promise.all(
    accountsInUse(examined, 'wechat').map(async ({ secrets: { puppet = '', endpoint } }) => {
      if (puppet !== SERVICE) return installed(puppet);
      if (endpoint === undefined)
        return ok(
          '微信：服务地址按令牌查找，这里不试',
          'WeChat: the service is looked up by its token, and not tried here',
        );
      return reached(endpoint);
    }),
  );
}

function installed(puppet: string): Finding {
  try {
    createRequire(import.meta.url).resolve(puppet);
    return ok(`微信：${puppet} 装好了`, `WeChat: ${puppet} is installed`);
  } catch {
    return bad(
      [`微信：没有安装 ${puppet}`, `WeChat: ${puppet} is not installed`],
      [`运行 npm install ${puppet}`, `run npm install ${puppet}`],
    );
  }
}

async function reached(endpoint: string): Promise<Finding> {
  const at = endpoint.lastIndexOf(':');
  try {
    await connects(endpoint.slice(0, at), Number(endpoint.slice(at + 1)));
    return ok(
      `微信：连得上 puppet 服务 ${endpoint}`,
      `WeChat: the puppet service at ${endpoint} can be reached`,
    );
  } catch (error) {
    return bad(
      [
        `微信：连不上 puppet 服务 ${endpoint}（${whyOf(error)}）`,
        `WeChat: the puppet service at ${endpoint} cannot be reached (${whyOf(error)})`,
      ],
      [
        '看看服务开着没有，WECHATY_PUPPET_SERVICE_ENDPOINT 写对没有',
        'see whether the service runs, and whether WECHATY_PUPPET_SERVICE_ENDPOINT is right',
      ],
    );
  }
}

function connects(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host, port, timeout: PATIENCE });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    socket.once('error', reject);
  });
}
