import { gzipSync } from 'node:zlib';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { watch } from './lib/in-page.ts';
import { type Installation, withCopy } from './lib/installation.ts';
import { startProduct } from './lib/product.ts';
import { atMost, beside, p50, p95, quantile } from './lib/report.ts';

/** In a real browser, signed in, with 100,000 deals: what the first screen loads, and how long acts on the list take. */
const LOADS = 7;
const BAR_JS_KB = 230;
const BAR_LCP_S = 1.5;
const BAR_ACT_MS = 100;
const viewport = { width: 1440, height: 900 };

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

await withCopy(async (home, installation) => {
  const product = await startProduct(home);
  const browser = await launchBrowser();
  try {
    // By name, as a person opens it: the session of one's own machine belongs to localhost.
    const url = `http://localhost:${product.port}`;
    const state = await signedIn(browser, url, installation);
    await firstLoads(browser, url, state);
    await actsOnTheList(browser, url, state);
  } finally {
    await browser.close();
    await product.stop();
  }
});

async function signedIn(browser: Browser, url: string, { email, password }: Installation): Promise<State> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel(/mail/i).first().fill(email);
  await page
    .getByLabel(/password/i)
    .first()
    .fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: /deals/i }).first().waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** Each time with an empty cache. */
async function firstLoads(browser: Browser, url: string, storageState: State): Promise<void> {
  const paints: number[] = [];
  let kilobytes = 0;
  let files: string[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    const context = await browser.newContext({ viewport, storageState });
    await context.addInitScript(watch);
    const page = await context.newPage();
    const scripts = new Map<string, Promise<Buffer>>();
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.set(response.url(), response.body());
    });
    await page.goto(url);
    await page.getByRole('link', { name: /deals/i }).first().waitFor();
    await page.locator('main').first().waitFor();
    await page.waitForTimeout(1500);
    paints.push((await page.evaluate(() => window.benchLcp)) / 1000);
    const sizes = await Promise.all(
      [...scripts].map(async ([address, body]) => [new URL(address).pathname, gzipSync(await body, { level: 9 }).length / 1000] as const),
    );
    kilobytes = sizes.reduce((sum, [, size]) => sum + size, 0);
    files = sizes.toSorted((a, b) => b[1] - a[1]).map(([name, size]) => `${name} ${size.toFixed(1)}`);
    await context.close();
  }
  atMost('web: JavaScript of the first screen, gzip', kilobytes, 'KB', BAR_JS_KB, { scripts: files.length, largest: files.slice(0, 8) });
  // Three of four loads, as web vitals are read.
  atMost('web: largest contentful paint, empty cache, 75th percentile', quantile(paints, 0.75), 's', BAR_LCP_S, {
    loads: paints.map((time) => Math.round(time * 100) / 100),
  });
}

type Times = { toResult: number[]; inputs: number[] };

async function timed(page: Page, times: Times, result: string, act: () => Promise<void>): Promise<void> {
  await page.evaluate((what) => window.benchArm(what), result);
  await act();
  const { toResult, inputs } = await page.evaluate(() => window.benchTimed());
  // What never came counts as ten seconds, which is how long it was waited for.
  times.toResult.push(Math.min(toResult, 10_000));
  times.inputs.push(Math.max(0, ...inputs));
}

async function press(page: Page, selector: string): Promise<void> {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not on the screen`);
  await page.mouse.click(box.x + Math.min(box.width / 2, 60), box.y + box.height / 2);
}

async function actsOnTheList(browser: Browser, url: string, storageState: State): Promise<void> {
  const context = await browser.newContext({ viewport, storageState });
  await context.addInitScript(watch);
  const page = await context.newPage();
  await page.goto(`${url}/deals`);
  const grid = page.getByRole('grid');
  await grid.locator('[data-row="3"]').first().waitFor();
  const kinds = { scroll: none(), key: none(), select: none(), view: none(), order: none(), open: none() };

  const box = await grid.boundingBox();
  if (!box) throw new Error('the list of deals is not on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < 50; turn += 1) await timed(page, kinds.scroll, 'firstRow', () => page.mouse.wheel(0, 500));
  await page.mouse.wheel(0, -1_000_000);
  await grid.locator('[data-row="3"]').first().waitFor();

  for (let turn = 1; turn <= 15; turn += 1) await timed(page, kinds.select, 'selected', () => press(page, `[data-row="${turn}"][data-col="0"]`));
  for (let turn = 0; turn < 30; turn += 1) await timed(page, kinds.key, 'focused', () => page.keyboard.press('ArrowDown'));
  await page.keyboard.press('Escape');

  // Views and orders nobody has asked for yet, so that none comes from the browser's own memory.
  // Two views of thousands of rows, so that every order has another first row.
  const tabs = await page.getByRole('tab').allTextContents();
  for (const name of tabs.filter((tab) => tab === 'Without partner' || tab === 'Late stage')) {
    await timed(page, kinds.view, 'firstRow', () => page.getByRole('tab', { name, exact: true }).click());
    await page.waitForTimeout(300);
    for (const column of ['amount', 'amount', 'close', 'close', 'account', 'account']) {
      await timed(page, kinds.order, 'firstRow', () => press(page, `[data-column="${column}"]`));
      await page.waitForTimeout(300);
    }
  }

  await page.goto(`${url}/deals`);
  await grid.locator('[data-row="3"]').first().waitFor();
  for (let turn = 1; turn <= 10; turn += 1) {
    await timed(page, kinds.open, 'room', () => press(page, `[data-row="${turn}"] a[data-open]`));
    await page.waitForTimeout(500);
    await page.goBack();
    await grid
      .locator(`[data-row="${turn + 1}"]`)
      .first()
      .waitFor();
    await page.waitForTimeout(300);
  }

  const words = {
    scroll: 'scroll to rows shown',
    key: 'arrow key to next row focused',
    select: 'click to row selected',
    view: 'choose a view to its rows shown',
    order: 'order by a column to its rows shown',
    open: 'open a deal to its room shown',
  } as const;
  for (const kind of ['scroll', 'key', 'select', 'view', 'order', 'open'] as const) {
    const { toResult } = kinds[kind];
    atMost(`web: 100,000 deals, ${words[kind]}, p95`, p95(toResult), 'ms', BAR_ACT_MS, {
      acts: toResult.length,
      p50: Math.round(p50(toResult)),
      max: Math.round(Math.max(...toResult)),
    });
  }
  const inputs = Object.values(kinds).flatMap((times) => times.inputs);
  atMost('web: 100,000 deals, input to next frame (INP), worst of all acts', Math.max(...inputs), 'ms', BAR_ACT_MS, { acts: inputs.length, p95: p95(inputs) });
  beside('web: acts whose input took longer than a frame of 16 ms', inputs.filter((time) => time > 0).length, `of ${inputs.length}`);
  await context.close();
}

function none(): Times {
  return { toResult: [], inputs: [] };
}
