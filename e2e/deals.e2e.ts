import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { install, signIn, type Installation } from './support.ts';

type Deal = {
  id: string;
  number: number;
  name: string;
  stage: string;
  amountMinor: number;
  currency: string;
  partnerCount: number;
  version: number;
  routeList: readonly { id: string }[];
};
type Summary = { count: number; totals: { currency: string; amountMinor: number }[] };

let entente: Installation;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const faults: string[] = [];

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(context.request, entente);
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

const get = async <T>(path: string): Promise<T> => (await context.request.get(`${entente.url}/api/v1${path}`)).json() as Promise<T>;
const firstDeal = async (query: string): Promise<Deal> => {
  const { items } = await get<{ items: Deal[] }>(`/deals?limit=1&${query}`);
  const deal = items[0];
  assert.ok(deal, `a deal for ${query}`);
  return deal;
};
const dealNow = (id: string): Promise<Deal> => get<Deal>(`/deals/${id}`);
const dialog = (): Locator => page.getByRole('dialog');

async function openDeal(deal: Deal): Promise<void> {
  await page.goto(`${entente.url}/deals/${deal.id}`);
  await page.getByRole('heading', { level: 1, name: deal.name }).waitFor();
}

async function choose(within: Locator, label: RegExp, option: string): Promise<void> {
  await within.getByRole('button', { name: label }).first().click();
  await page.getByRole('option', { name: option }).first().click();
}

/** Waits until the server says so; what a screen has sent may still be on its way. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, what);
    await page.waitForTimeout(150);
  }
}

test('a seller makes, changes and moves a deal without a mouse', async () => {
  const key = (name: string) => page.keyboard.press(name);
  await page.goto(`${entente.url}/overview`);
  await page.getByRole('main').waitFor();
  await page.getByText('Open deals').first().waitFor();
  await key('g');
  await key('d');
  await page.getByRole('grid', { name: 'Deals' }).waitFor();
  await page.getByRole('gridcell').first().waitFor();

  await key('c');
  await dialog().waitFor();
  await page.keyboard.type('Keyboard pilot');
  await key('Enter');
  await page.getByRole('heading', { level: 1, name: 'Keyboard pilot' }).waitFor();
  const { id } = await firstDeal('q=Keyboard%20pilot');

  await key('e');
  await dialog().getByLabel('Next step').focus();
  await page.keyboard.type('Call the sponsor');
  await key('Enter');
  await dialog().waitFor({ state: 'detached' });
  await until('the next step is kept', async () => (await get<{ nextStep: string }>(`/deals/${id}`)).nextStep === 'Call the sponsor');

  await page.getByRole('list', { name: 'Stages' }).getByRole('button', { name: 'Qualified' }).focus();
  await key('Enter');
  await until('the deal is qualified', async () => (await dealNow(id)).stage === 'qualified');

  await key('o');
  await dialog().waitFor();
  await dialog().getByRole('radio', { name: 'Advanced' }).focus();
  await key('Space');
  await dialog().getByLabel('Note').focus();
  await page.keyboard.type('They want a pilot');
  await dialog().getByRole('button', { name: 'Log outcome' }).focus();
  await key('Enter');
  await dialog().waitFor({ state: 'detached' });

  await key('g');
  await key('d');
  await page.getByRole('gridcell').first().waitFor();
  await key('j');
  await key('j');
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-row')), '1');
  await key('Space');
  // On the first cell the space bar selects; the row's other cells show the deal beside the list.
  await key('ArrowRight');
  await key('Space');
  await dialog().getByRole('button', { name: 'Open deal' }).waitFor();
  await key('Escape');
  await key('Enter');
  await page.waitForURL(/\/deals\/[0-9a-f-]{36}/);
});

test('an outcome stands in the timeline, in the audit and in the API', async () => {
  const { id } = await firstDeal('q=Keyboard%20pilot');
  const timeline = await get<{ items: { kind: string; sentence: string }[] }>(`/deals/${id}/timeline`);
  assert.ok(timeline.items.some((entry) => entry.kind === 'outcome.logged'));
  const audit = await get<{ items: { operation: string }[] }>(`/audit?recordType=deal&recordId=${id}`);
  assert.ok(audit.items.some((entry) => entry.operation === 'outcome.log'));
  await openDeal(await dealNow(id));
  await page
    .getByRole('region', { name: 'Timeline' })
    .getByText('They want a pilot')
    .or(page.getByRole('region', { name: 'Timeline' }).getByText(/advanced/i))
    .first()
    .waitFor();
});

test('a deal with seven products and seven partners shows its fourteen handoffs on one screen', async () => {
  const { items } = await get<{ items: Deal[] }>('/deals?status=open&sort=-updated&limit=200');
  const deal = items.toSorted((a, b) => b.partnerCount - a.partnerCount)[0];
  assert.ok(deal);
  assert.equal(deal.partnerCount, 7);
  assert.equal((await get<{ lines: unknown[] }>(`/deals/${deal.id}`)).lines.length, 7);
  await openDeal(deal);
  const handoffs = page.getByRole('region', { name: 'Handoffs' }).getByRole('checkbox');
  await handoffs.first().waitFor();
  assert.equal(await handoffs.count(), 14);
  const boxes = await Promise.all((await handoffs.all()).map((row) => row.boundingBox()));
  assert.ok(
    boxes.every((box) => box !== null && box.y >= 0 && box.y + box.height <= 900),
    'all of them are in view without scrolling',
  );
  const late = await page.getByRole('region', { name: 'Handoffs' }).getByText(/over$/).count();
  assert.ok(late > 0, 'late ones say by how much');
});

test('a route more is neither a second deal nor a second amount', async () => {
  const deal = await firstDeal('status=open&withoutPartner=true&sort=-amount');
  const before = await get<Summary>('/deals/summary?status=open');
  await openDeal(deal);
  const routes = page.getByRole('region', { name: 'Routes' });
  const had = (await dealNow(deal.id)).routeList.length;
  for (const kind of ['Direct', 'Resale', 'Referral', 'Co-sell', 'Marketplace']) {
    await routes.getByRole('button', { name: 'Add route' }).click();
    await choose(dialog(), /route/i, kind);
    if (kind === 'Marketplace') {
      await dialog().getByLabel('Outside system').fill('altura-marketplace');
      await dialog().getByLabel('Id in that system').fill('offer-e2e-1');
    }
    await dialog().getByRole('button', { name: 'Add route' }).click();
    await dialog().waitFor({ state: 'detached' });
  }
  await routes.getByText('offer-e2e-1').waitFor();
  assert.equal((await dealNow(deal.id)).routeList.length, had + 5);
  assert.deepEqual((await get<Summary>('/deals/summary?status=open')).totals, before.totals);
  assert.equal((await get<Summary>('/deals/summary?status=open')).count, before.count);
  assert.equal((await dealNow(deal.id)).amountMinor, deal.amountMinor);
});

test('many deals move at once, and back again', async () => {
  await page.goto(`${entente.url}/deals?stage=prospect&sort=-amount`);
  await page.getByRole('gridcell').first().waitFor();
  const { items } = await get<{ items: Deal[] }>('/deals?stage=prospect&sort=-amount&limit=2');
  const stages = async () => (await Promise.all(items.map((deal) => dealNow(deal.id)))).map((deal) => deal.stage);
  for (const step of ['j', 'x', 'j', 'x']) await page.keyboard.press(step);
  await page.getByRole('button', { name: 'Move stage' }).click();
  await choose(dialog(), /stage/i, 'Qualified');
  await dialog().getByRole('button', { name: 'Change 2 deals' }).click();
  await until('both moved', async () => (await stages()).every((stage) => stage === 'qualified'));
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await until('both are back', async () => (await stages()).every((stage) => stage === 'prospect'));
});

test('a card of the board moves by its menu, as it does by hand', async () => {
  await page.goto(`${entente.url}/deals?layout=board&status=open&sort=-amount`);
  const deal = await firstDeal('stage=prospect&status=open&sort=-amount');
  const menu = page.getByRole('button', { name: `Move ${deal.name}` });
  await menu.first().waitFor();
  await menu.first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Technical validation' }).focus();
  await page.keyboard.press('Enter');
  await until('the card has moved', async () => (await dealNow(deal.id)).stage === 'technical');
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await until('the card is back', async () => (await dealNow(deal.id)).stage === 'prospect');
});

test('a view is saved, renamed, shared, removed and brought back', async () => {
  type Views = { items: { name: string; shared: boolean }[] };
  const acts = () => page.getByRole('button', { name: 'View', exact: true }).click();
  const named = async (name: string) => (await get<Views>('/views?list=deals')).items.find((view) => view.name === name);
  await page.goto(`${entente.url}/deals?status=open&region=EMEA`);
  await acts();
  await page.getByRole('menuitem', { name: 'Save as new view' }).click();
  await dialog().getByLabel('Name of the view').fill('EMEA open');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'EMEA open' }).waitFor();
  await acts();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await dialog().getByLabel('Name of the view').fill('EMEA live');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'EMEA live' }).waitFor();
  await acts();
  await page.getByRole('menuitem', { name: 'Share with the workspace' }).click();
  await until('the view is shared', async () => (await named('EMEA live'))?.shared === true);
  await acts();
  await page.getByRole('menuitem', { name: 'Remove view' }).click();
  await until('the view is gone', async () => (await named('EMEA live')) === undefined);
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await page.getByRole('tab', { name: 'EMEA live' }).waitFor();
});

test('each figure of the overview leads to exactly the deals it counts', async () => {
  for (const label of ['Open deals', 'Won in the last 90 days', 'Open without a partner', 'Stalled', 'Close date passed']) {
    await page.goto(`${entente.url}/overview`);
    const link = page.getByRole('link', { name: label, exact: true });
    const tile = page.getByRole('listitem').filter({ has: link });
    const figure = ((await tile.locator('p').first().textContent()) ?? '').trim();
    await link.click();
    await page.getByText(new RegExp(`^${figure} deals?( ·|$)`)).waitFor();
  }
});

test('a meeting is proposed in free time and its invitation is in the mailbox', async () => {
  const { items } = await get<{ items: Deal[] }>('/deals?status=open&sort=-updated&limit=200');
  const deal = items.toSorted((a, b) => b.partnerCount - a.partnerCount)[0];
  assert.ok(deal);
  await openDeal(deal);
  await page.getByRole('button', { name: 'Propose meeting' }).click();
  await dialog().getByLabel('Title').fill('Joint plan review');
  await dialog().getByRole('radio').first().check({ force: true });
  await dialog().getByRole('button', { name: 'Send invitations' }).click();
  await page.getByRole('region', { name: 'Meetings' }).getByText('Joint plan review').waitFor();
  const mail = await get<{ items: { dealId: string | null; subject: string; attachments: { mediaType: string; content: string }[] }[] }>('/mailbox');
  const invitation = mail.items.find((message) => message.dealId === deal.id && message.subject.includes('Joint plan review'));
  assert.ok(invitation?.attachments.some((file) => file.mediaType.startsWith('text/calendar') && /METHOD:REQUEST/.test(file.content)));
});

test('the deal room fits a telephone, in Arabic and in the dark', async () => {
  const deal = await firstDeal('status=open&sort=-amount');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(() => localStorage.setItem('entente.locale', 'ar'));
  for (const path of [`/deals/${deal.id}`, '/deals', '/overview', '/plays', '/inbox?all=true']) {
    await page.goto(`${entente.url}${path}`);
    await page.getByRole('main').waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= 390 && document.documentElement.scrollHeight <= 844),
      `${path} does not run over`,
    );
  }
  await page.evaluate(() => localStorage.setItem('entente.locale', 'en'));
});

test('no screen threw an error', () => assert.deepEqual(faults, []));
