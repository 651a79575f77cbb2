import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { nth, quoting } from './quotes.fixture.ts';

const store = await testDatabase();
after(() => store.close());
const here = await quoting(store);
const { call, person, products, vendors, reseller } = here;

const refused = (code: string, sentence?: RegExp) => (error: unknown) =>
  error instanceof Problem && error.code === code && (sentence?.test(error.message) ?? true);
const book = await call('pricing.addBook', {
  body: { name: 'Europe', currency: 'EUR', regions: 'everywhere', tiers: 'everyone', effectiveFrom: '2026-01-01', effectiveTo: null },
});
const unitPrices = ['10', '20.005', '7.5', '3.333', '12', '0.99', '400'];
for (const [index, unitPrice] of unitPrices.entries())
  await call('pricing.addEntry', {
    params: { id: book.id },
    body: {
      productId: nth(products, index),
      termMonths: null,
      per: index === 6 ? 'once' : 'month',
      model: { kind: 'unit', unitPrice },
      effectiveFrom: '2026-01-01',
    },
  });
const bundle = await call('pricing.addBundle', {
  body: {
    name: 'Smart port suite',
    effectiveFrom: '2026-01-01',
    definition: {
      productId: null,
      price: { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: 9_999_999 }] },
      parts: products.map((productId, index) => ({ productId, quantity: index === 6 ? '1' : '100', required: true, standalone: [], allocationPercent: null })),
    },
  },
});
await call('pricing.addMarginRule', {
  body: {
    name: 'Resale',
    effectiveFrom: '2026-01-01',
    definition: {
      partners: 'everyone',
      products: 'everything',
      of: 'list',
      base: { byTier: { Gold: '10', Silver: '5' }, otherwise: '0' },
      extras: [
        { kind: 'registration', label: 'Registered', percent: '15', registrations: ['sourcing'] },
        { kind: 'new_customer', label: 'New customer', percent: '25' },
      ],
      combine: 'base_and_best',
      cap: '30',
    },
  },
});
const ruleOf20 = await call('quotes.addRule', {
  body: { name: 'Large discount', effectiveFrom: '2026-01-01', definition: { approverRole: 'finance', when: [{ kind: 'discount_above', percent: '20' }] } },
});
const request = (more: Record<string, unknown> = {}) => ({
  currency: 'EUR',
  region: null,
  partnerId: null,
  selections: [{ kind: 'bundle', bundleId: bundle.id, quantity: 1, termMonths: 12 }],
  ...more,
});
const create = async (dealId: string, more: Record<string, unknown> = {}, expiresOn = '2026-12-31', as = person('Mara Lindqvist', 'seller')) =>
  call('quotes.create', { body: { dealId, name: 'Offer', expiresOn, request: request(more) }, as });
const sent = async (dealId: string, more: Record<string, unknown> = {}, expiresOn = '2026-12-31') => {
  const made = await create(dealId, more, expiresOn);
  const submitted = await call('quotes.submit', { params: { id: made.id }, version: made.version });
  return call('quotes.send', { params: { id: made.id }, version: submitted.version });
};

test('seven products of seven vendors are quoted as one, changed, approved, accepted, and become the lines of the deal', async () => {
  const dealId = await here.deal();
  const first = await create(dealId, { partnerId: reseller, discount: { kind: 'percent', percent: '7.5' } });
  assert.equal(first.priced.lines.length, 7);
  assert.deepEqual(new Set(first.priced.lines.map(({ vendorId }) => vendorId)), new Set(vendors));
  const sum = (pick: (line: (typeof first.priced.lines)[number]) => number): number => first.priced.lines.reduce((total, line) => total + pick(line), 0);
  assert.equal(first.priced.listMinor, 9_999_999);
  assert.equal(
    sum((line) => line.listMinor),
    9_999_999,
  );
  assert.equal(first.priced.discountMinor, 750_000);
  assert.equal(
    sum((line) => line.discountMinor),
    750_000,
  );
  assert.equal(
    sum((line) => line.netMinor),
    first.netMinor,
  );
  assert.equal(
    sum((line) => line.oursMinor),
    first.oursMinor,
  );
  // Gold 10, and the customer is new: 25 more, capped at 30.
  assert.ok(first.priced.lines.every(({ marginPercent }) => marginPercent === '30'));
  assert.ok(first.priced.lines.every(({ explanations }) => explanations.margin?.rule?.name === 'Resale' && explanations.list.steps.length > 0));
  assert.equal(first.priced.ruleVersions[`bundle:${bundle.id}`], 1);

  const submitted = await call('quotes.submit', { params: { id: first.id }, version: first.version });
  assert.equal(submitted.state, 'approved');
  const out = await call('quotes.send', { params: { id: first.id }, version: submitted.version });
  const changed = await call('quotes.change', {
    params: { id: first.id },
    version: out.version,
    body: { request: request({ partnerId: reseller, discount: { kind: 'percent', percent: '25' }, discountReason: 'Three years' }) },
    as: person('Mara Lindqvist', 'seller'),
  });
  assert.deepEqual([changed.state, changed.quoteVersion, changed.versions.length], ['draft', 2, 2]);
  const kept = await call('quotes.get', { params: { id: first.id }, query: { quoteVersion: 1 } });
  assert.deepEqual(kept.priced, first.priced);

  const asking = await call('quotes.submit', { params: { id: first.id }, version: changed.version, as: person('Mara Lindqvist', 'seller') });
  assert.equal(asking.state, 'waiting_approval');
  const approval = asking.approvals.find(({ state }) => state === 'waiting') ?? assert.fail('nothing is asked');
  assert.match(approval.reason, /25\.00 % is above 20 %/);
  const params = { id: first.id, approvalId: approval.id };
  await assert.rejects(call('quotes.approve', { params, as: person('Mara Lindqvist') }), refused('not_allowed', /does not approve/));
  await assert.rejects(call('quotes.approve', { params, as: person('Pat Olsen', 'partner_manager') }), refused('not_allowed', /for finance/));
  const two = await Promise.allSettled(['Finn Aalto', 'Ines Faro'].map((name) => call('quotes.approve', { params, as: person(name, 'finance') })));
  assert.deepEqual(two.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.ok(two.some((one) => one.status === 'rejected' && refused('conflict', /already decided/)(one.reason)));

  const ready = await call('quotes.get', { params: { id: first.id } });
  const away = await call('quotes.send', { params: { id: first.id }, version: ready.version });
  const rival = await sent(dealId);
  const accepted = await call('quotes.accept', {
    params: { id: first.id },
    version: away.version,
    body: { evidence: 'Signed order of 21 November', acceptedBy: 'Jan Petersen' },
  });
  assert.equal(accepted.state, 'accepted');
  assert.equal((await call('quotes.get', { params: { id: rival.id } })).state, 'superseded');
  const { rows } = await store.admin.query<{ amount: string; lines: string; total: string }>(
    'select d.amount_minor as amount, count(l.id) as lines, sum(l.amount_minor) as total from deal d join deal_line l on l.deal_id = d.id where d.id = $1 group by d.amount_minor',
    [dealId],
  );
  assert.deepEqual(Object.values(rows[0] ?? {}).map(Number), [accepted.netMinor, 7, accepted.netMinor]);
  const events = await store.admin.query("select 1 from outbox_event where type = 'quote.accepted' and deal_id = $1", [dealId]);
  assert.equal(events.rowCount, 1);

  // A rule, a price and a bundle change afterwards: what was accepted does not.
  await call('pricing.amendBundle', {
    params: { id: bundle.id },
    version: (await call('pricing.bundle', { params: { id: bundle.id } })).version,
    body: {
      effectiveFrom: '2027-01-01',
      definition: { ...bundle.versions[0]?.definition, price: { kind: 'fixed', amounts: [{ currency: 'EUR', amountMinor: 1 }] } },
    },
  });
  const frozen = await store.db.reading(here.tenant, (tx) => here.quotes.acceptedQuote(tx, here.tenant, dealId));
  assert.deepEqual(frozen?.priced, accepted.priced);
  assert.equal((await store.db.reading(here.tenant, (tx) => here.quotes.currentQuote(tx, here.tenant, dealId)))?.id, first.id);

  const difference = await call('quotes.compare', { params: { id: first.id }, query: { from: '1', to: '2' } });
  assert.equal(difference.net.differenceMinor, accepted.netMinor - first.netMinor);
  assert.ok(difference.lines.every(({ change }) => change === 'changed'));
});

test('the document reads back in English and Arabic, and says nothing of margins', async () => {
  const quote = await create(await here.deal(), { partnerId: reseller, terms: 'Payment within 30 days.' });
  const textOf = async (language: string): Promise<string> => {
    const { base64 } = await call('quotes.pdf', { params: { id: quote.id }, query: { language } });
    const pdf = await getDocument({ data: new Uint8Array(Buffer.from(base64, 'base64')), useSystemFonts: false }).promise;
    const pages = await Promise.all(Array.from({ length: pdf.numPages }, async (_, index) => (await (await pdf.getPage(index + 1)).getTextContent()).items));
    return pages
      .flat()
      .flatMap((item) => ('str' in item ? [item.str] : []))
      .join(' ');
  };
  const english = await textOf('en');
  for (const part of ['Smart port suite', 'Product 7', '99,999.99', 'Hanse Logistik', 'Total before tax', 'Payment within 30 days.'])
    assert.ok(english.includes(part), `${part} in ${english}`);
  assert.ok(!/margin|Alster/i.test(english));
  const arabic = (await textOf('ar')).normalize('NFKC');
  assert.ok(arabic.includes('99,999.99') && /[\u0600-\u06ff]/.test(arabic), arabic);
});

test('a quote cannot be accepted after its last day, whether or not the clock has come by', async () => {
  const quote = await sent(await here.deal(), {}, '2026-11-22');
  const late = { ...person('Mara Lindqvist'), now: new Date('2026-11-23T00:00:01Z') };
  const accept = { params: { id: quote.id }, version: quote.version, body: { evidence: 'Mail', acceptedBy: 'Jan' }, as: late };
  await assert.rejects(call('quotes.accept', accept), refused('conflict', /expired on 2026-11-22/));
  await here.fire('2026-11-22T23:59:59Z');
  assert.equal((await call('quotes.get', { params: { id: quote.id } })).state, 'sent');
  await here.fire('2026-11-23T00:00:00Z');
  assert.equal((await call('quotes.get', { params: { id: quote.id } })).state, 'expired');
});

test('two accept at once: one quote of a deal is accepted, and a stale version is refused', async () => {
  const dealId = await here.deal();
  const [a, b] = [await sent(dealId), await sent(dealId)];
  const body = { evidence: 'Mail', acceptedBy: 'Jan' };
  const both = await Promise.allSettled([a, b].map(({ id, version }) => call('quotes.accept', { params: { id }, version, body })));
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  const { rows } = await store.admin.query('select state, count(*)::int as n from quote where deal_id = $1 group by state order by state', [dealId]);
  assert.deepEqual(rows, [
    { state: 'accepted', n: 1 },
    { state: 'superseded', n: 1 },
  ]);
  await assert.rejects(call('quotes.withdraw', { params: { id: b.id }, version: 1, body: { note: 'Old' } }), refused('version_stale'));
});

test('yen and dinar, too large a discount, a margin above the price, an unknown product, mixed currencies', async () => {
  const dealId = await here.deal();
  const bulk = await here.product('Sensor');
  for (const [currency, unitPrice] of [
    ['JPY', '133.5'],
    ['KWD', '0.0125'],
  ] as const) {
    const own = await call('pricing.addBook', {
      body: { name: currency, currency, regions: 'everywhere', tiers: 'everyone', effectiveFrom: '2026-01-01', effectiveTo: null },
    });
    await call('pricing.addEntry', {
      params: { id: own.id },
      body: { productId: bulk, termMonths: null, per: 'once', model: { kind: 'unit', unitPrice }, effectiveFrom: '2026-01-01' },
    });
  }
  const of = (currency: string, more: Record<string, unknown> = {}) =>
    call('quotes.preview', {
      body: { dealId, request: { currency, region: null, partnerId: null, selections: [{ kind: 'product', productId: bulk, quantity: '3', ...more }] } },
    });
  // 400.5 yen and 37.5 thousandths: half away from zero, once.
  assert.equal((await of('JPY')).priced.netMinor, 401);
  assert.equal((await of('KWD')).priced.netMinor, 38);
  await assert.rejects(of('EUR'), refused('invalid_input', /Nothing says what Sensor costs in EUR/));
  await assert.rejects(of('JPY', { discount: { kind: 'amount', amountMinor: 402 } }), refused('invalid_input', /more than/));
  await assert.rejects(of('JPY', { quantity: '0' }));
  await assert.rejects(of('JPY', { quantity: '-1' }));
  await assert.rejects(of('JPY', { productId: newId() }), refused('not_found'));
  await assert.rejects(of('JPY', { discount: { kind: 'amount', amountMinor: -5 } }));
  await assert.rejects(
    create(dealId, { partnerId: reseller, discount: { kind: 'percent', percent: '80' } }),
    refused('invalid_input', /margin of .* is more than/),
  );
  await assert.rejects(create(dealId, {}, '2026-11-20'), refused('invalid_input', /today or later/));
});

test('prices do not overlap, the past keeps its own, and each book says why it did not decide', async () => {
  const productId = nth(products, 0);
  const query = { productId, currency: 'EUR', quantity: '5', termMonths: '12' };
  const before = await call('pricing.resolve', { query });
  assert.deepEqual([before.amountMinor, before.bookName, before.entryVersion], [60_000, 'Europe', 1]);
  const body = { per: 'month', model: { kind: 'unit', unitPrice: '11' }, effectiveFrom: '2027-01-01' };
  const entryId = before.entryId ?? '';
  await assert.rejects(
    call('pricing.addEntry', { params: { id: book.id }, body: { ...body, productId, termMonths: null } }),
    refused('conflict', /has a price of this product/),
  );
  await assert.rejects(
    call('pricing.amendEntry', { params: { id: entryId }, version: 1, body: { ...body, effectiveFrom: '2026-06-01' } }),
    refused('conflict', /What has passed/),
  );
  const amended = await call('pricing.amendEntry', { params: { id: entryId }, version: 1, body });
  assert.deepEqual(
    amended.versions.map(({ effectiveTo }) => effectiveTo),
    [null, '2027-01-01'],
  );
  await assert.rejects(call('pricing.amendEntry', { params: { id: entryId }, version: 1, body }), refused('version_stale'));
  await assert.rejects(
    call('pricing.amendEntry', { params: { id: entryId }, version: 2, body: { ...body, effectiveFrom: '2026-12-01' } }),
    refused('conflict', /overlap version 2/),
  );
  assert.equal((await call('pricing.resolve', { query: { ...query, on: '2026-12-31' } })).amountMinor, 60_000);
  assert.equal((await call('pricing.resolve', { query: { ...query, on: '2027-01-01' } })).amountMinor, 66_000);
  const yen = before.others.find(({ bookName }) => bookName === 'JPY');
  assert.ok(yen === undefined || yen.reason === 'It is in JPY.');
});

test('what does not go together is refused with the reason, before it is sent', async () => {
  const [one, two] = [nth(products, 0), nth(products, 1)];
  const rule = await call('pricing.addCompatibility', {
    body: {
      name: 'One gateway',
      effectiveFrom: '2026-01-01',
      definition: { kind: 'excludes', productId: one, otherIds: [two], reason: 'Two gateways in one network answer each other.' },
    },
  });
  const quote = await create(await here.deal());
  assert.equal(quote.priced.check.refusals[0]?.reason, 'Two gateways in one network answer each other.');
  await assert.rejects(call('quotes.submit', { params: { id: quote.id }, version: quote.version }), refused('conflict', /Two gateways/));
  await call('pricing.endCompatibility', { params: { id: rule.id }, version: rule.version, body: { on: '2026-11-21' } });
  assert.equal((await call('quotes.submit', { params: { id: quote.id }, version: quote.version })).state, 'approved');
});

test('another workspace sees none of it', async () => {
  const stranger = () => person('Someone Else', 'owner', here.other);
  const quote = await create(await here.deal());
  for (const id of [
    'pricing.books',
    'pricing.entries',
    'pricing.products',
    'pricing.bundles',
    'pricing.marginRules',
    'pricing.compatibility',
    'quotes.list',
    'quotes.rules',
  ] as const)
    assert.deepEqual((await call(id, { as: stranger() })).items, [], id);
  await assert.rejects(call('quotes.get', { params: { id: quote.id }, as: stranger() }), refused('not_found'));
  await assert.rejects(call('pricing.bundle', { params: { id: bundle.id }, as: stranger() }), refused('not_found'));
  await assert.rejects(call('quotes.endRule', { params: { id: ruleOf20.id }, version: 1, body: { on: '2026-11-21' }, as: stranger() }), refused('not_found'));
  await assert.rejects(call('pricing.addBook', { body: {}, as: person('Sam Seller', 'seller') }));
});
