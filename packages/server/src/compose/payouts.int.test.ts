import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OperationId, Parsed, Result } from '@entente/contracts';
import { operations } from '@entente/contracts';
import { newId, Problem, type NewEarning } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../platform/context.ts';
import type { Handler } from '../platform/http/handlers.ts';
import { earningOf, NOON, OUR_IBAN, payableWorkspace, payoutsOn, personOf } from './payouts.fixture.ts';

const db = await testDatabase();
const clock = { now: NOON };
const { payouts, ledger } = payoutsOn(db.db, clock);
const refused = (code: string, words?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (words === undefined || words.test(error.message));

type Sent<Id extends OperationId> = Partial<{ [Key in keyof Parsed<Id>]: unknown }> & { version?: number };
/** As the server does: what is sent is parsed, and what is answered fits the contract. */
async function call<Id extends OperationId>(context: Context, id: Id, sent: Sent<Id> = {}): Promise<Result<Id>> {
  const operation = operations[id];
  const parse = (schema: unknown, value: unknown) => (schema === undefined ? undefined : (schema as { parse(value: unknown): unknown }).parse(value ?? {}));
  const input = {
    params: parse('params' in operation ? operation.params : undefined, sent.params),
    query: parse('query' in operation ? operation.query : undefined, sent.query),
    body: parse('body' in operation ? operation.body : undefined, sent.body),
  };
  const handler = payouts.routes[id] as Handler<Id>;
  const answer = await handler({ ...context, now: clock.now }, input as Parsed<Id>, { ifVersion: sent.version ?? null });
  await payouts.settled();
  return operation.output.parse(answer) as Result<Id>;
}

async function scene(names: readonly string[]) {
  const { tenantId, partners } = await payableWorkspace(db.admin, names);
  const [ana, ben] = [personOf(tenantId, 'finance', 'Ana'), personOf(tenantId, 'finance', 'Ben')];
  const partner = (name: string): string => partners.get(name) ?? assert.fail(name);
  const earn = (earnings: readonly NewEarning[]) => db.db.inTenant(tenantId, (tx) => payouts.earn(tx, { ...ana, now: clock.now }, earnings));
  const states = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      (await db.admin.query<{ key: string; state: string }>('select key, state from earning where tenant_id = $1 order by key', [tenantId])).rows.map(
        ({ key, state }) => [key, state],
      ),
    );
  const balance = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (
        await db.admin.query<{ purpose: string; sum: string }>(
          'select a.purpose, sum(e.amount_minor) as sum from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 group by 1 order by 1',
          [tenantId],
        )
      ).rows.map(({ purpose, sum }) => [purpose, Number(sum)]),
    );
  const settle = (more: Record<string, unknown> = {}) =>
    call(ana, 'payouts.changeSettings', {
      body: {
        disputeDays: 7,
        timeZone: 'Europe/Berlin',
        payDay: 13,
        documentPrefix: 'SB',
        minimums: [],
        companyName: 'Northwind GmbH',
        companyAddress: null,
        companyTaxId: null,
        payers: [
          { currency: 'EUR', holder: 'Northwind GmbH', iban: OUR_IBAN, bic: 'COBADEFFXXX' },
          { currency: 'JPY', holder: 'Northwind KK', iban: OUR_IBAN, bic: 'COBADEFFXXX' },
        ],
        ...more,
      },
    });
  const collected = async (until = '2026-03-10') => {
    const run = await call(ana, 'payoutRuns.create', { body: { name: 'March', until } });
    await call(ana, 'payoutRuns.collect', { params: { id: run.id } });
    return call(ana, 'payoutRuns.get', { params: { id: run.id } });
  };
  const ready = async (until?: string) => {
    const run = await collected(until);
    return call(ana, 'payoutRuns.ready', { params: { id: run.id }, version: run.version });
  };
  const release = (run: { id: string; contentHash: string | null }, by = ben) =>
    call(by, 'payoutRuns.release', { params: { id: run.id }, body: { contentHash: run.contentHash, payOn: '2026-03-13' } });
  const payoutsOf = async (id: string) => (await call(ana, 'payoutRuns.payouts', { params: { id }, query: { limit: 200 } })).items;
  /** The ledger against the earnings, documents and payments, at the end of each of some days. */
  const agree = async (): Promise<void> => {
    for (const asOf of ['2026-03-01', '2026-03-10', '2026-03-13', '2099-12-31']) {
      const found = await ledger.routes['ledger.reconciliation'](ana, { params: undefined, query: { asOf }, body: undefined }, { ifVersion: null });
      const compared = found.controls.filter((control) => control.compared);
      assert.deepEqual(
        compared.map(({ key, differences }) => [key, differences]),
        [
          ['payouts.owed', []],
          ['payouts.clearing', []],
        ],
        asOf,
      );
    }
  };
  return { tenantId, partner, ana, ben, earn, states, balance, agree, settle, collected, ready, release, payoutsOf };
}

describe('what is earned', () => {
  test('is written once per key, whoever asks at the same time, and booked', async () => {
    const { partner, earn, balance, states } = await scene(['Acme']);
    const earnings = [
      earningOf(partner('Acme'), 'a', 1000),
      earningOf(partner('Acme'), 'b', 500, { heldUntil: '2026-05-15' }),
      earningOf(partner('Acme'), 'nothing', 0),
    ];
    const answers = await Promise.all([earn(earnings), earn(earnings)]);
    assert.equal(
      answers.reduce((sum, { added }) => sum + added, 0),
      2,
    );
    assert.deepEqual(await states(), { a: 'due', b: 'held' });
    assert.deepEqual(await balance(), { partner_accrued: -500, partner_cost: 1500, partner_payable: -1000 });
  });
  test('is taken back beside it while it waits, and cancels it when nothing is left', async () => {
    const { partner, earn, balance, states } = await scene(['Acme']);
    const id = partner('Acme');
    await earn([earningOf(id, 'a', 1000), earningOf(id, 'h', 300, { heldUntil: '2026-05-15' })]);
    await earn([earningOf(id, 'a-1', -400, { reverses: 'a' }), earningOf(id, 'h-1', -300, { reverses: 'h' })]);
    assert.deepEqual(await states(), { a: 'due', 'a-1': 'due', h: 'cancelled', 'h-1': 'cancelled' });
    await assert.rejects(earn([earningOf(id, 'a-2', -601, { reverses: 'a' })]), refused('conflict', /More would be taken back/));
    await assert.rejects(earn([earningOf(id, 'x', -1, { reverses: 'unknown' })]), refused('conflict', /not known/));
    await earn([earningOf(id, 'a-2', -600, { reverses: 'a' })]);
    assert.deepEqual(await states(), { a: 'cancelled', 'a-1': 'cancelled', 'a-2': 'cancelled', h: 'cancelled', 'h-1': 'cancelled' });
    assert.deepEqual(await balance(), { partner_accrued: 0, partner_cost: 0, partner_payable: 0 });
  });
  test('is owed when its hold ends, once, whoever looks', async () => {
    const { tenantId, partner, earn, balance, states } = await scene(['Acme']);
    await earn([earningOf(partner('Acme'), 'a', 1000, { heldUntil: '2026-03-11' })]);
    await payouts.work(tenantId);
    assert.deepEqual(await states(), { a: 'held' });
    clock.now = new Date('2026-03-11T08:00:00.000Z');
    await Promise.all([payouts.work(tenantId), payouts.work(tenantId)]);
    clock.now = NOON;
    assert.deepEqual(await states(), { a: 'due' });
    assert.deepEqual(await balance(), { partner_accrued: 0, partner_cost: 1000, partner_payable: -1000 });
  });
  test('bad input is refused with a sentence', async () => {
    const { partner, earn } = await scene(['Acme']);
    await assert.rejects(earn([earningOf(partner('Acme'), 'a', 1, { currency: 'XQZ' })]), refused('invalid_input', /not a currency/));
    await assert.rejects(earn([earningOf(partner('Acme'), 'a', 2 ** 60)]), refused('invalid_input', /too large/));
    await assert.rejects(earn([earningOf(newId(), 'a', 1)]), refused('invalid_input', /not in this workspace/));
  });
});

describe('a run', () => {
  test('from collecting to the bank and back', async () => {
    const { tenantId, partner, earn, settle, ready, release, payoutsOf, balance, agree, states, ana, ben } = await scene([
      'Acme',
      'Arabic',
      'Back',
      'No profile',
      'Small',
    ]);
    await settle({ minimums: [{ currency: 'EUR', amountMinor: 100 }] });
    await earn([
      earningOf(partner('Acme'), 'a1', 1000),
      earningOf(partner('Acme'), 'a2', -250),
      earningOf(partner('Acme'), 'a3', 5000, { currency: 'JPY' }),
      earningOf(partner('Arabic'), 'r1', 777),
      earningOf(partner('Back'), 'b1', -900),
      earningOf(partner('No profile'), 'n1', 500),
      earningOf(partner('Small'), 's1', 99),
      earningOf(partner('Acme'), 'late', 400, { earnedOn: '2026-03-11' }),
    ]);
    const run = await ready();
    assert.deepEqual([run.payouts, run.carried, run.lines], [3, 3, 4]);
    assert.deepEqual(run.totals, [
      { currency: 'EUR', amountMinor: 1527, count: 2 },
      { currency: 'JPY', amountMinor: 5000, count: 1 },
    ]);
    const reasons = Object.fromEntries(
      (await payoutsOf(run.id)).filter(({ state }) => state === 'carried').map(({ partnerName, reason }) => [partnerName, reason]),
    );
    assert.match(reasons['Back'] ?? '', /More was taken back than earned: -9\.00 EUR/);
    assert.match(reasons['No profile'] ?? '', /legal name/);
    assert.match(reasons['Small'] ?? '', /0\.99 EUR is below the minimum of 1\.00 EUR/);
    assert.equal(run.mayRelease, false);
    await assert.rejects(release(run, ana), refused('not_allowed', /Another person/));
    await assert.rejects(release({ ...run, contentHash: '0'.repeat(64) }), refused('conflict', /changed since/));
    const cleo = personOf(tenantId, 'finance', 'Cleo');
    const results = await Promise.allSettled([release(run, ben), release(run, cleo)]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const lost = results.find((result) => result.status === 'rejected');
    assert.ok(lost && refused('conflict', /released this run already/)(lost.reason));
    const paying = (await payoutsOf(run.id)).filter(({ state }) => state === 'released');
    assert.deepEqual(
      paying.map(({ documentNumber }) => documentNumber ?? '').toSorted((one, other) => one.localeCompare(other)),
      ['SB-2026-000001', 'SB-2026-000002', 'SB-2026-000003'],
    );
    assert.equal((await balance())['payout_clearing'], -6527);
    await agree();

    const file = await call(ben, 'payoutRuns.file', { params: { id: run.id }, body: { currency: 'EUR' } });
    assert.match(file.text, /<CtrlSum>15\.27<\/CtrlSum>/);
    assert.match(file.text, /<Nm>Societe Generale Payee<\/Nm>/);
    assert.equal((await call(ben, 'payoutRuns.file', { params: { id: run.id }, body: { currency: 'EUR' } })).sha256, file.sha256, 'the same to the byte');
    assert.match((await call(ben, 'payoutRuns.file', { params: { id: run.id }, body: { currency: 'JPY' } })).text, /<InstdAmt Ccy="JPY">5000<\/InstdAmt>/);
    assert.equal((await call(ben, 'payoutRuns.send', { params: { id: run.id } })).state, 'sent');
    await call(ana, 'payoutRuns.markPaid', { params: { id: run.id }, body: { paidOn: '2026-03-13' } });
    assert.equal((await call(ana, 'payoutRuns.get', { params: { id: run.id } })).state, 'settled');
    assert.deepEqual(await states(), { a1: 'paid', a2: 'paid', a3: 'paid', b1: 'due', late: 'due', n1: 'due', r1: 'paid', s1: 'due' });

    const arabic = paying.find(({ partnerName }) => partnerName === 'Arabic') ?? assert.fail();
    await call(ana, 'payouts.returned', { params: { id: arabic.id }, body: { returnedOn: '2026-03-16', reason: 'Account closed' } });
    await assert.rejects(
      call(ana, 'payouts.returned', { params: { id: arabic.id }, body: { returnedOn: '2026-03-16', reason: 'Again' } }),
      refused('conflict', /already/),
    );
    assert.equal((await states())['r1'], 'returned');
    const documents = (await call(ana, 'payouts.documents', { query: { limit: 50 } })).items;
    assert.deepEqual(
      [documents[0]?.kind, documents[0]?.number, documents[0]?.corrects, documents[0]?.amountMinor],
      ['credit_note', 'SB-2026-000004', arabic.documentNumber, -777],
    );
    assert.equal((await balance())['cash'], -5750);
    await agree();
    const next = await call(ana, 'payoutRuns.create', { body: { name: 'Again', until: '2026-03-10' } });
    await call(ana, 'payoutRuns.collect', { params: { id: next.id } });
    const again = (await payoutsOf(next.id)).find(({ partnerName }) => partnerName === 'Arabic');
    assert.match(again?.reason ?? '', /came back/);
  });

  test('two who collect at the same time share the lines and double none', async () => {
    const { tenantId, partner, earn, ana, collected } = await scene(['Acme', 'Beta', 'Gamma']);
    await earn(['Acme', 'Beta', 'Gamma'].flatMap((name) => Array.from({ length: 20 }, (_, index) => earningOf(partner(name), `${name}${index}`, 100))));
    const runs = await Promise.all([collected(), collected()]);
    await payouts.work(tenantId);
    assert.equal(
      (await Promise.all(runs.map(({ id }) => call(ana, 'payoutRuns.get', { params: { id } })))).reduce((sum, { lines }) => sum + lines, 0),
      60,
    );
    const { rows } = await db.admin.query('select earning_id from payout_line where tenant_id = $1 and active group by 1 having count(*) > 1', [tenantId]);
    assert.deepEqual(rows, []);
  });

  test('cancelled, left out or disputed, its lines are owed as before', async () => {
    const { partner, earn, ready, release, payoutsOf, states, ana } = await scene(['Acme', 'Beta']);
    await earn([earningOf(partner('Acme'), 'a', 100), earningOf(partner('Acme'), 'a2', 50), earningOf(partner('Beta'), 'b', 200)]);
    const run = await ready();
    const list = await call(ana, 'earnings.list', { query: {} });
    const a = list.items.find(({ key }) => key === 'a') ?? assert.fail();
    const dispute = await call(ana, 'disputes.open', { body: { earningId: a.id, reason: 'Too little' } });
    assert.deepEqual(await states(), { a: 'due', a2: 'claimed', b: 'claimed' });
    await assert.rejects(release(run), refused('conflict', /changed since/));
    const beta = (await payoutsOf(run.id)).find(({ partnerName }) => partnerName === 'Beta') ?? assert.fail();
    await call(ana, 'payouts.leaveOut', { params: { id: beta.id }, body: { reason: 'Asked for' } });
    const seen = await call(ana, 'payoutRuns.get', { params: { id: run.id } });
    assert.deepEqual([seen.payouts, seen.totals[0]?.amountMinor], [1, 50]);
    await call(ana, 'payoutRuns.cancel', { params: { id: run.id }, body: { reason: 'Wrong day' } });
    assert.deepEqual(await states(), { a: 'due', a2: 'due', b: 'due' });
    const second = await ready();
    assert.equal(second.totals[0]?.amountMinor, 250, 'the disputed line waits');
    const answered = await call(ana, 'disputes.answer', {
      params: { id: dispute.id },
      body: { outcome: 'accepted', reason: 'The rate was 12 %', correctionMinor: 20 },
      version: dispute.version,
    });
    assert.deepEqual([answered.state, answered.correctionMinor], ['accepted', 20]);
    assert.equal((await states())[`dispute:${dispute.id}`], 'due');
    const third = await call(ana, 'payoutRuns.create', { body: { name: 'Rest', until: '2026-03-31' } });
    await call(ana, 'payoutRuns.collect', { params: { id: third.id } });
    assert.equal((await call(ana, 'payoutRuns.get', { params: { id: third.id } })).totals[0]?.amountMinor, 120);
  });

  test('a hold or another account since it was collected stops the release', async () => {
    const { partner, earn, ready, release, ana } = await scene(['Acme']);
    await earn([earningOf(partner('Acme'), 'a', 100)]);
    const run = await ready();
    await call(ana, 'payees.hold', { params: { id: partner('Acme') }, body: { kind: 'compliance', reason: 'Sanctions list' } });
    await assert.rejects(release(run), refused('conflict', /Acme: Held for compliance: Sanctions list/));
  });
});

describe('who is paid where', () => {
  test('what one person proposes another approves; the account is never shown or stored in the open', async () => {
    const { tenantId, partner, ana, ben } = await scene(['No profile']);
    const id = partner('No profile');
    await assert.rejects(
      call(ana, 'payees.change', { params: { id }, body: { bank: { kind: 'iban', iban: 'DE89370400440532013001', bic: null, holder: 'X' } } }),
      refused('invalid_input', /IBAN/),
    );
    const waiting = await call(ana, 'payees.change', {
      params: { id },
      body: { legalName: 'New SA', bank: { kind: 'iban', iban: 'DE89 3704 0044 0532 0130 00', bic: null, holder: 'New SA' } },
    });
    assert.equal(waiting.bank, null);
    const change = waiting.waiting[0] ?? assert.fail();
    assert.deepEqual(change.changes, ['Legal name: New SA', 'Bank account: DE•• 3000']);
    await assert.rejects(call(ana, 'payees.approve', { params: { id: change.id } }), refused('not_allowed'));
    const approved = await call(ben, 'payees.approve', { params: { id: change.id } });
    assert.deepEqual([approved.bank, approved.bankApproved, approved.legalName], ['DE•• 3000', true, 'New SA']);
    const { rows } = await db.admin.query<{ text: string }>(
      'select (select json_agg(p)::text from payee_profile p where tenant_id = $1) || (select json_agg(c)::text from payee_change c where tenant_id = $1) || (select json_agg(a)::text from audit_entry a where tenant_id = $1) as text',
      [tenantId],
    );
    assert.doesNotMatch(rows[0]?.text ?? '', /0532013000/);
  });
});

describe('a partner', () => {
  test('sees its own money down to the arithmetic, in its language, and nobody else’s', async () => {
    const { tenantId, partner, earn, ready, release, payoutsOf } = await scene(['Acme', 'Arabic']);
    await earn([earningOf(partner('Acme'), 'a', 1000), earningOf(partner('Arabic'), 'r', 777, { title: '=cmd()' })]);
    const run = await ready();
    const [acme, arabic] = [personOf(tenantId, 'partner_admin', 'Al', partner('Acme')), personOf(tenantId, 'partner_admin', 'Omar', partner('Arabic'))];
    assert.deepEqual((await call(acme, 'portalMoney.statements', { query: {} })).items, [], 'what is not released is not shown');
    await release(run);
    const [own] = (await call(arabic, 'portalMoney.statements', { query: {} })).items;
    assert.equal(own?.amountMinor, 777);
    const others = (await payoutsOf(run.id)).find(({ partnerName }) => partnerName === 'Acme') ?? assert.fail();
    for (const id of ['portalMoney.statement', 'portalMoney.statementPdf', 'portalMoney.statementCsv'] as const)
      await assert.rejects(call(arabic, id, { params: { id: others.id } }), refused('not_found'));
    const mine = (await call(arabic, 'portalMoney.earnings', { query: {} })).items;
    assert.deepEqual(
      mine.map(({ title }) => title),
      ['=cmd()'],
    );
    const theirs = (await call(acme, 'portalMoney.earnings', { query: {} })).items[0] ?? assert.fail();
    await assert.rejects(call(arabic, 'portalMoney.earning', { params: { id: theirs.id } }), refused('not_found'));
    await assert.rejects(call(arabic, 'portalMoney.openDispute', { body: { earningId: theirs.id, reason: 'Mine' } }), refused('not_found'));
    assert.equal((await call(acme, 'portalMoney.earning', { params: { id: theirs.id } })).explanation.rule?.version, 3);
    const csv = await call(arabic, 'portalMoney.statementCsv', { params: { id: own?.id } });
    assert.match(csv.text, /'=cmd\(\)/);
    const pdf = await call(arabic, 'portalMoney.statementPdf', { params: { id: own?.id } });
    const text = await textOfPdf(pdf.base64);
    assert.match(text, /SB-2026-00000\d/);
    assert.match(text, /7\.77 EUR/);
    assert.match(text.normalize('NFKC'), /[\u0600-\u06ff]{3,}/);
    const summary = await call(arabic, 'portalMoney.summary');
    assert.equal(summary.expectedOn, '2026-03-13');
    const dispute = await call(arabic, 'portalMoney.openDispute', { body: { earningId: mine[0]?.id, reason: 'Not enough', expectedMinor: 900 } });
    await call(arabic, 'portalMoney.comment', { params: { id: dispute.id }, body: { text: 'See the contract' } });
    await assert.rejects(call(acme, 'portalMoney.dispute', { params: { id: dispute.id } }), refused('not_found'));
    assert.equal((await call(arabic, 'portalMoney.withdrawDispute', { params: { id: dispute.id } })).state, 'withdrawn');
  });
  test('is told what a dispute keeps back of what is owed', async () => {
    const { tenantId, partner, earn } = await scene(['Acme']);
    await earn([earningOf(partner('Acme'), 'a', 1000), earningOf(partner('Acme'), 'b', 300), earningOf(partner('Acme'), 'c', 70, { heldUntil: '2027-01-01' })]);
    const acme = personOf(tenantId, 'partner_admin', 'Al', partner('Acme'));
    for (const earning of (await call(acme, 'portalMoney.earnings', { query: {} })).items.filter(({ amountMinor }) => amountMinor < 1000))
      await call(acme, 'portalMoney.openDispute', { body: { earningId: earning.id, reason: 'Not enough' } });
    const { currencies, openDisputes } = await call(acme, 'portalMoney.summary');
    assert.deepEqual(
      currencies.map(({ heldMinor, dueMinor, disputedMinor }) => [heldMinor, dueMinor, disputedMinor]),
      [[70, 1300, 300]],
    );
    assert.equal(openDisputes, 2);
  });
  test('sends a tax form that nobody but its own payee can name or open', async () => {
    const { tenantId, partner, ana } = await scene(['Acme', 'Beta']);
    const member = async (name: string) => {
      const person = personOf(tenantId, 'partner_admin', name, partner(name));
      await db.admin.query(
        `with u as (insert into "user" (id, email, name) values ($1::text, $1::text || '@example.com', $2) returning id)
         insert into membership (tenant_id, id, user_id, audience, role, partner_id) select $3::uuid, $4::uuid, id, 'partner', 'partner_admin', $5::uuid from u`,
        [newId(), name, tenantId, person.actor.memberId, partner(name)],
      );
      return person;
    };
    const [acme, beta] = [await member('Acme'), await member('Beta')];
    const pdf = Buffer.from('%PDF-1.7 a form').toString('base64');
    const file = await call(acme, 'portalMoney.uploadTaxForm', { body: { fileName: '../w8.pdf', base64: pdf } });
    assert.deepEqual([file.name, file.sizeBytes], ['.._w8.pdf', 15]);
    await assert.rejects(
      call(acme, 'portalMoney.uploadTaxForm', { body: { fileName: 'w8.pdf', base64: Buffer.from('<html>').toString('base64') } }),
      refused('invalid_input', /PDF, PNG or JPEG/),
    );
    const taxForm = { kind: 'w8bene', fileId: file.id, validUntil: '2028-12-31' };
    await assert.rejects(call(beta, 'portalMoney.changePayee', { body: { taxForm } }), refused('invalid_input', /no such file/));
    await assert.rejects(call(ana, 'payees.change', { params: { id: partner('Beta') }, body: { taxForm } }), refused('invalid_input', /no such file/));
    await assert.rejects(call(acme, 'portalMoney.taxForm', { params: { id: file.id } }), refused('not_found'));
    const { waiting } = await call(acme, 'portalMoney.changePayee', { body: { taxForm } });
    assert.equal(waiting[0]?.taxFormFileId, file.id);
    await call(ana, 'payees.refuse', { params: { id: waiting[0]?.id }, body: { reason: 'The second page is missing.' } });
    assert.equal((await call(acme, 'portalMoney.payee')).refused?.reason, 'The second page is missing.');
    const own = await call(acme, 'portalMoney.taxForm', { params: { id: file.id } });
    assert.deepEqual([own.mediaType, own.base64], ['application/pdf', pdf]);
    assert.equal((await call(ana, 'payees.taxForm', { params: { id: partner('Acme'), childId: file.id } })).base64, pdf);
    await assert.rejects(call(ana, 'payees.taxForm', { params: { id: partner('Beta'), childId: file.id } }), refused('not_found'));
    await assert.rejects(call(beta, 'portalMoney.taxForm', { params: { id: file.id } }), refused('not_found'));
  });
  test('another workspace has none of it', async () => {
    const [one, other] = [await scene(['Acme']), await scene(['Zeta'])];
    await one.earn([earningOf(one.partner('Acme'), 'a', 100)]);
    const run = await one.ready();
    const [earning] = (await call(one.ana, 'earnings.list', { query: {} })).items;
    const [payout] = await one.payoutsOf(run.id);
    await assert.rejects(call(other.ana, 'earnings.get', { params: { id: earning?.id } }), refused('not_found'));
    await assert.rejects(call(other.ana, 'payoutRuns.get', { params: { id: run.id } }), refused('not_found'));
    await assert.rejects(call(other.ana, 'payouts.get', { params: { id: payout?.id } }), refused('not_found'));
    await assert.rejects(call(other.ana, 'payees.get', { params: { id: one.partner('Acme') } }), refused('not_found'));
    await assert.rejects(
      call(other.ben, 'payoutRuns.release', { params: { id: run.id }, body: { contentHash: run.contentHash, payOn: '2026-03-13' } }),
      refused('not_found'),
    );
    assert.deepEqual((await call(other.ana, 'earnings.list', { query: {} })).items, []);
  });
});

async function textOfPdf(base64: string): Promise<string> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: new Uint8Array(Buffer.from(base64, 'base64')), verbosity: 0 }).promise;
  const content = await (await document.getPage(1)).getTextContent();
  return content.items.map((item) => ('str' in item ? item.str : '')).join(' ');
}
