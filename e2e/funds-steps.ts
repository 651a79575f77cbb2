import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { launchBrowser } from '@entente/testkit';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { callAs } from './journey.ts';
import { settled } from './page-checks.ts';
import { install, signIn } from './support.ts';

/*
 * What the tests about funds share: a partner and two people of the workspace in browsers of their own, and two funds whose day ends a
 * moment after they begin. One is decided by one person, the other by two from an amount on, and claimed at the rate of the day.
 */
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** In which what must be approved before its first day is approved, on a slow machine too. */
const APPROVED_WITHIN_MS = 60_000;
export const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

type Balance = Record<'allocatedMinor' | 'availableMinor' | 'committedMinor' | 'claimedPendingMinor' | 'owedMinor' | 'paidMinor' | 'expiredMinor', number>;
export type Fund = { readonly name: string; readonly budgetId: string; readonly allocationId: string; readonly allocatedMinor: number };
type Activity = { readonly name: string; readonly from: string; readonly cost: string; readonly share: string; readonly currency?: string };
type Sent = { id: string; version: number };
export type FundsScene = Awaited<ReturnType<typeof fundsScene>>;

export const file = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.4 ${name}`) });
/** A field of a group, by its label: the words that say it is required stand behind it. */
export const field = (on: Page | Locator, label: string): Locator => on.getByLabel(new RegExp(`^${label}`)).first();
export const press = (on: Page | Locator, name: string): Promise<void> => on.getByRole('button', { name, exact: true }).click();
/** What one side says of the other, or of itself, where a record stands; its history says more. */
export const said = (page: Page, text: string): Locator => page.locator('blockquote').getByText(text, { exact: true });

/** The state a record is in: the same word may stand beside it as the name of a step or of an amount. */
export const badge = (on: Page | Locator, state: string): Locator => on.locator('.rounded-full', { hasText: new RegExp(`^${state}$`) }).first();

/** Says in a dialog why, and presses its verb. */
export async function tell(page: Page, verb: string, words: string, { label = 'Reason', send = verb } = {}): Promise<void> {
  await press(page, verb);
  const dialog = page.getByRole('dialog');
  await field(dialog, label).fill(words);
  await press(dialog, send);
  await dialog.waitFor({ state: 'hidden' });
}
/** What a press gives to save. */
export async function saved(page: Page, pressed: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), pressed()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

type Zone = { zone: string; midnight: number; tomorrow: string };
/** A place in which a day ends in a few minutes: nobody waits for the night to claim. */
function whereTheDayEnds(leastMs: number): Zone {
  const at = Math.ceil((Date.now() + leastMs) / MINUTE_MS) * MINUTE_MS;
  const minutes = Math.round((at % DAY_MS) / MINUTE_MS);
  const offset = minutes > 720 ? 1440 - minutes : -minutes;
  const [hours, rest] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) => String(part).padStart(2, '0'));
  return { zone: `${offset < 0 ? '-' : '+'}${hours}:${rest}`, midnight: at, tomorrow: new Date(at + offset * MINUTE_MS).toISOString().slice(0, 10) };
}

export async function fundsScene() {
  const entente = await install();
  const browser = await launchBrowser();
  const call = <T>(as: BrowserContext, method: string, path: string, body?: unknown, version?: number): Promise<T> =>
    callAs<T>(as, entente.url, method, path, body, version);
  async function open(page: Page, path: string): Promise<void> {
    await page.goto(`${entente.url}${path}`);
    await settled(page);
  }
  async function person(email: string, width: number): Promise<{ as: BrowserContext; page: Page }> {
    const as = await browser.newContext({ viewport: { width, height: 1000 } });
    await signIn(as.request, { ...entente, email });
    const page = await as.newPage();
    page.setDefaultTimeout(20_000);
    return { as, page };
  }
  const { as: staff, page: desk } = await person(entente.email, 1440);
  const { as: partner, page: portal } = await person(entente.partnerEmail, 1280);
  const { items: people } = await call<{ items: { email: string; role: string }[] }>(staff, 'GET', '/people?limit=200');
  const finance = people.find(({ role }) => role === 'finance') ?? assert.fail('nobody of finance');
  const { as: second, page: secondDesk } = await person(finance.email, 1440);
  const { partner: own } = await call<{ partner: { id: string; name: string } }>(partner, 'GET', '/session');
  // The pages are warm before the clock of the funds runs.
  await open(desk, '/money/funds?tab=requests');
  await open(secondDesk, '/money/funds?tab=requests');
  await open(portal, '/portal/funds');
  const { zone, midnight, tomorrow } = whereTheDayEnds(APPROVED_WITHIN_MS);

  async function fund(name: string, allocatedMinor: number, terms: object): Promise<Fund> {
    const policy = {
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
      timeZone: zone,
      workingDays: [1, 2, 3, 4, 5, 6, 7],
      holidays: [],
      accrual: null,
      ...terms,
    };
    const time = { startsOn: day(-2), endsOn: day(200) };
    const budget = { name, kind: 'proposal', currency: 'EUR', amountMinor: 5_000_000, ownerId: null, policy, ...time };
    const { id: budgetId } = await call<{ id: string }>(staff, 'POST', '/fund-budgets', budget);
    const given = { budgetId, partnerId: own.id, amountMinor: allocatedMinor, startsOn: day(-2), endsOn: day(180), note: null };
    const { id: allocationId } = await call<{ id: string }>(staff, 'POST', '/fund-allocations', given);
    return { name, budgetId, allocationId, allocatedMinor };
  }
  const quay = await fund('Quayside fund', 2_000_000, {});
  const twoPeople = [
    { fromMinor: 0, people: 1 },
    { fromMinor: 200_000, people: 2 },
  ];
  const far = await fund('Far quay fund', 1_000_000, { approvals: twoPeople, claimRate: 'claim_day' });

  /** Left, reserved, claimed, of that to be paid, paid, expired: as both sides read them, and adding up. */
  async function balance(of: Fund = quay): Promise<number[]> {
    const { items: mine } = await call<{ items: { allocationId: string; balance: Balance }[] }>(partner, 'GET', '/portal/funds');
    const { items: theirs } = await call<{ items: { balance: Balance }[] }>(staff, 'GET', `/fund-allocations?budgetId=${of.budgetId}`);
    const seen = mine.find(({ allocationId }) => allocationId === of.allocationId)?.balance ?? assert.fail(of.name);
    assert.deepEqual(theirs[0]?.balance, seen);
    assert.equal(seen.allocatedMinor, of.allocatedMinor);
    assert.equal(seen.availableMinor + seen.committedMinor + seen.claimedPendingMinor + seen.paidMinor + seen.expiredMinor, of.allocatedMinor);
    return [seen.availableMinor, seen.committedMinor, seen.claimedPendingMinor, seen.owedMinor, seen.paidMinor, seen.expiredMinor];
  }

  /** Fills the form of a request, without sending it. */
  async function fillRequest(of: Fund, { name, from, cost, share, currency }: Activity): Promise<void> {
    await open(portal, '/portal/funds/requests/new');
    await field(portal, 'Fund').selectOption(of.allocationId);
    await field(portal, 'Type of activity').selectOption({ label: 'Harbour event' });
    await field(portal, 'Name of the activity').fill(name);
    await field(portal, 'What you plan').fill('Thirty heads of operations and one customer on stage.');
    await field(portal, 'First day').fill(from);
    if (currency !== undefined) await field(portal, 'Currency of its cost').selectOption(currency);
    await field(portal, 'Cost of the activity').fill(cost);
    await field(portal, 'You ask for').fill(share);
  }
  /** Presses a verb of the form, and waits for the page of the request. */
  async function storeRequest(name: string, verb: 'Send for approval' | 'Keep for later' = 'Send for approval'): Promise<string> {
    await press(portal, verb);
    await portal.waitForURL(/\/portal\/funds\/requests\/[0-9a-f-]{36}$/);
    await portal.getByRole('heading', { name }).waitFor();
    return portal.url().split('/').at(-1) ?? '';
  }
  async function ask(of: Fund, activity: Activity): Promise<string> {
    await fillRequest(of, activity);
    return storeRequest(activity.name);
  }
  /** Asked for without a browser, where something else is looked at. */
  async function asked(of: Fund, name: string): Promise<string> {
    const activity = { allocationId: of.allocationId, name, activityType: 'event', inPerson: true, description: 'As last year.' };
    const time = { startsOn: day(30), endsOn: day(30), place: null, campaign: null, targetContacts: null, expectedPipelineMinor: null };
    const cost = { localCurrency: 'EUR', totalCostMinor: 600_000, requestedLocalMinor: 300_000 };
    const { id, version } = await call<Sent>(partner, 'POST', '/portal/fund-requests', { ...activity, ...time, ...cost });
    await call(partner, 'POST', `/portal/fund-requests/${id}/submit`, { note: null }, version);
    return id;
  }
  async function approve(id: string, note: string | null = null): Promise<void> {
    const { version } = await call<Sent>(staff, 'GET', `/fund-requests/${id}`);
    await call(staff, 'POST', `/fund-requests/${id}/approve`, { amountMinor: null, note }, version);
  }
  const stop = async (): Promise<void> => {
    await browser.close();
    await entente.stop();
  };
  const funds = { quay, far, midnight, startsOn: tomorrow };
  const who = { staff, second, partner, desk, secondDesk, portal, partnerId: own.id, partnerName: own.name };
  return { ...funds, ...who, call, open, balance, fillRequest, storeRequest, ask, asked, approve, stop };
}
