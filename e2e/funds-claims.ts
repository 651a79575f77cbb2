import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator } from 'playwright-core';
import { sound, until } from './journey.ts';
import { badge, field, file, press, said, saved, tell, type FundsScene } from './funds-steps.ts';
import { francs } from './funds-requests.ts';

type Claim = { number: number; state: string; claimedMinor: number; approvedMinor: number | null; reversedMinor: number; rate: { rate: string } | null };
type Invoice = { what: string; number: string; on: string; cost: string; claimed: string };

export async function fillInvoice(group: Locator, { what, number, on, cost, claimed }: Invoice): Promise<void> {
  await field(group, 'For what').fill(what);
  await field(group, 'Supplier').fill('Quay hotel');
  await field(group, 'Invoice number').fill(number);
  await field(group, 'Invoice date').fill(on);
  await field(group, 'Invoiced').fill(cost);
  await field(group, 'You claim').fill(claimed);
  await field(group, 'File of the invoice').setInputFiles(file(`${number.toLowerCase()}.pdf`));
  await group.getByText(`${number.toLowerCase()}.pdf`).waitFor();
}

/** What is done with claims besides approving them: each needs an activity that has begun. */
export function claimTests(of: () => FundsScene, requestId: () => string, firstClaimId: () => string): void {
  const own = (id: string): Promise<Claim> => of().call(of().partner, 'GET', `/portal/fund-claims/${id}`);
  const claimPage = async (): Promise<string> => {
    await of().portal.waitForURL(/\/portal\/funds\/claims\/[0-9a-f-]{36}$/);
    return of().portal.url().split('/').at(-1) ?? '';
  };
  const invoice = (number: string, cost: string, claimed: string): Invoice => ({ what: 'Flowers', number, on: of().startsOn, cost, claimed });

  void test('the rest is claimed, kept, changed, sent and withdrawn; its invoice is claimed again and rejected with a reason', async () => {
    const { desk, portal, staff, open, balance } = of();
    await open(portal, '/portal/funds/claims');
    await portal.getByRole('link', { name: 'Claim', exact: true }).click();
    await portal.getByRole('link', { name: /Breakfast at the quay/ }).click();
    await portal.getByRole('heading', { name: 'Claim Breakfast at the quay' }).waitFor();
    await field(portal, 'What this claim is for').fill('Flowers');
    await fillInvoice(portal.getByRole('group', { name: 'Invoice 1' }), invoice('QF-1', '1,000', '500'));
    await press(portal, 'Add invoice');
    await field(portal.getByRole('group', { name: 'Invoice 2' }), 'For what').fill('Not this one');
    await press(portal, 'Remove invoice 2');
    await press(portal, 'Add proof');
    await press(portal, 'Remove proof 2');
    await press(portal, 'Keep for later');
    const id = await claimPage();
    await portal.getByRole('status').getByText('Kept. It is not sent yet.').waitFor();
    await badge(portal, 'Not sent').waitFor();
    assert.equal((await staff.request.get(new URL(`/api/v1/fund-claims/${id}`, desk.url()).href)).status(), 404, 'what is not sent is the partner’s own');
    await press(portal, 'Change');
    await field(portal, 'What this claim is for').fill('Flowers on the tables');
    await press(portal, 'Keep for later');
    await portal.getByRole('heading', { name: 'Flowers on the tables' }).waitFor();
    assert.deepEqual(await balance(), [1_600_000, 160_000, 240_000, 240_000, 0, 0], 'nothing is claimed yet');
    await press(portal, 'Send for review');
    await badge(portal, 'Sent').waitFor();
    assert.deepEqual(await balance(), [1_600_000, 110_000, 290_000, 240_000, 0, 0]);
    await tell(portal, 'Withdraw claim', 'The florist sends another invoice.');
    await portal.getByRole('status').getByText('The claim is withdrawn.').waitFor();
    await said(portal, 'The florist sends another invoice.').waitFor();
    await sound('a withdrawn claim', portal);
    assert.equal((await own(id)).state, 'withdrawn');
    assert.deepEqual(await balance(), [1_600_000, 160_000, 240_000, 240_000, 0, 0], 'it can be claimed again');

    await open(portal, `/portal/funds/claims/new?request=${requestId()}`);
    await field(portal, 'What this claim is for').fill('Flowers once more');
    await fillInvoice(portal.getByRole('group', { name: 'Invoice 1' }), invoice('QF-1', '1,000', '500'));
    await press(portal, 'Send for review');
    const again = await claimPage();
    await open(desk, `/money/funds/claims/${again}`);
    await tell(desk, 'Ask', 'Which tables?');
    await open(portal, `/portal/funds/claims/${again}`);
    await said(portal, 'Which tables?').waitFor();
    await tell(portal, 'Answer', 'All of them.', { label: 'Your answer', send: 'Send answer' });
    await portal.getByRole('status').getByText('Your answer is sent.').waitFor();
    await open(desk, `/money/funds/claims/${again}`);
    await desk.getByText('All of them.').first().waitFor();
    await press(desk, 'Reject');
    const dialog = desk.getByRole('dialog');
    await press(dialog, 'Reject');
    await dialog.getByText('Say why.').waitFor();
    await field(dialog, 'Reason').fill('We do not pay for flowers.');
    await dialog.getByText('Goes back to the fund').click();
    await sound('the rejection of a claim', desk);
    await press(dialog, 'Reject');
    await dialog.waitFor({ state: 'hidden' });
    await badge(desk, 'Rejected').waitFor();
    await open(portal, `/portal/funds/claims/${again}`);
    await said(portal, 'We do not pay for flowers.').waitFor();
    await sound('a rejected claim', portal);
    assert.equal((await own(again)).state, 'rejected');
    assert.deepEqual(await balance(), [1_650_000, 110_000, 240_000, 240_000, 0, 0], 'its money is left in the fund again');
  });

  void test('a part of what was approved is taken back with its reason, and both sides save the invoice', async () => {
    const { desk, portal, partner, call, open, balance } = of();
    const id = firstClaimId();
    await open(desk, `/money/funds/claims/${id}`);
    const given = await saved(desk, () => desk.getByRole('button', { name: /^qh-77\.pdf/ }).click());
    assert.deepEqual([given.name, given.bytes.toString()], ['qh-77.pdf', '%PDF-1.4 qh-77.pdf']);
    await press(desk, 'Take back');
    const dialog = desk.getByRole('dialog');
    await dialog.getByText('Up to €2,400.00 can be taken back.').waitFor();
    await field(dialog, 'Amount').fill('2400.01');
    await press(dialog, 'Take back');
    await dialog.getByText('Enter an amount up to €2,400.00.').waitFor();
    await dialog.getByText('Say why.').waitFor();
    await field(dialog, 'Amount').fill('400');
    await field(dialog, 'Reason').fill('The hotel gave a discount.');
    await sound('taking back', desk);
    await press(dialog, 'Take back');
    await dialog.waitFor({ state: 'hidden' });
    await desk.locator('dl > div', { hasText: 'Taken back' }).getByText('€400.00', { exact: true }).first().waitFor();
    const { number, state, reversedMinor } = await own(id);
    assert.deepEqual([state, reversedMinor], ['approved', 40_000], 'the rest is still owed');
    assert.deepEqual(await balance(), [1_690_000, 110_000, 200_000, 200_000, 0, 0]);

    await open(portal, `/portal/funds/claims/${id}`);
    await said(portal, 'The hotel gave a discount.').waitFor();
    await portal.getByText('€400', { exact: true }).waitFor();
    await sound('a claim of which a part was taken back', portal);
    const kept = await saved(portal, () => portal.getByRole('button', { name: /^qh-77\.pdf/ }).click());
    assert.deepEqual([kept.name, kept.bytes.toString()], ['qh-77.pdf', '%PDF-1.4 qh-77.pdf']);
    const { items } = await call<{ items: { title: string; amountMinor: number }[] }>(
      partner,
      'GET',
      `/portal/money/earnings?q=${encodeURIComponent(`Fund claim ${number} taken back`)}`,
    );
    assert.deepEqual(
      items.map(({ title, amountMinor }) => [title, amountMinor]),
      [[`Fund claim ${number} taken back`, -40_000]],
    );
  });
}

/** A claim in another currency, of a fund that converts at the rate of the day it is claimed. */
export function foreignClaimTests(of: () => FundsScene, requestId: () => string): void {
  void test('in another currency it is claimed at the rate of that day, approved at the same, and taken back whole', async () => {
    const { far, desk, portal, partner, staff, call, open, balance, startsOn } = of();
    const own = (id: string): Promise<Claim> => call(partner, 'GET', `/portal/fund-claims/${id}`);
    await until('the activity beginning', async () => (await call<Claim>(partner, 'GET', `/portal/fund-requests/${requestId()}`)).state === 'in_execution');
    await call(staff, 'POST', '/ledger/rates', francs('1.1', startsOn));
    await open(portal, `/portal/funds/claims/new?request=${requestId()}`);
    await portal.getByText('That of the day you claim').waitFor();
    await field(portal, 'What this claim is for').fill('Boats and food');
    const line = { what: 'Two boats', number: 'LB-9', on: startsOn, cost: '4,000', claimed: '2,500' };
    await fillInvoice(portal.getByRole('group', { name: 'Invoice 1' }), line);
    await portal.getByRole('alert').getByText('The fund bears at most CHF 2,000 of these invoices.').waitFor();
    await field(portal.getByRole('group', { name: 'Invoice 1' }), 'You claim').fill('2,000');
    await field(portal.getByRole('group', { name: 'Proof 1' }), 'File').setInputFiles(file('lake.pdf'));
    await portal.getByRole('group', { name: 'Proof 1' }).getByText('lake.pdf').waitFor();
    await portal.getByLabel(/^This is the last claim of the activity/).check();
    await sound('the form of a claim in francs', portal);
    await press(portal, 'Send for review');
    await portal.waitForURL(/\/portal\/funds\/claims\/[0-9a-f-]{36}$/);
    const id = portal.url().split('/').at(-1) ?? '';
    await portal.getByText(/1 CHF = 1\.1 EUR/).waitFor();
    await portal.getByText('€2,200', { exact: true }).waitFor();
    await sound('a claim in francs', portal);
    assert.deepEqual(await balance(far), [580_000, 200_000, 220_000, 0, 0, 0]);

    // Newer than the claim: what is decided was claimed at the other.
    await call(staff, 'POST', '/ledger/rates', francs('1.2', startsOn));
    await open(desk, `/money/funds/claims/${id}`);
    await desk.getByText(/1 CHF = 1\.1 EUR/).waitFor();
    await badge(desk, 'Last claim').waitFor();
    await press(desk, 'Approve');
    const dialog = desk.getByRole('dialog');
    await field(dialog, 'Approve of line 1').fill('2001');
    await press(dialog, 'Approve');
    await dialog.getByText(/No more than CHF.2,000\.00\./).waitFor();
    await field(dialog, 'Approve of line 1').fill('1500');
    await field(dialog, 'Approve of line 1').blur();
    await field(dialog, 'Why less').fill('One boat was for you.');
    await dialog.getByText('Goes back to the fund').click();
    await sound('the approval of a claim in francs', desk);
    await press(dialog, 'Approve');
    await dialog.waitFor({ state: 'hidden' });
    await desk.getByText('€1,650.00 is approved and owed').waitFor();
    await desk
      .getByText(/at 1 CHF = 1\.1 EUR, rounded once/)
      .first()
      .waitFor();
    await sound('an approved claim in francs', desk);
    const approved = await own(id);
    assert.deepEqual([approved.state, approved.approvedMinor, approved.rate?.rate], ['approved', 165_000, '1.1']);
    assert.deepEqual(await balance(far), [835_000, 0, 165_000, 165_000, 0, 0], 'after the last claim nothing stays reserved');
    assert.equal((await call<Claim>(partner, 'GET', `/portal/fund-requests/${requestId()}`)).state, 'settled');

    await tell(desk, 'Take back', 'The boats never sailed.');
    await badge(desk, 'Taken back').waitFor();
    await open(portal, `/portal/funds/claims/${id}`);
    await badge(portal, 'Taken back').waitFor();
    await said(portal, 'The boats never sailed.').waitFor();
    assert.equal((await own(id)).state, 'reversed');
    assert.deepEqual(await balance(far), [1_000_000, 0, 0, 0, 0, 0]);
  });
}

const rowsOf = (csv: string): string[][] =>
  csv
    .trimEnd()
    .split('\r\n')
    .map((row) => [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''));
/** As a page writes what a file says. */
const exact = (amount: string, currency: string): string =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(Number(amount));

/** Every list of a budget as a file, against what the page shows of it. */
export function exportTests(of: () => FundsScene): void {
  const taken = async (what: string): Promise<string[][]> => {
    const { desk } = of();
    const { name, bytes } = await saved(desk, async () => {
      await press(desk, 'Export');
      await desk.getByRole('menuitem', { name: what, exact: true }).click();
    });
    assert.equal(name, `fund-${what.toLowerCase()}.csv`);
    return rowsOf(bytes.toString()).slice(1);
  };
  /** Each row of the file is a row of the list, and the list has no other. */
  async function shows(list: string, rows: readonly string[][], textsOf: (row: string[]) => string[]): Promise<void> {
    const shown = of()
      .desk.getByRole('grid', { name: list })
      .getByRole('row')
      .filter({ has: of().desk.getByRole('gridcell') });
    const texts = (await shown.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
    assert.equal(texts.length, rows.length, `${list} of the file and of the page`);
    assert.ok(rows.length > 1, 'there is something to compare');
    for (const row of rows) {
      const wanted = textsOf(row);
      assert.ok(
        texts.some((text) => wanted.every((part) => text.includes(part))),
        `${wanted.join(', ')} among ${texts.join(' | ')}`,
      );
    }
  }
  const cell = (row: readonly string[], index: number): string => row[index] ?? assert.fail('a cell is missing');
  const amount = (row: readonly string[], index: number, currency: number): string[] =>
    cell(row, index) === '' ? [] : [exact(cell(row, index), cell(row, currency))];

  void test('what is exported of a budget is what its lists show, in amounts and in number', async () => {
    const { quay, far, desk, staff, call, open, partnerName } = of();
    await open(desk, `/money/funds?tab=requests&state=all&budget=${quay.budgetId}`);
    const words = new Map(Object.entries({ in_execution: 'Under way', rejected: 'Rejected', cancelled: 'Cancelled' }));
    const requests = await taken('Requests');
    await shows('Requests', requests, (row) => [
      `F-${cell(row, 0)} ${cell(row, 4)}`,
      partnerName,
      words.get(cell(row, 3)) ?? cell(row, 3),
      ...amount(row, 14, 13),
      ...amount(row, 15, 13),
    ]);
    assert.ok(requests.every((row) => row[2] === quay.name));

    await desk.getByRole('tab', { name: 'Claims' }).click();
    await desk.getByRole('tab', { name: 'All', exact: true }).click();
    await desk.getByText('Flowers once more').waitFor();
    assert.equal(await desk.getByText('Boats and food').count(), 0, 'the claims are those of the budget too');
    const states = new Map(Object.entries({ approved: 'Approved, owed', rejected: 'Rejected', withdrawn: 'Withdrawn' }));
    const claims = await taken('Claims');
    await shows('Claims', claims, (row) => [
      `C-${cell(row, 0)} ${cell(row, 4)}`,
      partnerName,
      states.get(cell(row, 3)) ?? cell(row, 3),
      ...amount(row, 9, 8),
      ...amount(row, 10, 8),
    ]);
    await sound('the claims of a budget', desk);
    await press(desk, `Remove filter: ${quay.name}`);
    await desk.getByText('Boats and food').waitFor();
    await open(desk, `/money/funds?tab=claims&state=all&budget=${quay.budgetId}`);

    await desk.getByRole('tab', { name: 'Calendar' }).click();
    await desk.getByText('Breakfast at the quay').waitFor();
    assert.equal(await desk.getByText('Evening at the lake').count(), 0, 'so are the activities');
    await sound('the calendar', desk);
    await press(desk, 'Three months earlier');
    await desk.getByText('Breakfast at the quay').waitFor({ state: 'hidden' });
    await press(desk, 'Today');
    await desk.getByText('Breakfast at the quay').waitFor();
    await desk.getByRole('tab', { name: 'Figures' }).click();
    await desk.getByRole('region', { name: 'Figures' }).getByText(exact('20000', 'EUR')).first().waitFor();
    // What went back to the fund is neither committed nor claimed any more, whichever way it went.
    const figures = desk.getByRole('region', { name: 'Figures' }).getByRole('row').filter({ hasText: partnerName }).getByRole('cell');
    assert.deepEqual(
      (await figures.allInnerTexts()).slice(1),
      ['20000', '3500', '2400', '2000', '0', '0'].map((text) => exact(text, 'EUR')),
    );
    await sound('the figures', desk);
    await desk.getByRole('button', { name: /^All years/ }).click();
    await desk.getByRole('option', { name: String(new Date().getFullYear() + 1) }).click();
    await desk.getByText('Nothing has moved yet').waitFor();
    // Nothing is narrowed here, and nothing is left out.
    await desk.getByRole('tab', { name: 'Budgets' }).click();
    await desk.getByText('Not allocated').first().waitFor();
    assert.ok((await taken('Claims')).some((row) => row[4] === 'Boats and food'));

    await open(desk, `/money/funds/${far.budgetId}?open=${far.allocationId}`);
    const list = desk.getByRole('dialog').getByRole('region', { name: 'Movements' }).getByRole('listitem');
    await list.first().waitFor();
    const shown = (await list.allInnerTexts()).map((text) => text.split('\n').at(-1));
    await press(desk.getByRole('dialog'), 'Close');
    const movements = await taken('Movements');
    assert.deepEqual(movements.map((row) => exact(cell(row, 6), cell(row, 7))).toReversed(), shown);
    const [allocation, ...more] = await taken('Allocations');
    assert.deepEqual([allocation?.slice(6), more], [['10000.00', '10000.00', '0.00', '0.00', '0.00', '0.00', '0.00'], []]);
    const { items } = await call<{ items: object[] }>(staff, 'GET', `/fund-allocations/${far.allocationId}/movements`);
    assert.equal(items.length, movements.length);
  });

  void test('the partner finds each of its requests and claims by what became of it', async () => {
    const { portal, open } = of();
    await open(portal, '/portal/funds/requests');
    await field(portal, 'State').selectOption({ label: 'Withdrawn' });
    await portal.getByRole('link', { name: /Walk along the pier/ }).waitFor();
    await portal.getByRole('link', { name: /Breakfast at the quay/ }).waitFor({ state: 'hidden' });
    await open(portal, '/portal/funds/claims');
    await portal
      .getByRole('link', { name: /Room and catering/ })
      .getByText('€2,000', { exact: true })
      .waitFor();
    assert.equal(
      await portal
        .getByRole('link', { name: /Boats and food/ })
        .getByText(/Paid by/)
        .count(),
      0,
      'nothing of it will be paid',
    );
    await sound('the claims of a partner', portal);
    await field(portal, 'State').selectOption({ label: 'Rejected' });
    await portal.getByRole('link', { name: /Boats and food/ }).waitFor({ state: 'hidden' });
    await portal.getByRole('link', { name: /Flowers once more/ }).click();
    await said(portal, 'We do not pay for flowers.').waitFor();
  });
}
