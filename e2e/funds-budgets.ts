import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sound } from './journey.ts';
import { badge, day, field, press, type FundsScene } from './funds-steps.ts';

type Budget = { id: string; name: string; amountMinor: number; unallocatedMinor: number; closedAt: string | null; policyNumber: number };
type Detail = Budget & { policy: { costShareBp: number; approvals: object[]; activityTypes: { key: string; proof: string[] }[] } };
const NAME = 'Lighthouse fund';

/** A budget from the first press to its end, all in the browser. */
export function budgetTests(of: () => FundsScene): void {
  let budgetId = '';
  const budget = (): Promise<Detail> => of().call(of().staff, 'GET', `/fund-budgets/${budgetId}`);
  const fund = async (partnerId: string) => {
    const { items } = await of().call<{ items: { id: string; endsOn: string; balance: { availableMinor: number; allocatedMinor: number } }[] }>(
      of().staff,
      'GET',
      `/fund-allocations?budgetId=${budgetId}&partnerId=${partnerId}`,
    );
    return items[0] ?? assert.fail('no such fund');
  };

  void test('a budget is made with its terms, and says what is missing first', async () => {
    const { desk, open } = of();
    await open(desk, '/money/funds');
    await press(desk, 'New budget');
    const form = desk.getByRole('dialog');
    await press(form, 'Create budget');
    for (const words of ['Enter a name.', 'Enter an amount above zero.', 'Choose a day.', 'Name at least one activity.'])
      await form.getByText(words).first().waitFor();
    await form.getByText('Accrued', { exact: true }).click();
    await press(form, 'Create budget');
    await form.getByText('Choose at least one role.').waitFor();
    await form.getByText('Proposal', { exact: true }).click();
    await form.getByText('Choose at least one role.').waitFor({ state: 'hidden' });
    await field(form, 'Name').fill(NAME);
    await field(form, 'Amount').fill('50000');
    await field(form, 'From').fill(day(-1));
    await field(form, 'Ends before').fill(day(300));
    await press(form, 'Add activity');
    await field(form, 'Activity 1').fill('Tower tour');
    await form.getByRole('group', { name: 'Proof of Tower tour' }).getByText('Photo').click();
    await press(form, 'Add activity');
    await press(form, 'Remove Activity 2');
    for (const verb of ['Add level', 'Add level', 'Remove level 3']) await press(form, verb);
    await sound('the form of a budget', desk);
    await press(form, 'Create budget');
    await desk.waitForURL(/\/money\/funds\/[0-9a-f-]{36}$/);
    await desk.getByRole('heading', { name: NAME }).waitFor();
    budgetId = desk.url().split('/').at(-1) ?? '';
    const { policy, ...made } = await budget();
    assert.deepEqual([made.name, made.amountMinor, made.unallocatedMinor], [NAME, 5_000_000, 5_000_000]);
    assert.deepEqual(policy.approvals, [
      { fromMinor: 0, people: 1 },
      { fromMinor: 1_000_000, people: 2 },
    ]);
    assert.deepEqual(
      policy.activityTypes.map(({ key, proof }) => [key, proof]),
      [['tower_tour', ['invoice', 'photo']]],
    );
  });

  void test('a partner gets a part of it, then less, and some of that goes to another', async () => {
    const { desk, staff, call, open, partnerId, partnerName } = of();
    await open(desk, `/money/funds/${budgetId}`);
    await desk.getByText('Nothing is allocated yet').waitFor();
    await desk.getByRole('button', { name: 'Allocate', exact: true }).first().click();
    const form = desk.getByRole('dialog');
    await form.getByText(`€50,000.00 of ${NAME} is not allocated yet.`).waitFor();
    await field(form, 'Partner').fill(partnerName);
    await desk.getByRole('option', { name: partnerName }).first().click();
    await field(form, 'Amount').fill('60000');
    await press(form, 'Allocate');
    await form.getByRole('alert').getByText('Only 50000.00 EUR of this budget is left to allocate.').waitFor();
    await field(form, 'Amount').fill('20000');
    await press(form, 'Allocate');
    await form.waitFor({ state: 'hidden' });
    const row = desk.getByRole('row').filter({ hasText: partnerName });
    await row.getByText('€20,000.00').first().waitFor();
    assert.deepEqual([(await budget()).unallocatedMinor, (await fund(partnerId)).balance.availableMinor], [3_000_000, 2_000_000]);

    await row.click();
    const sheet = desk.getByRole('dialog');
    await sheet.getByText('Budget to Available').waitFor();
    await sound('the fund of a partner', desk);
    await press(sheet, 'Adjust');
    await press(sheet, 'Adjust');
    await sheet.getByText('Change the amount or the day.').waitFor();
    await sheet.getByText('Say why.').waitFor();
    await field(sheet, 'Add, or take back with a minus').fill('-5000');
    await field(sheet, 'To be used before').fill(day(250));
    await field(sheet, 'Reason').fill('Half a season only.');
    await press(sheet, 'Adjust');
    await sheet.getByText('Available to Budget').waitFor();
    const less = await fund(partnerId);
    assert.deepEqual([less.balance.availableMinor, less.endsOn], [1_500_000, day(250)]);

    const { items } = await call<{ items: { id: string; name: string }[] }>(staff, 'GET', '/partners?limit=20');
    const other = items.find(({ id }) => id !== partnerId) ?? assert.fail('no other partner');
    const given = { budgetId, partnerId: other.id, amountMinor: 100_000, startsOn: day(0), endsOn: day(200), note: null };
    await call(staff, 'POST', '/fund-allocations', given);
    await open(desk, `/money/funds/${budgetId}`);
    await row.click();
    await press(sheet, 'Transfer');
    await sheet.getByRole('button', { name: /^To/ }).click();
    await desk.getByRole('option', { name: `${NAME}: ${other.name}`, exact: true }).click();
    await field(sheet, 'Amount').fill('15001');
    await field(sheet, 'Reason').fill('They tour the tower together.');
    await press(sheet, 'Transfer');
    await sheet.getByText('Enter an amount up to €15,000.00.').waitFor();
    await field(sheet, 'Amount').fill('4000');
    await press(sheet, 'Transfer');
    // The words stand in the form as well, until it is gone.
    await field(sheet, 'Amount').waitFor({ state: 'hidden' });
    await sheet.getByText('They tour the tower together.').waitFor();
    const [mine, theirs, { unallocatedMinor }] = [await fund(partnerId), await fund(other.id), await budget()];
    assert.deepEqual([mine.balance.availableMinor, theirs.balance.availableMinor, unallocatedMinor], [1_100_000, 500_000, 3_400_000]);
    await press(sheet, 'Close');
    await press(desk, 'Show as table');
    const table = desk.getByRole('region', { name: 'Balance' });
    await table
      .getByRole('row', { name: /^Available/ })
      .getByText('€16,000.00')
      .waitFor();
    await table.getByText('€34,000.00').waitFor();
    await sound('the balance of a budget as a table', desk);
  });

  void test('it is changed, gets new terms, and is closed, and what partners have stays theirs', async () => {
    const { desk, open, partnerId } = of();
    await open(desk, `/money/funds/${budgetId}`);
    const more = async (item: string): Promise<void> => {
      await press(desk, 'More');
      await desk.getByRole('menuitem', { name: item }).click();
    };
    const form = desk.getByRole('dialog');
    await more('Change budget');
    await field(form, 'Amount').fill('1000');
    await press(form, 'Save');
    await form.getByRole('alert').getByText('16000.00 EUR of it is allocated already.').waitFor();
    await field(form, 'Amount').fill('40000');
    await field(form, 'Name').fill(`${NAME} of the north`);
    await press(form, 'Save');
    await form.waitFor({ state: 'hidden' });
    await desk.getByRole('heading', { name: `${NAME} of the north` }).waitFor();

    await more('New terms');
    await press(form, 'Publish terms');
    await form.getByText('Choose a day.').waitFor();
    await field(form, 'In force from').fill(day(0));
    await field(form, 'Note').fill('Less of the cost.');
    await field(form, 'Our share of the cost, at most').fill('40');
    await press(form, 'Publish terms');
    await form.waitFor({ state: 'hidden' });
    await desk.getByRole('tab', { name: 'Terms' }).click();
    await desk.getByText('Less of the cost.').waitFor();
    await desk.getByText('40%', { exact: true }).waitFor();
    await sound('the terms', desk);
    const changed = await budget();
    assert.deepEqual([changed.amountMinor, changed.policyNumber, changed.policy.costShareBp], [4_000_000, 2, 4000]);

    await press(desk, 'More');
    await desk.getByRole('menuitem', { name: 'Close budget' }).click();
    await field(form, 'Reason').fill('The season is over.');
    await press(form, 'Close budget');
    await form.waitFor({ state: 'hidden' });
    await badge(desk, 'Closed').waitFor();
    assert.equal(await desk.getByRole('button', { name: 'Allocate' }).count(), 0, 'nothing more is given of it');
    assert.ok((await budget()).closedAt !== null);
    assert.equal((await fund(partnerId)).balance.availableMinor, 1_100_000);
    await open(desk, '/money/funds?state=closed');
    await desk
      .getByRole('row')
      .filter({ hasText: `${NAME} of the north` })
      .waitFor();
  });
}
