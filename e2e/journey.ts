import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { prepareAxe, settled, tooWide, violations } from './page-checks.ts';

const LOOK_EVERY_MS = 200;

/** What journeys share that walk by hand and by the API: each has an installation of its own. */
export async function callAs<T>(as: BrowserContext, url: string, method: string, path: string, body?: unknown, ifVersion?: number): Promise<T> {
  const answer = await as.request.fetch(`${url}/api/v1${path}`, {
    method,
    ...(body === undefined ? {} : { data: body }),
    headers: { origin: url, ...(ifVersion === undefined ? {} : { 'if-match': `"${ifVersion}"` }) },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.json() as Promise<T>;
}

/** Asks again and again until there is an answer; what goes on behind takes its time. */
export async function until<T>(what: string, look: () => Promise<T | undefined | null | false>, mostMs = 60_000): Promise<T> {
  for (const end = Date.now() + mostMs; Date.now() < end; await wait(LOOK_EVERY_MS)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`${what} did not happen`);
}

/** What stands on the page now is accessible, and fits a telephone. */
export async function sound(what: string, page: Page): Promise<void> {
  await settled(page);
  await prepareAxe(page);
  assert.deepEqual(await violations(page), [], what);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  await settled(page);
  assert.deepEqual(await tooWide(page), [], `${what} at 390 px`);
  if (size) await page.setViewportSize(size);
  await settled(page);
}
