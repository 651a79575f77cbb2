import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sound } from './journey.ts';
import { badge, day, field, press, said, tell, type FundsScene } from './funds-steps.ts';

/** In the bank that both sides can look up: once a request is sent with it, a newer one changes nothing of what was asked for. */
const BANK = 'Quay bank';
export const francs = (rate: string, on: string) => ({ from: 'CHF', to: 'EUR', rate, day: on, source: `${BANK} ${rate}` });

type Request = { state: string; question: string | null; reason: string | null; description: string; place: string | null; claimUntil: string | null };
type Detail = Request & { approvalsNeeded: number; approvalsGiven: number; requestedMinor: number; extensions: { state: string; answer: string | null }[] };

/** What two people must approve, before the day it begins. Returns the request through `told`. */
export function twoPeopleApprove(of: () => FundsScene, told: (requestId: string) => void): void {
  void test('in another currency it is asked for at the rate of the day, and from an amount on two people approve it', async () => {
    const { far, desk, secondDesk, portal, partner, staff, call, open, balance, midnight, startsOn, ...scene } = of();
    await call(staff, 'POST', '/ledger/rates', francs('1.05', day(-2)));
    await scene.fillRequest(far, { name: 'Evening at the lake', from: startsOn, cost: '8,000', share: '4,000', currency: 'CHF' });
    await portal.getByText(/Worth €4,200 in this fund today: 1 CHF = 1\.05 EUR, .*Quay bank/).waitFor();
    const id = await scene.storeRequest('Evening at the lake');
    told(id);
    await portal.getByText(/1 CHF = 1\.05 EUR/).waitFor();
    await portal.getByText('€4,200', { exact: true }).waitFor();

    await open(desk, `/money/funds/requests/${id}`);
    await press(desk, 'Approve');
    const dialog = desk.getByRole('dialog');
    await dialog.getByText(/2 people must approve what is asked for: after you it waits for somebody else/).waitFor();
    await press(dialog, 'Approve');
    await dialog.waitFor({ state: 'hidden' });
    await desk.getByText('Approved once. Another person must approve the same.').waitFor();
    await desk.getByText('1 of 2', { exact: true }).waitFor();
    await badge(desk, 'Waits for us').waitFor();
    assert.deepEqual(await balance(far), [1_000_000, 0, 0, 0, 0, 0], 'what one of two approved is not reserved yet');
    // The same person is not the other one.
    await press(desk, 'Approve');
    await dialog.getByText(/approved €4,200\.00\. Somebody else approves the same, or rejects it\./).waitFor();
    assert.ok(await field(dialog, 'Approve').isDisabled(), 'the second approves the same amount');
    await press(dialog, 'Approve');
    await dialog.getByRole('alert').getByText('You approved it already. Somebody else must approve it too.').waitFor();
    await press(dialog, 'Cancel');

    await open(secondDesk, '/money/funds?tab=requests');
    const row = secondDesk.getByRole('row').filter({ hasText: 'Evening at the lake' });
    await row.getByText('1 of 2', { exact: true }).waitFor();
    await row.getByRole('link').click();
    await press(secondDesk, 'Approve');
    await press(secondDesk.getByRole('dialog'), 'Approve');
    await secondDesk.getByRole('dialog').waitFor({ state: 'hidden' });
    await secondDesk.getByText('2 of 2', { exact: true }).waitFor();
    assert.ok(Date.now() < midnight, 'approved before the first day');
    assert.deepEqual(await balance(far), [580_000, 420_000, 0, 0, 0, 0]);
    const now = await call<Detail>(staff, 'GET', `/fund-requests/${id}`);
    assert.deepEqual([now.state, now.approvalsGiven, now.approvalsNeeded, now.requestedMinor], ['approved', 2, 2, 420_000]);
    assert.equal((await call<Request>(partner, 'GET', `/portal/fund-requests/${id}`)).state, 'approved');
  });
}

/** Everything about requests for which no activity needs to have begun. */
export function requestTests(of: () => FundsScene): void {
  const own = (id: string): Promise<Detail> => of().call(of().partner, 'GET', `/portal/fund-requests/${id}`);

  void test('a partner keeps a request for later, changes it, sends it, and withdraws it before it is decided', async () => {
    const { quay, desk, portal, staff, open, balance, ...scene } = of();
    const before = await balance();
    await scene.fillRequest(quay, { name: 'Walk on the pier', from: day(30), cost: '3,000', share: '1,000' });
    const id = await scene.storeRequest('Walk on the pier', 'Keep for later');
    await portal.getByRole('status').getByText('Kept. It is not sent yet.').waitFor();
    await badge(portal, 'Not sent').waitFor();
    await open(desk, '/money/funds?tab=requests&state=all');
    assert.equal(await desk.getByText('Walk on the pier').count(), 0, 'what is not sent is the partner’s own');
    assert.equal((await staff.request.get(new URL(`/api/v1/fund-requests/${id}`, desk.url()).href)).status(), 404);
    await press(portal, 'Change');
    await field(portal, 'Name of the activity').fill('Walk along the pier');
    await scene.storeRequest('Walk along the pier', 'Keep for later');
    await press(portal, 'Send for approval');
    await badge(portal, 'Sent').waitFor();
    assert.equal((await own(id)).state, 'submitted');

    // What is asked may be answered by changing it.
    await open(desk, `/money/funds/requests/${id}`);
    await tell(desk, 'Ask', 'On which side of the pier?');
    await open(portal, `/portal/funds/requests/${id}`);
    await press(portal, 'Change');
    await portal.getByText('On which side of the pier?').waitFor();
    await field(portal, 'Place').fill('East side');
    await field(portal, 'Your answer').fill('The east side.');
    await sound('the form of a request that is asked about', portal);
    await press(portal, 'Send answer');
    await portal.getByText('The east side.').waitFor();
    await badge(portal, 'Sent').waitFor();
    const answered = await own(id);
    assert.deepEqual([answered.state, answered.question, answered.place], ['submitted', null, 'East side']);

    await press(portal, 'Withdraw request');
    const dialog = portal.getByRole('dialog');
    await press(dialog, 'Withdraw request');
    await dialog.getByText('This is needed.').waitFor();
    await field(dialog, 'Reason').fill('The pier is closed.');
    await press(dialog, 'Withdraw request');
    await dialog.waitFor({ state: 'hidden' });
    await portal.getByRole('status').getByText('The request is withdrawn.').waitFor();
    await badge(portal, 'Withdrawn').waitFor();
    await said(portal, 'The pier is closed.').waitFor();
    await sound('a withdrawn request', portal);
    await open(desk, `/money/funds/requests/${id}`);
    await badge(desk, 'Cancelled').waitFor();
    await desk.getByText('The pier is closed.').first().waitFor();
    assert.equal(await desk.getByRole('button', { name: 'Approve', exact: true }).count(), 0);
    assert.equal((await own(id)).state, 'cancelled');
    assert.deepEqual(await balance(), before);
  });

  void test('what is approved and changed needs a new approval, more time for it is refused, and withdrawn it frees what it held', async () => {
    const { quay, desk, portal, call, partner, open, balance, ...scene } = of();
    const [available = 0, committed = 0, ...rest] = await balance();
    const held = [available - 300_000, committed + 300_000, ...rest];
    const id = await scene.asked(quay, 'Morning at the mill');
    await scene.approve(id, 'Good for us.');
    await open(portal, `/portal/funds/requests/${id}`);
    await said(portal, 'Good for us.').waitFor();
    assert.deepEqual(await balance(), held);
    await press(portal, 'Change');
    await portal.getByText(/With another type, day, place or cost it needs a new approval/).waitFor();
    await field(portal, 'What you plan').fill('As last year, with a talk.');
    await sound('the form of an approved request', portal);
    await press(portal, 'Save changes');
    await portal.getByRole('status').getByText('Saved.').waitFor();
    await portal.getByText('As last year, with a talk.').waitFor();
    const same = await own(id);
    assert.deepEqual([same.state, same.description], ['approved', 'As last year, with a talk.']);
    assert.deepEqual(await balance(), held, 'what needs no approval keeps it');
    await press(portal, 'Change');
    await field(portal, 'Place').fill('Hull');
    await press(portal, 'Save changes');
    await badge(portal, 'Sent').waitFor();
    assert.equal(await said(portal, 'Good for us.').count(), 0, 'what was said of the other place is history');
    assert.deepEqual([(await own(id)).state, await balance()], ['submitted', [available, committed, ...rest]]);
    await scene.approve(id);

    const { claimUntil } = await own(id);
    assert.ok(claimUntil !== null);
    await open(portal, `/portal/funds/requests/${id}`);
    await press(portal, 'Ask to claim later');
    const dialog = portal.getByRole('dialog');
    await field(dialog, 'Claim until').fill(claimUntil);
    await field(dialog, 'Reason').fill('The mill invoices once a year.');
    await press(dialog, 'Ask to claim later');
    await dialog.getByText(/Choose a day after/).waitFor();
    await field(dialog, 'Claim until').fill(day(170));
    await press(dialog, 'Ask to claim later');
    await dialog.waitFor({ state: 'hidden' });
    await badge(portal.getByRole('list', { name: 'Extensions' }), 'Asked').waitFor();
    assert.equal(await portal.getByRole('button', { name: 'Ask to claim later' }).count(), 0, 'one is asked for at a time');
    await open(desk, `/money/funds/requests/${id}`);
    await desk.getByRole('link', { name: 'Decide on extensions' }).click();
    await desk.getByRole('row').filter({ hasText: 'Morning at the mill' }).click();
    const sheet = desk.getByRole('dialog');
    await sheet.getByText('The mill invoices once a year.').waitFor();
    await sound('the extension asked for', desk);
    await tell(desk, 'Refuse', 'Sixty days are enough.');
    assert.deepEqual(
      (await own(id)).extensions.map(({ state, answer }) => ({ state, answer })),
      [{ state: 'refused', answer: 'Sixty days are enough.' }],
    );
    await open(portal, `/portal/funds/requests/${id}`);
    const asked = portal.getByRole('list', { name: 'Extensions' });
    await badge(asked, 'Refused').waitFor();
    await asked.getByText('Sixty days are enough.').waitFor();
    await sound('a refused extension', portal);
    assert.equal((await own(id)).claimUntil, claimUntil);

    // Withdrawn while another one waits: nobody needs to answer that one any more.
    await call(partner, 'POST', `/portal/fund-requests/${id}/extensions`, { claimUntil: day(165), reason: 'Please think again.' });
    await open(portal, `/portal/funds/requests/${id}`);
    await tell(portal, 'Withdraw request', 'We go without the mill.');
    await badge(portal.getByRole('list', { name: 'Extensions' }), 'Withdrawn').waitFor();
    const gone = await own(id);
    assert.deepEqual([gone.state, gone.extensions.map(({ state }) => state)], ['cancelled', ['withdrawn', 'refused']]);
    assert.deepEqual(await balance(), [available, committed, ...rest], 'what it held is left again');
  });

  void test('the workspace rejects what it has asked about, and cancels what it has approved', async () => {
    const { quay, desk, portal, open, balance, ...scene } = of();
    const before = await balance();
    const silent = await scene.asked(quay, 'Evening at the weir');
    await open(desk, `/money/funds/requests/${silent}`);
    await tell(desk, 'Ask', 'How many come?');
    await badge(desk, 'Asked').waitFor();
    await open(portal, `/portal/funds/requests/${silent}`);
    await said(portal, 'How many come?').waitFor();
    await tell(desk, 'Reject', 'Nobody answered us.');
    await badge(desk, 'Rejected').waitFor();
    await open(portal, `/portal/funds/requests/${silent}`);
    await said(portal, 'Nobody answered us.').waitFor();
    assert.equal(await said(portal, 'How many come?').count(), 0, 'nothing is asked of anybody any more');

    const dock = await scene.asked(quay, 'Day at the dock');
    await scene.approve(dock);
    const [available = 0, committed = 0] = await balance();
    assert.deepEqual([available, committed], [(before[0] ?? 0) - 300_000, (before[1] ?? 0) + 300_000]);
    await open(desk, `/money/funds/requests/${dock}`);
    await press(desk, 'More');
    await desk.getByRole('menuitem', { name: 'Cancel request' }).click();
    const dialog = desk.getByRole('dialog');
    await field(dialog, 'Reason').fill('The dock is sold.');
    await press(dialog, 'Cancel request');
    await dialog.waitFor({ state: 'hidden' });
    await badge(desk, 'Cancelled').waitFor();
    await open(portal, `/portal/funds/requests/${dock}`);
    await said(portal, 'The dock is sold.').waitFor();
    assert.deepEqual(await balance(), before);
  });
}

/** A deal is said to have come of an activity, and is not any more. */
export function dealTests(of: () => FundsScene, requestId: () => string): void {
  void test('a deal that came of the activity is named, counted and read by the partner, and taken away again', async () => {
    const { desk, portal, call, open, partner, staff } = of();
    const { items } = await call<{ items: { id: string; name: string; number: number; myRoles: string[] }[] }>(
      partner,
      'GET',
      '/portal/deals?status=open&limit=100',
    );
    const deal = items.find(({ myRoles }) => myRoles.length > 0) ?? assert.fail('the partner has a role on an open deal');
    const words = `D-${deal.number} ${deal.name}`;
    const named = async (): Promise<string[]> => {
      const { return: came } = await call<{ return: { deals: { dealId: string }[] } }>(staff, 'GET', `/fund-requests/${requestId()}`);
      return came.deals.map(({ dealId }) => dealId);
    };
    await open(desk, `/money/funds/requests/${requestId()}`);
    await press(desk, 'Name a deal');
    const dialog = desk.getByRole('dialog');
    await press(dialog, 'Name a deal');
    await dialog.getByText('Choose a deal.').waitFor();
    await field(dialog, 'Deal').fill(deal.name);
    await desk.getByRole('option', { name: words }).click();
    await press(dialog, 'Name a deal');
    await dialog.waitFor({ state: 'hidden' });
    const list = desk.getByRole('list', { name: 'Deals named' });
    await list.getByRole('link', { name: words }).waitFor();
    assert.deepEqual(await named(), [deal.id]);
    await sound('what came of it', desk);
    await open(portal, `/portal/funds/requests/${requestId()}`);
    await portal.getByRole('link', { name: words }).waitFor();
    await press(desk, `${deal.name} did not come of it`);
    await list.waitFor({ state: 'hidden' });
    assert.deepEqual(await named(), []);
    await open(portal, `/portal/funds/requests/${requestId()}`);
    assert.equal(await portal.getByRole('link', { name: words }).count(), 0);
  });
}
