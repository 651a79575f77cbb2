import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { callAs, sound, until } from './journey.ts';
import { complaintsOf, settled } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/*
 * What a partner does to be paid for selling and for influence, and what comes of it: a seller of the partner registers a sale and claims,
 * the workspace approves and wins the deal, the partner's admin opens what was earned down to its arithmetic.
 */
const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const SPIFF = 'Harbour sprint';
const INFLUENCE = 'Quayside influence';
const NOTE = 'We brought the sponsor to the table and stayed until the scope was agreed.';
const roles = ['source', 'influence', 'integrate', 'resell', 'distribute', 'marketplace', 'technology', 'service'];
const terms = { when: [{ kind: 'everyone' }], enrolled: false, holdDays: 0, approveAbove: null };

type Deal = { id: string; number: number; name: string; currency: string; stage: string; version: number };
let entente: Installation;
let browser: Browser;
let staff: BrowserContext;
let partner: BrowserContext;
let seller: BrowserContext;
let desk: Page;
let portal: Page;
let own: Page;
let partnerId: string;
let deal: Deal;

const call = <T>(as: BrowserContext, method: string, path: string, body?: unknown, version?: number): Promise<T> =>
  callAs<T>(as, entente.url, method, path, body, version);
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${entente.url}${path}`);
  await settled(page);
}
/** A field by its label: the words that say it is required stand behind it. */
const field = (on: Page | Locator, label: string): Locator => on.getByLabel(new RegExp(`^${label}`)).first();

async function publish(name: string, document: object): Promise<void> {
  const rule = await call<{ id: string; version: number }>(staff, 'POST', '/incentive-rules', { name, document: { ...terms, ...document } });
  await call(staff, 'POST', `/incentive-rules/${rule.id}/publish`, { effectiveFrom: day(0) }, rule.version);
}

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  staff = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(staff.request, entente);
  partner = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await signIn(partner.request, { ...entente, email: entente.partnerEmail });
  const session = await call<{ partner: { id: string } }>(partner, 'GET', '/session');
  partnerId = session.partner.id;
  const { items } = await call<{ items: (Deal & { myRoles: string[] })[] }>(partner, 'GET', '/portal/deals?status=open&limit=100');
  const found = items.find(({ myRoles }) => myRoles.length > 0);
  assert.ok(found, 'the partner has a role on an open deal');
  deal = found;
  await publish(SPIFF, {
    kind: 'spiff',
    to: { roles },
    basis: 'booked',
    from: day(-10),
    until: day(60),
    per: 'deal',
    everyNth: null,
    amounts: [{ amountMinor: 50_000, currency: deal.currency }],
    capPerPerson: null,
  });
  // One more than the record shows today: the first try is too early.
  const touches = await influenceEvidence();
  await publish(INFLUENCE, {
    kind: 'influence',
    currency: 'EUR',
    period: { every: 'quarter', firstMonth: 1, timeZone: 'UTC' },
    poolMinor: 1_000_000,
    pay: { kind: 'fixed', amountMinor: 120_000 },
    evidence: { touches: 'any', atLeast: touches + 1 },
    approval: 'person',
  });
  // Somebody who sells for the partner and sees no money.
  await call(partner, 'POST', '/portal/team', { email: 'sol.seller@quayside.example', name: 'Sol Seller', role: 'partner_seller' });
  const link = await until('the invitation', async () => {
    const mails = await call<{ items: { id: string; to: string; text: string }[] }>(staff, 'GET', '/mailbox?limit=50');
    return /https?:\/\/\S+/.exec(mails.items.find(({ to }) => to.includes('sol.seller@'))?.text ?? '')?.[0];
  });
  seller = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  own = await seller.newPage();
  await own.goto(link);
  await own.waitForURL('**/portal**');
  desk = await staff.newPage();
  portal = await partner.newPage();
  for (const page of [desk, portal, own]) page.setDefaultTimeout(20_000);
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

/** How much the record shows of the partner on the deal, told by a programme that asks for one. */
async function influenceEvidence(): Promise<number> {
  const probe = 'Counted beforehand';
  await publish(probe, {
    kind: 'influence',
    currency: 'EUR',
    period: { every: 'year', firstMonth: 1, timeZone: 'UTC' },
    poolMinor: 1,
    pay: { kind: 'fixed', amountMinor: 1 },
    evidence: { touches: 'any', atLeast: 1 },
    approval: 'person',
  });
  const { items } = await call<{ items: { ruleId: string; name: string }[] }>(partner, 'GET', '/portal/incentives/programmes');
  const ruleId = items.find(({ name }) => name === probe)?.ruleId ?? '';
  const evidence = await call<{ items: unknown[] }>(partner, 'GET', `/portal/incentives/evidence?ruleId=${ruleId}&dealId=${deal.id}`);
  const rule = await call<{ version: number }>(staff, 'GET', `/incentive-rules/${ruleId}`);
  await call(staff, 'PATCH', `/incentive-rules/${ruleId}`, { retired: true }, rule.version);
  return evidence.items.length;
}
const dealLabel = (): string => `D-${deal.number} ${deal.name}`;

test('a seller of the partner finds what is paid for, and registers a sale before it is won', async () => {
  await open(own, '/portal/deals');
  await own.getByRole('link', { name: 'Incentives', exact: true }).click();
  await own.getByRole('region', { name: SPIFF }).waitFor();
  await own.getByText('for each deal').first().waitFor();
  await own.getByText('No sale is registered').waitFor();
  await sound('the programmes', own);
  await own.getByRole('region', { name: SPIFF }).getByRole('link', { name: 'Register a sale' }).click();
  await own.getByRole('button', { name: 'Register a sale' }).click();
  await own.getByText('This is needed.').waitFor();
  await field(own, 'Deal').selectOption({ label: dealLabel() });
  await sound('the form of a sale', own);
  await own.getByRole('button', { name: 'Register a sale' }).click();
  const row = own.getByRole('list', { name: 'Your registrations' }).getByRole('link');
  await row.getByText('Registered', { exact: true }).waitFor();
  await row.getByText('Sol Seller').waitFor();

  await open(own, `/portal/incentives/register?deal=${deal.id}`);
  await field(own, 'SPIFF').selectOption({ label: SPIFF });
  await field(own, 'Deal').selectOption({ label: dealLabel() });
  await own.getByRole('button', { name: 'Register a sale' }).click();
  await own.getByRole('alert').getByText('Somebody of this partner is registered for this spiff on the deal already.').waitFor();
});

test('influence is claimed once the record shows enough of it, with the evidence that is chosen and a note', async () => {
  await open(own, `/portal/incentives/claims/new?deal=${deal.id}`);
  await field(own, 'Programme').selectOption({ label: INFLUENCE });
  await own.getByText(/Ask your contact at .* to log what is missing/).waitFor();
  await sound('too little evidence', own);
  for (const note of ['Workshop with the sponsor', 'Scope agreed'])
    await call(staff, 'POST', `/deals/${deal.id}/outcome`, { outcome: 'advanced', note, partnerId });
  await own.reload();
  await field(own, 'Programme').selectOption({ label: INFLUENCE });
  const ticks = own.getByRole('checkbox');
  await ticks.nth(1).waitFor();
  await own.getByText('Meeting that moved the deal on').first().waitFor();
  await ticks.first().uncheck();
  await ticks.nth(1).uncheck();
  await field(own, 'What you did').fill(NOTE);
  await own.getByRole('button', { name: 'Send the claim' }).click();
  await own
    .getByRole('alert')
    .getByText(/chosen; the programme asks for/)
    .waitFor();
  await ticks.first().check();
  await sound('the form of a claim', own);
  await own.getByRole('button', { name: 'Send the claim' }).click();
  await own.waitForURL(/\/portal\/incentives\/claims\/[0-9a-f-]{36}$/);
  await own.getByText('Waits for a decision').first().waitFor();
  await own.getByText(NOTE).waitFor();
  await sound('the claim', own);
});

test('the workspace approves it with a reason; the partner reads both, and who may not see money reads no amount', async () => {
  await open(desk, '/money/incentives?tab=claims');
  await desk.getByText(NOTE).waitFor();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('textbox').fill('They opened the door.');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await own.reload();
  await own.getByText('They opened the door.').waitFor();
  await own.getByText('How much it is, an admin of your company sees.').waitFor();
  assert.equal(await own.getByText(/1,200/).count(), 0);
  await until('the seller being told', async () => {
    const { items } = await callAs<{ items: { title: string; body: string }[] }>(own.context(), entente.url, 'GET', '/notifications');
    return items.some(({ title, body }) => title === 'Your claim of influence was approved' && body === 'They opened the door.');
  });

  await open(portal, '/portal/money/incentives');
  await portal.getByRole('link', { name: 'Influence', exact: true }).click();
  const row = portal.getByRole('list', { name: 'Your claims' }).getByRole('link');
  await row.getByText('€1,200').waitFor();
  await sound('the claims', portal);
  await row.click();
  await portal.getByText('They opened the door.').waitFor();
  await sound('the claim that was approved', portal);
  await portal.getByRole('link', { name: 'How it was worked out' }).click();
  await portal.getByText(`by the programme “${INFLUENCE}”`).first().waitFor();
});

test('once the deal is won the registration says what it earned', async () => {
  const { version } = await call<Deal>(staff, 'GET', `/deals/${deal.id}`);
  await call(staff, 'POST', `/deals/${deal.id}/stage`, { to: 'won' }, version);
  await until('the spiff', async () => {
    const { items } = await call<{ items: { accrual: string | null }[] }>(partner, 'GET', '/portal/incentives/spiffs');
    return items[0]?.accrual === 'earned';
  });
  await open(portal, '/portal/incentives');
  const row = portal.getByRole('list', { name: 'Your registrations' }).getByRole('link');
  await row.getByText('Earned', { exact: true }).waitFor();
  await row.getByText(/500/).first().waitFor();
  await row.click();
  await portal.getByText(`by the programme “${SPIFF}”`).first().waitFor();
  await portal.getByText('Sol Seller').first().waitFor();
});

test('whoever looks as the partner reads it and can send nothing', async () => {
  await open(desk, `/portal/incentives?as=${partnerId}`);
  await desk.getByRole('list', { name: 'Your registrations' }).waitFor();
  const verb = desk.getByRole('button', { name: 'Register a sale' }).first();
  assert.equal(await verb.getAttribute('aria-disabled'), 'true');
  await sound('looking as the partner', desk);
});

test('no screen threw an error', () => {
  // What was refused on purpose is told by the browser as well.
  for (const page of [desk, portal, own])
    assert.deepEqual(
      complaintsOf(page).filter((complaint) => !complaint.includes('409 (Conflict)')),
      [],
    );
});
