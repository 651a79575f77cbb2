import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { portalScreens, type Sample, type Screen, screens, type Viewer } from './addresses.ts';
import { complaintsOf, settled, tooWide, violations, visit } from './page-checks.ts';
import { install, type Installation, signIn } from './support.ts';

const locales = ['en', 'ar'] as const;
const widths = [1440, 390] as const;
const atOnce = 2;

let entente: Installation;
let browser: Browser;
const contexts = new Map<string, BrowserContext>();
const sampleOf = (viewer: Viewer): Sample => ({
  async id(path) {
    const answer = await contextOf(viewer, 'en').request.get(`${entente.url}/api/v1${path}`);
    const { items } = (await answer.json()) as { items: { id: string }[] };
    assert.ok(items[0], `the sample has something in ${path}`);
    return items[0].id;
  },
  async made(path, body) {
    const answer = await contextOf(viewer, 'en').request.post(`${entente.url}/api/v1${path}`, { data: body, headers: { 'sec-fetch-site': 'same-origin' } });
    assert.equal(answer.status(), 201, await answer.text());
    return ((await answer.json()) as { id: string }).id;
  },
});

const nameOf = (viewer: Viewer, locale: string) => `${viewer} ${locale}`;
function contextOf(viewer: Viewer, locale: string): BrowserContext {
  const context = contexts.get(nameOf(viewer, locale));
  assert.ok(context);
  return context;
}

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  const cookiesOf = async (email: string) => {
    const door = await browser.newContext();
    await signIn(door.request, { ...entente, email });
    return { door, cookies: await door.storageState() };
  };
  const { door, cookies: ofOwner } = await cookiesOf(entente.email);
  const distributor = await emailOfDistributor(door);
  const cookies = {
    owner: ofOwner,
    partner: (await cookiesOf(entente.partnerEmail)).cookies,
    distributor: (await cookiesOf(distributor)).cookies,
    nobody: undefined,
  } satisfies Record<Viewer, unknown>;
  for (const viewer of ['owner', 'partner', 'distributor', 'nobody'] as const)
    for (const locale of locales) {
      const storageState = cookies[viewer];
      const context = await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce', ...(storageState ? { storageState } : {}) });
      await context.addInitScript((chosen) => localStorage.setItem('entente.locale', chosen), locale);
      contexts.set(nameOf(viewer, locale), context);
    }
  // An import stands in the list, with a question or two to answer.
  const imported = await door.request.post(`${entente.url}/api/v1/imports`, {
    headers: { origin: entente.url },
    multipart: { target: 'account', text: 'Company;Country;Staff\nNordwind Maschinenbau;Germany;1.200\nAtelier Ferrand;France;35\n' },
  });
  assert.ok(imported.ok(), await imported.text());
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

/** The sample's distributor has people who can sign in as well. */
async function emailOfDistributor(owner: BrowserContext): Promise<string> {
  const read = async <T>(path: string): Promise<T[]> => ((await (await owner.request.get(`${entente.url}/api/v1${path}`)).json()) as { items: T[] }).items;
  const reports = await read<{ partnerId: string }>('/sales-reports');
  const people = await read<{ email: string; role: string; partnerId: string | null }>('/people?limit=200');
  return (
    people.find((one) => one.role === 'partner_admin' && one.partnerId === reports[0]?.partnerId)?.email ??
    assert.fail('the sample has no distributor who reports')
  );
}

const idle = new Map<string, Page[]>();

/** Opens an address once and turns the page round: both widths, and each of them light and dark. */
async function problemsAt({ viewer = 'owner', hasSkeletons }: Screen, locale: string, address: string): Promise<string[]> {
  const name = nameOf(viewer, locale);
  const page = idle.get(name)?.pop() ?? (await contextOf(viewer, locale).newPage());
  const complaints = complaintsOf(page);
  const problems: string[] = [];
  const add = (where: string, found: readonly string[]) => problems.push(...found.map((line) => `${address} ${locale} ${where}: ${line}`));
  for (const [turn, width] of widths.entries()) {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width, height: 900 });
    if (turn === 0) await visit(page, entente.url, address);
    await settled(page, { hasSkeletons });
    add(`${width}`, await tooWide(page));
    add(`${width} light`, await violations(page));
    // A theme changes colours and nothing else.
    await page.emulateMedia({ colorScheme: 'dark' });
    add(`${width} dark`, await violations(page, 'colour'));
  }
  assert.equal(page.url(), `${entente.url}${address}`);
  assert.equal(await page.locator('html').getAttribute('dir'), locale === 'ar' ? 'rtl' : 'ltr');
  add('', complaints.splice(0));
  idle.set(name, [...(idle.get(name) ?? []), page]);
  return problems;
}

describe('every screen is accessible and whole, light and dark, in both directions of writing, on a desk and on a phone', { concurrency: atOnce }, () => {
  for (const [path, screen] of [...Object.entries(screens), ...Object.entries(portalScreens)])
    test(path, async () => {
      if ('leadsTo' in screen) {
        const page = await contextOf('owner', 'en').newPage();
        await page.goto(`${entente.url}${path}`);
        await page.waitForURL((url) => new RegExp(`^${screen.leadsTo.replaceAll(/\$\w+/g, '[^/]+')}$`).test(url.pathname));
        await page.close();
        return;
      }
      const addresses = typeof screen.addresses === 'function' ? await screen.addresses(sampleOf(screen.viewer ?? 'owner')) : screen.addresses;
      const problems: string[] = [];
      for (const locale of locales) for (const address of addresses) problems.push(...(await problemsAt(screen, locale, address)));
      assert.deepEqual(problems, []);
    });

  test('every section of the settings is in the list', async () => {
    const page = await contextOf('owner', 'en').newPage();
    await page.goto(`${entente.url}/settings`);
    await page.getByRole('tab').first().waitFor();
    const listed = screens['/settings/$section'];
    assert.equal(await page.getByRole('tab').count(), 'addresses' in listed ? listed.addresses.length : 0);
    await page.close();
  });
});
