import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

// A real Chromium from npm, with a Chinese font from npm: nothing has to be installed on the machine.

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 800 };

/** The package's own arguments switch off the web's security and the process model; these are all that it needs. */
const ARGUMENTS = [
  '--headless=shell',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--font-render-hinting=none',
];
/** Unpacked once, for all clones on this machine: it holds all that it needs, since any of them may go. */
const HOME = join(tmpdir(), `linli-chromium-147-whole-${userInfo().username}`);
let running: Promise<Browser> | null = null;

/** The one browser of this test file; `closeChromium` ends it. */
export function browser(): Promise<Browser> {
  running ??= launch();
  return running;
}

/** For `afterAll`. */
export async function closeChromium(): Promise<void> {
  const was = running;
  running = null;
  await (await was)?.close();
}

/** A fresh visitor's page on a phone, in Chinese unless said otherwise: no cookies. Closed when `body` is done. */
export async function withPage<T>(
  body: (page: Page, context: BrowserContext) => Promise<T>,
  how: BrowserContextOptions = {},
): Promise<T> {
  const context = await (await browser()).newContext({
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: PHONE,
    ...how,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(8_000);
    return await body(page, context);
  } finally {
    await context.close();
  }
}

async function launch(): Promise<Browser> {
  if (!existsSync(HOME)) unpack();
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return chromium.launch({
    executablePath: join(HOME, 'chromium'),
    args: ARGUMENTS,
    env: {
      ...Object.fromEntries(own),
      LD_LIBRARY_PATH: join(HOME, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(HOME, 'fonts.conf'),
    },
  });
}

/** Unpacks beside the place and moves it there in one go: several test files may want it at once. */
function unpack(): void {
  const folder = `${HOME}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  // The package unpacks to the temporary folder, and its libraries only when it believes to be at its usual place.
  const script =
    "import it from '@sparticuz/chromium'; it.setGraphicsMode = false; await it.executablePath();";
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' },
  });
  const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  cpSync(fonts, join(folder, 'chinese'), { recursive: true });
  writeFileSync(join(folder, 'fonts.conf'), fontSettings());
  try {
    renameSync(folder, HOME);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if (!existsSync(HOME)) throw error;
  }
}

/** Settings for fontconfig that know the Chinese font and nothing else. */
function fontSettings(): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(HOME, 'chinese')}</dir>
  <cachedir>${join(HOME, 'font-cache')}</cachedir>
</fontconfig>
`;
}
