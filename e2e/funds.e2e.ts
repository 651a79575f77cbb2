import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { budgetTests } from './funds-budgets.ts';
import { claimTests, exportTests, fillInvoice, foreignClaimTests } from './funds-claims.ts';
import { dealTests, requestTests, twoPeopleApprove } from './funds-requests.ts';
import { badge, day, field, file, fundsScene, press, tell, type FundsScene } from './funds-steps.ts';
import { sound, until } from './journey.ts';
import { complaintsOf } from './page-checks.ts';

/*
 * The life of requests for funds, by people in their own browsers: a partner asks, the workspace approves a part, the partner claims a
 * part of that with proof, is asked for more, answers, and what is approved becomes payable. After each step the fund adds up. Until the
 * day of the fund ends and its activities begin, everything is done for which none needs to have begun.
 */
let held: FundsScene | undefined;
const scene = (): FundsScene => held ?? assert.fail('nothing stands yet');
let requestId: string;
let lakeId: string;
let claimId: string;

before(async () => {
  held = await fundsScene();
});
after(() => held?.stop());

test('a partner asks for part of what an activity costs, and the workspace approves a part of that', async () => {
  const { quay, desk, open, balance, ask, midnight, startsOn } = scene();
  assert.deepEqual(await balance(), [2_000_000, 0, 0, 0, 0, 0]);
  requestId = await ask(quay, { name: 'Breakfast at the quay', from: startsOn, cost: '10,000', share: '5,000' });
  assert.deepEqual(await balance(), [2_000_000, 0, 0, 0, 0, 0], 'what is asked for is not reserved yet');
  await open(desk, `/money/funds/requests/${requestId}`);
  await desk.getByText('Harbour event').first().waitFor();
  await press(desk, 'Approve');
  const dialog = desk.getByRole('dialog');
  await field(dialog, 'Approve').fill('4000');
  await field(dialog, 'Note').fill('Four thousand for this one.');
  await press(dialog, 'Approve');
  await dialog.waitFor({ state: 'hidden' });
  await badge(desk, 'Approved').waitFor();
  assert.ok(Date.now() < midnight, 'approved before the first day');
  assert.deepEqual(await balance(), [1_600_000, 400_000, 0, 0, 0, 0]);
});

twoPeopleApprove(scene, (id) => {
  lakeId = id;
});

test('nothing is claimed before the first day', async () => {
  const { portal, open, midnight } = scene();
  await open(portal, `/portal/funds/requests/${requestId}`);
  await portal.getByText('Four thousand for this one.').first().waitFor();
  const mayClaim = await portal.getByRole('button', { name: 'Claim', exact: true }).count();
  assert.ok(mayClaim === 0 || Date.now() > midnight);
});

test('the workspace asks about another request, the partner answers, and it is rejected with its reason', async () => {
  const { quay, desk, portal, open, balance, ask } = scene();
  const other = await ask(quay, { name: 'Evening on the water', from: day(30), cost: '8,000', share: '4,000' });
  await open(desk, `/money/funds/requests/${other}`);
  await tell(desk, 'Ask', 'Who is invited?');
  await desk.getByText('Who is invited?').first().waitFor();
  await open(portal, `/portal/funds/requests/${other}`);
  await portal.getByText('Who is invited?').first().waitFor();
  await tell(portal, 'Answer', 'Our own customers only.', { label: 'Your answer', send: 'Send answer' });
  await open(desk, `/money/funds/requests/${other}`);
  await desk.getByText('Our own customers only.').first().waitFor();
  await tell(desk, 'Reject', 'The fund is for new customers.');
  await open(portal, `/portal/funds/requests/${other}`);
  await portal.getByText('The fund is for new customers.').first().waitFor();
  await sound('a rejected request', portal);
  assert.deepEqual(await balance(), [1_600_000, 400_000, 0, 0, 0, 0]);
});

requestTests(scene);
dealTests(scene, () => requestId);
budgetTests(scene);

test('once it has begun the partner claims a part, with an invoice and a photo', async () => {
  const { portal, partner, call, open, balance, midnight } = scene();
  const begun = await until(
    'the activity beginning',
    async () => {
      const now = await call<{ state: string; approvedOn: string }>(partner, 'GET', `/portal/fund-requests/${requestId}`);
      return now.state === 'in_execution' && now;
    },
    Math.max(0, midnight - Date.now()) + 60_000,
  );
  await open(portal, `/portal/funds/requests/${requestId}`);
  await sound('a request under way', portal);
  await press(portal, 'Claim');
  await portal.getByRole('heading', { name: 'Claim Breakfast at the quay' }).waitFor();
  await field(portal, 'What this claim is for').fill('Room and catering');
  const room = { what: 'Room for one morning', number: 'QH-77', on: begun.approvedOn, cost: '5,000', claimed: '2,500' };
  await fillInvoice(portal.getByRole('group', { name: 'Invoice 1' }), room);
  // Without its photo it is stored and not sent.
  await press(portal, 'Send for review');
  await portal.getByRole('alert').getByText('This activity is proved by: photo. Add it.').waitFor();
  const proof = portal.getByRole('group', { name: 'Proof 1' });
  await field(proof, 'File').setInputFiles(file('quay-morning.pdf'));
  await proof.getByText('quay-morning.pdf').waitFor();
  await sound('the form of a claim', portal);
  await press(portal, 'Send for review');
  await portal.waitForURL(/\/portal\/funds\/claims\/[0-9a-f-]{36}$/);
  claimId = portal.url().split('/').at(-1) ?? '';
  const { items } = await call<{ items: unknown[] }>(partner, 'GET', `/portal/fund-claims?requestId=${requestId}`);
  assert.equal(items.length, 1, 'what was refused first was not begun twice');
  assert.deepEqual(await balance(), [1_600_000, 150_000, 250_000, 0, 0, 0]);
});

test('the workspace asks for more proof, and the partner answers with it', async () => {
  const { desk, portal, open, balance } = scene();
  await open(desk, `/money/funds/claims/${claimId}`);
  await desk.getByText('QH-77').first().waitFor();
  await tell(desk, 'Ask', 'Please add who came.');
  // It is asked on the first page, on that of the funds, and on the claim.
  await open(portal, '/portal');
  await portal.getByText('Please add who came.').first().waitFor();
  await open(portal, '/portal/funds');
  await portal.getByText('Please add who came.').first().waitFor();
  await sound('the funds', portal);
  await open(portal, `/portal/funds/claims/${claimId}`);
  await press(portal, 'Change');
  await field(portal, 'Your answer').fill('The list is here.');
  await press(portal, 'Add proof');
  const proof = portal.getByRole('group', { name: 'Proof 2' });
  await field(proof, 'What it is').selectOption('lead_list');
  await field(proof, 'File').setInputFiles(file('who-came.pdf'));
  await proof.getByText('who-came.pdf').waitFor();
  await press(portal, 'Send answer');
  await portal.waitForURL((url) => url.pathname === `/portal/funds/claims/${claimId}`);
  await portal.getByText('The list is here.').first().waitFor();
  assert.deepEqual(await balance(), [1_600_000, 150_000, 250_000, 0, 0, 0]);
});

test('it is approved in part line by line, becomes payable, and the rest stays for another claim', async () => {
  const { desk, portal, partner, call, open, balance } = scene();
  await open(desk, `/money/funds/claims/${claimId}`);
  await desk.getByText('who-came.pdf').first().waitFor();
  await press(desk, 'Approve');
  const dialog = desk.getByRole('dialog');
  await field(dialog, 'Approve of line 1').fill('2400');
  await field(dialog, 'Approve of line 1').blur();
  await field(dialog, 'Why less').fill('The minibar is your own.');
  await press(dialog, 'Approve');
  await dialog.waitFor({ state: 'hidden' });
  await badge(desk, 'Approved, owed').waitFor();
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
  const { desk, portal, partner, partnerName, call, open, balance } = scene();
  await open(portal, `/portal/funds/requests/${requestId}`);
  await press(portal, 'Ask to claim later');
  const dialog = portal.getByRole('dialog');
  await field(dialog, 'Claim until').fill(day(120));
  await field(dialog, 'Reason').fill('The printer invoices in spring.');
  await press(dialog, 'Ask to claim later');
  await dialog.waitFor({ state: 'hidden' });
  await open(desk, '/money/funds?tab=extensions');
  await desk.getByText('Breakfast at the quay').first().click();
  await press(desk, 'Grant');
  await field(desk.getByRole('dialog'), 'Reason').fill('Take the time.');
  await press(desk.getByRole('dialog'), 'Grant');
  await until('the later day', async () => (await call<{ claimUntil: string }>(partner, 'GET', `/portal/fund-requests/${requestId}`)).claimUntil === day(120));
  await open(portal, `/portal/funds/requests/${requestId}`);
  await portal.getByText('Take the time.').first().waitFor();
  assert.deepEqual(await balance(), [1_600_000, 160_000, 240_000, 240_000, 0, 0], `what ${partnerName} has is what it was`);
});

claimTests(
  scene,
  () => requestId,
  () => claimId,
);
foreignClaimTests(scene, () => lakeId);
exportTests(scene);

test('no screen threw an error', () => {
  const { desk, secondDesk, portal } = scene();
  // What was refused on purpose is told by the browser as well.
  for (const page of [desk, secondDesk, portal])
    assert.deepEqual(
      complaintsOf(page).filter((complaint) => !/status of 4(09|22) /.test(complaint)),
      [],
    );
});
