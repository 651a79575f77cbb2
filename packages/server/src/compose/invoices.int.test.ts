import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { newId, Problem, type Receipt } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { pino } from 'pino';
import { createInvoicesModule } from '../modules/invoices/index.ts';
import { createLedgerModule } from '../modules/ledger/index.ts';
import type { Context } from '../platform/context.ts';
import { systemContext } from '../platform/system-actor.ts';
import { insertWorkspaceWithOwner } from './first-run.ts';
import { invoicesPorts } from './invoices-ports.ts';
import { readCsv } from './read-csv.ts';

const test_ = await testDatabase();
let now = new Date('2027-03-10T09:00:00Z');
const logger = pino({ level: 'silent' });
const ledger = createLedgerModule({
  database: test_.db,
  ports: { checks: [], subLedgers: [], readCsv },
  now: () => now,
  onError: (error) => logger.error(error),
});
const invoices = createInvoicesModule({ database: test_.db, ports: invoicesPorts({ post: ledger.post }), now: () => now });
const { routes } = invoices;
const none = { params: undefined, query: undefined, body: undefined } as const;
const version = (ifVersion: number | null) => ({ ifVersion });
const refused = (code: string, words: RegExp) => (error: unknown) => error instanceof Problem && error.code === code && words.test(error.message);
const run = (text: string, values: unknown[] = []) => test_.admin.query(text, values);

type Scene = { tenantId: string; context: Context; account: string; other: string; dealA: string; dealB: string; vendor: string };
async function scene(slug: string): Promise<Scene> {
  const { tenantId } = await insertWorkspaceWithOwner(test_.db, {
    slug,
    name: slug,
    baseCurrency: 'EUR',
    ownerEmail: `${slug}@x.example`,
    ownerName: 'O',
    now,
    sample: false,
  });
  const [account, other, dealA, dealB, vendor] = [newId(), newId(), newId(), newId(), newId()];
  const at = now.toISOString();
  for (const [id, name] of [
    [account, 'Nordwind AG'],
    [other, 'Südwind GmbH'],
  ])
    await run(`insert into account (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, $4, $4)`, [tenantId, id, name, at]);
  await run(`insert into partner (tenant_id, id, name, types, status, created_at, updated_at) values ($1, $2, 'Vendor', '{reseller}', 'active', $3, $3)`, [
    tenantId,
    vendor,
    at,
  ]);
  for (const [index, id] of [dealA, dealB].entries())
    await run(
      `insert into deal (tenant_id, id, number, name, stage, status, currency, account_id, last_activity_at, created_at, updated_at) values ($1, $2, $3, 'Deal', 'won', 'won', 'EUR', $4, $5, $5, $5)`,
      [tenantId, id, index + 1, account, at],
    );
  return { tenantId, context: systemContext(tenantId, 'Tester', now), account, other, dealA, dealB, vendor };
}
const party = (country: string, taxId: string | null = null) => ({
  legalName: `Company ${country}`,
  street: 'Street 1',
  city: 'City',
  postalCode: '12345',
  country,
  taxId,
  legalId: null,
  email: null,
  peppol: null,
});
async function prepare(of: Scene, taxPolicy: 'line' | 'sum' = 'line'): Promise<void> {
  await routes['invoices.saveSettings'](
    of.context,
    {
      ...none,
      body: {
        seller: { ...party('DE', 'DE123456789'), iban: 'DE89 3704 0044 0532 0130 00', bic: null },
        numberPrefix: 'INV',
        paymentDays: 14,
        taxPolicy,
        timeZone: 'Europe/Berlin',
        automatic: 'off' as const,
        note: null,
      },
    },
    version(null),
  );
  for (const [category, code, rate, why] of [
    ['S', 'S', '19', null],
    ['R', 'S', '7', null],
    ['E', 'E', '0', 'Exempt by law'],
  ] as const)
    await routes['invoices.addTaxRule'](
      of.context,
      { ...none, body: { country: 'DE', category, code, rate, exemptionReason: why, from: '2020-01-01', to: null } },
      version(null),
    );
  for (const accountId of [of.account, of.other])
    await routes['invoices.saveProfile'](
      of.context,
      { params: { id: accountId }, query: undefined, body: { party: party('DE'), orderNumber: 'PO-1', language: 'en' } },
      version(null),
    );
}
const charge = async (of: Scene, over: Record<string, unknown> = {}): Promise<string> => {
  const id = newId();
  const row: Record<string, unknown> = {
    amount: 10_000,
    currency: 'EUR',
    account: of.account,
    deal: of.dealA,
    vendor: null,
    from: null,
    to: null,
    on: '2027-03-01',
    tax: 'S',
    ...over,
  };
  await run(
    `insert into charge (tenant_id, id, key, kind, account_id, deal_id, vendor_id, description, quantity, unit_price, amount_minor, currency, period_from, period_to, charged_on, tax_category, explanation, created_at)
     values ($1, $2, $3, 'recurring', $4, $5, $6, 'Product', '1', null, $7, $8, $9, $10, $11, $12, '{"sentence":"s","rule":null,"inputs":[],"steps":[],"evidence":[]}', $13)`,
    [
      of.tenantId,
      id,
      id,
      row['account'],
      row['deal'],
      row['vendor'],
      row['amount'],
      row['currency'],
      row['from'],
      row['to'],
      row['on'],
      row['tax'],
      now.toISOString(),
    ],
  );
  return id;
};
type Line = {
  description: string;
  unitPrice: string;
  quantity?: string;
  dealId?: string | null;
  taxCategory?: string;
  period?: { from: string; to: string } | null;
};
async function issued(of: Scene, lines: readonly Line[], currency = 'EUR', accountId = of.account) {
  const body = {
    accountId,
    currency,
    chargeIds: [],
    note: null,
    lines: lines.map((line) => ({ productId: null, dealId: null, quantity: '1', period: null, ...line })),
  };
  const draft = await routes['invoices.create'](of.context, { ...none, body }, version(null));
  assert.equal(draft.obstacle, null);
  return routes['invoices.issue'](of.context, { params: { id: draft.id }, query: undefined, body: {} }, version(draft.version));
}
const pay = (of: Scene, amountMinor: number, invoiceId: string | null, over: Record<string, unknown> = {}) =>
  routes['payments.record'](
    of.context,
    {
      ...none,
      body: {
        accountId: of.account,
        amountMinor,
        currency: 'EUR',
        receivedOn: '2027-03-10',
        reference: null,
        note: null,
        applyTo: invoiceId === null ? [] : [{ invoiceId, amountMinor }],
        oldestFirst: false,
        ...over,
      },
    },
    version(null),
  );
const get = (of: Scene, id: string) => routes['invoices.get'](of.context, { ...none, params: { id } }, version(null));
const credit = async (of: Scene, id: string, lines: readonly Record<string, unknown>[]) =>
  routes['creditNotes.issue'](
    of.context,
    { params: { id }, query: undefined, body: { reason: 'Agreed', lines: lines as never } },
    version((await get(of, id)).version),
  );
const refund = async (of: Scene, id: string, amountMinor: number) =>
  routes['payments.refund'](of.context, { params: { id }, query: undefined, body: { amountMinor, reason: 'Asked for' } }, version(null));
const receiptsOf = async (of: Scene, invoiceId: string): Promise<Receipt[]> => {
  const { rows } = await run(`select id from receipt where tenant_id = $1 and invoice_id = $2 order by id`, [of.tenantId, invoiceId]);
  const found: Receipt[] = [];
  for (const { id } of rows as { id: string }[]) {
    const receipt = await test_.db.reading(of.tenantId, (tx) => invoices.receipt(tx, of.tenantId, id));
    if (receipt) found.push(receipt);
  }
  return found;
};
/** The records of the module against the entries of the ledger, by party and currency. */
async function agrees(of: Scene): Promise<void> {
  for (const sub of invoices.subLedgers) {
    const own = await test_.db.reading(of.tenantId, (tx) => sub.sums(tx, of.tenantId, '2099-12-31'));
    const { rows } = await run(
      `select a.party, a.currency, sum(e.amount_minor)::text as amount from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 and a.purpose = $2 group by 1, 2`,
      [of.tenantId, sub.purposes[0]],
    );
    const sign = sub.purposes[0] === 'customer_credit' || sub.purposes[0] === 'deferred_revenue' ? -1 : 1;
    const books = (rows as { party: string | null; currency: string; amount: string }[]).map((row) => [
      row.party ?? '',
      row.currency,
      Number(row.amount) * sign,
    ]);
    const plain = (list: unknown[][]) =>
      list
        .filter((one) => one[2] !== 0)
        .map(String)
        .sort();
    assert.deepEqual(plain(own.map((row) => [row.party ?? '', row.currency, row.amountMinor])), plain(books), sub.key);
  }
  const { rows } = await run(
    `select transaction_id from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 group by 1, a.currency having sum(e.amount_minor) <> 0`,
    [of.tenantId],
  );
  assert.deepEqual(rows, []);
}

let home: Scene;
let away: Scene;
before(async () => {
  home = await scene('home');
  away = await scene('away');
  await prepare(home);
});

test('without settings, profile or tax rule a draft says what it lacks, and is not issued', async () => {
  await charge(away);
  const { made } = await routes['invoices.run'](away.context, { ...none, body: { until: '2027-03-31', issue: true } }, version(null));
  assert.deepEqual([made.length, made[0]?.number], [1, null]);
  assert.match(made[0]?.obstacle ?? '', /invoice settings/);
  await prepare(away);
  const id = made[0]?.invoiceId ?? '';
  assert.equal((await get(away, id)).obstacle, null, 'a draft does not go on saying what has been mended');
  const { number } = await routes['invoices.issue'](away.context, { params: { id }, query: undefined, body: {} }, version(null));
  assert.equal(number, 'INV-2027-00001');
});

test('one invoice over vendors and deals: two runs at once make one, and it is booked', async () => {
  for (const [deal, vendor, amount] of [
    [home.dealA, home.vendor, 10_000],
    [home.dealA, null, 3_333],
    [home.dealB, home.vendor, 5_000],
  ] as const)
    await charge(home, { deal, vendor, amount });
  await charge(home, { currency: 'JPY', amount: 1_001 });
  await charge(home, { account: home.other, amount: -500 });
  const body = { until: '2027-03-31', issue: true };
  const answers = await Promise.all([
    routes['invoices.run'](home.context, { ...none, body }, version(null)),
    routes['invoices.run'](home.context, { ...none, body }, version(null)),
  ]);
  const made = answers.flatMap((answer) => answer.made);
  assert.deepEqual(made.map(({ currency, totalMinor }) => `${currency} ${totalMinor}`).sort(), ['EUR 21816', 'JPY 1191']);
  assert.match(answers.flatMap((answer) => answer.waiting)[0]?.sentence ?? '', /give back/);
  const euro = await get(home, made.find(({ currency }) => currency === 'EUR')?.invoiceId ?? '');
  assert.deepEqual([euro.lines.length, euro.netMinor + euro.taxMinor, euro.state, euro.dueOn], [3, euro.totalMinor, 'issued', '2027-03-24']);
  assert.deepEqual(
    euro.taxes.map(({ code, rate, taxMinor }) => [code, rate, taxMinor]),
    [['S', '19', 3_483]],
  );
  await pay(home, 7_000, euro.id);
  const receipts = await receiptsOf(home, euro.id);
  assert.deepEqual(new Set(receipts.map(({ dealId }) => dealId)), new Set([home.dealA, home.dealB]), 'one receipt for each deal');
  assert.equal(
    receipts.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0),
    7_000,
  );
  assert.equal((await get(home, euro.id)).state, 'part_paid');
  await pay(home, 20_000, null, { oldestFirst: true });
  const paid = await get(home, euro.id);
  assert.deepEqual([paid.state, paid.openMinor, paid.lines.map(({ openMinor }) => openMinor)], ['paid', 0, [0, 0, 0]]);
  const { items } = await routes['payments.credit'](home.context, { ...none, query: {} }, version(null));
  assert.deepEqual(
    items.map(({ currency, leftMinor }) => [currency, leftMinor]),
    [['EUR', 5_184]],
  );
  await agrees(home);
});

test('numbers have no gap and no twin, however many are issued at once', async () => {
  const drafts = [];
  for (let index = 0; index < 8; index += 1)
    drafts.push(
      await routes['invoices.create'](
        home.context,
        {
          ...none,
          body: {
            accountId: index % 2 === 0 ? home.account : home.other,
            currency: 'EUR',
            chargeIds: [],
            note: null,
            lines: [
              {
                productId: null,
                dealId: null,
                description: 'Work',
                quantity: '1',
                unitPrice: index === 3 ? '0.01' : '10',
                period: null,
                ...(index === 5 ? { taxCategory: 'UNKNOWN' } : {}),
              },
            ],
          },
        },
        version(null),
      ),
    );
  const results = await Promise.allSettled(
    [...drafts, drafts[0] ?? assert.fail()].map((draft) =>
      routes['invoices.issue'](home.context, { params: { id: draft.id }, query: undefined, body: {} }, version(null)),
    ),
  );
  assert.equal(results.filter(({ status }) => status === 'rejected').length, 2, 'the one without a rate, and the one issued twice');
  const { rows } = await run(`select number from invoice where tenant_id = $1 and number is not null order by number`, [home.tenantId]);
  assert.deepEqual(
    (rows as { number: string }[]).map(({ number }) => number),
    rows.map((_, index) => `INV-2027-${String(index + 1).padStart(5, '0')}`),
  );
});

test('a draft can be changed and given up, and its charges are open again; what is issued cannot', async () => {
  const [one, two] = [await charge(home), await charge(home)];
  const draft = await routes['invoices.create'](
    home.context,
    { ...none, body: { accountId: home.account, currency: 'EUR', chargeIds: [one, two], lines: [], note: null } },
    version(null),
  );
  await assert.rejects(
    routes['invoices.create'](
      home.context,
      { ...none, body: { accountId: home.account, currency: 'EUR', chargeIds: [one], lines: [], note: null } },
      version(null),
    ),
    refused('conflict', /another invoice/),
  );
  const less = await routes['invoices.removeLine'](
    home.context,
    { params: { id: draft.id }, query: undefined, body: { lineId: draft.lines[0]?.id ?? '' } },
    version(draft.version),
  );
  assert.equal(less.lines.length, 1);
  await assert.rejects(
    routes['invoices.void'](home.context, { params: { id: draft.id }, query: undefined, body: {} }, version(draft.version)),
    refused('version_stale', /changed/),
  );
  await routes['invoices.void'](home.context, { params: { id: draft.id }, query: undefined, body: {} }, version(less.version));
  const again = await routes['invoices.create'](
    home.context,
    { ...none, body: { accountId: home.account, currency: 'EUR', chargeIds: [one, two], lines: [], note: null } },
    version(null),
  );
  const done = await routes['invoices.issue'](home.context, { params: { id: again.id }, query: undefined, body: {} }, version(again.version));
  await assert.rejects(
    routes['invoices.void'](home.context, { params: { id: done.id }, query: undefined, body: {} }, version(null)),
    refused('conflict', /credit notes/),
  );
});

test('a credit note lowers what is open first; what had been paid is credit, and every receipt is taken back to nothing', async () => {
  const invoice = await issued(home, [
    { description: 'A', unitPrice: '60', taxCategory: 'E', dealId: home.dealA },
    { description: 'B', unitPrice: '40', taxCategory: 'E', dealId: home.dealB },
  ]);
  const payment = await pay(home, 7_000, invoice.id);
  const note = await credit(home, invoice.id, [{ lineId: invoice.lines[0]?.id, netMinor: 5_000 }]);
  assert.equal(note.totalMinor, 5_000);
  const after = await get(home, invoice.id);
  assert.deepEqual([after.openMinor, after.state, after.paidMinor], [0, 'paid', 5_000]);
  assert.deepEqual(
    after.lines.map(({ leftNetMinor }) => leftNetMinor),
    [1_000, 4_000],
  );
  const left = await routes['payments.get'](home.context, { ...none, params: { id: payment.id } }, version(null));
  assert.equal(left.leftMinor, 2_000, 'refunds and balance credit equal what was paid too much');
  await assert.rejects(credit(home, invoice.id, [{ lineId: invoice.lines[0]?.id, netMinor: 1_001 }]), refused('conflict', /than is left/));
  await assert.rejects(refund(home, payment.id, 7_001), refused('conflict', /less than was asked/));
  await credit(
    home,
    invoice.id,
    invoice.lines.map(({ id }) => ({ lineId: id, rest: true })),
  );
  await refund(home, payment.id, 7_000);
  const receipts = await receiptsOf(home, invoice.id);
  assert.equal(
    receipts.reduce((sum, { netMinor }) => sum + netMinor, 0),
    0,
  );
  const lines = new Map<string, number>();
  for (const line of receipts.flatMap((one) => one.lines))
    lines.set(line.reversesLineId ?? line.lineId, (lines.get(line.reversesLineId ?? line.lineId) ?? 0) + line.netMinor + line.taxMinor);
  assert.ok([...lines.values()].every((amount) => amount === 0));
  assert.deepEqual([(await get(home, invoice.id)).state], ['credited']);
  await agrees(home);
});

test('a refund without a credit note opens the invoice again; unapplied money is credit and can pay another', async () => {
  const [first, second] = [await issued(home, [{ description: 'One', unitPrice: '100' }]), await issued(home, [{ description: 'Two', unitPrice: '50' }])];
  const payment = await pay(home, 11_900, first.id);
  await refund(home, payment.id, 1_190);
  assert.deepEqual([(await get(home, first.id)).openMinor, (await get(home, first.id)).state], [1_190, 'part_paid']);
  const [application] = (await routes['payments.get'](home.context, { ...none, params: { id: payment.id } }, version(null))).applications;
  const loose = await routes['payments.unapply'](
    home.context,
    { params: { id: payment.id }, query: undefined, body: { applicationId: application?.id ?? '' } },
    version(null),
  );
  assert.equal(loose.leftMinor, 10_710);
  const both = await Promise.allSettled(
    [1, 2].map(() =>
      routes['payments.apply'](
        home.context,
        { params: { id: payment.id }, query: undefined, body: { applyTo: [{ invoiceId: second.id, amountMinor: 5_950 }], oldestFirst: false } },
        version(null),
      ),
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'], 'applied at once, it is applied once');
  assert.equal((await get(home, second.id)).state, 'paid');
  const draft = await routes['invoices.writeOff'](home.context, { params: { id: first.id }, query: undefined, body: { reason: 'Insolvent' } }, version(null));
  assert.deepEqual([draft.state, draft.openMinor, draft.writtenOffMinor], ['written_off', 0, 11_900]);
  await agrees(home);
});

test('money in another currency is booked at its rate, and the difference is realised', async () => {
  await run(
    `insert into fx_rate (tenant_id, id, from_currency, to_currency, rate, on_day, source, at, created_by) values ($1, $2, 'USD', 'EUR', '0.9', '2027-03-09', 'ecb', now(), 't')`,
    [home.tenantId, newId()],
  );
  const invoice = await issued(home, [{ description: 'Abroad', unitPrice: '100', taxCategory: 'E' }]);
  const payment = await pay(home, 11_000, null, {
    currency: 'USD',
    counts: { currency: 'EUR', amountMinor: 10_000 },
    oldestFirst: false,
    applyTo: [{ invoiceId: invoice.id, amountMinor: 10_000 }],
  });
  assert.deepEqual([payment.received?.bookedMinor, payment.appliedMinor, (await get(home, invoice.id)).state], [9_900, 10_000, 'paid']);
  const { rows } = await run(
    `select sum(e.amount_minor)::int as amount from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = $1 and a.purpose = 'fx_difference'`,
    [home.tenantId],
  );
  assert.deepEqual(rows, [{ amount: 100 }]);
  await assert.rejects(pay(home, 100, null, { currency: 'KWD', counts: { currency: 'EUR' } }), refused('conflict', /No rate/));
  await agrees(home);
});

test('revenue of days to come waits, and ends at exactly the line; a credit takes what is not earned first', async () => {
  const invoice = await issued(home, [
    { description: 'A year', unitPrice: '100', taxCategory: 'E', period: { from: '2027-03-10', to: '2028-03-10' } },
    { description: 'Quarter', unitPrice: '0.10', taxCategory: 'E', period: { from: '2027-03-10', to: '2027-06-10' } },
  ]);
  const waiting = async () => (await get(home, invoice.id)).lines.map(({ deferredMinor }) => deferredMinor);
  assert.deepEqual(await waiting(), [10_000, 10]);
  now = new Date('2027-05-02T09:00:00Z');
  await invoices.work(home.tenantId);
  await invoices.work(home.tenantId);
  assert.deepEqual(await waiting(), [8_579, 4]);
  home = { ...home, context: systemContext(home.tenantId, 'Tester', now) };
  await credit(home, invoice.id, [{ lineId: invoice.lines[0]?.id, netMinor: 4_000 }]);
  assert.deepEqual(await waiting(), [4_579, 4]);
  now = new Date('2028-04-01T09:00:00Z');
  await invoices.work(home.tenantId);
  assert.deepEqual(await waiting(), [0, 0]);
  await agrees(home);
  now = new Date('2027-03-10T09:00:00Z');
  home = { ...home, context: systemContext(home.tenantId, 'Tester', now) };
});

test('lines of a bank are taken once, matched by number, then by name and amount; the rest waits', async () => {
  const invoice = await issued(home, [{ description: 'By bank', unitPrice: '123.45', taxCategory: 'E' }], 'EUR', home.other);
  const named = await issued(home, [{ description: 'By name', unitPrice: '77.77', taxCategory: 'E' }], 'EUR', home.other);
  const csv = `Date;Amount;Currency;Reference;Payer\r\n2027-03-10;123.45;EUR;"Re: ${(invoice.number ?? '').toLowerCase().replaceAll('-', ' ')} thanks";X\r\n2027-03-10;77.77;EUR;;SÜDWIND GMBH\r\n2027-03-10;1.00;EUR;who;Nobody\r\n2027-03-10;1.00;EUR;who;Nobody\r\n2027-03-10;-5.00;EUR;fee;Bank\r\n2027-03-10;1.5;JPY;x;y\r\n`;
  const first = await routes['payments.import'](home.context, { ...none, body: { csv } }, version(null));
  assert.deepEqual([first.added, first.known, first.matched, first.unmatched, first.refused.length], [4, 0, 2, 2, 2]);
  const twice = await routes['payments.import'](home.context, { ...none, body: { csv } }, version(null));
  assert.deepEqual([twice.added, twice.known], [0, 4]);
  assert.deepEqual([(await get(home, invoice.id)).state, (await get(home, named.id)).state], ['paid', 'paid']);
  const { items } = await routes['payments.list'](home.context, { ...none, query: { state: 'unmatched', limit: 10 } }, version(null));
  const [one, two] = items;
  assert.ok(one && two);
  const open = await test_.db.reading(home.tenantId, async (tx) => Promise.all(invoices.periodChecks.map((check) => check.open(tx, home.tenantId, '2027-03'))));
  assert.equal(open[1]?.count, 2);
  const matched = await routes['payments.match'](
    home.context,
    { params: { id: one.id }, query: undefined, body: { accountId: home.other, applyTo: [], oldestFirst: false } },
    version(one.version),
  );
  assert.deepEqual([matched.state, matched.leftMinor], ['matched', 100]);
  assert.equal(
    (await routes['payments.dismiss'](home.context, { params: { id: two.id }, query: undefined, body: { reason: 'Interest' } }, version(two.version))).state,
    'dismissed',
  );
  await agrees(home);
});

test('ageing is what was open on the day', async () => {
  const { rows } = await routes['invoices.ageing'](home.context, { ...none, query: { asOf: '2027-03-31', currency: 'JPY' } }, version(null));
  assert.deepEqual(
    rows.map(({ currency, to30Minor, openMinor }) => [currency, to30Minor, openMinor]),
    [['JPY', 1_191, 1_191]],
  );
  const due = (dueFrom: string, dueTo: string) =>
    routes['invoices.list'](home.context, { ...none, query: { limit: 50, currency: 'JPY', open: 'true', dueFrom, dueTo } }, version(null));
  const behind = (await due('2027-03-01', '2027-03-31')).items;
  assert.equal(
    behind.reduce((sum, { openMinor }) => sum + openMinor, 0),
    1_191,
    'the invoices behind a column are found by the days it stands for',
  );
  assert.deepEqual((await due('2027-03-31', '2028-01-01')).items, []);
});

test('documents in both languages, with yen and dinar; EN 16931 refuses a third decimal', async () => {
  const dinar = await issued(home, [{ description: 'Dinar', unitPrice: '1.235' }], 'KWD');
  assert.deepEqual([dinar.netMinor, dinar.taxMinor], [1_235, 235]);
  await assert.rejects(routes['invoices.ubl'](home.context, { ...none, params: { id: dinar.id } }, version(null)), refused('unsupported', /two decimals/));
  const draft = await routes['invoices.create'](
    home.context,
    {
      ...none,
      body: {
        accountId: home.account,
        currency: 'JPY',
        chargeIds: [],
        note: null,
        lines: [{ productId: null, dealId: null, description: 'خدمة', quantity: '3', unitPrice: '1000', period: null }],
      },
    },
    version(null),
  );
  const arabic = await routes['invoices.update'](
    home.context,
    { params: { id: draft.id }, query: undefined, body: { language: 'ar' } },
    version(draft.version),
  );
  for (const id of [dinar.id, arabic.id]) {
    const pdf = await routes['invoices.pdf'](home.context, { ...none, params: { id } }, version(null));
    assert.ok(Buffer.from(pdf.base64, 'base64').subarray(0, 5).toString() === '%PDF-');
  }
  const csv = await routes['invoices.export'](home.context, { ...none, query: { from: '2027-01-01', to: '2028-01-01' } }, version(null));
  assert.ok(csv.text.includes('1.235,0.235') && csv.text.split('\r\n').length > 10);
});

test('where it is wanted, the charges of a month that has ended are invoiced by themselves, once', async () => {
  const own = await scene('byitself');
  await prepare(own);
  await charge(own, { on: '2027-02-20' });
  await charge(own, { on: '2027-03-05' });
  const { settings } = await routes['invoices.settings'](own.context, none, version(null));
  assert.ok(settings);
  const { version: ifVersion, ...body } = settings;
  await assert.rejects(
    routes['invoices.saveSettings'](own.context, { ...none, body: { ...body, automatic: 'issue' } }, version(null)),
    refused('version_stale', /changed/),
  );
  await routes['invoices.saveSettings'](own.context, { ...none, body: { ...body, automatic: 'issue', ifVersion } }, version(null));
  await Promise.all([invoices.work(own.tenantId), invoices.work(own.tenantId)]);
  const { items } = await routes['invoices.list'](own.context, { ...none, query: { limit: 10 } }, version(null));
  assert.deepEqual(
    items.map(({ number, totalMinor, lines }) => [number, totalMinor, lines]),
    [['INV-2027-00001', 11_900, 1]],
  );
});

test('another workspace sees none of it', async () => {
  const { items } = await routes['invoices.list'](home.context, { ...none, query: { limit: 5 } }, version(null));
  const [mine] = items;
  const [payment] = (await routes['payments.list'](home.context, { ...none, query: { limit: 1 } }, version(null))).items;
  const [receipt] = (await routes['receipts.list'](home.context, { ...none, query: { limit: 1 } }, version(null))).items;
  const [note] = (await routes['creditNotes.list'](home.context, { ...none, query: { limit: 1 } }, version(null))).items;
  assert.ok(mine && payment && receipt && note);
  assert.equal((await routes['invoices.list'](away.context, { ...none, query: { limit: 50 } }, version(null))).items.length, 1);
  assert.deepEqual((await routes['payments.list'](away.context, { ...none, query: { limit: 50 } }, version(null))).items, []);
  assert.deepEqual((await routes['receipts.list'](away.context, { ...none, query: { limit: 50 } }, version(null))).items, []);
  assert.deepEqual((await routes['creditNotes.list'](away.context, { ...none, query: { limit: 50 } }, version(null))).items, []);
  const missing = refused('not_found', /no such/);
  await assert.rejects(get(away, mine.id), missing);
  await assert.rejects(routes['payments.get'](away.context, { ...none, params: { id: payment.id } }, version(null)), missing);
  await assert.rejects(refund(away, payment.id, 1), missing);
  await assert.rejects(routes['receipts.get'](away.context, { ...none, params: { id: receipt.id } }, version(null)), missing);
  await assert.rejects(routes['creditNotes.ubl'](away.context, { ...none, params: { id: note.id } }, version(null)), missing);
  await assert.rejects(routes['invoices.profile'](away.context, { ...none, params: { id: home.account } }, version(null)), missing);
});
