import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { buildPerson, buildWorkspace, startedServer, type Person, type StartedServer, type Workspace } from '@entente/testkit';
import { fireClocks } from '../platform/clocks.ts';
import { clientOf, quietLogger, send, type Client } from './api.fixture.ts';

/** The whole product, its clock in our hands: a Monday morning in Berlin. */
let now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({ logger: quietLogger, now: () => now });
const DAY = 86_400_000;

let workspace: Workspace;
let owner: Client;
let manager: Client;
let second: Client;
let north: { id: string; person: Person; api: Client };
let south: { id: string; person: Person; api: Client };

async function partner(name: string): Promise<{ id: string; person: Person; api: Client }> {
  const made = await owner('partners.create', {
    body: { name, status: 'active', types: ['reseller'], regions: ['EMEA'], countries: [], industries: [], tier: 'gold' },
  });
  const person = await buildPerson(server, workspace, { name: `${name} seller`, role: 'partner_seller', partnerId: made.id });
  return { id: made.id, person, api: clientOf(server, person.headers) };
}

before(async () => {
  workspace = await buildWorkspace(server, 'Kestrel');
  owner = clientOf(server, workspace.owner.headers);
  manager = clientOf(server, (await buildPerson(server, workspace, { name: 'Mara Manager', role: 'partner_manager' })).headers);
  second = clientOf(server, (await buildPerson(server, workspace, { name: 'Sol Second', role: 'alliance_manager' })).headers);
  north = await partner('Northwind');
  south = await partner('Southbay');
});

const form = (customerDomain: string, over: Record<string, unknown> = {}) => ({
  customerDomain,
  contactEmail: `buyer@${customerDomain.replace(/^https?:\/\//, '')}`,
  valueBand: 'to-50k',
  closeOn: '2027-02-01',
  kind: 'sourcing' as const,
  productIds: [],
  ...over,
});
const tick = () =>
  fireClocks({ database: server.app.database, handlers: server.app.modules.clockHandlers, now: () => now, onError: (error) => assert.fail(String(error)) });
const refusal = async (answer: Promise<{ status: number; text: string }>): Promise<{ status: number; detail: string; reason?: string }> => {
  const { status, text } = await answer;
  return { status, ...(JSON.parse(text) as { detail: string; reason?: string }) };
};
const get = (id: string): Promise<Result<'registrations.get'>> => owner('registrations.get', { params: { id } });

test('a clear small deal is approved by rule at once, attached to one new deal, and protected from its filing on', async () => {
  const made = await north.api('portalRegistrations.create', { body: form('aurora-health.de') });
  assert.equal(made.state, 'approved');
  assert.match(made.sentence ?? '', /yours for 90 days/);
  assert.equal(made.ruling?.ruleId, 'clear');
  assert.equal(made.protectedUntil, new Date(now.getTime() + 90 * DAY).toISOString());
  const kept = await get(made.id);
  assert.equal(kept.accountName, 'Aurora Health');
  const deal = await owner('deals.get', { params: { id: kept.dealId ?? '' } });
  assert.deepEqual(
    deal.participants.map((one) => [one.partnerId, one.role]),
    [[north.id, 'source']],
  );
  assert.equal(deal.amountMinor, 35_000_00);
  const credit = await owner('registrations.ofDeal', { params: { id: deal.id } });
  assert.equal(credit.sellerCredit.creditMinor, 35_000_00);
  assert.equal(new Set(credit.sellerCredit.byRoute.map((one) => one.creditMinor)).size, 1, 'the same whichever route');
});

test('another partner is told three words and never who, by check, by answer and by history', async () => {
  const checked = await south.api('portal.check', { body: { customerDomain: 'aurora-health.com' } });
  assert.equal(checked.answer, 'needs_review');
  const made = await south.api('portalRegistrations.create', { body: form('aurora-health.com') });
  assert.equal(made.state, 'submitted');
  assert.equal(made.holder.side, 'vendor');
  assert.match(made.holder.sentence, /decides by 2[45] Nov 2026/);
  for (const seen of [checked, made, await south.api('portalRegistrations.list', {}), await south.api('portalRegistrations.get', { params: { id: made.id } })])
    assert.doesNotMatch(JSON.stringify(seen), /northwind/i);
  const kept = await get(made.id);
  assert.equal(kept.ruling?.ruleId, 'protected');
  assert.ok(kept.candidates.some((one) => one.kind === 'registration' && one.detail?.includes('Northwind')));
  const refused = await refusal(
    send(server, workspace.owner.headers, 'registrations.approve', {
      params: { id: made.id },
      body: { dealId: (await get(kept.id)).dealId ?? kept.candidates.find((one) => one.kind === 'deal')?.id },
      ifVersion: kept.version,
    }),
  );
  assert.equal(refused.status, 409);
  assert.equal(refused.reason, 'sourced_already');
  const acts = await manager('acts.list', { query: { mine: 'true' } });
  assert.ok(acts.items.some((act) => act.kind === 'registration' && act.title.includes(String(made.number))));
});

test('what the vendor knows of a company is not read back to who registers it', async () => {
  await owner('accounts.create', { body: { name: 'Secret Name Holding', domains: ['quartz-mills.de'], country: 'Portugal' } });
  const made = await south.api('portalRegistrations.create', { body: form('quartz-mills.de', { valueBand: 'to-250k', companyName: 'Quartz' }) });
  assert.deepEqual([made.companyName, made.country], ['Quartz', null]);
  assert.equal((await get(made.id)).accountName, 'Secret Name Holding');
});

test('an approval, and a registration of the vendor’s, name what is there', async () => {
  const made = await south.api('portalRegistrations.create', { body: form('basalt-works.de', { valueBand: 'to-250k' }) });
  const { version } = await get(made.id);
  const [one, other] = [await owner('accounts.create', { body: { name: 'Basalt' } }), await owner('accounts.create', { body: { name: 'Gneiss' } })];
  const deal = await owner('deals.create', { body: { name: 'Basalt', accountId: one.id, currency: 'EUR', lines: [] } });
  const approve = (body: object) =>
    refusal(send(server, workspace.owner.headers, 'registrations.approve', { params: { id: made.id }, ifVersion: version, body }));
  assert.equal((await approve({ accountId: newId(), newDeal: true })).status, 404);
  assert.equal((await approve({ dealId: newId() })).status, 404);
  assert.equal((await approve({ accountId: other.id, dealId: deal.id })).reason, 'other_account');
  const body = { ...form('basalt-parts.de'), partnerId: south.id, dealId: newId() };
  assert.equal((await refusal(send(server, workspace.owner.headers, 'registrations.create', { body }))).status, 404);
});

test('declined needs a reason and a text; the partner reads it, may send it again a limited number of times', async () => {
  const made = await south.api('portalRegistrations.create', { body: form('delta-foods.com', { valueBand: 'to-100k' }) });
  assert.equal(
    (await send(server, workspace.owner.headers, 'registrations.decline', { params: { id: made.id }, body: { reason: 'other' }, ifVersion: made.version }))
      .status,
    422,
  );
  const declined = await manager('registrations.decline', {
    params: { id: made.id },
    body: { reason: 'insufficient_detail', partnerText: 'Tell us who the buyer is, then send it again.' },
    ifVersion: (await get(made.id)).version,
  });
  assert.equal(declined.state, 'rejected');
  let seen = await south.api('portalRegistrations.get', { params: { id: made.id } });
  assert.match(seen.holder.sentence, /who the buyer is/);
  assert.ok(seen.steps.includes('submit'));
  for (let round = 0; round < 3; round += 1) {
    seen = await south.api('portalRegistrations.submit', { params: { id: made.id }, ifVersion: seen.version });
    await manager('registrations.decline', {
      params: { id: made.id },
      body: { reason: 'insufficient_detail', partnerText: 'Still not enough to go on.' },
      ifVersion: seen.version,
    });
    seen = await south.api('portalRegistrations.get', { params: { id: made.id } });
  }
  const refused = await refusal(send(server, south.person.headers, 'portalRegistrations.submit', { params: { id: made.id }, ifVersion: seen.version }));
  assert.equal(refused.status, 409);
  assert.match(refused.detail, /allows no more/);
});

test('asked, answered, approved; the clock stops while the partner has it', async () => {
  const made = await north.api('portalRegistrations.create', { body: form('eastgate-bank.com', { valueBand: 'to-250k' }) });
  assert.ok((await get(made.id)).clock);
  const asked = await manager('registrations.askInfo', {
    params: { id: made.id },
    body: { question: 'Which product do they want?' },
    ifVersion: (await get(made.id)).version,
  });
  assert.equal(asked.clock, null);
  now = new Date(now.getTime() + 10 * DAY);
  await tick();
  assert.equal(
    (await get(made.id)).events.some((event) => event.kind === 'warned' || event.kind === 'escalated'),
    false,
    'nobody is late while it is the partner’s turn',
  );
  const seen = await north.api('portalRegistrations.get', { params: { id: made.id } });
  assert.equal(seen.question, 'Which product do they want?');
  const answered = await north.api('portalRegistrations.answer', { params: { id: made.id }, body: { answer: 'The platform.' }, ifVersion: seen.version });
  assert.equal(answered.state, 'submitted');
  const approved = await manager('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: answered.version });
  assert.equal(approved.state, 'approved');
  assert.equal(approved.protectedFrom, approved.submittedAt, 'from filing');
});

test('a large one needs two people, and neither of them twice', async () => {
  const made = await north.api('portalRegistrations.create', { body: form('granite-insurance.com', { valueBand: 'over-250k', amountMinor: 900_000_00 }) });
  const once = await manager('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: (await get(made.id)).version });
  assert.equal(once.state, 'submitted');
  assert.equal(once.firstApprovalBy, 'Mara Manager');
  const again = await manager('registrations.get', { params: { id: made.id } });
  assert.match(again.steps.find((step) => step.key === 'approve')?.why ?? '', /somebody else/);
  const twice = await second('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: once.version });
  assert.equal(twice.state, 'approved');
});

test('warned at three quarters of the time, escalated when it is over, and told to the partner', async () => {
  now = new Date('2026-12-07T08:00:00Z');
  const made = await south.api('portalRegistrations.create', { body: form('harbor-energy.com', { valueBand: 'to-250k', country: 'Germany' }) });
  now = new Date('2026-12-08T11:59:00Z');
  await tick();
  assert.equal(
    (await get(made.id)).events.some((event) => event.kind === 'warned'),
    false,
  );
  now = new Date('2026-12-08T12:00:30Z');
  await tick();
  assert.equal((await get(made.id)).clock?.state, 'warning');
  assert.ok((await get(made.id)).events.some((event) => event.kind === 'warned'));
  now = new Date('2026-12-08T16:00:30Z');
  await tick();
  const late = await get(made.id);
  assert.equal(late.clock?.state, 'late');
  assert.ok(late.events.some((event) => event.kind === 'escalated'));
  const seen = await south.api('portalRegistrations.get', { params: { id: made.id } });
  assert.equal(seen.holder.late, true);
  assert.ok((await owner('acts.list', { query: { mine: 'false' } })).items.some((act) => act.kind === 'escalation' && act.title.includes(String(made.number))));
});

test('protection is reminded of, extended within limits, and expires on the clock', async () => {
  now = new Date('2027-01-04T08:00:00Z');
  const made = await north.api('portalRegistrations.create', { body: form('iberia-telecom.com', { closeOn: '2027-06-01' }) });
  assert.equal(made.state, 'approved');
  const until = Date.parse(made.protectedUntil ?? '');
  now = new Date(until - 14 * DAY + 1000);
  await tick();
  assert.ok((await get(made.id)).events.some((event) => event.kind === 'expiring'));
  let seen = await north.api('portalRegistrations.get', { params: { id: made.id } });
  seen = await north.api('portalRegistrations.askExtension', {
    params: { id: made.id },
    body: { days: 30, reason: 'The tender moved.' },
    ifVersion: seen.version,
  });
  assert.deepEqual(seen.extensionAsked, { days: 30, reason: 'The tender moved.' });
  const tooLong = await refusal(
    send(server, (await buildPerson(server, workspace, { name: 'Pia Partner', role: 'partner_manager' })).headers, 'registrations.extend', {
      params: { id: made.id },
      body: { days: 60 },
      ifVersion: seen.version,
    }),
  );
  assert.equal(tooLong.status, 403);
  const longer = await manager('registrations.extend', { params: { id: made.id }, body: { days: 30 }, ifVersion: seen.version });
  assert.equal(longer.state, 'extended');
  assert.equal(longer.protectedUntil, new Date(until + 30 * DAY).toISOString());
  now = new Date(until + 1000);
  await tick();
  assert.equal((await get(made.id)).state, 'extended', 'the first end has passed and meant nothing');
  now = new Date(until + 30 * DAY + 1000);
  await tick();
  const over = await get(made.id);
  assert.equal(over.state, 'expired');
  const [protection] = over.protections;
  assert.equal(protection?.endsAt, longer.protectedUntil);
  const next = await south.api('portalRegistrations.create', { body: form('iberia-telecom.com', { closeOn: '2027-09-01' }) });
  assert.equal(next.state, 'submitted', 'the deal is still worked on by a partner, so a person looks');
  const granted = await manager('registrations.approve', { params: { id: next.id }, body: { dealId: over.dealId ?? '' }, ifVersion: next.version });
  assert.equal(granted.state, 'approved');
  assert.ok((granted.protectedFrom ?? '') >= (protection?.endsAt ?? ''), 'begins after the other’s ended');
});

test('silence is warned about, then looked at; news keep it alive', async () => {
  now = new Date('2027-06-07T08:00:00Z');
  const made = await north.api('portalRegistrations.create', { body: form('juniper-pharma.com', { closeOn: '2027-12-01' }) });
  now = new Date(now.getTime() + 30 * DAY + 1000);
  await tick();
  assert.ok((await get(made.id)).events.some((event) => event.kind === 'update_due'));
  await north.api('portalRegistrations.report', { params: { id: made.id }, body: { note: 'Proof of concept runs.' } });
  now = new Date(now.getTime() + 16 * DAY);
  await tick();
  assert.equal(
    (await get(made.id)).events.some((event) => event.kind === 'silent'),
    false,
  );
  now = new Date(now.getTime() + 30 * DAY);
  await tick();
  assert.ok((await get(made.id)).events.some((event) => event.kind === 'silent'));
});

test('two approvals in the same instant on one deal: one is granted, the other told why not', async () => {
  now = new Date('2027-08-02T08:00:00Z');
  const account = await owner('accounts.create', { body: { name: 'Kite Airlines', domains: ['kite-airlines.com'], country: 'Germany', region: 'EMEA' } });
  const deal = await owner('deals.create', { body: { name: 'Kite platform', accountId: account.id, currency: 'EUR', lines: [] } });
  const made = await Promise.all(
    [north, south].map((one) => one.api('portalRegistrations.create', { body: form('kite-airlines.com', { closeOn: '2027-12-01' }) })),
  );
  for (const one of made) assert.equal(one.state, 'submitted');
  const fresh = await Promise.all(made.map((one) => get(one.id)));
  const answers = await Promise.all(
    fresh.map((one) =>
      send(server, workspace.owner.headers, 'registrations.approve', { params: { id: one.id }, body: { dealId: deal.id }, ifVersion: one.version }),
    ),
  );
  assert.deepEqual(
    answers.map((answer) => answer.status).sort((a, b) => a - b),
    [200, 409],
  );
  const of = await owner('registrations.ofDeal', { params: { id: deal.id } });
  assert.equal(of.registrations.filter((one) => one.state === 'approved').length, 1);
  assert.equal(of.protections.length, 1);
});

test('undo within ten minutes; later, or after the partner went on, no more', async () => {
  const made = await north.api('portalRegistrations.create', { body: form('lumen-retail.com', { valueBand: 'to-100k', closeOn: '2028-01-01' }) });
  const approved = await manager('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: (await get(made.id)).version });
  const back = await manager('registrations.undo', { params: { id: made.id }, ifVersion: approved.version });
  assert.equal(back.state, 'submitted');
  assert.equal(back.protectedUntil, null);
  const again = await manager('registrations.approve', { params: { id: made.id }, body: {}, ifVersion: back.version });
  assert.equal(again.dealId, approved.dealId, 'the deal it made is the one it goes on with');
  now = new Date(now.getTime() + 11 * 60_000);
  assert.equal((await send(server, workspace.owner.headers, 'registrations.undo', { params: { id: made.id }, ifVersion: again.version })).status, 409);
});

test('bad input has a clear answer each', async () => {
  const said = async (body: Record<string, unknown>, headers = north.person.headers) => refusal(send(server, headers, 'portalRegistrations.create', { body }));
  assert.match((await said(form('gmail.com'))).detail, /mail provider/);
  assert.equal((await said(form('not a domain'))).status, 422);
  assert.match((await said(form('oak-tools.com', { closeOn: '2020-01-01' }))).detail, /in the past/);
  assert.match((await said(form('oak-tools.com', { valueBand: 'huge', closeOn: '2028-01-01' }))).detail, /value bands/);
  assert.equal((await said({ ...form('oak-tools.com', { closeOn: '2028-01-01' }), forPartnerId: south.id })).status, 404, 'for somebody else');
  assert.equal(
    (
      await said({
        ...form('oak-tools.com', { closeOn: '2028-01-01' }),
        dealId: (await owner('deals.create', { body: { name: 'Not theirs', currency: 'EUR', lines: [] } })).id,
      })
    ).status,
    404,
  );
  const mail = await north.api('portalRegistrations.create', { body: form('oak-tools.com', { contactEmail: 'someone@gmail.com', closeOn: '2028-01-01' }) });
  assert.equal(mail.state, 'info_requested');
  const fake = await north.api('portalRegistrations.create', { body: form('kite-a1rlines.com', { closeOn: '2028-01-01' }) });
  assert.equal((await get(fake.id)).ruling?.ruleId, 'look-alike');
  const cyrillic = await north.api('portalRegistrations.create', {
    body: form('kite-аirlines.com', { contactEmail: 'a@kite-airlines.com', closeOn: '2028-01-01' }),
  });
  assert.equal((await get(cyrillic.id)).ruling?.ruleId, 'look-alike');
});

test('a withdrawn registration is not sent again, the same customer not registered twice', async () => {
  const made = await south.api('portalRegistrations.create', { body: form('pine-logistics.com', { valueBand: 'to-100k', closeOn: '2028-01-01' }) });
  const double = await refusal(
    send(server, south.person.headers, 'portalRegistrations.create', { body: form('pine-logistics.com', { closeOn: '2028-01-01' }) }),
  );
  assert.equal(double.reason, 'registered_already');
  const gone = await south.api('portalRegistrations.withdraw', { params: { id: made.id }, body: { reason: 'They went elsewhere.' }, ifVersion: made.version });
  assert.equal(gone.state, 'withdrawn');
  const refused = await refusal(send(server, south.person.headers, 'portalRegistrations.submit', { params: { id: made.id }, ifVersion: gone.version }));
  assert.equal(refused.status, 409);
  assert.match(refused.detail, /withdrawn/i);
});

test('a flood from one partner is stopped by the programme, and by nothing else', async () => {
  const program = (await owner('programs.list', {})).items[0];
  assert.ok(program);
  const full = await owner('programs.get', { params: { id: program.id } });
  const draft = await owner('programs.saveDraft', {
    params: { id: program.id },
    body: { definition: { ...(full.live ?? assert.fail()), limits: { registrationsPerDay: 30, checksPerMinute: 5 } } },
    ifVersion: full.version,
  });
  await owner('programs.publish', { params: { id: program.id }, body: { note: 'Limits' }, ifVersion: draft.version });
  now = new Date(now.getTime() + 2 * DAY);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, at) =>
      send(server, south.person.headers, 'portalRegistrations.create', { body: form(`flood-${at}-customer.com`, { closeOn: '2028-01-01' }) }),
    ),
  );
  const by = Map.groupBy(answers, (answer) => answer.status);
  assert.equal(by.get(201)?.length, 30);
  assert.equal(by.get(429)?.length, 30);
  const checks = [];
  for (let at = 0; at < 6; at += 1)
    checks.push((await send(server, south.person.headers, 'portal.check', { body: { customerDomain: `ask-${at}.com` } })).status);
  assert.deepEqual(checks, [200, 200, 200, 200, 200, 429]);
  assert.equal((await send(server, north.person.headers, 'portal.check', { body: { customerDomain: 'ask-9.com' } })).status, 200);
});

test('who filed first is not held back by who filed later; an own customer and a named one are known as such', async () => {
  now = new Date('2027-10-04T08:00:00Z');
  const first = await north.api('portalRegistrations.create', { body: form('sable-optics.com', { valueBand: 'to-100k', closeOn: '2028-03-01' }) });
  now = new Date(now.getTime() + 60_000);
  await south.api('portalRegistrations.create', { body: form('sable-optics.de', { valueBand: 'to-100k', closeOn: '2028-03-01' }) });
  const edited = await north.api('portalRegistrations.edit', {
    params: { id: first.id },
    body: { story: 'They asked for an offer.' },
    ifVersion: first.version,
  });
  assert.notEqual((await get(edited.id)).ruling?.ruleId, 'filed-before');
  const own = await north.api('portal.check', { body: { customerDomain: 'sable-optics.com' } });
  assert.deepEqual([own.answer, own.sentence.includes(`R-${first.number}`)], ['not_eligible', true]);
  const program = (await owner('programs.list', {})).items[0] ?? assert.fail();
  const full = await owner('programs.get', { params: { id: program.id } });
  const live = full.live ?? assert.fail();
  const named = {
    id: 'named',
    name: 'Strategic accounts',
    when: [{ kind: 'named_account' as const, accounts: ['onyx-rail.com'] }],
    effect: 'review' as const,
    partnerSentence: 'A person looks at this.',
    enabled: true,
  };
  const draft = await owner('programs.saveDraft', {
    params: { id: program.id },
    body: { definition: { ...live, rules: [...live.rules, named] } },
    ifVersion: full.version,
  });
  await owner('programs.publish', { params: { id: program.id }, body: {}, ifVersion: draft.version });
  const made = await north.api('portalRegistrations.create', { body: form('onyx-rail.com', { valueBand: 'to-100k', closeOn: '2028-03-01' }) });
  assert.ok((await get(made.id)).candidates.some((one) => one.kind === 'named_account' && one.label === 'Strategic accounts'));
});

test('a replay of changed rules says who would have been ruled differently, from the facts of then', async () => {
  const program = (await owner('programs.list', {})).items[0] ?? assert.fail();
  const full = await owner('programs.get', { params: { id: program.id } });
  const live = full.live ?? assert.fail();
  const stricter = { ...live, rules: live.rules.map((rule) => (rule.id === 'clear' ? { ...rule, effect: 'review' as const } : rule)) };
  const begun = await owner('programs.replay', { params: { id: program.id }, body: { definition: stricter } });
  await server.app.modules.programs.idle();
  const done = await owner('programs.replayResult', { params: { id: program.id, childId: begun.id } });
  assert.equal(done.status, 'done');
  assert.equal(done.same + done.different, done.total);
  assert.deepEqual(
    done.changes.map((change) => [change.from, change.to]),
    [['approve', 'review']],
  );
  assert.ok(done.differences.every((one) => one.beforeRule === 'Nothing like it is known'));
  const some = done.differences[0] ?? assert.fail();
  const tried = await owner('programs.try', { params: { id: program.id }, body: { registrationId: some.registrationId, definition: stricter } });
  assert.equal(tried.after.effect, 'review');
});

test('a deal that is won ends the claim on it as won, and the seller’s credit is what it was', async () => {
  const made = await north.api('portalRegistrations.create', { body: form('quartz-media.com', { closeOn: '2028-01-01' }) });
  const { dealId } = await get(made.id);
  const deal = await owner('deals.get', { params: { id: dealId ?? '' } });
  const before = (await owner('registrations.ofDeal', { params: { id: deal.id } })).sellerCredit.creditMinor;
  await owner('deals.moveStage', { params: { id: deal.id }, body: { to: 'won' }, ifVersion: deal.version });
  await server.app.modules.registrations.onEvents([
    {
      tenantId: workspace.tenantId,
      id: made.id,
      type: 'deal.stage_moved',
      recordType: 'deal',
      recordId: deal.id,
      dealId: deal.id,
      payload: { to: 'won' },
      at: now.toISOString(),
    },
  ]);
  assert.equal((await get(made.id)).state, 'won');
  assert.equal((await owner('registrations.ofDeal', { params: { id: deal.id } })).sellerCredit.creditMinor, before);
});

test('a colleague stands in for somebody who is away', async () => {
  const people = (await owner('people.list', {})).items;
  const mara = people.find((one) => one.name === 'Mara Manager') ?? assert.fail();
  const sol = people.find((one) => one.name === 'Sol Second') ?? assert.fail();
  const day = now.toISOString().slice(0, 10);
  await owner('delegations.create', { body: { fromId: mara.id, toId: sol.id, startsOn: day, endsOn: day } });
  const made = await north.api('portalRegistrations.create', { body: form('raven-security.com', { valueBand: 'to-250k', closeOn: '2028-01-01' }) });
  assert.equal((await get(made.id)).holderName, 'Sol Second');
});
