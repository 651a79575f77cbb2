import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { refusedWith, startChains, type Workspace } from './chains.fixture.ts';

const f = await startChains();
const rejects = (work: Promise<unknown>, code: string, sentence?: RegExp) => assert.rejects(work, refusedWith(code, sentence));
const price = (amountMinor: number, currency = 'EUR') => ({ amountMinor, currency });

async function market(w?: Workspace) {
  const of = w ?? (await f.workspace());
  const dist = await f.partner(of, 'Delta Distribution', ['distributor']);
  const res = await f.partner(of, 'Northwind Ltd');
  await f.call(of.owner, 'partnerTies.add', { body: { distributorId: dist, resellerId: res, since: '2026-01-01' } });
  return { w: of, dist, res, distributor: f.person(of, dist, 'Dora of Delta'), reseller: f.person(of, res, 'Nils of Northwind') };
}

test('ties: who may be a distributor, once, without circles, also when two are added at once', async () => {
  const { w, dist, res } = await market();
  const sub = await f.partner(w, 'Sub Distribution', ['distributor', 'reseller']);
  const add = (distributorId: string, resellerId: string, more: object = {}) =>
    f.call(w.owner, 'partnerTies.add', { body: { distributorId, resellerId, ...more } });
  await rejects(add(res, dist), 'invalid_input', /does not have the partner type distributor/);
  await rejects(add(dist, dist), 'invalid_input', /own distributor/);
  await rejects(add(dist, res), 'conflict', /already/);
  await rejects(add(dist, newId()), 'not_found');
  const both = await Promise.allSettled([add(dist, sub), add(sub, dist)]);
  assert.deepEqual(both.map((one) => one.status).sort(), ['fulfilled', 'rejected']);

  const other = await f.workspace();
  await rejects(f.call(other.owner, 'partnerTies.add', { body: { distributorId: dist, resellerId: res } }), 'not_found');
  const [tie] = (await f.call(w.owner, 'partnerTies.list', { query: { partnerId: res } })).items;
  assert.ok(tie);
  await rejects(f.call(other.owner, 'partnerTies.end', { params: { id: tie.id } }), 'not_found');
  assert.equal((await f.call(other.owner, 'partnerTies.list')).items.length, 0);

  const { mayActFor, resellersOf } = f.modules.distribution;
  const may = (left: string, right: string) => f.db.inTenant(w.tenantId, (tx) => mayActFor(tx, w.tenantId, left, right));
  assert.deepEqual([await may(dist, res), await may(res, dist), await may(sub, res)], [true, false, false]);
  assert.deepEqual(
    (await f.db.inTenant(w.tenantId, (tx) => resellersOf(tx, w.tenantId, dist))).filter((one) => one.partnerId === res),
    [{ partnerId: res, name: 'Northwind Ltd', mayAct: true }],
  );
  assert.equal((await f.call(w.owner, 'partnerTies.end', { params: { id: tie.id } })).until, '2026-03-10');
  assert.equal(await may(dist, res), false);
  const again = await add(dist, res, { mayAct: false });
  assert.equal(await may(dist, res), false);
  await f.call(w.owner, 'partnerTies.end', { params: { id: again.id } });
  // Not yet, and not while the distributor is paused.
  const later = await add(dist, res, { since: '2026-03-11' });
  assert.equal(await may(dist, res), false);
  await f.call(w.owner, 'partnerTies.end', { params: { id: later.id } });
  await add(dist, res);
  assert.equal(await may(dist, res), true);
  await f.admin.query("update partner set status = 'paused' where id = $1", [dist]);
  assert.equal(await may(dist, res), false);
});

test('a price at each hop is for its two sides, in answers, audit entries and events', async () => {
  const { w, dist, res, distributor, reseller } = await market();
  const outsider = await f.partner(w, 'Outsider AG');
  const { id, routeId } = await f.deal(w, { chain: [dist, res] });
  await f.call(w.owner, 'deals.addParticipant', { params: { id }, body: { partnerId: outsider, role: 'service' } });
  const at = { params: { id, childId: routeId } };

  const [empty] = (await f.call(w.owner, 'chains.ofDeal', { params: { id } })).chains;
  assert.deepEqual(
    empty?.hops.map((hop) => [hop.sellerName, hop.buyerName, hop.maySet, hop.hidden]),
    [
      ['Vendor Inc', 'Delta Distribution', true, false],
      ['Delta Distribution', 'Northwind Ltd', false, true],
      ['Northwind Ltd', 'Acme', false, true],
    ],
  );
  await f.call(w.owner, 'chains.setPrice', { ...at, body: price(700_123) });
  await f.call(distributor, 'portalDeals.setPrice', { ...at, body: price(950_456) });
  await f.call(reseller, 'portalDeals.setPrice', { ...at, body: price(1_200_789) });
  await rejects(f.call(distributor, 'portalDeals.setPrice', { ...at, body: price(1, 'USD') }), 'invalid_input', /in EUR/);
  await rejects(f.call(f.person(w, outsider, 'Olga'), 'portalDeals.setPrice', { ...at, body: price(1) }), 'not_found');
  await rejects(f.call(distributor, 'portalDeals.setPrice', { params: { id, childId: newId() }, body: price(1) }), 'not_found');

  const seen = async (context: Parameters<typeof f.call>[0]) =>
    JSON.stringify(
      context.actor.audience === 'workspace'
        ? await f.call(context, 'chains.ofDeal', { params: { id } })
        : (await f.call(context, 'portalDeals.get', { params: { id } })).chains,
    );
  const figures = (text: string) => ['700123', '950456', '1200789'].map((figure) => text.includes(figure));
  assert.deepEqual(figures(await seen(w.owner)), [true, false, false]);
  assert.deepEqual(figures(await seen(distributor)), [true, true, false]);
  assert.deepEqual(figures(await seen(reseller)), [false, true, true]);
  assert.equal(await seen(f.person(w, outsider, 'Olga')), '[]');
  assert.deepEqual(figures(await seen(f.viewing(w, dist))), [true, false, false]);
  assert.deepEqual(figures(await seen(f.viewing(w, res))), [false, false, false]);
  assert.equal((await f.call(distributor, 'portalDeals.get', { params: { id } })).chains[0]?.ownMarginMinor, 950_456 - 700_123);
  // The buyer reads which company set it, not who.
  assert.equal((await f.call(reseller, 'portalDeals.get', { params: { id } })).chains[0]?.hops[1]?.setBy, 'Delta Distribution');

  for (const table of ['audit_entry', 'outbox_event']) {
    const { rows } = await f.admin.query<{ text: string }>(`select coalesce(string_agg(t::text, ' '), '') as text from ${table} t where tenant_id = $1`, [
      w.tenantId,
    ]);
    assert.deepEqual(figures(rows[0]?.text ?? ''), [table === 'audit_entry', false, false], table);
  }
  const other = await f.workspace();
  await rejects(f.call(other.owner, 'chains.ofDeal', { params: { id } }), 'not_found');
  await rejects(f.call(other.owner, 'chains.setPrice', { ...at, body: price(1) }), 'not_found');
});

test('prices set at the same moment: one stands, and every one stays in the history', async () => {
  const { w, dist, res, distributor } = await market();
  const { id, routeId } = await f.deal(w, { chain: [dist, res] });
  const amounts = [101, 202, 303, 404, 505, 606];
  await Promise.all(amounts.map((amount) => f.call(distributor, 'portalDeals.setPrice', { params: { id, childId: routeId }, body: price(amount) })));
  const { rows } = await f.admin.query<{ amount: number; open: boolean }>(
    'select amount_minor::int as amount, ended_at is null as open from hop_price where route_id = $1 order by 1',
    [routeId],
  );
  assert.deepEqual(
    rows.map((row) => row.amount),
    amounts,
  );
  assert.equal(rows.filter((row) => row.open).length, 1);
  // The same price again is no new one.
  const standing = rows.find((row) => row.open)?.amount ?? 0;
  await f.call(distributor, 'portalDeals.setPrice', { params: { id, childId: routeId }, body: price(standing) });
  assert.equal((await f.admin.query('select 1 from hop_price where route_id = $1', [routeId])).rowCount, amounts.length);
});

test('a report: compared with the chain, each line with its reason, totals, settled by hand; nobody else reads it', async () => {
  const { w, dist, res, distributor, reseller } = await market();
  const gateway = await f.product(w, 'Gateway', 'GW-1');
  const mine = await f.deal(w, { chain: [dist, res], company: 'Acme', domain: 'acme.com', lines: [{ productId: gateway, quantity: 10 }] });
  const strange = await f.partner(w, 'Elsewhere', ['distributor']);
  const theirs = await f.deal(w, { chain: [strange], company: 'Secret Corp', domain: 'secret-corp.com', lines: [{ productId: gateway, quantity: 10 }] });
  await f.call(distributor, 'portalDeals.setPrice', { params: { id: mine.id, childId: mine.routeId }, body: price(950_000) });
  const csv = [
    'Reseller;Customer domain;SKU;Deal number;Qty;Net amount (EUR);Invoice date',
    'Northwind;acme.com;GW-1;;10;9.500,00;31.01.2026',
    'Northwind;acme.com;GW-1;;10;9.500,00;31.01.2026',
    `Northwind;;Gateway;D-${theirs.number};10;9.500,00;31.01.2026`,
    'Northwind;;Gateway;D-88888;10;9.500,00;31.01.2026',
    'Northwind;secret-corp.com;Gateway;;10;9.500,00;31.01.2026',
    'Northwind;acme.com;GW-1;;ten;9.500,00;31.01.2026',
    'Northwind;acme.com;GW-1;;1;100,00;01.04.2026',
  ].join('\n');
  const body = { fileName: 'q1.csv', periodFrom: '2026-01-01', periodTo: '2026-03-31', csv };
  const report = await f.call(distributor, 'portalReports.upload', { body });
  assert.deepEqual([report.lines, report.matched, report.open], [7, 1, 5]);
  const { items } = await f.call(distributor, 'portalReports.lines', { params: { id: report.id } });
  assert.deepEqual(
    items.map((line) => [line.rowNumber, line.state, line.dealNumber, line.reasons.map((reason) => reason.code).join()]),
    [
      [2, 'matched', mine.number, ''],
      [3, 'duplicate', null, 'reported_before'],
      [4, 'unknown', theirs.number, 'deal'],
      [5, 'unknown', 88_888, 'deal'],
      [6, 'unknown', null, 'deal'],
      [7, 'invalid', null, 'quantity'],
      [8, 'invalid', null, 'out_of_period'],
    ],
  );
  // A deal of others is told in the very words of one that is not there.
  assert.equal(items[2]?.reasons[0]?.sentence.replace(String(theirs.number), 'N'), items[3]?.reasons[0]?.sentence.replace('88888', 'N'));
  assert.equal(JSON.stringify(items).includes('Secret Corp'), false);

  const again = await f.call(distributor, 'portalReports.upload', { body: { ...body, fileName: 'q1 again.csv' } });
  assert.deepEqual([again.lines, again.matched], [7, 0]);
  assert.match(
    (await f.call(distributor, 'portalReports.lines', { params: { id: again.id }, query: { state: 'duplicate' } })).items[0]?.reasons[0]?.sentence ?? '',
    /Row 2 of “q1.csv”/,
  );

  const wrong = await f.call(distributor, 'portalReports.upload', {
    body: { ...body, fileName: 'more.csv', csv: `${csv.split('\n')[0]}\nNorthwind;acme.com;GW-1;;2;1.234,00;01.02.2026` },
  });
  const at = { params: { id: wrong.id } };
  assert.match(
    JSON.stringify(await f.call(distributor, 'portalReports.lines', at)),
    /12 of Gateway; D-\d+ has 10.*your price to Northwind Ltd on D-\d+ is 9,500\.00 EUR/,
  );
  for (const text of [
    JSON.stringify(await f.call(w.owner, 'salesReports.lines', at)),
    JSON.stringify(await f.call(f.viewing(w, dist), 'portalReports.lines', at)),
  ]) {
    assert.match(text, /12 of Gateway/);
    assert.equal(text.includes('9,500.00'), false);
  }
  const settled = await f.call(w.owner, 'salesReports.settle', {
    params: { id: report.id, row: 4 },
    body: { dealId: theirs.id, note: 'Agreed with Elsewhere by phone' },
  });
  assert.deepEqual([settled.state, settled.dealId, settled.settledBy], ['settled', theirs.id, 'Mara Lindqvist']);
  const told = (await f.call(distributor, 'portalReports.lines', { params: { id: report.id }, query: { state: 'settled' } })).items;
  assert.deepEqual([told[0]?.settledBy, told[0]?.settledNote, told.length], ['The vendor', null, 1]);
  assert.equal((await f.call(w.owner, 'salesReports.list', { query: { partnerId: dist } })).items.find((one) => one.id === report.id)?.open, 4);
  await rejects(f.call(w.owner, 'salesReports.settle', { params: { id: report.id, row: 2 }, body: { note: 'x' } }), 'conflict', /nothing to settle/);
  await rejects(f.call(w.owner, 'salesReports.settle', { params: { id: report.id, row: 99 }, body: { note: 'x' } }), 'not_found');

  await rejects(f.call(reseller, 'portalReports.upload', { body }), 'conflict', /Only distributors/);
  await rejects(f.call(reseller, 'portalReports.lines', { params: { id: report.id } }), 'not_found');
  await rejects(f.call(f.person(w, strange, 'Eve'), 'portalReports.lines', { params: { id: report.id } }), 'not_found');
  assert.equal((await f.call(f.person(w, strange, 'Eve'), 'portalReports.list')).items.length, 0);
  const other = await f.workspace();
  await rejects(f.call(other.owner, 'salesReports.lines', { params: { id: report.id } }), 'not_found');
  await rejects(f.call(other.owner, 'salesReports.settle', { params: { id: report.id, row: 4 }, body: { note: 'x' } }), 'not_found');
  await rejects(f.call(distributor, 'portalReports.upload', { body: { ...body, csv: 'a,b\n1,2' } }), 'invalid_input', /no column for/);
  await rejects(f.call(distributor, 'portalReports.upload', { body: { ...body, periodTo: '2025-01-01' } }), 'invalid_input', /ends before/);
  // Another distributor that reports the same is compared with its own sales, and learns nothing of this one.
  const elsewhere = await f.call(f.person(w, strange, 'Eve'), 'portalReports.upload', { body });
  assert.equal(
    JSON.stringify(await f.call(f.person(w, strange, 'Eve'), 'portalReports.lines', { params: { id: elsewhere.id } })).includes('q1.csv” says'),
    false,
  );
});

test('the same report sent twice at once counts once', async () => {
  const { w, dist, res, distributor } = await market();
  const gateway = await f.product(w, 'Gateway');
  const { id, routeId, number } = await f.deal(w, { chain: [dist, res], lines: [{ productId: gateway, quantity: 3 }] });
  await f.call(distributor, 'portalDeals.setPrice', { params: { id, childId: routeId }, body: price(30_000) });
  const body = {
    fileName: 'a.csv',
    periodFrom: '2026-01-01',
    periodTo: '2026-03-31',
    csv: `reseller,deal,product,quantity,amount,currency,date\nNorthwind,${number},Gateway,3,300.00,EUR,2026-02-01`,
  };
  const sent = await Promise.all([1, 2, 3].map(() => f.call(distributor, 'portalReports.upload', { body })));
  assert.deepEqual(
    sent.map((report) => report.matched).sort((a, b) => a - b),
    [0, 0, 1],
  );
});

test('ten thousand lines are read, compared and kept within seconds', async () => {
  const { w, dist, res, distributor } = await market();
  const gateway = await f.product(w, 'Gateway');
  const { number } = await f.deal(w, { chain: [dist, res], domain: 'acme.com', lines: [{ productId: gateway, quantity: 3 }] });
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `Northwind,customer-${index % 3_000}.com,${index % 3 === 0 ? number : ''},Gateway,1,${index}.10,EUR,2026-02-01,I-${index}`,
  );
  const csv = ['reseller,customer domain,deal,product,quantity,amount,currency,date,invoice', ...rows].join('\n');
  const started = performance.now();
  const report = await f.call(distributor, 'portalReports.upload', { body: { fileName: 'big.csv', periodFrom: '2026-01-01', periodTo: '2026-03-31', csv } });
  const took = performance.now() - started;
  assert.equal(report.lines, 10_000);
  assert.ok(took < 6_000, `${Math.round(took)} ms`);
  console.log(`10,000 lines in ${Math.round(took)} ms`);
  const page = await f.call(w.owner, 'salesReports.lines', { params: { id: report.id }, query: { limit: 200 } });
  const next = await f.call(w.owner, 'salesReports.lines', { params: { id: report.id }, query: { limit: 200, cursor: page.nextCursor ?? '' } });
  assert.equal(next.items[0]?.rowNumber, (page.items.at(-1)?.rowNumber ?? 0) + 1);
  await rejects(
    f.call(distributor, 'portalReports.upload', { body: { fileName: 'big.csv', periodFrom: '2026-01-01', periodTo: '2026-03-31', csv: `${csv}\n${rows[0]}` } }),
    'invalid_input',
    /at most 10,000/,
  );
});
