import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { callAs, until } from './journey.ts';
import { prepareAxe, settled, violations } from './page-checks.ts';
import { install, signIn, type Installation } from './support.ts';

/** Beside every installation with the sample: the outside world, a hundred ports on. */
let simulators: string;
let entente: Installation;
let browser: Browser;
let people: BrowserContext;
let page: Page;

const BUYER = '777788889999';
const RESELLER = '444455556666';

before(async () => {
  entente = await install();
  simulators = `http://127.0.0.1:${Number(new URL(entente.url).port) + 100}`;
  browser = await launchBrowser();
  people = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(people.request, entente);
  page = await people.newPage();
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

const call = <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown, version?: number): Promise<T> =>
  callAs<T>(people, entente.url, method, path, body, version);
/** What somebody of the outside world does. */
async function act<T = unknown>(simulator: string, name: string, fields: Record<string, string> = {}): Promise<T> {
  const answer = await fetch(`${simulators}/_control/acts/${simulator}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  const body = (await answer.json()) as { result: T; error?: string };
  assert.ok(answer.ok, `${simulator} ${name}: ${body.error}`);
  return body.result;
}

type View = { id: string; system: string; outsideId: string | null; status: string; state: { key: string } | null; links: { id: string }[] };
const viewOf = async (system: string): Promise<View | undefined> =>
  (await call<{ items: View[] }>('GET', `/deals/${dealId}/views`)).items.find((view) => view.system === system);
const reviewed = (key: string): Promise<View> =>
  until(`the review becoming ${key}`, async () => {
    const view = await viewOf('aws');
    return view?.state?.key === key && view;
  });
type Connection = { id: string; system: string };
let connections: Connection[];
let dealId: string;
let opportunity: string;

test('a deal of the CRM is here, and a change there is seen on the page that is open', async () => {
  ({ items: connections } = await call<{ items: Connection[] }>('GET', '/connections'));
  const crm = connections.find((connection) => connection.system === 'salesforce')?.id ?? '';
  dealId = await until('an opportunity coming in', async () => {
    const { items } = await call<{ items: { dealId: string | null; act: string }[] }>('GET', `/connections/${crm}/log?limit=100`);
    for (const each of items) {
      if (each.dealId === null || each.act !== 'created') continue;
      const deal = await call<{ status: string; stage: string }>('GET', `/deals/${each.dealId}`);
      if (deal.status === 'open' && deal.stage === 'prospect') return each.dealId;
    }
    return null;
  });
  const view = await viewOf('salesforce');
  assert.ok(view?.outsideId);
  opportunity = view.outsideId;
  await page.goto(`${entente.url}/deals/${dealId}`);
  await page.getByRole('heading', { name: 'Views', exact: true }).waitFor();
  await page.getByText('In step').first().waitFor();
  await act('salesforce', 'edit-field', { id: opportunity, field: 'NextStep', value: 'Call the head of operations' });
  await page.getByText('Call the head of operations').first().waitFor();
});

test('it is shared with AWS as a draft, filled in and submitted', async () => {
  const aws = connections.find((connection) => connection.system === 'aws')?.id ?? '';
  await call('PATCH', `/deals/${dealId}/facts`, {
    set: {
      business_problem: 'Reports over all terminals take a night; they have to be there in the morning shift.',
      use_case: 'Database',
      delivery_models: ['saas'],
      opportunity_type: 'new',
      needs: ['technical'],
      sales_activities: ['interest_shown'],
      monthly_spend: 1_200_000,
      customer_website: 'https://customer.example',
      customer_industry: 'Manufacturing',
      customer_state: 'California',
      customer_postal_code: '94105',
      customer_city: 'San Francisco',
      contract_months: 12,
    },
  });
  await page.getByRole('button', { name: 'Add view' }).click();
  await page.getByRole('menuitem', { name: /AWS/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await dialog
    .getByRole('button', { name: /share|add|make/i })
    .last()
    .click();
  const draft = await until('the draft', async () => {
    const view = await viewOf('aws');
    return view !== undefined && view.outsideId !== null && view;
  });
  const { items } = await call<{ items: { type: string; id: string }[] }>('GET', `/connections/${aws}/solutions`);
  await call('POST', `/outside-views/${draft.id}/links`, { type: items[0]?.type, entityId: items[0]?.id, linked: true });
  await until('the solution being named', async () => ((await viewOf('aws'))?.links.length ?? 0) > 0);
  await page.goto(`${entente.url}/deals/${dealId}`);
  await page.getByRole('tab', { name: /AWS/ }).click();
  const submit = page.getByRole('button', { name: /^Submit to AWS/ });
  await submit.waitFor();
  await until('nothing being missing', async () => (await submit.isEnabled()) || (await submit.getAttribute('aria-disabled')) !== 'true');
  await submit.click();
  await reviewed('waiting');
  await page.getByText('Submitted').first().waitFor();
});

test('AWS asks for action, the page says what, and mending it sends it back; what was changed meanwhile waits and goes out', async () => {
  const record = (await viewOf('aws'))?.outsideId ?? '';
  await act('aws', 'request-action', { opportunity: record, comments: 'The postal code does not fit the city.' });
  await reviewed('needs_work');
  await page
    .getByText(/The postal code does not fit the city/)
    .first()
    .waitFor();
  const deal = await call<{ acts: { title: string; dueAt: string | null }[] }>('GET', `/deals/${dealId}`);
  assert.ok(deal.acts.some((one) => one.title.includes('postal code') && one.dueAt !== null));
  await call('PATCH', `/deals/${dealId}/facts`, { set: { customer_postal_code: '94107' } });
  await reviewed('waiting');
  await call('PATCH', `/deals/${dealId}/facts`, { set: { competitor: 'On-Prem' } });
  await until('the change being queued', async () => (await viewOf('aws'))?.status === 'locked');
  await page.getByText('Goes out when unlocked').first().waitFor();
  await act('aws', 'approve-opportunity', { opportunity: record });
  await reviewed('accepted');
  await until('the queued change going out', async () => (await viewOf('aws'))?.status === 'same');
  await settled(page);
  await prepareAxe(page);
  assert.deepEqual(await violations(page), []);
});

test('a reseller is authorised, makes its own offer, and the buyer accepts it: the deal is entitled', async () => {
  const { items: listings } = await call<{ items: { id: string; name: string }[] }>('GET', '/listings');
  const { items: partners } = await call<{ items: { id: string }[] }>('GET', '/partners?limit=1');
  const grant = await call<{ id: string; version: number }>('POST', '/resale-authorizations', {
    dealId,
    listingId: listings.find(({ name }) => name.startsWith('Kestrel'))?.id,
    resellerPartnerId: partners[0]?.id,
    resellerAccount: RESELLER,
    usage: 'one_time',
    buyerAccount: BUYER,
    currency: 'USD',
    termMonths: 12,
    instalments: [],
    lines: [{ dimension: 'seats', description: 'Seats', quantity: 250, unitPriceMinor: 34_560, amountMinor: 8_640_000 }],
  });
  await call('POST', `/resale-authorizations/${grant.id}/send`, {}, grant.version);
  const authorised = await until('the authorisation', async () => {
    const one = await call<{ externalId: string | null; state: string }>('GET', `/resale-authorizations/${grant.id}`);
    return one.state === 'active' && one.externalId !== null && { id: one.externalId };
  });
  await act('aws', 'reseller-offers', { resaleAuthorizationId: authorised.id, buyerAccount: BUYER, markup: '8', availabilityEndDate: '2027-12-31' });
  const offer = await until('the offer of the reseller', async () => {
    const state = (await (await fetch(`${simulators}/_control/state`)).json()) as {
      simulators: { name: string; records: { title: string; rows: string[][] }[] }[];
    };
    const offers = state.simulators.find(({ name }) => name === 'aws')?.records.find(({ title }) => title.startsWith('Offers'))?.rows ?? [];
    return offers.find((row) => row[1] === 'Released' && row.some((cell) => cell.includes(RESELLER)))?.[0];
  });
  await act('aws', 'accept-offer', { offerId: offer, buyerAccount: BUYER });
  await until('the agreement', async () => (await call<{ items: unknown[] }>('GET', `/agreements?dealId=${dealId}`)).items.length > 0);
  await fetch(`${simulators}/_control/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs: 120_000 }),
  });
  await until('the entitlement', async () =>
    (await call<{ items: { state: string }[] }>('GET', `/entitlements?dealId=${dealId}`)).items.some((one) => one.state === 'active'),
  );
  await page.goto(`${entente.url}/deals/${dealId}`);
  await page
    .getByText(/Entitled/i)
    .first()
    .waitFor();
});

test('usage is metered, the money comes and is reconciled to the cent, and the CRM shows what became of the deal', async () => {
  const { items } = await call<{ items: { id: string; startsAt: string }[] }>('GET', `/entitlements?dealId=${dealId}`);
  const at = new Date(Math.max(Date.now(), Date.parse(items[0]?.startsAt ?? ''))).toISOString();
  const taken = await call<{ accepted: number; refused: unknown[] }>('POST', '/metering/records', {
    records: [{ key: 'first hour', entitlement: items[0]?.id, dimension: 'requests', at, quantity: '1500' }],
  });
  assert.deepEqual([taken.accepted, taken.refused], [1, []]);
  type Line = { id: string; state: string; version: number; acts: string[]; sentence: string | null };
  const line = async (): Promise<Line | undefined> => (await call<{ items: Line[] }>('GET', `/metering/lines?dealId=${dealId}`)).items[0];
  const waiting = await line();
  assert.ok(waiting);
  assert.ok(waiting.acts.includes('retry'), 'an hour may be sent before it has ended');
  await call('POST', `/metering/lines/${waiting.id}/retry`, undefined, waiting.version);
  await until('the marketplace taking the usage', async () => (await line())?.state === 'accepted');
  await act('aws', 'run-invoices');
  await act('aws', 'pay-invoices');
  await act('aws', 'run-disbursement');
  const aws = connections.find((connection) => connection.system === 'aws')?.id ?? '';
  const source = await call<{ id: string }>('POST', '/disbursements/sources', { connectionId: aws });
  await call('POST', `/disbursements/sources/${source.id}/read`);
  const { totals } = await call<{ totals: { invoicedMinor: number; feeMinor: number; netMinor: number; paidMinor: number; openMinor: number }[] }>(
    'GET',
    `/deals/${dealId}/billing`,
  );
  const [money] = totals;
  assert.ok(money && money.invoicedMinor > 0);
  assert.deepEqual([money.invoicedMinor + money.feeMinor, money.paidMinor, money.openMinor], [money.netMinor, money.netMinor, 0]);
  await page.goto(`${entente.url}/disbursements`);
  await page.getByRole('heading', { name: 'Disbursements' }).first().waitFor();

  const sign = (await (
    await fetch(`${simulators}/salesforce/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'entente-sample', client_secret: 'entente-sample-secret' }),
    })
  ).json()) as { access_token: string };
  const inCrm = async () =>
    (await (
      await fetch(`${simulators}/salesforce/services/data/v66.0/sobjects/Opportunity/${opportunity}`, {
        headers: { authorization: `Bearer ${sign.access_token}` },
      })
    ).json()) as Record<string, unknown>;
  const shown = await until('the CRM showing the outcome', async () => {
    const record = await inCrm();
    return record['Entente_Agreement__c'] === 'active' && record;
  });
  assert.equal(shown['Entente_Cosell__c'], 'Approved');
  assert.ok(String(shown['Entente_Entitled_On__c']).length > 0);
});
