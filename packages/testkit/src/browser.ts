import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];
const systemChromium = '/usr/bin/chromium';

/** Chromium from npm unpacks to a fixed name below TMPDIR and would take an older one lying there: it gets its own. */
async function launchFromNpm(options: LaunchOptions): Promise<Browser> {
  const before = { TMPDIR: process.env['TMPDIR'], AWS_EXECUTION_ENV: process.env['AWS_EXECUTION_ENV'] };
  const base = join(tmpdir(), `entente-browser-${process.getuid?.() ?? 0}`);
  mkdirSync(base, { recursive: true, mode: 0o700 });
  const own = mkdtempSync(join(base, 'run-'));
  // Read while the module loads: makes it bring the libraries that a bare system lacks.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x';
  process.env['TMPDIR'] = own;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    const executablePath = await packaged.executablePath();
    const browser = await chromium.launch({ ...options, executablePath, args: [...packaged.args, ...(options.args ?? [])] });
    browser.once('disconnected', () => rmSync(own, { recursive: true, force: true }));
    return browser;
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** A browser for the journeys: CHROMIUM_PATH (`npm` insists on the packaged one), else the system's Chromium, else the one from npm. */
export async function launchBrowser(extraFlags: readonly string[] = []): Promise<Browser> {
  const given = process.env['CHROMIUM_PATH'];
  const installed = given ?? (existsSync(systemChromium) ? systemChromium : undefined);
  const options: LaunchOptions = { headless: true, args: [...flags, ...extraFlags] };
  return installed && installed !== 'npm' ? chromium.launch({ ...options, executablePath: installed }) : launchFromNpm(options);
}
