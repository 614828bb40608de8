import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Nothing that reaches out by itself, and no sound device or graphics card that a server does not have. */
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--mute-audio',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium or Chrome of this machine; undefined: there is none on PATH. */
const findChromium = (): string | undefined =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);

/** Starts the machine's Chromium; null where there is none. Its sandbox does not work for root. */
export async function startChromium(args: readonly string[] = []): Promise<Browser | null> {
  const executablePath = findChromium();
  if (executablePath === undefined) return null;
  return chromium.launch({ executablePath, args: [...ARGS, ...args], chromiumSandbox: process.getuid?.() !== 0 });
}

/**
 * Has the tests of a suite share a browser. Where there is none, they are skipped, and a line says why.
 * @param args switches of Chromium beyond the usual ones.
 */
export function browserForSuite(set: (browser: Browser) => void, args?: readonly string[]): void {
  let browser: Browser | null = null;
  before(async function () {
    this.timeout(60_000);
    browser = await startChromium(args);
    if (browser !== null) return set(browser);
    process.stderr.write(`Skipped, as no Chromium is on PATH: ${this.test?.parent?.fullTitle()}\n`);
    this.skip();
  });
  after(() => browser?.close());
}
