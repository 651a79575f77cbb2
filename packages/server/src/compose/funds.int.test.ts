import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, type Receipt } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { fundNeedsOf } from '../modules/funds/index.ts';
import { fundsOn, policy, refused } from './funds.fixture.ts';

const db = await testDatabase();
/** Each story has its own clock. */
const begin = (at?: string) => fundsOn(db, at);

describe('the life of a request', () => {
  test('from a budget to paid claims, with the ledger and the balance beside it at every step', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    assert.deepEqual(await s.balance(fund.id), [300_000, 300_000, 0, 0, 0, 0, 0]);
    const request = await s.approved(fund.id, 'Acme', {}, 90_000);
    assert.deepEqual([request.state, request.approvedMinor, request.claimUntil], ['approved', 90_000, '2026-05-02']);
    assert.deepEqual(await s.balance(fund.id), [300_000, 210_000, 90_000, 0, 0, 0, 0]);
    await assert.rejects(s.claimed(request.id, [1]), refused('conflict', /once the activity has begun/));
    await until('2026-04-01');
    assert.equal((await call(s.ana, 'fundRequests.get', { params: { id: request.id } })).state, 'in_execution');
    const first = await s.claimed(request.id, [30_000]);
    await until('2026-04-03');
    assert.equal((await call(s.ana, 'fundRequests.get', { params: { id: request.id } })).state, 'executed');
    const second = await s.claimed(request.id, [25_000, 15_000]);
    assert.deepEqual(await s.balance(fund.id), [300_000, 210_000, 20_000, 70_000, 0, 0, 0]);
    await assert.rejects(s.claimed(request.id, [20_001]), refused('conflict', /200\.00 is left/));

    await call(s.ben, 'fundClaims.approve', { params: { id: first.id }, body: {} });
    const part = await call(s.ben, 'fundClaims.approve', {
      params: { id: second.id },
      body: { lines: [{ number: 2, approvedMinor: 5_000, reason: 'Drinks are not paid for' }] },
    });
    assert.deepEqual(
      [part.state, part.approvedMinor, part.lines.map((line) => [line.approvedMinor, line.reason])],
      [
        'approved',
        30_000,
        [
          [25_000, null],
          [5_000, 'Drinks are not paid for'],
        ],
      ],
    );
    assert.deepEqual(part.explanation?.steps.at(-1)?.resultMinor, 30_000);
    assert.deepEqual(await s.balance(fund.id), [300_000, 210_000, 30_000, 0, 60_000, 0, 0]);

    await s.setEarnings('due', 'paid');
    assert.deepEqual(await s.balance(fund.id), [300_000, 210_000, 30_000, 0, 0, 60_000, 0]);
    await s.setEarnings('paid', 'returned');
    assert.deepEqual(await s.balance(fund.id), [300_000, 210_000, 30_000, 0, 60_000, 0, 0]);
    await s.setEarnings('returned', 'paid');
    await call(s.ana, 'fundClaims.reverse', { params: { id: first.id }, body: { amountMinor: 10_000, reason: 'Credited by the hotel' } });
    assert.deepEqual(await s.balance(fund.id), [300_000, 220_000, 30_000, 0, 0, 50_000, 0]);
    await assert.rejects(
      call(s.ana, 'fundClaims.reverse', { params: { id: first.id }, body: { amountMinor: 20_001, reason: 'More' } }),
      refused('invalid_input', /200\.00 EUR is left/),
    );

    // The last day to claim passes.
    await until('2026-05-03');
    const over = await call(s.ana, 'fundRequests.get', { params: { id: request.id } });
    assert.equal(over.state, 'settled');
    assert.ok(over.history.length > 8);
    assert.deepEqual(await s.balance(fund.id), [300_000, 250_000, 0, 0, 0, 50_000, 0]);
    // And the fund's.
    await until('2026-12-31');
    assert.deepEqual(await s.balance(fund.id), [300_000, 0, 0, 0, 0, 50_000, 250_000]);
    const { items } = await call(s.ana, 'funds.figures', {});
    assert.deepEqual(
      items.reduce((sum, row) => [sum[0]! + row.allocatedMinor, sum[1]! + row.paidMinor, sum[2]! + row.expiredMinor], [0, 0, 0]),
      [300_000, 50_000, 250_000],
    );
    for (const what of ['allocations', 'requests', 'claims', 'movements']) assert.match((await call(s.ana, 'funds.export', { query: { what } })).text, /Acme/);
  });

  test('what is asked is answered, what is rejected is kept or released, what is withdrawn can be claimed again', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const asked = await s.submitted(fund.id);
    await call(s.ben, 'fundRequests.ask', { params: { id: asked.id }, body: { question: 'Who comes?' } });
    const needs = () => db.db.reading(s.tenantId, (tx) => fundNeedsOf(tx, s.of('Acme')));
    assert.deepEqual(
      (await needs()).map(({ kind, sentence }) => [kind, sentence]),
      [['answer', 'Who comes?']],
    );
    await call(s.of('Acme'), 'portalFunds.submitRequest', { params: { id: asked.id }, body: { note: 'Forty people' } });
    await call(s.ben, 'fundRequests.approve', { params: { id: asked.id }, body: {} });
    await until('2026-04-03');
    assert.deepEqual(
      (await needs()).map(({ kind }) => kind),
      ['expiring'],
    );
    const [one, two, three] = [await s.claimed(asked.id, [10_000]), await s.claimed(asked.id, [20_000]), await s.claimed(asked.id, [30_000])];
    await call(s.ben, 'fundClaims.reject', { params: { id: one.id }, body: { reason: 'No photo of it', rest: 'keep' } });
    await call(s.ben, 'fundClaims.reject', { params: { id: two.id }, body: { reason: 'Not ours', rest: 'release' } });
    assert.deepEqual(await s.balance(fund.id), [300_000, 220_000, 50_000, 30_000, 0, 0, 0]);
    await call(s.ben, 'fundClaims.ask', { params: { id: three.id }, body: { question: 'Which room?' } });
    await call(s.of('Acme'), 'portalFunds.updateClaim', { params: { id: three.id }, body: await s.claimBody([35_000]) });
    await call(s.of('Acme'), 'portalFunds.submitClaim', { params: { id: three.id }, body: {} });
    assert.deepEqual(await s.balance(fund.id), [300_000, 220_000, 45_000, 35_000, 0, 0, 0]);
    await assert.rejects(
      call(s.of('Acme'), 'portalFunds.cancelRequest', { params: { id: asked.id }, body: { reason: 'No' } }),
      refused('conflict', /under review/),
    );
    await call(s.of('Acme'), 'portalFunds.withdrawClaim', { params: { id: three.id }, body: { reason: 'Wrong' } });
    assert.deepEqual(await s.balance(fund.id), [300_000, 220_000, 80_000, 0, 0, 0, 0]);
    // Whichever way money goes back to the fund, it does not count as committed or claimed any more.
    const { items: figures } = await call(s.ana, 'funds.figures', {});
    const sum = (key: 'committedMinor' | 'claimedMinor' | 'approvedMinor') => figures.reduce((total, row) => total + row[key], 0);
    assert.deepEqual([sum('committedMinor'), sum('claimedMinor'), sum('approvedMinor')], [80_000, 0, 0]);
    // The last claim releases what is left.
    const last = await s.claimed(asked.id, [40_000], { final: true });
    await call(s.ben, 'fundClaims.approve', { params: { id: last.id }, body: {} });
    assert.deepEqual(await s.balance(fund.id), [300_000, 260_000, 0, 0, 40_000, 0, 0]);
    assert.equal((await call(s.ana, 'fundRequests.get', { params: { id: asked.id } })).state, 'settled');
  });

  test('a question stands until it is answered or something else is said, and what was said until there is something newer', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const acme = s.of('Acme');
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const asked = async () => {
      const { id } = await s.submitted(fund.id);
      await call(s.ben, 'fundRequests.ask', { params: { id }, body: { question: 'Who comes?' } });
      return id;
    };
    const says = async (id: string) => {
      const { question, reason } = await call(acme, 'portalFunds.request', { params: { id } });
      return [question, reason];
    };
    const [rejected, cancelled, lapsed, changed] = [await asked(), await asked(), await asked(), await asked()];
    await call(s.ben, 'fundRequests.reject', { params: { id: rejected }, body: { reason: 'No answer' } });
    assert.deepEqual(await says(rejected), [null, 'No answer']);
    await call(acme, 'portalFunds.cancelRequest', { params: { id: cancelled }, body: { reason: 'Called off' } });
    assert.deepEqual(await says(cancelled), [null, 'Called off']);
    await call(acme, 'portalFunds.updateRequest', { params: { id: changed }, body: { description: 'Dinner and a talk' } });
    assert.deepEqual(await says(changed), ['Who comes?', null], 'what is changed is not answered yet');
    await call(acme, 'portalFunds.submitRequest', { params: { id: changed }, body: { note: 'Forty' } });
    await call(s.ben, 'fundRequests.approve', { params: { id: changed }, body: { note: 'Good' } });
    assert.deepEqual(await says(changed), [null, 'Good']);
    const again = await call(acme, 'portalFunds.updateRequest', { params: { id: changed }, body: { place: 'Paris' } });
    assert.deepEqual([again.state, again.reason, again.decidedAt], ['submitted', null, null], 'what was decided was decided of something else');
    await call(s.ben, 'fundRequests.approve', { params: { id: changed }, body: {} });
    await until('2026-04-03');
    assert.deepEqual([(await call(acme, 'portalFunds.request', { params: { id: lapsed } })).state, await says(lapsed)], ['expired', [null, null]]);

    const claimSays = async (id: string) => {
      const { question, reason } = await call(acme, 'portalFunds.claim', { params: { id } });
      return [question, reason];
    };
    const [one, two, three] = [await s.claimed(changed, [10_000]), await s.claimed(changed, [20_000]), await s.claimed(changed, [30_000])];
    for (const { id } of [one, two]) await call(s.ben, 'fundClaims.ask', { params: { id }, body: { question: 'Which room?' } });
    await call(s.ben, 'fundClaims.reject', { params: { id: one.id }, body: { reason: 'No answer' } });
    assert.deepEqual(await claimSays(one.id), [null, 'No answer']);
    await call(acme, 'portalFunds.withdrawClaim', { params: { id: two.id }, body: { reason: 'Wrong' } });
    assert.deepEqual(await claimSays(two.id), [null, 'Wrong']);
    await call(s.ben, 'fundClaims.approve', { params: { id: three.id }, body: { note: 'Good' } });
    await call(s.ben, 'fundClaims.reverse', { params: { id: three.id }, body: { amountMinor: 10_000, reason: 'Credited by the hotel' } });
    assert.deepEqual(await claimSays(three.id), [null, 'Credited by the hotel']);
    assert.ok((await call(acme, 'portalFunds.claim', { params: { id: three.id } })).payBy !== null);
    const back = await call(s.ben, 'fundClaims.reverse', { params: { id: three.id }, body: { reason: 'Never took place' } });
    assert.deepEqual([back.state, back.payBy, back.reason], ['reversed', null, 'Never took place'], 'nobody waits for a payment of it');
  });

  test('claims and activities are listed by their budget, as they are exported', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const budgets = [await s.budget(), await s.budget()];
    const numbers: number[] = [];
    for (const { id } of budgets) {
      const fund = await s.allocate(id, 'Acme', 300_000);
      numbers.push((await s.approved(fund.id)).number);
    }
    await until('2026-04-03');
    const { items: requests } = await call(s.ana, 'fundRequests.list');
    for (const { id } of requests) await s.claimed(id, [10_000]);
    for (const [index, { id: budgetId }] of budgets.entries()) {
      const claims = await call(s.ana, 'fundClaims.list', { query: { budgetId } });
      assert.deepEqual(
        claims.items.map(({ requestNumber }) => requestNumber),
        [numbers[index]],
      );
      const { text } = await call(s.ana, 'funds.export', { query: { what: 'claims', budgetId } });
      assert.deepEqual(
        text
          .split('\r\n')
          .slice(1, -1)
          .map((row) => Number(row.split(',')[0])),
        claims.items.map(({ number }) => number),
      );
      const activities = await call(s.ana, 'funds.calendar', { query: { budgetId, from: '2026-04-01', to: '2026-05-01' } });
      assert.deepEqual(
        activities.items.map(({ number }) => number),
        [numbers[index]],
      );
    }
    assert.equal((await call(s.ana, 'fundClaims.list')).items.length, 2);
  });

  test('nothing is approved after the fact, and a request nobody decided lapses', async () => {
    const { call, clock, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const late = await s.submitted(fund.id);
    // The clock has not been looked at yet.
    clock.now = new Date('2026-04-01T08:00:00.000Z');
    await assert.rejects(call(s.ben, 'fundRequests.approve', { params: { id: late.id }, body: {} }), refused('conflict', /after the fact/));
    await until('2026-04-01');
    assert.equal((await call(s.ana, 'fundRequests.get', { params: { id: late.id } })).state, 'expired');
    assert.deepEqual(await s.balance(fund.id), [300_000, 300_000, 0, 0, 0, 0, 0]);
    await assert.rejects(s.submitted(fund.id, 'Acme', { startsOn: '2026-04-03', endsOn: '2026-04-03' }), refused('invalid_input', /working days before/));
  });

  test('another day, place or type needs a new approval; another description does not', async () => {
    const { call, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const { id } = await s.approved(fund.id);
    const change = (body: Record<string, unknown>) => call(s.of('Acme'), 'portalFunds.updateRequest', { params: { id }, body });
    assert.equal((await change({ description: 'Dinner and a talk' })).state, 'approved');
    assert.equal((await change({ place: 'Paris' })).state, 'submitted');
    assert.deepEqual(await s.balance(fund.id), [300_000, 300_000, 0, 0, 0, 0, 0]);
    const again = await call(s.ben, 'fundRequests.approve', { params: { id }, body: {} });
    assert.deepEqual([again.state, again.approvals.map(({ round }) => round)], ['approved', [1, 2]]);
    await call(s.ben, 'fundRequests.cancel', { params: { id }, body: { reason: 'The hall burned down' } });
    assert.deepEqual(await s.balance(fund.id), [300_000, 300_000, 0, 0, 0, 0, 0]);
  });

  test('a later day to claim is asked for and decided, and nothing expires meanwhile', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const { id } = await s.approved(fund.id);
    await until('2026-05-01');
    const ask = (claimUntil: string) => call(s.of('Acme'), 'portalFunds.askExtension', { params: { id }, body: { claimUntil, reason: 'The invoice is late' } });
    await assert.rejects(ask('2026-05-02'), refused('invalid_input', /already/));
    const first = (await ask('2026-05-20')).extensions[0] ?? assert.fail('no extension');
    await assert.rejects(ask('2026-05-21'), refused('conflict', /waits/));
    await until('2026-05-05');
    assert.deepEqual(await s.balance(fund.id), [300_000, 200_000, 100_000, 0, 0, 0, 0]);
    await assert.rejects(s.claimed(id, [10_000]), refused('conflict', /until 2026-05-02/));
    await call(s.ben, 'fundExtensions.decide', { params: { id: first.id }, body: { grant: true, answer: 'Yes' } });
    await s.claimed(id, [10_000]);
    const second = (await ask('2026-06-20')).extensions.find(({ state }) => state === 'asked') ?? assert.fail('no extension');
    await until('2026-05-25');
    await call(s.ben, 'fundExtensions.decide', { params: { id: second.id }, body: { grant: false, answer: 'No' } });
    assert.deepEqual(await s.balance(fund.id), [300_000, 290_000, 0, 10_000, 0, 0, 0]);
    await assert.rejects(s.claimed(id, [10_000]), refused('conflict', /until 2026-05-20|nothing/));
  });
});

describe('who decides', () => {
  test('of two who approve at once one does; above an amount both must, and not the same person twice', async () => {
    const { call, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 3_000_000);
    const one = await s.submitted(fund.id);
    const approve = (id: string, who = s.ben) => call(who, 'fundRequests.approve', { params: { id }, body: {} });
    const answers = await Promise.allSettled([approve(one.id), approve(one.id, s.ana)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(await s.balance(fund.id), [3_000_000, 2_900_000, 100_000, 0, 0, 0, 0]);

    const large = await s.submitted(fund.id, 'Acme', { totalCostMinor: 1_200_000, requestedLocalMinor: 600_000 });
    assert.deepEqual([(await approve(large.id)).state, (await s.balance(fund.id))[2]], ['submitted', 100_000]);
    await assert.rejects(approve(large.id), refused('conflict', /Somebody else/));
    await assert.rejects(
      call(s.ana, 'fundRequests.approve', { params: { id: large.id }, body: { amountMinor: 500_000 } }),
      refused('conflict', /Approve the same/),
    );
    const done = await approve(large.id, s.ana);
    assert.deepEqual([done.state, done.approvalsNeeded, done.approvalsGiven], ['approved', 2, 2]);
  });

  test('two requests for the last of a fund: one is approved', async () => {
    const { call, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 150_000);
    const [one, two] = [await s.submitted(fund.id), await s.submitted(fund.id)];
    const answers = await Promise.allSettled(
      [one, two].map(({ id }, index) => call(index === 0 ? s.ana : s.ben, 'fundRequests.approve', { params: { id }, body: {} })),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.deepEqual(await s.balance(fund.id), [150_000, 50_000, 100_000, 0, 0, 0, 0]);
  });

  test('what a partner has not sent is its own', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const unsent = await s.draft(fund.id);
    await assert.rejects(call(s.ana, 'fundRequests.get', { params: { id: unsent.id } }), refused('not_found'));
    assert.deepEqual((await call(s.ana, 'fundRequests.list')).items, []);
    const request = await s.approved(fund.id);
    await until('2026-04-03');
    const claim = await call(s.of('Acme'), 'portalFunds.createClaim', { body: { requestId: request.id, ...(await s.claimBody([10_000])) } });
    const fileId = claim.lines[0]?.invoiceFileId ?? assert.fail('no file');
    await assert.rejects(call(s.ana, 'fundClaims.get', { params: { id: claim.id } }), refused('not_found'));
    await assert.rejects(call(s.ana, 'fundClaims.file', { params: { id: claim.id, childId: fileId } }), refused('not_found'));
    assert.deepEqual((await call(s.ana, 'fundRequests.get', { params: { id: request.id } })).claims, []);
    assert.equal((await call(s.of('Acme'), 'portalFunds.request', { params: { id: request.id } })).claims.length, 1);
  });

  test('other workspaces and other partners find nothing', async () => {
    const { call, until, scene } = begin();
    const [s, abroad] = [await scene(), await scene()];
    const budget = await s.budget();
    const fund = await s.allocate(budget.id, 'Acme', 300_000);
    const request = await s.approved(fund.id);
    await until('2026-04-03');
    const claim = await s.claimed(request.id, [10_000]);
    const fileId = claim.lines[0]?.invoiceFileId ?? assert.fail('no file');
    for (const who of [s.of('Other'), abroad.of('Acme')]) {
      for (const id of ['portalFunds.request', 'portalFunds.claim'] as const)
        await assert.rejects(call(who, id, { params: { id: id === 'portalFunds.claim' ? claim.id : request.id } }), refused('not_found'));
      await assert.rejects(call(who, 'portalFunds.file', { params: { id: claim.id, childId: fileId } }), refused('not_found'));
      await assert.rejects(call(who, 'portalFunds.cancelRequest', { params: { id: request.id }, body: { reason: 'x' } }), refused('not_found'));
      await assert.rejects(call(who, 'portalFunds.withdrawClaim', { params: { id: claim.id }, body: { reason: 'x' } }), refused('not_found'));
      await assert.rejects(call(who, 'portalFunds.quote', { params: { id: fund.id }, query: { currency: 'EUR', amountMinor: 1 } }), refused('not_found'));
      assert.deepEqual(
        [(await call(who, 'portalFunds.requests')).items, (await call(who, 'portalFunds.claims')).items, (await call(who, 'portalFunds.list')).items],
        [[], [], []],
      );
    }
    await assert.rejects(s.draft(fund.id, 'Other'), refused('not_found'));
    for (const [operation, id] of [
      ['funds.budget', budget.id],
      ['funds.allocation', fund.id],
      ['fundRequests.get', request.id],
      ['fundClaims.get', claim.id],
    ] as const)
      await assert.rejects(call(abroad.ana, operation, { params: { id } }), refused('not_found'));
    assert.deepEqual((await call(abroad.ana, 'fundClaims.list')).items, []);
    // A file of another company proves nothing.
    const foreign = await s.file('Other');
    await assert.rejects(
      call(s.of('Acme'), 'portalFunds.createClaim', {
        body: { requestId: request.id, title: 'x', lines: [], proofs: [{ kind: 'photo', fileId: foreign, note: null }] },
      }),
      refused('invalid_input', /no such file/),
    );
    assert.equal(Buffer.from((await call(s.ana, 'fundClaims.file', { params: { id: claim.id, childId: fileId } })).base64, 'base64').toString(), 'an invoice');
  });
});

describe('what a claim must be', () => {
  test('in time, proved, invoiced once, not before the approval, and no more than our part', async () => {
    const { call, until, scene } = begin();
    const s = await scene();
    const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
    const { id } = await s.approved(fund.id);
    await until('2026-04-03');
    await assert.rejects(s.claimed(id, [10_000], { proofs: [] }), refused('invalid_input', /photo/));
    await assert.rejects(s.claimed(id, []), refused('invalid_input', /at least one invoice/));
    const body = await s.claimBody([10_000]);
    const line = body.lines[0] ?? assert.fail('no line');
    await assert.rejects(s.claimed(id, [1], { lines: [{ ...line, invoiceDate: '2026-03-09' }] }), refused('invalid_input', /before the approval/));
    await assert.rejects(s.claimed(id, [1], { lines: [{ ...line, costMinor: 10_000 }] }), refused('invalid_input', /50 %/));
    await s.claimed(id, [1], { lines: [line] });
    await assert.rejects(s.claimed(id, [1], { lines: [{ ...line, invoiceNumber: line.invoiceNumber.toLowerCase() }] }), refused('conflict', /already/));
    await assert.rejects(s.claimed(id, [90_001]), refused('conflict', /900\.00 is left/));
    const { id: draftId } = await call(s.of('Acme'), 'portalFunds.createClaim', { body: { requestId: id, ...(await s.claimBody([20_000])) } });
    await until('2026-05-03');
    await assert.rejects(call(s.of('Acme'), 'portalFunds.submitClaim', { params: { id: draftId }, body: {} }), refused('conflict', /until 2026-05-02/));
    assert.deepEqual(await s.balance(fund.id), [300_000, 290_000, 0, 10_000, 0, 0, 0]);
  });

  for (const [localCurrency, rate, cost, asked, inEuro, parts, partsInEuro] of [
    ['JPY', '0.0061', 200_000, 100_000, 61_000, [33_333, 33_333, 33_334], [20_333, 20_333, 20_334]],
    ['KWD', '2.98', 300_000, 150_000, 44_700, [50_001, 99_999], [14_900, 29_800]],
  ] as const)
    test(`in ${localCurrency}, with the rate that was shown`, async () => {
      const { call, until, scene } = begin();
      const s = await scene();
      const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
      await assert.rejects(s.submitted(fund.id, 'Acme', { localCurrency, totalCostMinor: cost, requestedLocalMinor: asked }), refused('conflict', /no rate/));
      await db.admin.query(
        `insert into fx_rate (tenant_id, id, from_currency, to_currency, rate, on_day, source, at, created_by) values ($1, $2, $3, 'EUR', $4, '2026-03-01', 'ECB', now(), 'x')`,
        [s.tenantId, newId(), localCurrency, rate],
      );
      const request = await s.approved(fund.id, 'Acme', { localCurrency, totalCostMinor: cost, requestedLocalMinor: asked });
      assert.deepEqual([request.requestedMinor, request.rate?.rate, request.rate?.day], [inEuro, rate, '2026-03-01']);
      await until('2026-04-03');
      const got: (number | null)[] = [];
      for (const part of parts) {
        const claim = await s.claimed(request.id, [part]);
        got.push((await call(s.ben, 'fundClaims.approve', { params: { id: claim.id }, body: {} })).approvedMinor);
      }
      assert.deepEqual(got, partsInEuro);
      assert.deepEqual(await s.balance(fund.id), [300_000, 300_000 - inEuro, 0, 0, inEuro, 0, 0]);
    });
});

describe('budgets', () => {
  test('are not exceeded by two who allocate at once; money is moved and taken back, never what is committed', async () => {
    const { call, scene } = begin();
    const s = await scene();
    const budget = await s.budget({ amountMinor: 500_000 });
    const answers = await Promise.allSettled([s.allocate(budget.id, 'Acme', 300_000), s.allocate(budget.id, 'Other', 300_000)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { items } = await call(s.ana, 'funds.allocations');
    const [fund] = items;
    if (!fund) return assert.fail('no fund');
    await assert.rejects(s.allocate(budget.id, fund.partnerName, 1), refused('conflict', /Add to that one/));
    const other = await s.allocate(budget.id, fund.partnerName === 'Acme' ? 'Other' : 'Acme', 100_000);
    const request = await s.approved(fund.id, fund.partnerName);
    const moved = await call(s.ana, 'funds.transfer', {
      params: { id: fund.id },
      body: { toAllocationId: other.id, amountMinor: 150_000, reason: 'Needed there' },
      version: fund.version,
    });
    assert.deepEqual([moved.from.balance.allocatedMinor, moved.from.balance.availableMinor, moved.to.balance.availableMinor], [150_000, 50_000, 250_000]);
    await assert.rejects(
      call(s.ana, 'funds.adjustAllocation', { params: { id: fund.id }, body: { byMinor: -50_001, reason: 'Less' } }),
      refused('conflict', /500\.00 EUR is available/),
    );
    await assert.rejects(
      call(s.ana, 'funds.adjustAllocation', { params: { id: fund.id }, body: { byMinor: 1, reason: 'x' }, version: fund.version }),
      refused('version_stale'),
    );
    await call(s.ana, 'funds.adjustAllocation', { params: { id: fund.id }, body: { byMinor: -50_000, reason: 'Less' } });
    assert.deepEqual(await s.balance(fund.id), [100_000, 0, 100_000, 0, 0, 0, 0]);
    await assert.rejects(
      call(s.ana, 'funds.updateBudget', { params: { id: budget.id }, body: { amountMinor: 300_000 } }),
      refused('conflict', /allocated already/),
    );
    // New terms leave what was submitted under the old ones alone.
    await call(s.ana, 'funds.publishPolicy', {
      params: { id: budget.id },
      body: { policy: { ...policy, claimWindowDays: 5, costShareBp: 2500 }, effectiveFrom: '2026-03-10' },
    });
    await assert.rejects(s.submitted(other.id, other.partnerName), refused('invalid_input', /25 %/));
    assert.deepEqual(
      [
        (await call(s.ana, 'fundRequests.get', { params: { id: request.id } })).policyNumber,
        (await call(s.ana, 'funds.budget', { params: { id: budget.id } })).policies.length,
      ],
      [1, 2],
    );
    const { rows } = await db.admin.query<{ kind: string }>(`select kind from act where tenant_id = $1 and status = 'open'`, [s.tenantId]);
    assert.deepEqual(rows, []);
  });

  test('that accrue grow with receipts, once each, and give back what refunds take', async () => {
    const { call, receipts, funds, clock, scene } = begin();
    const s = await scene();
    const budget = await s.budget({ kind: 'accrued', policy: { ...policy, accrual: { shareBp: 300, roles: ['resell'] } } });
    const dealId = newId();
    await db.admin.query(
      `insert into deal (tenant_id, id, number, name, stage, status, currency, last_activity_at, created_at, updated_at) values ($1, $2, 1, 'Deal', 'won', 'won', 'EUR', now(), now(), now())`,
      [s.tenantId, dealId],
    );
    await db.admin.query(
      `insert into deal_participant (tenant_id, id, deal_id, partner_id, role, since, added_by) values ($1, $2, $3, $4, 'resell', '2026-01-01', 'test')`,
      [s.tenantId, newId(), dealId, s.partner('Acme')],
    );
    const received = async (netMinor: number, reverses: string | null = null, currency = 'EUR') => {
      const receipt: Receipt = {
        id: newId(),
        source: 'payment',
        dealId,
        accountId: null,
        currency,
        receivedOn: '2026-03-10',
        netMinor,
        taxMinor: 0,
        feeMinor: 0,
        lines: [],
        reverses,
      };
      receipts.set(receipt.id, receipt);
      const event = {
        tenantId: s.tenantId,
        id: newId(),
        type: 'receipt.recorded',
        recordType: 'receipt',
        recordId: receipt.id,
        dealId,
        payload: {},
        at: clock.now.toISOString(),
      };
      await Promise.all([funds.onEvents([event]), funds.onEvents([event])]);
      return receipt.id;
    };
    const root = await received(1_000_050);
    await received(5_000, null, 'JPY');
    const [fund] = (await call(s.ana, 'funds.allocations', { query: { budgetId: budget.id } })).items;
    if (!fund) return assert.fail('nothing accrued');
    assert.deepEqual(await s.balance(fund.id), [30_002, 30_002, 0, 0, 0, 0, 0]);
    await s.approved(fund.id, 'Acme', { totalCostMinor: 40_000, requestedLocalMinor: 20_000 });
    // Refunds in three parts leave nothing, though part of it is committed: the fund is overdrawn until more accrues.
    for (const part of [333_333, 333_333, 333_384]) await received(-part, root);
    assert.deepEqual(await s.balance(fund.id), [0, -20_000, 20_000, 0, 0, 0, 0]);
    await received(1_000_000);
    assert.deepEqual(await s.balance(fund.id), [30_000, 10_000, 20_000, 0, 0, 0, 0]);
  });
});

test('what came of an activity is counted from its deals', async () => {
  const { call, scene } = begin();
  const s = await scene();
  const fund = await s.allocate((await s.budget()).id, 'Acme', 300_000);
  const request = await s.approved(fund.id);
  const dealId = newId();
  await db.admin.query(
    `insert into deal (tenant_id, id, number, name, stage, status, amount_minor, currency, last_activity_at, created_at, updated_at) values ($1, $2, 7, 'Deal', 'won', 'won', 900000, 'EUR', now(), now(), now())`,
    [s.tenantId, dealId],
  );
  await db.admin.query(
    `insert into deal_participant (tenant_id, id, deal_id, partner_id, role, since, added_by) values ($1, $2, $3, $4, 'source', '2026-01-01', 'test')`,
    [s.tenantId, newId(), dealId, s.partner('Acme')],
  );
  await db.admin.query(
    `insert into touch (tenant_id, id, deal_id, partner_id, kind, at, by_name) values ($1, $2, $3, $4, 'meeting', '2026-04-05', 'x'), ($1, $5, $3, $4, 'meeting', '2026-03-05', 'x')`,
    [s.tenantId, newId(), dealId, s.partner('Acme'), newId()],
  );
  const { return: came } = await call(s.ana, 'fundRequests.linkDeal', { params: { id: request.id }, body: { dealId } });
  assert.deepEqual([came.sourcedDeals, came.touches, came.won, came.open], [1, 1, [{ amountMinor: 900_000, currency: 'EUR' }], []]);
  await assert.rejects(call(s.ana, 'fundRequests.linkDeal', { params: { id: request.id }, body: { dealId: newId() } }), refused('not_found'));
  assert.deepEqual((await call(s.ana, 'fundRequests.unlinkDeal', { params: { id: request.id, childId: dealId } })).return.deals, []);
  assert.deepEqual(
    (await call(s.ana, 'funds.calendar', { query: { from: '2026-04-01', to: '2026-05-01' } })).items.map(({ number }) => number),
    [request.number],
  );
});
