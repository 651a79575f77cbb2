import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId, Problem, type Posting } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { bookkeeper, event, type Bookkeeper } from './ledger.fixture.ts';
import type { PeriodCheck, SubLedger } from './ports.ts';

const db = await testDatabase();
const none = { params: undefined, query: undefined, body: undefined } as const;
const call = { ifVersion: null };
const refused = (code: string, words: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && words.test(error.message);

const routesOf = (books: Bookkeeper) => {
  const { routes } = books.ledger;
  const { context } = books;
  return {
    accounts: async (query: { period?: string; asOf?: string; purpose?: 'cash' | 'partner_payable' | 'revenue'; cursor?: string; limit?: number } = {}) =>
      routes['ledger.accounts'](context, { ...none, query: { limit: 200, ...query } }, call),
    transactions: async (query: object = {}) => routes['ledger.transactions'](context, { ...none, query: { limit: 200, sort: '-createdAt', ...query } }, call),
    get: async (id: string) => routes['ledger.transaction'](context, { ...none, params: { id } }, call),
    entries: async (query: object) => routes['ledger.entries'](context, { ...none, query: { limit: 200, ...query } }, call),
    trial: async (period: string) => routes['ledger.trialBalance'](context, { ...none, query: { period } }, call),
    checklist: async (month: string) => routes['ledger.checklist'](context, { ...none, params: { month } }, call),
    periods: async () => routes['ledger.periods'](context, { ...none, query: { limit: 50 } }, call),
    start: async (month: string) => routes['ledger.startClosing'](context, { ...none, params: { month } }, call),
    tick: async (month: string, key: string, done = true) => routes['ledger.tick'](context, { ...none, params: { month }, body: { key, done } }, call),
    close: async (month: string, ifVersion: number | null = null) => routes['ledger.close'](context, { ...none, params: { month } }, { ifVersion }),
    abandon: async (month: string) => routes['ledger.abandonClosing'](context, { ...none, params: { month }, body: { reason: 'Not yet' } }, call),
    reverse: async (id: string, bookedOn?: string) =>
      routes['ledger.reverse'](context, { ...none, params: { id }, body: { reason: 'Typed twice', ...(bookedOn === undefined ? {} : { bookedOn }) } }, call),
    adjust: async (body: Parameters<(typeof routes)['ledger.adjust']>[1]['body']) => routes['ledger.adjust'](context, { ...none, body }, call),
    rebuild: async () => routes['ledger.rebuild'](context, none, call),
    reconcile: async (asOf: string) => routes['ledger.reconciliation'](context, { ...none, query: { asOf } }, call),
    export: async (format: 'csv' | 'hledger', from: string, to = from) => routes['ledger.export'](context, { ...none, query: { format, from, to } }, call),
    async verify() {
      const { id } = await routes['ledger.verify'](context, none, call);
      await books.ledger.idle();
      return routes['ledger.verification'](context, { ...none, params: { id } }, call);
    },
    addRate: async (from: string, to: string, rate: string, day: string) =>
      routes['ledger.addRate'](context, { ...none, body: { from, to, rate, day, source: 'Bank' } }, call),
    importRates: async (csv: string) => routes['ledger.importRates'](context, { ...none, body: { csv, source: 'Central bank' } }, call),
    rates: async () => routes['ledger.rates'](context, { ...none, query: { limit: 50 } }, call),
  };
};
async function closed(books: Bookkeeper, month: string) {
  const act = routesOf(books);
  await act.start(month);
  for (const key of ['cash', 'late', 'figures']) await act.tick(month, key);
  return act.close(month);
}
const partnerId = newId();
const accountId = newId();
const paid = (cause: string, day: string, amountMinor = 1_000, currency = 'EUR') => event('payment_received', cause, day, { accountId, currency, amountMinor });

describe('reading the books', () => {
  let books: Bookkeeper;
  before(async () => {
    books = await bookkeeper(db);
    await books.post([paid('p1', '2026-01-10', 1_000), paid('p2', '2026-02-10', 200), paid('p3', '2026-02-28', 30), paid('p4', '2026-02-11', 7, 'JPY')]);
    await books.ledger.seal(books.tenantId);
    // Not in the projection yet, and counted all the same.
    await books.post([paid('p5', '2026-02-20', 4), paid('p6', '2026-03-01', 5)]);
  });

  test('balances of a day and of a month are the sum of their entries, sealed or not', async () => {
    const act = routesOf(books);
    const cash = async (query: { period?: string; asOf?: string }) => {
      const { items } = await act.accounts({ purpose: 'cash', ...query });
      const eur = items.find(({ currency }) => currency === 'EUR');
      return [eur?.openingMinor, eur?.debitMinor, eur?.balanceMinor, eur?.entries];
    };
    assert.deepEqual(await cash({ asOf: '2026-01-09' }), [0, 0, 0, 0]);
    assert.deepEqual(await cash({ asOf: '2026-02-19' }), [0, 1_200, 1_200, 2]);
    assert.deepEqual(await cash({ asOf: '2026-02-20' }), [0, 1_204, 1_204, 3]);
    assert.deepEqual(await cash({ asOf: '2026-02-28' }), [0, 1_234, 1_234, 4]);
    assert.deepEqual(await cash({ period: '2026-02' }), [1_000, 234, 1_234, 3]);
    assert.deepEqual(await cash({}), [0, 1_239, 1_239, 5]);
    const { items } = await act.accounts({ purpose: 'cash' });
    const eur = items.find(({ currency }) => currency === 'EUR');
    const behind = await act.entries({ accountId: eur?.id, asOf: '2026-02-20' });
    assert.equal(
      behind.items.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
      1_204,
    );
  });

  test('the trial balance is zero in each currency, and currencies are never added', async () => {
    const trial = await routesOf(books).trial('2026-02');
    assert.deepEqual(
      trial.totals.map(({ currency, debitMinor, creditMinor, differenceMinor }) => [currency, debitMinor, creditMinor, differenceMinor]),
      [
        ['EUR', 234, 234, 0],
        ['JPY', 7, 7, 0],
      ],
    );
  });

  test('lists filter, sort and page', async () => {
    const act = routesOf(books);
    const causes = async (query: object) => (await act.transactions(query)).items.map(({ cause }) => cause);
    assert.deepEqual(await causes({ period: '2026-02', sort: 'bookedOn' }), ['p2', 'p4', 'p5', 'p3']);
    assert.deepEqual(await causes({ q: 'p1' }), ['p1']);
    assert.deepEqual(await causes({ template: 'invoice_issued' }), []);
    assert.equal((await causes({ party: accountId })).length, 6);
    const first = await act.transactions({ limit: 4, sort: '-bookedOn' });
    const second = await act.transactions({ limit: 4, sort: '-bookedOn', cursor: first.nextCursor });
    assert.deepEqual(
      [...first.items, ...second.items].map(({ cause }) => cause),
      ['p6', 'p3', 'p5', 'p4', 'p2', 'p1'],
    );
    const page = await act.entries({ purpose: 'cash', currency: 'EUR', limit: 3 });
    const rest = await act.entries({ purpose: 'cash', currency: 'EUR', limit: 3, cursor: page.nextCursor });
    assert.deepEqual([page.items.length, rest.items.length, rest.nextCursor], [3, 2, null]);
    await assert.rejects(act.entries({}), refused('invalid_input', /which account/));
    const [one] = (await act.transactions({ q: 'p1' })).items;
    const detail = await act.get(one?.id ?? '');
    assert.deepEqual([detail.entries.length, detail.seal?.sequence, detail.amounts], [2, 1, [{ currency: 'EUR', amountMinor: 1_000 }]]);
  });

  test('the books go out as CSV and as a journal', async () => {
    const csv = await routesOf(books).export('csv', '2026-02');
    assert.equal(csv.text.trimEnd().split('\r\n').length, 9);
    const journal = await routesOf(books).export('hledger', '2026-01', '2026-03');
    assert.match(journal.text, /commodity 1000\. JPY/);
    assert.match(journal.text, /Assets:Cash {2}7 JPY/);
    assert.equal(journal.text.match(/; hash: [0-9a-f]{64}/g)?.length, 6);
  });

  test('another workspace sees none of it', async () => {
    const other = await bookkeeper(db);
    const act = routesOf(other);
    const [mine] = (await routesOf(books).transactions()).items;
    assert.deepEqual([(await act.transactions()).items, (await act.accounts()).items, (await act.periods()).items], [[], [], []]);
    assert.deepEqual((await act.entries({ party: accountId })).items, []);
    assert.deepEqual((await act.trial('2026-02')).rows, []);
    await assert.rejects(act.get(mine?.id ?? ''), refused('not_found', /transaction/));
    await assert.rejects(act.reverse(mine?.id ?? ''), refused('not_found', /transaction/));
    assert.equal((await act.export('csv', '2026-02')).text.trimEnd().split('\r\n').length, 1);
  });
});

describe('corrections by people', () => {
  test('a reversal mirrors the entries, once, and an adjustment needs a sum of zero', async () => {
    const books = await bookkeeper(db);
    const act = routesOf(books);
    const [id] = await books.post([
      event('payment_received', 'usd', '2026-03-02', {
        accountId,
        currency: 'EUR',
        amountMinor: 100_000,
        received: { currency: 'USD', amountMinor: 108_000, rateId: 'r', bookedMinor: 99_000 },
      }),
    ]);
    const reversal = await act.reverse(id ?? '');
    const original = await act.get(id ?? '');
    assert.deepEqual(
      reversal.entries.map(({ accountId: account, amountMinor }) => [account, amountMinor]),
      original.entries.map(({ accountId: account, amountMinor }) => [account, -amountMinor]),
    );
    assert.deepEqual([reversal.reverses, original.reversedBy, reversal.reason], [id, reversal.id, 'Typed twice']);
    await assert.rejects(act.reverse(id ?? ''), refused('conflict', /reversed before/));
    await assert.rejects(act.reverse(reversal.id), refused('conflict', /reversal itself/));
    const twice = await Promise.all(
      [0, 1].map(() => db.db.inTenant(books.tenantId, (tx) => books.ledger.reverse(tx, books.context, id ?? '', '2026-03-10', 'again'))),
    );
    assert.deepEqual(twice, [reversal.id, reversal.id]);
    const legs = (amountMinor: number) => [
      { purpose: 'cash' as const, partyId: null, currency: 'EUR', amountMinor: 500 },
      { purpose: 'opening' as const, partyId: null, currency: 'EUR', amountMinor },
    ];
    const adjusted = await act.adjust({ bookedOn: '2026-03-01', reason: 'Opening', memo: 'Opening balance', legs: legs(-500) });
    assert.equal(adjusted.entries.length, 2);
    await assert.rejects(act.adjust({ bookedOn: '2026-03-01', reason: 'x', memo: 'x', legs: legs(-499) }), refused('invalid_input', /sum to zero/));
    await assert.rejects(act.adjust({ bookedOn: '2026-03-11', reason: 'x', memo: 'x', legs: legs(-500) }), refused('invalid_input', /not happened yet/));
  });

  test('rates are kept as written, and the latest of a day counts', async () => {
    const books = await bookkeeper(db);
    const act = routesOf(books);
    await act.addRate('EUR', 'USD', '1.08', '2026-03-01');
    await act.addRate('EUR', 'USD', '1.0856', '2026-03-01');
    await assert.rejects(act.addRate('EUR', 'USD', '1.0856', '2026-03-01'), refused('conflict', /known/));
    await assert.rejects(act.addRate('EUR', 'USD', '0', '2026-03-01'), refused('invalid_input', /more than zero/));
    const imported = await act.importRates(
      'from,to,rate,day\nEUR,JPY,161.27,2026-03-01\nEUR,KWD,0.334,2026-03-01\nEUR,EUR,1,2026-03-01\nEUR,JPY,161.27,2026-03-01\n',
    );
    assert.deepEqual([imported.added, imported.known, imported.refused.map(({ row }) => row)], [2, 1, [4]]);
    assert.equal((await act.rates()).items.length, 4);
  });
});

describe('closing a month', () => {
  test('a checklist, in order, for good; what is late goes to the next open month with both days', async () => {
    let drafts = 1;
    const check: PeriodCheck = { key: 'drafts', title: 'No invoice is a draft', open: async () => ({ count: drafts, sentence: `${drafts} drafts` }) };
    const sub: SubLedger = {
      key: 'partners',
      title: 'Owed to partners',
      purposes: ['partner_payable', 'partner_accrued'],
      sums: async () => [{ party: partnerId, currency: 'EUR', amountMinor: 700 }],
    };
    const books = await bookkeeper(db, { checks: [check], subLedgers: [sub] });
    const act = routesOf(books);
    const earned = (cause: string, day: string, amountMinor: number) =>
      event('earning_accrued', cause, day, { partnerId, currency: 'EUR', amountMinor, bornBy: 'partner_cost', held: false });
    await books.post([earned('e1', '2026-01-05', 600), paid('p1', '2026-02-01')]);
    await assert.rejects(act.close('2026-01'), refused('conflict', /Begin to close/));
    await assert.rejects(act.start('2026-04'), refused('conflict', /not begun/));
    await act.start('2026-01');
    await assert.rejects(act.tick('2026-01', 'trial'), refused('invalid_input', /found out/));
    for (const key of ['cash', 'late', 'figures']) await act.tick('2026-01', key);
    await books.ledger.seal(books.tenantId);
    const before = await act.checklist('2026-01');
    assert.deepEqual(
      before.items.filter(({ done }) => !done).map(({ key }) => key),
      ['control:partners', 'check:drafts'],
    );
    await assert.rejects(act.close('2026-01'), refused('conflict', /Owed to partners.*No invoice is a draft/));
    const [difference] = (await act.reconcile('2026-01-31')).controls[0]?.differences ?? [];
    assert.deepEqual([difference?.ledgerMinor, difference?.recordsMinor, difference?.differenceMinor, difference?.accountIds.length], [600, 700, -100, 1]);
    drafts = 0;
    await books.post([earned('e2', '2026-01-31', 100)]);
    await assert.rejects(act.close('2026-01', before.version - 1), refused('version_stale', /meanwhile/));
    const done = await act.close('2026-01', before.version);
    assert.deepEqual([done.state, done.closedBy, done.items.every((item) => item.done)], ['closed', 'Tester', true]);
    for (const again of [act.start, act.abandon, act.close]) await assert.rejects(again('2026-01'), refused('conflict', /stays so/));

    const [late] = await books.post([earned('late', '2026-01-20', 5)]);
    const detail = await act.get(late ?? '');
    assert.deepEqual([detail.factOn, detail.bookedOn, detail.period, detail.late], ['2026-01-20', '2026-02-01', '2026-02', true]);
    assert.deepEqual(await books.post([earned('late', '2026-01-20', 5)]), [late], 'the same fact later is the same booking');
    const mixed = await books.post([
      earned('late', '2026-01-20', 5),
      earned('late 2', '2026-01-21', 1),
      earned('feb', '2026-02-03', 2),
      earned('e1', '2026-01-05', 600),
    ]);
    assert.equal(new Set(mixed).size, 4);
    assert.equal((await act.transactions({ late: 'true' })).items.length, 2);
    assert.deepEqual(
      (await act.periods()).items.map(({ month, state, bookedLater }) => [month, state, bookedLater]),
      [
        ['2026-02', 'open', 0],
        ['2026-01', 'closed', 2],
      ],
    );
    const reversal = await act.reverse(mixed[3] ?? '', '2026-01-31');
    assert.deepEqual([reversal.factOn, reversal.bookedOn], ['2026-01-31', '2026-02-01']);
  });

  test('months are closed in order, and one that is not over is not closed', async () => {
    const books = await bookkeeper(db);
    await books.post([paid('a', '2026-01-05'), paid('b', '2026-02-05'), paid('c', '2026-03-05')]);
    await assert.rejects(closed(books, '2026-02'), refused('conflict', /Earlier months/));
    await closed(books, '2026-01');
    await routesOf(books).close('2026-02');
    await assert.rejects(closed(books, '2026-03'), refused('conflict', /month is over/));
    assert.equal((await routesOf(books).abandon('2026-03')).state, 'open');
  });

  test('while many post, a month is closed: nothing is in it that was not there when it closed', async () => {
    const books = await bookkeeper(db);
    const act = routesOf(books);
    await act.start('2026-02');
    for (const key of ['cash', 'late', 'figures']) await act.tick('2026-02', key);
    let stop = false;
    let next = 0;
    const posters = Array.from({ length: 5 }, async () => {
      while (!stop) {
        const number = next++;
        await books.post([paid(`c${number}`, '2026-02-10'), paid(`d${number}`, number % 2 ? '2026-02-28' : '2026-03-01')]);
      }
    });
    let done = null;
    for (let attempt = 0; attempt < 200 && done === null; attempt += 1)
      done = await act.close('2026-02').catch((error: unknown) => {
        // Some are not sealed yet: they came a moment ago.
        if (error instanceof Problem && error.code === 'conflict') return null;
        throw error;
      });
    const until = next + 40;
    while (next < until) await new Promise((resolve) => setImmediate(resolve));
    stop = true;
    await Promise.all(posters);
    assert.equal(done?.state, 'closed');
    const { rows } = await db.admin.query<{ wrong: number; in: number; late: number; all: number }>(
      `select count(*) filter (where t.period = '2026-02' and s.sequence is null or t.period = '2026-02' and s.sealed_at > now() + interval '1 year')::int as wrong,
        count(*) filter (where t.period = '2026-02')::int as in, count(*) filter (where t.fact_on <> t.booked_on)::int as late, count(*)::int as all
      from ledger_transaction t left join ledger_seal s on s.tenant_id = t.tenant_id and s.transaction_id = t.id where t.tenant_id = $1`,
      [books.tenantId],
    );
    assert.deepEqual([rows[0]?.wrong, rows[0]?.all], [0, next * 2]);
    assert.ok((rows[0]?.late ?? 0) > 0, 'some came after it was closed');
    assert.equal(done?.entries, (rows[0]?.in ?? 0) * 2, 'the month holds what it held when it was closed');
  });
});

describe('the chain', () => {
  const causes = (count: number): Posting[] => Array.from({ length: count }, (_, index) => paid(`c${index}`, '2026-02-10', 10 + index));
  const tamper: [what: string, statement: string, sentence: RegExp][] = [
    ['an amount', 'update ledger_entry set amount_minor = amount_minor * 2 where transaction_id = $2', /Seal 4 is broken: its content was changed/],
    [
      'one side',
      'update ledger_entry set amount_minor = amount_minor + 1 where transaction_id = $2 and position = 1',
      /Seal 4 is broken: its entries in EUR do not sum to zero/,
    ],
    ['a memo', "update ledger_transaction set memo = 'x' where tenant_id = $1 and id = $2", /Seal 4 is broken: its content/],
    ['a day', "update ledger_entry set booked_on = '2026-02-11' where transaction_id = $2", /Seal 4 is broken: an entry was moved/],
    [
      'a transaction taken out',
      'with gone as (delete from ledger_entry where transaction_id = $2) delete from ledger_transaction where id = $2 and tenant_id = $1',
      /Seal 4 is broken: its transaction is missing/,
    ],
    ['a seal taken out', 'delete from ledger_seal where tenant_id = $1 and transaction_id = $2', /Seal 4 is missing/],
    ['the end cut off', 'delete from ledger_seal where tenant_id = $1 and sequence > 6 and $2::uuid is not null', /Seal 7 is missing/],
    ['a hash made to fit', "update ledger_transaction set content_hash = repeat('a', 64) where tenant_id = $1 and id = $2", /Seal 4 is broken: its content/],
    ['another account', "update ledger_account set party = 'thief' where tenant_id = $1 and party is not null and $2::uuid is not null", /Seal 1 is broken/],
    [
      'one put in before the head',
      'insert into ledger_transaction (tenant_id, id, tx, template, cause, fact_on, booked_on, period, created_at, created_by, memo, rule_versions, facts, content_hash) select tenant_id, gen_random_uuid(), tx, template, $$forged$$, fact_on, booked_on, period, created_at, created_by, memo, rule_versions, facts, content_hash from ledger_transaction where tenant_id = $1 and id = $2',
      /has no seal|not sealed yet is not as it was written/,
    ],
  ];
  for (const [what, statement, sentence] of tamper)
    test(`finds ${what}`, async () => {
      const books = await bookkeeper(db);
      const ids = await books.post(causes(8));
      await books.ledger.seal(books.tenantId);
      const [fourth] = (
        await db.admin.query<{ id: string }>('select transaction_id as id from ledger_seal where tenant_id = $1 and sequence = 4', [books.tenantId])
      ).rows;
      assert.ok(ids.includes(fourth?.id ?? ''));
      const whole = await routesOf(books).verify();
      assert.deepEqual([whole.state, whole.transactions, whole.entries, whole.headSequence], ['whole', 8, 16, 8]);
      await db.admin.query(statement.includes('$1') ? statement : statement.concat(' and tenant_id = $1'), [books.tenantId, fourth?.id]);
      const broken = await routesOf(books).verify();
      assert.equal(broken.state, 'broken');
      assert.match(broken.sentence ?? '', sentence);
    });

  test('what is not sealed yet is read too, and sealing by several at once makes one chain', async () => {
    const books = await bookkeeper(db);
    await Promise.all(
      Array.from({ length: 6 }, (_, worker) => books.post(Array.from({ length: 5 }, (_item, index) => paid(`w${worker} ${index}`, '2026-02-10')))),
    );
    const before = await routesOf(books).verify();
    assert.deepEqual([before.state, before.unsealed], ['whole', 30]);
    await Promise.all([1, 2, 3].map(() => books.ledger.seal(books.tenantId)));
    const after = await routesOf(books).verify();
    assert.deepEqual([after.state, after.unsealed, after.headSequence], ['whole', 0, 30]);
  });

  test('what is asked for while another runs is done as well', async () => {
    const books = await bookkeeper(db);
    await books.post(causes(3));
    for (let round = 0; round < 8; round += 1) await Promise.all([1, 2, 3, 4].map(() => routesOf(books).verify()));
    const { rows } = await db.admin.query<{ state: string; many: number }>(
      'select state, count(*)::int as many from ledger_verification where tenant_id = $1 group by state',
      [books.tenantId],
    );
    assert.deepEqual(rows, [{ state: 'whole', many: 32 }]);
  });

  test('balances can be built again from the entries, and a wrong one is seen before', async () => {
    const books = await bookkeeper(db);
    await books.post(causes(5));
    await books.ledger.seal(books.tenantId);
    assert.deepEqual(await routesOf(books).rebuild(), { balances: 2, differences: 0 });
    await db.admin.query('update ledger_balance set debit_minor = debit_minor + 1 where tenant_id = $1', [books.tenantId]);
    assert.equal((await routesOf(books).reconcile('2026-03-01')).projectionDifferences, 2);
    assert.deepEqual(await routesOf(books).rebuild(), { balances: 2, differences: 2 });
    assert.equal((await routesOf(books).reconcile('2026-03-01')).projectionDifferences, 0);
  });
});
