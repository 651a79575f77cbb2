import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page, Request } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SETTLES_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 40;
const QUIET_LOOKS = 3;

type Violation = { id: string; nodes: { html: string; target: string[] }[] };
type Options = { runOnly: { type: 'tag' | 'rule'; values: string[] }; resultTypes: string[]; preload: boolean };

/** Loads the checker into the page that is open. */
export async function prepareAxe(page: Page): Promise<void> {
  await page.evaluate(axeSource);
}

/** What axe has to say about the page as it stands: by all rules of WCAG 2.2 AA, or by those about colour alone. */
export async function violations(page: Page, rules: 'all' | 'colour' = 'all'): Promise<string[]> {
  const options: Options = {
    runOnly: rules === 'all' ? { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } : { type: 'rule', values: ['color-contrast'] },
    resultTypes: ['violations'],
    preload: false,
  };
  const found = await page.evaluate(async (given) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run(given)).violations;
  }, options);
  return found.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html, target }) => `${id}: ${target.join(' ')} ${html.slice(0, 160)}`));
}

const LAYS_OUT_WITHIN_MS = 1_000;

/**
 * Boxes of the page whose content is wider than they are: the page would scroll sideways, or cut something off. A page that has just
 * been turned is given a moment to lay itself out.
 */
export async function tooWide(page: Page): Promise<string[]> {
  const deadline = Date.now() + LAYS_OUT_WITHIN_MS;
  for (;;) {
    const wide = await boxesTooWide(page);
    if (wide.length === 0 || Date.now() > deadline) return wide;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

const boxesTooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [document.documentElement, document.body, document.querySelector('main')]
      .filter((box) => box !== null)
      .filter((box) => box.scrollWidth > box.clientWidth + 1)
      .map((box) => `${box.tagName.toLowerCase()} is ${box.clientWidth} px wide and holds ${box.scrollWidth} px`),
  );

type Watched = { readonly complaints: string[]; readonly pending: Set<Request> };
const watched = new WeakMap<Page, Watched>();

/** Keeps count of what is still being fetched (the stream of changes stays open and does not count) and collects complaints. */
function watch(page: Page): Watched {
  const known = watched.get(page);
  if (known) return known;
  const complaints: string[] = [];
  const pending = new Set<Request>();
  page.on('pageerror', (error) => complaints.push(`threw ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('request', (request) => {
    if (request.resourceType() !== 'eventsource') pending.add(request);
  });
  page.on('requestfinished', (request) => pending.delete(request));
  page.on('requestfailed', (request) => pending.delete(request));
  watched.set(page, { complaints, pending });
  return { complaints, pending };
}

/** What the page complains about from now on: errors thrown, and errors on the console, where a text without a message and a refused request show too. */
export const complaintsOf = (page: Page): string[] => watch(page).complaints;

/** Waits until nothing is being fetched and nothing stands in for what is still to come. */
export async function settled(page: Page, { hasSkeletons = false } = {}): Promise<void> {
  const { pending } = watch(page);
  await page.getByRole('main').first().waitFor();
  const deadline = Date.now() + SETTLES_WITHIN_MS;
  for (let quiet = 0; quiet < QUIET_LOOKS;) {
    if (Date.now() > deadline) throw new Error(`${page.url()} does not come to rest: ${[...pending].map((request) => request.url()).join(' ')}`);
    const waits = await page.evaluate(() => document.querySelector('.ghost') !== null);
    quiet = pending.size === 0 && (hasSkeletons || !waits) ? quiet + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** Goes to an address: the first time as a visitor does, then inside the application, which saves loading it again. */
export async function visit(page: Page, base: string, address: string): Promise<void> {
  if (page.url().startsWith(base)) {
    await page.evaluate((to) => window.history.pushState({}, '', to), address);
    return;
  }
  watch(page);
  await page.goto(`${base}${address}`);
  await prepareAxe(page);
}
