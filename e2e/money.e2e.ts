import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchBrowser } from '@entente/testkit';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { callAs, sound as soundOf, until } from './journey.ts';
import { settled } from './page-checks.ts';
import { reAdd } from './re-add.ts';
import { install, signIn, type Installation } from './support.ts';

/*
 * One deal from its price to the last partner's payout: seven products of seven makers quoted as one, compared and switched between
 * ways to settle it, won, invoiced, metered for a quarter, partly refunded, paid out; a month is closed; a partner opens one line and
 * disputes another. Every figure is added once more by a script that knows nothing of the product.
 */
const RESELLER = '444455556666';
const BUYER = '777788889999';
const DAY_MS = 86_400_000;
const day = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

let entente: Installation;
let simulators: string;
let browser: Browser;
let people: BrowserContext;
let page: Page;
let partner: BrowserContext;
let dealId: string;
let quoteId: string;
let invoiceId: string;
let paymentId: string;
let runId: string;

before(async () => {
  entente = await install();
  simulators = `http://127.0.0.1:${Number(new URL(entente.url).port) + 100}`;
  browser = await launchBrowser();
  people = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  await signIn(people.request, entente);
  partner = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await signIn(partner.request, { ...entente, email: entente.partnerEmail });
  page = await people.newPage();
  page.setDefaultTimeout(20_000);
});
after(async () => {
  await browser?.close();
  await entente?.stop();
});

const call = <T>(method: string, path: string, body?: unknown, ifVersion?: number, as = people): Promise<T> =>
  callAs<T>(as, entente.url, method, path, body, ifVersion);
const read = <T>(path: string): Promise<T> => call<T>('GET', path);
async function act(system: string, name: string, fields: Record<string, string>): Promise<void> {
  const answer = await fetch(`${simulators}/_control/acts/${system}/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fields),
  });
  assert.ok(answer.ok, `${name}: ${await answer.text()}`);
}
async function open(path: string, on = page): Promise<void> {
  await on.goto(`${entente.url}${path}`);
  await settled(on);
}
const sound = (what: string, on = page): Promise<void> => soundOf(what, on);

type Named = { id: string; name: string };
type Option = {
  kind: string;
  label: string;
  candidate: unknown;
  refusals: { sentence: string }[];
  money: { buyerMinor: number; netMinor: number; parties: { totalMinor: number }[] } | null;
};
type Quote = {
  id: string;
  version: number;
  state: string;
  netMinor: number;
  priced: { lines: { vendorId: string | null; productId: string; netMinor: number }[] };
};

test('seven products of seven makers are quoted as one bundle', async () => {
  const { items: bundles } = await read<{ items: Named[] }>('/pricing/bundles');
  const { items: accounts } = await read<{ items: (Named & { country: string | null })[] }>('/accounts?limit=200');
  const account = accounts.filter(({ country }) => country === 'DE')[3];
  assert.ok(account && bundles[0]);
  const deal = await call<{ id: string }>('POST', '/deals', {
    name: 'Quay nine',
    accountId: account.id,
    currency: 'EUR',
    closeOn: day(20),
    stage: 'qualified',
  });
  dealId = deal.id;
  const { items: partners } = await read<{ items: (Named & { status: string; types: string[] })[] }>('/partners?limit=200');
  const reseller = partners.find(({ status, types }) => status === 'active' && types.includes('reseller'));
  const me = await call<{ partner?: Named | null }>('GET', '/session', undefined, undefined, partner);
  const sourcing = partners.find(({ name, id }) => id === me.partner?.id || name.startsWith('Castellan'));
  assert.ok(reseller && sourcing);
  await call('POST', `/deals/${dealId}/participants`, { partnerId: reseller.id, role: 'resell' });
  await call('POST', `/deals/${dealId}/participants`, { partnerId: sourcing.id, role: 'source' });
  const quote = await call<Quote>('POST', '/quotes', {
    dealId,
    name: 'Harbour suite for quay nine',
    expiresOn: day(30),
    request: {
      currency: 'EUR',
      region: null,
      partnerId: null,
      selections: [{ kind: 'bundle', bundleId: bundles[0].id, quantity: 1, termMonths: 12 }],
      discount: { kind: 'percent', percent: '5' },
      discountReason: 'Second quay',
    },
  });
  quoteId = quote.id;
  assert.equal(quote.priced.lines.length, 7);
  assert.equal(new Set(quote.priced.lines.map(({ vendorId }) => vendorId)).size, 7);
  assert.equal(
    quote.priced.lines.reduce((sum, { netMinor }) => sum + netMinor, 0),
    quote.netMinor,
  );
  await open(`/money/quotes/${quoteId}`);
  await page.getByText('Harbour suite for quay nine').first().waitFor();
  await page.getByText('Crane health').first().waitFor();
  await sound('the quote');
});

test('resale is switched to a channel private offer and back, with the differences shown', async () => {
  const { items: listings } = await read<{ items: Named[] }>('/listings');
  const { items: participants } = { items: (await read<{ participants: { partnerId: string; role: string }[] }>(`/deals/${dealId}`)).participants };
  const grant = await call<{ id: string; version: number }>('POST', '/resale-authorizations', {
    dealId,
    listingId: listings.find(({ name }) => name === 'Harbour suite')?.id,
    resellerPartnerId: participants.find(({ role }) => role === 'resell')?.partnerId,
    resellerAccount: RESELLER,
    usage: 'one_time',
    buyerAccount: BUYER,
    currency: 'USD',
    termMonths: 12,
    instalments: [],
    lines: [{ dimension: 'seats', description: 'Seats', quantity: 250, unitPriceMinor: 34_560, amountMinor: 8_640_000 }],
  });
  await call('POST', `/resale-authorizations/${grant.id}/send`, {}, grant.version);
  await until('the authorisation', async () => (await read<{ state: string }>(`/resale-authorizations/${grant.id}`)).state === 'active');

  const { options } = await call<{ options: Option[] }>('POST', `/deals/${dealId}/settlement/compare`, {});
  for (const { label, money } of options)
    if (money)
      assert.equal(
        money.parties.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
        money.buyerMinor,
        label,
      );
  assert.ok(options.find(({ kind }) => kind === 'distribution')?.refusals.some(({ sentence }) => sentence.includes('distributor')));
  let seen = 0;
  const nets: number[] = [];
  for (const kind of ['resale', 'channel_private_offer', 'resale', 'direct']) {
    const option = options.find((one) => one.kind === kind);
    assert.ok(option?.money, kind);
    nets.push(option.money.netMinor);
    seen = (
      await call<{ number: number }>('POST', `/deals/${dealId}/settlement`, { candidate: option.candidate, reason: `The buyer asks for ${option.label}`, seen })
    ).number;
  }
  assert.equal(seen, 4);
  assert.equal(nets[0], nets[2], 'the same way again comes to the same');
  assert.ok(nets[0] !== undefined && nets[1] !== undefined && nets[1] < nets[0], 'the fee is borne by us');
  await open(`/deals/${dealId}/settlement`);
  await page.getByText('Channel private offer').first().waitFor();
  await page.getByText('Versions of the plan').first().waitFor();
  await sound('the comparison');
  await open(`/deals/${dealId}`);
  await page.getByText('Net to us').first().waitFor();
  await sound('the waterfall');
});

type Subscription = { id: string; billingMonths: number; items: { kind: string; subject: string | null; meterKey: string | null }[] };

test('won in the CRM, it becomes subscriptions, an invoice, and a quarter of usage', async () => {
  let quote = await read<Quote>(`/quotes/${quoteId}`);
  quote = await call<Quote>('POST', `/quotes/${quoteId}/submit`, {}, quote.version);
  assert.equal(quote.state, 'approved', 'nothing here asks for a second person');
  quote = await call<Quote>('POST', `/quotes/${quoteId}/send`, {}, quote.version);
  await call('POST', `/quotes/${quoteId}/accept`, { acceptedBy: 'Head of operations', evidence: 'Signed order' }, quote.version);
  const opportunity = await until('the CRM holding the deal', async () => {
    const { items } = await read<{ items: { system: string; outsideId: string | null }[] }>(`/deals/${dealId}/views`);
    return items.find(({ system }) => system === 'salesforce')?.outsideId;
  });
  await act('salesforce', 'edit-field', { id: opportunity, field: 'StageName', value: 'Closed Won' });
  await until('the deal being won', async () => (await read<{ status: string }>(`/deals/${dealId}`)).status === 'won');
  const { items } = await until('the subscriptions', async () => {
    const found = await read<{ items: { id: string }[] }>(`/subscriptions?dealId=${dealId}`);
    return found.items.length === 2 && found;
  });
  const details = await Promise.all(items.map(({ id }) => read<Subscription>(`/subscriptions/${id}`)));
  const metered = details.flatMap((one) => one.items).find(({ kind }) => kind === 'usage');
  assert.ok(metered?.subject && metered.meterKey);
  // A quarter of it, told twice: what is known already is counted once. What lies before the term is nobody's.
  const events = Array.from({ length: 90 }, (_, index) => ({
    id: `quay-${index}`,
    meter: metered.meterKey,
    subject: metered.subject,
    at: new Date(Date.now() - index * DAY_MS).toISOString(),
    quantity: '75',
  }));
  const first = await call<{ accepted: number; refused: unknown[] }>('POST', '/meters/events', { events });
  assert.deepEqual([first.accepted, first.refused], [90, []]);
  assert.equal((await call<{ repeated: number }>('POST', '/meters/events', { events })).repeated, 90);

  const { account } = { account: await read<{ accountId: string; accountName: string }>(`/deals/${dealId}`) };
  await call('PUT', `/accounts/${account.accountId}/billing-profile`, {
    party: { legalName: account.accountName, country: 'DE' },
    orderNumber: 'PO-900',
    language: 'en',
  });
  const made = await until('the charges', async () => {
    const { items: charges } = await read<{ items: unknown[] }>(`/charges?dealId=${dealId}`);
    return (
      charges.length >= 6 &&
      call<{ made: { invoiceId: string; number: string | null; totalMinor: number }[] }>('POST', '/invoices/run', {
        until: day(0),
        accountId: account.accountId,
        issue: true,
      })
    );
  });
  assert.equal(made.made.length, 1, 'one invoice for all makers');
  invoiceId = made.made[0]?.invoiceId ?? '';
  assert.match(made.made[0]?.number ?? '', /^INV-\d{4}-\d{5}$/);
  const paid = await call<{ id: string }>('POST', '/payments', {
    accountId: account.accountId,
    currency: 'EUR',
    amountMinor: made.made[0]?.totalMinor,
    receivedOn: day(0),
    applyTo: [{ invoiceId, amountMinor: made.made[0]?.totalMinor }],
  });
  paymentId = paid.id;
  await until(
    'the receipt being divided',
    async () => (await read<{ items: { state: string }[] }>(`/splits?dealId=${dealId}`)).items[0]?.state === 'allocated',
  );
  await open(`/money/invoices/${invoiceId}`);
  await page.getByText('Crane health').first().waitFor();
  await sound('the invoice');
});

test('part of it is credited and refunded; a larger refund than was paid is refused', async () => {
  const invoice = await read<{ version: number; lines: { id: string; netMinor: number; description: string }[] }>(`/invoices/${invoiceId}`);
  const cranes = invoice.lines.find(({ description }) => description.startsWith('Crane health'));
  assert.ok(cranes);
  await call('POST', `/invoices/${invoiceId}/credit`, { reason: 'Three cranes fewer', lines: [{ lineId: cranes.id, netMinor: 600_001 }] }, invoice.version);
  const payment = await read<{ version: number; leftMinor: number; amountMinor: number }>(`/payments/${paymentId}`);
  assert.equal(payment.leftMinor, 714_001, 'with its tax');
  const refused = await people.request.fetch(`${entente.url}/api/v1/payments/${paymentId}/refund`, {
    method: 'POST',
    data: { amountMinor: payment.amountMinor + 1, reason: 'Too much' },
    headers: { origin: entente.url, 'if-match': `"${payment.version}"` },
  });
  assert.ok(refused.status() === 409 || refused.status() === 422, await refused.text());
  await call('POST', `/payments/${paymentId}/refund`, { amountMinor: payment.leftMinor, reason: 'Three cranes fewer' }, payment.version);
  const { items } = await until('the refund being divided', async () => {
    const found = await read<{ items: { netMinor: number; partnersMinor: number; state: string; reversesReceiptId: string | null }[] }>(
      `/splits?dealId=${dealId}`,
    );
    return found.items.length === 2 && found.items.every(({ state }) => state === 'allocated') && found;
  });
  const back = items.find(({ reversesReceiptId }) => reversesReceiptId !== null);
  assert.equal(back?.netMinor, -600_001);
  assert.ok(back && back.partnersMinor < 0);
});

type Run = { id: string; state: string; version: number; lines: number; contentHash: string | null; progress: { doing: string | null } };

test('a run pays everybody; one person makes it and another releases it', async () => {
  const run = await call<Run>('POST', '/payout-runs', { name: 'Quay nine', until: day(0) });
  runId = run.id;
  await call('POST', `/payout-runs/${runId}/collect`, {});
  const collected = await until('collecting', async () => {
    const now = await read<Run>(`/payout-runs/${runId}`);
    return now.progress.doing === null && now.lines > 0 && now;
  });
  const ready = await call<Run>('POST', `/payout-runs/${runId}/ready`, {}, collected.version);
  const own = await people.request.fetch(`${entente.url}/api/v1/payout-runs/${runId}/release`, {
    method: 'POST',
    data: { contentHash: ready.contentHash, payOn: day(2) },
    headers: { origin: entente.url },
  });
  assert.ok(own.status() === 403 || own.status() === 409, 'nobody releases what they made');
  await open(`/money/payouts/runs/${runId}`);
  await sound('the run');
  const { items: staff } = await read<{ items: { email: string; role: string }[] }>('/people?limit=200');
  const finance = staff.find(({ role }) => role === 'finance');
  assert.ok(finance);
  const second = await browser.newContext();
  await signIn(second.request, { ...entente, email: finance.email });
  await call('POST', `/payout-runs/${runId}/release`, { contentHash: ready.contentHash, payOn: day(2) }, undefined, second);
  await until('the documents', async () => {
    const now = await read<Run>(`/payout-runs/${runId}`);
    return now.state === 'released' && now.progress.doing === null;
  });
  const file = await call<{ text: string }>('POST', `/payout-runs/${runId}/file`, { currency: 'EUR' }, undefined, second);
  assert.match(file.text, /pain\.001\.001\.09/);
  await call('POST', `/payout-runs/${runId}/send`, {}, undefined, second);
  await call('POST', `/payout-runs/${runId}/paid`, { paidOn: day(0) });
  await until('it being settled', async () => (await read<Run>(`/payout-runs/${runId}`)).state === 'settled');
  await second.close();
});

test('finance closes a month, and what comes late for it is booked in the next', async () => {
  const { items: months } = await read<{ items: { month: string; state: string }[] }>('/ledger/periods');
  const oldest = months.at(-1)?.month ?? '';
  assert.ok(oldest < day(0).slice(0, 7));
  await open(`/money/ledger/periods/${oldest}`);
  await page.getByRole('button', { name: 'Start closing' }).click();
  await page.getByText('Closing', { exact: true }).first().waitFor();
  const list = await read<{ items: { key: string; kind: string; done: boolean; sentence: string }[] }>(`/ledger/periods/${oldest}`);
  for (const { key, kind, done } of list.items) if (kind === 'tick' && !done) await call('POST', `/ledger/periods/${oldest}/ticks`, { key, done: true });
  // What was used in the month waits as a draft; a month is not closed over it.
  const { items: drafts } = await read<{ items: { id: string }[] }>('/invoices?state=draft');
  for (const { id } of drafts) {
    await open(`/money/invoices/${id}`);
    await page.getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Issue', exact: true }).click();
    await page.getByText(/^Issued as /).waitFor();
  }
  const after = await until('nothing being open', async () => {
    const now = await read<{ ready: boolean; items: { key: string; done: boolean; sentence: string }[] }>(`/ledger/periods/${oldest}`);
    return now.ready && now;
  });
  assert.ok(after.ready);
  await open(`/money/ledger/periods/${oldest}`);
  await page.getByRole('button', { name: 'Close the month' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').click({ force: true });
  await dialog.getByRole('button', { name: /Close/ }).last().click();
  await page.getByText('The month is closed.').first().waitFor();
  await sound('the closed month');
});

test('the partner opens one line of its statement down to the arithmetic, and disputes another', async () => {
  const portal = await partner.newPage();
  portal.setDefaultTimeout(20_000);
  await open('/portal/money', portal);
  const { items } = await call<{ items: { id: string; title: string; amountMinor: number; statementId: string | null }[] }>(
    'GET',
    '/portal/money/earnings',
    undefined,
    undefined,
    partner,
  );
  const line = items.find(({ amountMinor }) => amountMinor > 0);
  const other = items.find(({ id, amountMinor }) => id !== line?.id && amountMinor > 0);
  assert.ok(line && other);
  await open(`/portal/money/earnings/${line.id}`, portal);
  const told = await call<{ explanation: { steps: { formula: string }[] } }>('GET', `/portal/money/earnings/${line.id}`, undefined, undefined, partner);
  await portal
    .getByText(told.explanation.steps[0]?.formula ?? '')
    .first()
    .waitFor();
  await sound('the line of a partner', portal);
  await open(`/portal/money/earnings/${other.id}`, portal);
  await portal.getByRole('button', { name: 'Dispute' }).first().click();
  const dialog = portal.getByRole('dialog');
  await dialog.getByRole('combobox').or(dialog.locator('select')).first().selectOption('amount');
  await dialog.locator('textarea').first().fill('The order named eight per cent.');
  await dialog.getByRole('button', { name: 'Dispute' }).click();
  await portal.waitForURL(/\/portal\/money\/disputes\//);
  await portal.getByText('The order named eight per cent.').first().waitFor();
  await sound('the dispute', portal);
  const { items: disputes } = await read<{ items: { state: string; reason: string }[] }>('/earning-disputes');
  assert.ok(disputes.some(({ state, reason }) => state === 'open' && reason.includes('eight per cent')));
});

test('every figure adds up once more, by a script that knows nothing of the product', async () => {
  assert.deepEqual(await reAdd(read), []);
  // And it would have noticed: one cent more on one invoice.
  const tampered = await reAdd(async <T>(path: string): Promise<T> => {
    const answer = await read<T & { netMinor?: number; lines?: unknown }>(path);
    return path === `/invoices/${invoiceId}` ? { ...answer, netMinor: (answer.netMinor ?? 0) + 1 } : answer;
  });
  assert.ok(tampered.length > 0);
  const today = day(0);
  const { controls, projectionDifferences } = await read<{
    controls: { title: string; compared: boolean; differences: unknown[] }[];
    projectionDifferences: number;
  }>(`/ledger/reconciliation?asOf=${today}`);
  assert.deepEqual(
    controls.filter(({ differences }) => differences.length > 0).map(({ title }) => title),
    [],
  );
  assert.equal(projectionDifferences, 0);
});
