import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { callAs, sound, until } from './journey.ts';
import { settled } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/*
 * The life of one request for funds, by two people in their own browsers: a partner asks, the workspace approves a part, the partner
 * claims a part of that with proof, is asked for more, answers, and what is approved becomes payable. After each step the fund adds up.
 */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);
const FUND = 'Quayside fund';
const ALLOCATED = 2_000_000;

let entente: Installation;
let browser: Browser;
let staff: BrowserContext;
let partner: BrowserContext;
let desk: Page;
let portal: Page;
let partnerName: string;
let budgetId: string;
/** When the day of the fund ends: an activity is approved before its first day, and claimed from it on. */
let midnight: number;
let startsOn: string;
let requestId: string;
let claimId: string;

const call = <T>(as: BrowserContext, method: string, path: string, body?: unknown): Promise<T> => callAs<T>(as, entente.url, method, path, body);
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${entente.url}${path}`);
  await settled(page);
}
const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${name}`) });
/** A field of a group, by its label: the words that say it is required stand behind it. */
const field = (on: Page | Locator, label: string): Locator => on.getByLabel(new RegExp(`^${label}`)).first();

type Zone = { zone: string; midnight: number; tomorrow: string };
/** A place in which a day ends in a few minutes: nobody waits for the night to claim. */
function whereTheDayEnds(leastMs: number): Zone {
  const at = Math.ceil((Date.now() + leastMs) / MINUTE_MS) * MINUTE_MS;
  const minutes = Math.round((at % DAY_MS) / MINUTE_MS);
  const offset = minutes > 720 ? 1440 - minutes : -minutes;
  const [hours, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'));
  return { zone: `${offset < 0 ? '-' : '+'}${hours}:${rest}`, midnight: at, tomorrow: new Date(at + offset * MINUTE_MS).toISOString().slice(0, 10) };
}

type Balance = Record<'allocatedMinor' | 'availableMinor' | 'committedMinor' | 'claimedPendingMinor' | 'owedMinor' | 'paidMinor' | 'expiredMinor', number>;
/** Left, reserved, claimed, of that to be paid, paid, expired: as both sides read them, and adding up. */
async function balance(): Promise<number[]> {
  const { items: own } = await call<{ items: { name: string; balance: Balance }[] }>(partner, 'GET', '/portal/funds');
  const { items: theirs } = await call<{ items: { balance: Balance }[] }>(staff, 'GET', `/fund-allocations?budgetId=${budgetId}`);
  const seen = own.find(({ name }) => name === FUND)?.balance;
  assert.ok(seen);
  assert.deepEqual(theirs[0]?.balance, seen);
  assert.equal(seen.allocatedMinor, ALLOCATED);
  assert.equal(seen.availableMinor + seen.committedMinor + seen.claimedPendingMinor + seen.paidMinor + seen.expiredMinor, ALLOCATED);
  return [seen.availableMinor, seen.committedMinor, seen.claimedPendingMinor, seen.owedMinor, seen.paidMinor, seen.expiredMinor];
}

before(async () => {
  entente = await install();
  browser = await launchBrowser();
  staff = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(staff.request, entente);
  partner = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await signIn(partner.request, { ...entente, email: entente.partnerEmail });
  desk = await staff.newPage();
  portal = await partner.newPage();
  for (const page of [desk, portal]) page.setDefaultTimeout(20_000);
  const { partner: own } = await call<{ partner: { id: string; name: string } }>(partner, 'GET', '/session');
  partnerName = own.name;
  // Both pages are warm before the clock of the fund runs.
  await open(desk, '/money/funds?tab=requests');
  await open(portal, '/portal/funds');
  const place = whereTheDayEnds(100_000);
  midnight = place.midnight;
  startsOn = place.tomorrow;
  const budget = await call<{ id: string }>(staff, 'POST', '/fund-budgets', {
    name: FUND,
    kind: 'proposal',
    currency: 'EUR',
    amountMinor: 5_000_000,
    startsOn: day(-2),
    endsOn: day(200),
    ownerId: null,
    policy: {
      costShareBp: 5000,
      leadWorkingDays: 0,
      decisionWorkingDays: 5,
      claimWindowDays: 60,
      paymentDays: 30,
      maxPerActivityMinor: null,
      activityTypes: [
        { key: 'event', name: 'Harbour event', proof: ['photo', 'invoice'] },
        { key: 'training', name: 'Training', proof: ['report'] },
      ],
      approvals: [{ fromMinor: 0, people: 1 }],
      claimRate: 'request',
      timeZone: place.zone,
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      holidays: [],
      accrual: null,
    },
  });
  budgetId = budget.id;
  await call(staff, 'POST', '/fund-allocations', {
    budgetId,
    partnerId: own.id,
    amountMinor: ALLOCATED,
    startsOn: day(-2),
    endsOn: day(180),
    note: null,
  });
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

async function ask(name: string, from: string, cost: string, share: string): Promise<string> {
  await open(portal, '/portal/funds/requests/new');
  const { items } = await call<{ items: { allocationId: string; name: string }[] }>(partner, 'GET', '/portal/funds');
  await field(portal, 'Fund').selectOption(items.find((fund) => fund.name === FUND)?.allocationId ?? '');
  await field(portal, 'Type of activity').selectOption({ label: 'Harbour event' });
  await field(portal, 'Name of the activity').fill(name);
  await field(portal, 'What you plan').fill('Thirty heads of operations and one customer on stage.');
  await field(portal, 'First day').fill(from);
  await field(portal, 'Cost of the activity').fill(cost);
  await field(portal, 'You ask for').fill(share);
  await portal.getByRole('button', { name: 'Send for approval' }).click();
  await portal.waitForURL(/\/portal\/funds\/requests\/[0-9a-f-]{36}$/);
  await portal.getByRole('heading', { name }).waitFor();
  return portal.url().split('/').at(-1) ?? '';
}

test('a partner asks for part of what an activity costs, and the workspace approves a part of that', async () => {
  assert.deepEqual(await balance(), [ALLOCATED, 0, 0, 0, 0, 0]);
  requestId = await ask('Breakfast at the quay', startsOn, '10,000', '5,000');
  assert.deepEqual(await balance(), [ALLOCATED, 0, 0, 0, 0, 0], 'what is asked for is not reserved yet');
  await open(desk, `/money/funds/requests/${requestId}`);
  await desk.getByText('Harbour event').first().waitFor();
  await desk.getByRole('button', { name: 'Approve' }).click();
  const dialog = desk.getByRole('dialog');
  await field(dialog, 'Approve').fill('4000');
  await field(dialog, 'Note').fill('Four thousand for this one.');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await desk.getByText('Approved', { exact: true }).first().waitFor();
  assert.ok(Date.now() < midnight, 'approved before the first day');
  assert.deepEqual(await balance(), [1_600_000, 400_000, 0, 0, 0, 0]);
});

test('the workspace asks about another request, the partner answers, and it is rejected with its reason', async () => {
  const other = await ask('Evening on the water', day(30), '8,000', '4,000');
  await open(desk, `/money/funds/requests/${other}`);
  await desk.getByRole('button', { name: 'Ask', exact: true }).click();
  await field(desk.getByRole('dialog'), 'Reason').fill('Who is invited?');
  await desk.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).click();
  await desk.getByText('Who is invited?').first().waitFor();
  await open(portal, `/portal/funds/requests/${other}`);
  await portal.getByText('Who is invited?').first().waitFor();
  await portal.getByRole('button', { name: 'Answer', exact: true }).click();
  await field(portal.getByRole('dialog'), 'Your answer').fill('Our own customers only.');
  await portal.getByRole('dialog').getByRole('button', { name: 'Send answer' }).click();
  await portal.getByRole('dialog').waitFor({ state: 'hidden' });
  await open(desk, `/money/funds/requests/${other}`);
  await desk.getByText('Our own customers only.').first().waitFor();
  await desk.getByRole('button', { name: 'Reject', exact: true }).click();
  await field(desk.getByRole('dialog'), 'Reason').fill('The fund is for new customers.');
  await desk.getByRole('dialog').getByRole('button', { name: 'Reject', exact: true }).click();
  await desk.getByRole('dialog').waitFor({ state: 'hidden' });
  await open(portal, `/portal/funds/requests/${other}`);
  await portal.getByText('The fund is for new customers.').first().waitFor();
  await sound('a rejected request', portal);
  assert.deepEqual(await balance(), [1_600_000, 400_000, 0, 0, 0, 0]);
});

test('once it has begun the partner claims a part, with an invoice and a photo', async () => {
  await open(portal, `/portal/funds/requests/${requestId}`);
  await portal.getByText('Four thousand for this one.').first().waitFor();
  assert.equal(await portal.getByRole('button', { name: 'Claim', exact: true }).count(), 0, 'nothing is claimed before the first day');
  const begun = await until(
    'the activity beginning',
    async () => {
      const now = await call<{ state: string; approvedOn: string }>(partner, 'GET', `/portal/fund-requests/${requestId}`);
      return now.state === 'in_execution' && now;
    },
    midnight - Date.now() + 60_000,
  );
  await open(portal, `/portal/funds/requests/${requestId}`);
  await sound('a request under way', portal);
  await portal.getByRole('button', { name: 'Claim', exact: true }).click();
  await portal.getByRole('heading', { name: 'Claim Breakfast at the quay' }).waitFor();
  await field(portal, 'What this claim is for').fill('Room and catering');
  const invoice = portal.getByRole('group', { name: 'Invoice 1' });
  await field(invoice, 'For what').fill('Room for one morning');
  await field(invoice, 'Supplier').fill('Quay hotel');
  await field(invoice, 'Invoice number').fill('QH-77');
  await field(invoice, 'Invoice date').fill(begun.approvedOn);
  await field(invoice, 'Invoiced').fill('5,000');
  await field(invoice, 'You claim').fill('2,500');
  await field(invoice, 'File of the invoice').setInputFiles(file('qh-77.pdf'));
  await invoice.getByText('qh-77.pdf').waitFor();
  // Without its photo it is stored and not sent.
  await portal.getByRole('button', { name: 'Send for review' }).click();
  await portal.getByRole('alert').getByText('This activity is proved by: photo. Add it.').waitFor();
  const proof = portal.getByRole('group', { name: 'Proof 1' });
  await field(proof, 'File').setInputFiles(file('quay-morning.pdf'));
  await proof.getByText('quay-morning.pdf').waitFor();
  await sound('the form of a claim', portal);
  await portal.getByRole('button', { name: 'Send for review' }).click();
  await portal.waitForURL(/\/portal\/funds\/claims\/[0-9a-f-]{36}$/);
  claimId = portal.url().split('/').at(-1) ?? '';
  const { items } = await call<{ items: unknown[] }>(partner, 'GET', `/portal/fund-claims?requestId=${requestId}`);
  assert.equal(items.length, 1, 'what was refused first was not begun twice');
  assert.deepEqual(await balance(), [1_600_000, 150_000, 250_000, 0, 0, 0]);
});

test('the workspace asks for more proof, and the partner answers with it', async () => {
  await open(desk, `/money/funds/claims/${claimId}`);
  await desk.getByText('QH-77').first().waitFor();
  await desk.getByRole('button', { name: 'Ask', exact: true }).click();
  await field(desk.getByRole('dialog'), 'Reason').fill('Please add who came.');
  await desk.getByRole('dialog').getByRole('button', { name: 'Ask', exact: true }).click();
  await desk.getByRole('dialog').waitFor({ state: 'hidden' });
  // It is asked on the first page, on that of the funds, and on the claim.
  await open(portal, '/portal');
  await portal.getByText('Please add who came.').first().waitFor();
  await open(portal, '/portal/funds');
  await portal.getByText('Please add who came.').first().waitFor();
  await sound('the funds', portal);
  await open(portal, `/portal/funds/claims/${claimId}`);
  await portal.getByRole('button', { name: 'Change', exact: true }).click();
  await field(portal, 'Your answer').fill('The list is here.');
  await portal.getByRole('button', { name: 'Add proof' }).click();
  const proof = portal.getByRole('group', { name: 'Proof 2' });
  await field(proof, 'What it is').selectOption('lead_list');
  await field(proof, 'File').setInputFiles(file('who-came.pdf'));
  await proof.getByText('who-came.pdf').waitFor();
  await portal.getByRole('button', { name: 'Send answer' }).click();
  await portal.waitForURL((url) => url.pathname === `/portal/funds/claims/${claimId}`);
  await portal.getByText('The list is here.').first().waitFor();
  assert.deepEqual(await balance(), [1_600_000, 150_000, 250_000, 0, 0, 0]);
});

test('it is approved in part line by line, becomes payable, and the rest stays for another claim', async () => {
  await open(desk, `/money/funds/claims/${claimId}`);
  await desk.getByText('who-came.pdf').first().waitFor();
  await desk.getByRole('button', { name: 'Approve', exact: true }).click();
  const dialog = desk.getByRole('dialog');
  await field(dialog, 'Approve of line 1').fill('2400');
  await field(dialog, 'Approve of line 1').blur();
  await field(dialog, 'Why less').fill('The minibar is your own.');
  await dialog.getByRole('button', { name: 'Approve', exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  await desk.getByText('Approved, owed').first().waitFor();
  await sound('the approved claim in the workspace', desk);
  assert.deepEqual(await balance(), [1_600_000, 160_000, 240_000, 240_000, 0, 0]);

  await open(portal, `/portal/funds/claims/${claimId}`);
  await portal.getByText('The minibar is your own.').first().waitFor();
  await sound('the approved claim', portal);
  const { number } = await call<{ number: number }>(partner, 'GET', `/portal/fund-claims/${claimId}`);
  const earnings = await call<{ items: { title: string; state: string; kind: string; amountMinor: number; currency: string }[] }>(
    partner,
    'GET',
    `/portal/money/earnings?q=${encodeURIComponent('Room and catering')}`,
  );
  assert.deepEqual(
    earnings.items.map(({ title, state, kind, amountMinor, currency }) => ({ title, state, kind, amountMinor, currency })),
    [{ title: `Fund claim ${number}: Room and catering`, state: 'due', kind: 'fund_claim', amountMinor: 240_000, currency: 'EUR' }],
  );
  await portal.getByRole('link', { name: 'See it in your earnings' }).click();
  await portal.getByRole('heading', { name: /Room and catering/ }).waitFor();
});

test('the partner asks to claim the rest later, and is granted the time', async () => {
  await open(portal, `/portal/funds/requests/${requestId}`);
  await portal.getByRole('button', { name: 'Ask to claim later' }).click();
  const dialog = portal.getByRole('dialog');
  await field(dialog, 'Claim until').fill(day(120));
  await field(dialog, 'Reason').fill('The printer invoices in spring.');
  await dialog.getByRole('button', { name: 'Ask to claim later' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await open(desk, '/money/funds?tab=extensions');
  await desk.getByText('Breakfast at the quay').first().click();
  await desk.getByRole('button', { name: 'Grant' }).click();
  await field(desk.getByRole('dialog'), 'Reason').fill('Take the time.');
  await desk.getByRole('dialog').getByRole('button', { name: 'Grant' }).click();
  await until('the later day', async () => (await call<{ claimUntil: string }>(partner, 'GET', `/portal/fund-requests/${requestId}`)).claimUntil === day(120));
  await open(portal, `/portal/funds/requests/${requestId}`);
  await portal.getByText('Take the time.').first().waitFor();
  assert.deepEqual(await balance(), [1_600_000, 160_000, 240_000, 240_000, 0, 0], `what ${partnerName} has is what it was`);
});
