import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { hours, refusedWith, startLeads } from './leads.fixture.ts';

const f = await startLeads();
const acme = {
  companyName: 'Acme',
  contactName: 'Ida Holm',
  contactEmail: 'ida@acme-works.com',
  contactPhone: '+49 1',
  source: 'Webinar',
  sourceDetail: 'Spring',
  amountMinor: 900_000,
  currency: 'EUR',
};
const rejects = (work: Promise<unknown>, code: string, sentence?: RegExp) => assert.rejects(work, refusedWith(code, sentence));

test('a lead goes round: declined, let pass, accepted, contacted, registered; source and age on both sides', async () => {
  const w = await f.workspace();
  const [a, b, c] = [await f.partner(w, 'Alder'), await f.partner(w, 'Birch'), await f.partner(w, 'Cedar')];
  const entered = await f.call(f.vendor(w), 'leads.create', { body: acme });
  assert.equal(entered.state, 'offered');
  assert.equal(entered.number, 1001);
  assert.equal(entered.customerDomain, 'acme-works.com');
  assert.equal(entered.answerBy, hours(24).toISOString());
  assert.equal(entered.partnerId, a);
  assert.equal(entered.passedOver.length, 2);

  const seen = await f.call(f.person(w, a, 'Ann', hours(2)), 'portalLeads.list');
  assert.deepEqual(
    seen.items.map(({ state, contactName, contactEmail, contactPhone, source, ageHours }) => ({
      state,
      contactName,
      contactEmail,
      contactPhone,
      source,
      ageHours,
    })),
    [{ state: 'offered', contactName: null, contactEmail: null, contactPhone: null, source: 'Webinar', ageHours: 2 }],
  );
  assert.deepEqual((await f.call(f.person(w, b, 'Bo'), 'portalLeads.list')).items, []);
  await rejects(f.call(f.person(w, b, 'Bo'), 'portalLeads.accept', { params: { id: entered.id }, version: 1 }), 'not_found');

  const declined = await f.call(f.person(w, a, 'Ann', hours(3)), 'portalLeads.decline', {
    params: { id: entered.id },
    body: { reason: 'No people free.' },
    version: entered.version,
  });
  assert.deepEqual([declined.state, declined.answer, declined.story], ['closed', 'declined', null]);
  await rejects(
    f.call(f.person(w, a, 'Ann', hours(4)), 'portalLeads.accept', { params: { id: entered.id } }),
    'conflict',
    /Ann declined this lead on 2026-11-23/,
  );

  assert.equal(await f.tick(hours(26)), 0, 'Birch still has an hour');
  assert.equal(await f.tick(hours(27)), 1);
  await rejects(f.call(f.person(w, b, 'Bo', hours(28)), 'portalLeads.accept', { params: { id: entered.id } }), 'conflict', /was given back on 2026-11-24/);

  const before = await f.call(f.vendor(w, hours(28)), 'leads.get', { params: { id: entered.id } });
  assert.equal(before.partnerId, c);
  assert.deepEqual(
    before.offers.map((offer) => [offer.partnerName, offer.hop, offer.answer, offer.reason]),
    [
      ['Alder', 1, 'declined', 'No people free.'],
      ['Birch', 2, 'pulled_back', 'Not answered in time.'],
      ['Cedar', 3, null, null],
    ],
  );
  const needs = await f.db.inTenant(w.tenantId, (tx) => f.leads.needsOf(tx, f.person(w, c, 'Cy', hours(28))));
  assert.deepEqual(
    needs.map((need) => [need.kind, need.title, need.dueAt]),
    [['lead', 'L-1001 Acme', before.answerBy]],
  );

  const accepted = await f.call(f.person(w, c, 'Cy', hours(28)), 'portalLeads.accept', { params: { id: entered.id }, version: before.version });
  assert.deepEqual(
    [accepted.state, accepted.contactName, accepted.contactEmail, accepted.contactBy],
    ['accepted', 'Ida Holm', 'ida@acme-works.com', hours(76).toISOString()],
  );
  const contacted = await f.call(f.person(w, c, 'Cy', hours(30)), 'portalLeads.contacted', {
    params: { id: entered.id },
    body: { note: 'Wants a demo.' },
    version: accepted.version,
  });
  assert.equal(await f.tick(hours(80)), 0, 'contacted in time: nothing happens');
  const converted = await f.call(f.person(w, c, 'Cy', hours(81)), 'portalLeads.convert', {
    params: { id: entered.id },
    body: { valueBand: 'to-20k', closeOn: '2027-01-31' },
    version: contacted.version,
  });
  assert.equal(converted.state, 'converted');
  const registrations = await f.admin.query(
    'select partner_id, deal_id, customer_domain, value_band, submitted_by, state from registration where tenant_id = $1',
    [w.tenantId],
  );
  assert.equal(registrations.rows.length, 1);
  const { state, ...registration } = registrations.rows[0];
  assert.deepEqual(registration, { partner_id: c, deal_id: converted.dealId, customer_domain: 'acme-works.com', value_band: 'to-20k', submitted_by: 'Cy' });
  assert.match(state, /submitted|approved/);
  const { rows } = await f.admin.query<{ source: string; amount_minor: string; partner: string; role: string; on_behalf_of: string; account: string }>(
    `select d.source, d.amount_minor, p.partner_id as partner, p.role, e.on_behalf_of, d.account_name as account from deal d join deal_participant p on p.deal_id = d.id
     join audit_entry e on e.record_id = d.id and e.operation = 'deals.create' where d.tenant_id = $1`,
    [w.tenantId],
  );
  assert.deepEqual(
    rows.map((row) => ({ ...row, amount_minor: Number(row.amount_minor) })),
    [{ source: 'Webinar', amount_minor: 900_000, partner: c, role: 'source', on_behalf_of: 'Cy', account: 'Acme' }],
  );

  await f.admin.query(`update deal set stage = 'won', status = 'won', amount_minor = 1000000 where tenant_id = $1`, [w.tenantId]);
  const won = await f.call(f.vendor(w, hours(90)), 'leads.get', { params: { id: entered.id } });
  assert.deepEqual([won.wonAmountMinor, won.source, won.sourceDetail, won.hops], [1_000_000, 'Webinar', 'Spring', 3]);
  const summary = await f.call(f.vendor(w, hours(90)), 'leads.summary');
  assert.deepEqual(summary.bySource, [{ source: 'Webinar', leads: 1, converted: 1, won: [{ currency: 'EUR', amountMinor: 1_000_000 }] }]);
  assert.equal(summary.medianAnswerHours, 2);
});

test('after three in vain, and when the customer is not contacted, the vendor has it and its manager an act', async () => {
  const w = await f.workspace();
  for (const name of ['Alder', 'Birch', 'Cedar', 'Dogwood']) await f.partner(w, name);
  const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
  const first = f.person(w, lead.partnerId ?? '', 'Ann', hours(1));
  await f.call(first, 'portalLeads.accept', { params: { id: lead.id } });
  assert.equal(await f.tick(hours(49)), 1, 'accepted, never contacted');
  assert.equal(await f.tick(hours(73)), 1);
  assert.equal(await f.tick(hours(97)), 1);
  const fallen = await f.call(f.vendor(w, hours(97)), 'leads.get', { params: { id: lead.id } });
  assert.deepEqual(
    [fallen.state, fallen.hops, fallen.partnerId, fallen.ownerName, fallen.offers[0]?.reason],
    ['with_vendor', 3, null, 'Mara Lindqvist', 'The customer was not contacted in time.'],
  );
  const lost = await f.call(f.person(w, lead.partnerId ?? '', 'Ann', hours(97)), 'portalLeads.list');
  assert.deepEqual(
    lost.items.map(({ state, contactEmail, answer }) => [state, contactEmail, answer]),
    [['closed', null, 'pulled_back']],
  );
  const acts = () =>
    f.admin.query(`select status, assignee_id, title, due_at from act where tenant_id = $1 and kind = 'lead'`, [w.tenantId]).then((found) => found.rows);
  assert.deepEqual(await acts(), [{ status: 'open', assignee_id: w.manager, title: 'L-1001 Acme: no partner has it', due_at: hours(145) }]);
  await rejects(
    f.call(f.vendor(w, hours(98)), 'leads.route', {
      params: { id: lead.id },
      body: { partnerId: (await f.call(f.vendor(w), 'leadRouting.try', { body: { leadId: lead.id } })).chosen[0]?.partnerId },
    }),
    'conflict',
    /3 times/,
  );
  await rejects(f.call(f.vendor(w, hours(98)), 'leads.route', { params: { id: lead.id }, body: {} }), 'conflict', /3 times/);
  const taken = await f.call(f.vendor(w, hours(98)), 'leads.take', { params: { id: lead.id }, version: fallen.version });
  assert.equal((await acts())[0]?.status, 'done');
  const deal = await f.call(f.vendor(w, hours(99)), 'leads.convert', { params: { id: lead.id }, version: taken.version });
  assert.deepEqual([deal.state, deal.dealNumber], ['converted', 10001]);
  await rejects(f.call(f.vendor(w, hours(99)), 'leads.close', { params: { id: lead.id }, body: { reason: 'x' } }), 'conflict', /become a deal/);
});

test('two people accept in the same instant: one has it, the other hears who', async () => {
  const w = await f.workspace();
  const a = await f.partner(w, 'Alder');
  for (let round = 0; round < 5; round += 1) {
    const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
    const answers = await Promise.allSettled(
      ['Ann', 'Abe'].map((name) => f.call(f.person(w, a, name), 'portalLeads.accept', { params: { id: lead.id }, version: lead.version })),
    );
    assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1);
    const refused = answers.find((one) => one.status === 'rejected');
    refusedWith('conflict', /^(Ann|Abe) accepted this lead already/)(refused?.reason);
  }
});

test('a claim is put before ten at once; the first has it, the others may be asked again, those that let it pass may not', async () => {
  const w = await f.workspace();
  const ids: string[] = [];
  for (let index = 0; index < 12; index += 1) ids.push(await f.partner(w, `P${index}`));
  const routing = await f.call(f.vendor(w), 'leadRouting.get');
  assert.deepEqual([routing.number, routing.by], [1, 'Standard routing']);
  const claim = { ...routing.definition, routes: routing.definition.routes.map((route) => ({ ...route, choose: 'claim' as const })) };
  assert.equal((await f.call(f.vendor(w), 'leadRouting.publish', { body: { definition: claim, note: 'Claims' } })).number, 2);
  const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
  assert.equal(lead.partnerId, null);
  assert.equal(lead.offers.length, 10);
  const asked = lead.offers.map((offer) => offer.partnerId);
  const answers = await Promise.allSettled(asked.map((id, index) => f.call(f.person(w, id, `N${index}`), 'portalLeads.accept', { params: { id: lead.id } })));
  assert.equal(answers.filter((one) => one.status === 'fulfilled').length, 1);
  for (const one of answers) if (one.status === 'rejected') refusedWith('conflict', /open to claim; another partner was first/)(one.reason);
  const winner = asked[answers.findIndex((one) => one.status === 'fulfilled')] ?? '';
  const held = await f.call(f.vendor(w), 'leads.get', { params: { id: lead.id } });
  assert.equal(held.partnerId, winner);
  await rejects(f.call(f.vendor(w), 'leads.take', { params: { id: lead.id } }), 'conflict', /has accepted this lead/);
  const again = await f.call(f.vendor(w, hours(1)), 'leads.pullBack', { params: { id: lead.id }, body: { reason: 'They left.' }, version: held.version });
  const open = again.offers.filter((offer) => offer.answer === null).map((offer) => offer.partnerId);
  assert.equal(open.length, 10);
  assert.equal(open.includes(winner), false);
  assert.equal(await f.tick(hours(25)), 1);
  const last = await f.call(f.vendor(w, hours(25)), 'leads.get', { params: { id: lead.id } });
  assert.deepEqual(
    last.offers.filter((offer) => offer.answer === null).map((offer) => offer.partnerId),
    ids.filter((id) => id !== winner && !open.includes(id)),
  );
  const one = last.offers.find((offer) => offer.answer === null)?.partnerId ?? '';
  await f.call(f.person(w, one, 'N', hours(26)), 'portalLeads.decline', { params: { id: lead.id }, body: { reason: 'No.' } });
  assert.equal((await f.call(f.vendor(w, hours(26)), 'leads.get', { params: { id: lead.id } })).state, 'with_vendor');
});

test('turns, capacity and by hand: who is asked and who is not, and why', async () => {
  const w = await f.workspace();
  const [a, b, c] = [
    await f.partner(w, 'Alder', { capacity: 1 }),
    await f.partner(w, 'Birch', { regions: ['EMEA'] }),
    await f.partner(w, 'Cedar', { status: 'paused' }),
  ];
  const made = await Promise.all([1, 2].map(() => f.call(f.vendor(w), 'leads.create', { body: { ...acme, region: 'EMEA' } })));
  assert.deepEqual(
    made.map((lead) => lead.partnerId ?? '').toSorted((x, y) => (x < y ? -1 : 1)),
    [a, b].toSorted((x, y) => (x < y ? -1 : 1)),
    'entered in the same instant, and still one turn each',
  );
  const tried = await f.call(f.vendor(w), 'leadRouting.try', { body: { lead: { ...acme, region: 'NA' } } });
  assert.deepEqual(tried.chosen, []);
  assert.deepEqual(Object.fromEntries(tried.passedOver.map((one) => [one.partnerName, one.why])), {
    Alder: 'At capacity: 1 of 1 places are taken.',
    Birch: 'Does not cover NA.',
    Cedar: 'Not an active partner.',
  });
  const stays = await f.call(f.vendor(w), 'leads.create', { body: { ...acme, companyName: 'Later', route: false } });
  assert.deepEqual([stays.state, stays.offers], ['new', []]);
  await rejects(f.call(f.vendor(w), 'leads.route', { params: { id: stays.id }, body: { partnerId: c } }), 'conflict', /not an active partner/);
  const byHand = await f.call(f.vendor(w), 'leads.route', { params: { id: stays.id }, body: { partnerId: a }, version: stays.version });
  assert.deepEqual([byHand.state, byHand.partnerId, byHand.offers[0]?.why], ['offered', a, 'Chosen by hand.']);
  await rejects(f.call(f.vendor(w), 'leads.route', { params: { id: stays.id }, body: { partnerId: b }, version: stays.version }), 'version_stale');
  const next = await f.call(f.vendor(w), 'leads.route', { params: { id: stays.id }, body: { partnerId: b } });
  assert.equal(next.partnerId, b);
  await rejects(f.call(f.vendor(w), 'leads.route', { params: { id: stays.id }, body: { partnerId: a } }), 'conflict', /not asked again/);
});

test('a lead joins a deal that is there, and the deal keeps a source it had', async () => {
  const w = await f.workspace();
  const a = await f.partner(w, 'Alder');
  const deal = (source: string | null) =>
    f.db.inTenant(w.tenantId, (tx) => f.deals.createDeal(tx, f.vendor(w), { name: 'There', currency: 'EUR', stage: 'prospect', lines: [], source }));
  const [bare, sourced] = [await deal(null), await deal('Outbound')];
  for (const [dealId, expected] of [
    [bare, 'Webinar'],
    [sourced, 'Outbound'],
  ] as const) {
    const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
    await f.call(f.person(w, a, 'Ann'), 'portalLeads.accept', { params: { id: lead.id } });
    const converted = await f.call(f.vendor(w), 'leads.convert', { params: { id: lead.id }, body: { dealId } });
    assert.deepEqual([converted.dealId, converted.partnerId], [dealId, a]);
    const { rows } = await f.admin.query(`select source, partner_ids from deal where id = $1`, [dealId]);
    assert.deepEqual(rows, [{ source: expected, partner_ids: [a] }]);
  }
  const { rows } = await f.admin.query('select count(*)::int as count from deal where tenant_id = $1', [w.tenantId]);
  assert.deepEqual(rows, [{ count: 2 }]);
});

test('what cannot be used is refused in words; the source stays', async () => {
  const w = await f.workspace();
  await rejects(f.call(f.vendor(w), 'leads.create', { body: { ...acme, customerDomain: 'gmail.com' } }), 'invalid_input', /mail provider/);
  await rejects(f.call(f.vendor(w), 'leads.create', { body: { ...acme, productId: newId() } }), 'invalid_input', /no such product/);
  const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
  assert.equal(lead.state, 'with_vendor', 'there is no partner');
  const changed = await f.call(f.vendor(w), 'leads.update', {
    params: { id: lead.id },
    body: { companyName: 'Acme Works', source: 'Other' },
    version: lead.version,
  });
  assert.deepEqual([changed.companyName, changed.source, changed.contactEmail], ['Acme Works', 'Webinar', 'ida@acme-works.com']);
  await rejects(f.call(f.vendor(w), 'leads.update', { params: { id: lead.id }, body: { story: 'x' }, version: lead.version }), 'version_stale');
  const routing = await f.call(f.vendor(w), 'leadRouting.get');
  await rejects(
    f.call(f.vendor(w), 'leadRouting.publish', {
      body: { definition: { ...routing.definition, routes: [...routing.definition.routes, ...routing.definition.routes] } },
    }),
    'invalid_input',
  );
  const both = await Promise.allSettled([1, 2].map(() => f.call(f.vendor(w), 'leadRouting.publish', { body: { definition: routing.definition } })));
  assert.ok(both.some((one) => one.status === 'fulfilled'));
  const closed = await f.call(f.vendor(w), 'leads.close', { params: { id: lead.id }, body: { reason: 'A student.' } });
  assert.deepEqual([closed.state, closed.closedReason, closed.late], ['closed', 'A student.', false]);
});

test('other workspaces and other audiences reach nothing', async () => {
  const [ours, theirs] = [await f.workspace(), await f.workspace()];
  const a = await f.partner(ours, 'Alder');
  const foreign = await f.partner(theirs, 'Aspen');
  const lead = await f.call(f.vendor(ours), 'leads.create', { body: acme });
  await rejects(f.call(f.vendor(theirs), 'leads.get', { params: { id: lead.id } }), 'not_found');
  await rejects(f.call(f.vendor(theirs), 'leads.close', { params: { id: lead.id }, body: { reason: 'x' } }), 'not_found');
  await rejects(f.call(f.person(theirs, foreign, 'Eve'), 'portalLeads.accept', { params: { id: lead.id } }), 'not_found');
  await rejects(f.call(f.vendor(ours), 'portalLeads.list'), 'not_allowed');
  await rejects(f.call(f.person(ours, a, 'Ann'), 'leads.list'), 'not_allowed');
  assert.deepEqual((await f.call(f.vendor(theirs), 'leads.list')).items, []);
  assert.deepEqual(
    (await f.call(f.vendor(theirs), 'leads.summary')).byState.filter((one) => one.count > 0),
    [],
  );
});

test('the list begins with what waits longest for an answer, page by page', async () => {
  const w = await f.workspace();
  for (const name of ['Alder', 'Birch']) await f.partner(w, name);
  const enter = async (companyName: string, at: number, route = true) =>
    (await f.call(f.vendor(w, hours(at)), 'leads.create', { body: { ...acme, companyName, route } })).id;
  await enter('Second', 2);
  await enter('New 1', 3, false);
  await enter('First', 1);
  await enter('New 2', 4, false);
  const names: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof f.call<'leads.list'>>> = await f.call(f.vendor(w, hours(5)), 'leads.list', {
      query: { limit: 1, ...(cursor === null ? {} : { cursor }) },
    });
    names.push(...page.items.map((one) => one.companyName));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(names, ['First', 'Second', 'New 2', 'New 1']);
  const named = async (query: object) => (await f.call(f.vendor(w, hours(26)), 'leads.list', { query })).items.map((one) => one.companyName);
  assert.deepEqual(await named({ late: 'true' }), ['First']);
  assert.deepEqual(await named({ q: 'NEW', state: 'new' }), ['New 2', 'New 1']);
  assert.deepEqual(await named({ q: '%' }), []);
});

test('a clock that finds somebody at the lead comes again, and an answer given in that second stands', async () => {
  const w = await f.workspace();
  const a = await f.partner(w, 'Alder');
  const lead = await f.call(f.vendor(w), 'leads.create', { body: acme });
  await f.db.inTenant(w.tenantId, async (tx) => {
    await tx.selectFrom('lead').select('id').where('tenant_id', '=', w.tenantId).where('id', '=', lead.id).forUpdate().execute();
    assert.ok((await f.tick(hours(24))) > 0, 'the clock does not wait');
    const { rows } = await f.admin.query('select due_at from clock where record_id = $1', [lead.id]);
    assert.deepEqual(rows, [{ due_at: new Date(hours(24).getTime() + 1000) }]);
    await f.leads.accept(tx, f.person(w, a, 'Ann', hours(24)), lead.id);
  });
  await f.tick(hours(25));
  assert.equal((await f.call(f.vendor(w, hours(25)), 'leads.get', { params: { id: lead.id } })).state, 'accepted');
});
