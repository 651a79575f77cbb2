import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { buildPerson, buildWorkspace, startedServer, type Person, type StartedServer, type Workspace } from '@entente/testkit';
import { fireClocks } from '../platform/clocks.ts';
import { systemContext } from '../platform/system-actor.ts';
import { clientOf, quietLogger, send, type Client, type LooseInput } from './api.fixture.ts';

/** The whole product, its clock in our hands: a Monday morning in Berlin. */
let now = new Date('2026-11-23T08:00:00Z');
const server: StartedServer = await startedServer({ logger: quietLogger, now: () => now });
const HOUR = 3_600_000;

type Someone = { person: Person; api: Client };
let workspace: Workspace;
let owner: Client;
/** Holds registrations of partners without a manager, so never neutral to one that waits. */
let mara: Someone;
let sol: Someone;
let toni: Someone;
let seller: Someone;
let north: Someone & { id: string };
let south: Someone & { id: string };
let west: Someone & { id: string };

const staff = async (name: string, role: 'partner_manager' | 'alliance_manager' | 'seller'): Promise<Someone> => {
  const person = await buildPerson(server, workspace, { name, role });
  return { person, api: clientOf(server, person.headers) };
};
async function partner(name: string): Promise<Someone & { id: string }> {
  const made = await owner('partners.create', {
    body: { name, status: 'active', types: ['reseller'], regions: ['EMEA'], countries: [], industries: [], tier: 'gold' },
  });
  const person = await buildPerson(server, workspace, { name: `${name} seller`, role: 'partner_seller', partnerId: made.id });
  return { id: made.id, person, api: clientOf(server, person.headers) };
}

before(async () => {
  workspace = await buildWorkspace(server, 'Kestrel');
  owner = clientOf(server, workspace.owner.headers);
  mara = await staff('Mara Manager', 'partner_manager');
  sol = await staff('Sol Second', 'alliance_manager');
  toni = await staff('Toni Third', 'alliance_manager');
  seller = await staff('Sal Seller', 'seller');
  north = await partner('Northwind GmbH');
  south = await partner('Southbay');
  west = await partner('Westhaven');
});

const form = (customerDomain: string) => ({
  customerDomain,
  contactEmail: `buyer@${customerDomain}`,
  valueBand: 'to-50k',
  closeOn: '2027-06-01',
  kind: 'sourcing' as const,
  productIds: [],
});
const tick = () =>
  fireClocks({ database: server.app.database, handlers: server.app.modules.clockHandlers, now: () => now, onError: (error) => assert.fail(String(error)) });
const refused = async (
  who: { headers: Record<string, string> },
  id: Parameters<typeof send>[2],
  input: LooseInput,
): Promise<{ status: number; detail: string; reason?: string }> => {
  const { status, text } = await send(server, who.headers, id, input);
  return { status, ...(JSON.parse(text) as { detail: string; reason?: string }) };
};
type Case = Result<'cases.get'>;
const get = (id: string, as: Client = owner): Promise<Case> => as('cases.get', { params: { id } });
const seen = (of: Someone, id: string): Promise<Result<'portalCases.get'>> => of.api('portalCases.get', { params: { id } });
const leaves = (instant: string, more = 0): void => void (now = new Date(Date.parse(instant) + more));

/** North is protected, south's claim waits: the two registrations of a conflict. */
async function twoClaims(company: string): Promise<{ first: string; second: string }> {
  const first = await north.api('portalRegistrations.create', { body: form(`${company}.de`) });
  assert.equal(first.state, 'approved');
  const second = await south.api('portalRegistrations.create', { body: form(`${company}.com`) });
  assert.equal(second.state, 'submitted');
  return { first: first.id, second: second.id };
}
async function opened(company: string, more: { mediatorId?: string } = {}): Promise<Case & { first: string; second: string }> {
  const claims = await twoClaims(company);
  const found = await seller.api('cases.open', {
    body: { registrationIds: [claims.first, claims.second], reason: 'Northwind GmbH and Southbay both say they found it.', ...more },
  });
  return { ...found, ...claims };
}
const ruling = (over: Record<string, unknown> = {}) => ({
  outcome: 'first',
  reason: 'Northwind had the first meeting, on record.',
  partnerText: 'The first documented meeting decides.',
  ...over,
});

test('a case from open to appeal: evidence, ruling, a second ruling that turns it, and then it is final', async () => {
  const made = await opened('aurora-health', { mediatorId: sol.person.memberId });
  assert.deepEqual(
    [made.state, made.mediatorName, made.sides.map((side) => [side.letter, side.name])],
    [
      'evidence',
      'Sol Second',
      [
        ['A', 'Northwind GmbH'],
        ['B', 'Southbay'],
      ],
    ],
  );
  // Forty business hours from Monday nine o'clock in Berlin, then twenty-four to rule.
  assert.deepEqual([made.evidenceUntil, made.ruleBy], ['2026-11-27T16:00:00.000Z', '2026-12-02T16:00:00.000Z']);

  const home = await south.api('portal.home', {});
  assert.ok(home.needsYou.some((item) => item.kind === 'evidence' && item.recordId === made.id && item.dueAt === made.evidenceUntil));
  const mine = await seen(south, made.id);
  assert.deepEqual([mine.mySide, mine.holder.side, mine.mayAddEvidence], ['B', 'partner', true]);
  const early = await refused(sol.person, 'cases.rule', { params: { id: made.id }, body: ruling(), ifVersion: made.version });
  assert.deepEqual([early.status, /Not every side was heard/.test(early.detail)], [409, true]);

  await north.api('portalCases.addEvidence', { params: { id: made.id }, body: { body: 'We met them on 2 November.' } });
  const given = await south.api('portalCases.addEvidence', { params: { id: made.id }, body: { body: 'Their architect called us in October.' } });
  assert.deepEqual([given.holder.side, given.holder.name], ['vendor', 'Sol Second']);
  assert.deepEqual(
    given.entries.map((one) => [one.by, one.mine]),
    [
      ['Vendor', false],
      ['Side A', false],
      ['Southbay seller', true],
      ['You', true],
    ],
  );
  await sol.api('cases.addEntry', { params: { id: made.id }, body: { kind: 'note', body: 'Hushed: the calendar of Northwind is convincing.' } });

  // Both were heard, so the mediator need not wait; but the text is for both to read.
  const ready = await get(made.id, sol.api);
  assert.deepEqual([ready.mayRule, ready.whyNot], [true, null]);
  const naming = await refused(sol.person, 'cases.rule', {
    params: { id: made.id },
    body: ruling({ partnerText: 'It stays with northwind, who was first.' }),
    ifVersion: ready.version,
  });
  assert.deepEqual([naming.status, /leave out Northwind GmbH/.test(naming.detail)], [422, true]);
  const ruled = await sol.api('cases.rule', { params: { id: made.id }, body: { ...ruling(), outcome: 'first' }, ifVersion: ready.version });
  assert.deepEqual([ruled.state, ruled.outcome?.inFavourOf, ruled.appealUntil], ['ruled', ['A'], new Date(now.getTime() + 14 * 24 * HOUR).toISOString()]);
  assert.equal((await owner('registrations.get', { params: { id: made.first } })).state, 'approved');
  assert.equal((await owner('registrations.get', { params: { id: made.second } })).state, 'rejected');

  const won = await seen(north, made.id);
  assert.deepEqual([won.outcome?.inMyFavour, won.mayAppeal, won.holder.side], [true, false, 'nobody']);
  const lost = await seen(south, made.id);
  assert.deepEqual([lost.outcome?.sentence, lost.outcome?.inMyFavour, lost.mayAppeal], ['The first documented meeting decides.', false, true]);
  assert.ok((await south.api('portal.home', {})).needsYou.some((item) => item.kind === 'appeal' && item.recordId === made.id));
  const pointless = await refused(north.person, 'portalCases.appeal', {
    params: { id: made.id },
    body: { reason: 'We want even more of it.' },
    ifVersion: won.version,
  });
  assert.deepEqual([pointless.status, pointless.reason], [409, 'in_your_favour']);

  const appealed = await south.api('portalCases.appeal', {
    params: { id: made.id },
    body: { reason: 'The call in October was not looked at.' },
    ifVersion: lost.version,
  });
  assert.deepEqual([appealed.state, appealed.mayAppeal, appealed.holder.side], ['appealed', false, 'vendor']);
  assert.equal(
    (await refused(south.person, 'portalCases.appeal', { params: { id: made.id }, body: { reason: 'And once more, please.' }, ifVersion: appealed.version }))
      .status,
    409,
  );
  let again = await get(made.id, toni.api);
  assert.equal(again.appeal?.by, 'Southbay seller');
  assert.notEqual(again.mediatorId, sol.person.memberId);
  again = await toni.api('cases.assign', { params: { id: made.id }, body: { mediatorId: toni.person.memberId }, ifVersion: again.version });
  const first = await get(made.id, sol.api);
  assert.deepEqual([first.mayRule, /made the ruling that is appealed/.test(first.whyNot ?? '')], [false, true]);
  const twice = await refused(sol.person, 'cases.assign', { params: { id: made.id }, body: { mediatorId: sol.person.memberId }, ifVersion: again.version });
  assert.deepEqual([twice.status, twice.reason], [409, 'not_neutral']);

  await north.api('portalCases.addEvidence', { params: { id: made.id }, body: { body: 'Nothing to add.' } });
  const turned = await toni.api('cases.rule', {
    params: { id: made.id },
    body: { outcome: 'second', reason: 'The October call is on tape, and earlier.', partnerText: 'An earlier documented call decides.' },
    ifVersion: (await get(made.id, toni.api)).version,
  });
  assert.deepEqual([turned.state, turned.outcome?.inFavourOf], ['closed', ['B']]);
  const kept = await owner('registrations.get', { params: { id: made.second } });
  assert.deepEqual([kept.state, (await owner('registrations.get', { params: { id: made.first } })).state], ['approved', 'revoked']);
  const deal = await owner('deals.get', { params: { id: kept.dealId ?? '' } });
  assert.deepEqual(
    deal.participants.filter((one) => one.until === null && one.role === 'source').map((one) => one.partnerId),
    [south.id],
  );
  const over = await refused(north.person, 'portalCases.appeal', {
    params: { id: made.id },
    body: { reason: 'We would like to appeal that too.' },
    ifVersion: turned.version,
  });
  assert.equal(over.status, 409);
  assert.equal((await refused(toni.person, 'cases.rule', { params: { id: made.id }, body: ruling(), ifVersion: turned.version })).status, 409);
  const reopened = await refused(seller.person, 'cases.open', { body: { registrationIds: [made.second, made.first], reason: 'Let us see once more.' } });
  assert.deepEqual([reopened.status, /final/.test(reopened.detail)], [409, true]);

  // What each partner has been shown and told of the whole of it.
  for (const [who, other] of [
    [north, /southbay/i],
    [south, /northwind/i],
  ] as const) {
    const all = JSON.stringify([
      await who.api('portalCases.list', {}),
      await seen(who, made.id),
      await who.api('portal.home', {}),
      await who.api('portalRegistrations.list', {}),
      await who.api('portalRegistrations.get', { params: { id: who === north ? made.first : made.second } }),
      await who.api('portalDeals.list', {}),
      ...(await Promise.all((await who.api('portalDeals.list', {})).items.map(({ id }) => who.api('portalDeals.get', { params: { id } })))),
    ]);
    assert.doesNotMatch(all, other);
    assert.doesNotMatch(all, /hushed|convincing|on tape|both say/i);
  }
  const { rows } = await server.test.admin.query<{ payload: object; partner: string }>(
    `select payload, payload ->> 'partnerId' as partner from outbox_event where tenant_id = $1 and record_id = $2 and payload ->> 'partnerId' is not null`,
    [workspace.tenantId, made.id],
  );
  assert.ok(rows.length >= 8);
  for (const { payload, partner: told } of rows) assert.doesNotMatch(JSON.stringify(payload), told === north.id ? /southbay/i : /northwind/i);
  const audit = await server.test.admin.query<{ text: string }>(`select a::text as text from audit_entry a where tenant_id = $1 and record_id = $2`, [
    workspace.tenantId,
    made.id,
  ]);
  for (const { text } of audit.rows) assert.doesNotMatch(text, /hushed|met them on|architect called/i);
});

test('who is not neutral is refused and told why; nobody else’s case is ruled in passing', async () => {
  const claims = await twoClaims('beacon-foods');
  const open = (mediatorId: string) =>
    refused(seller.person, 'cases.open', { body: { registrationIds: [claims.first, claims.second], reason: 'Both claim it.', mediatorId } });
  assert.match((await open(mara.person.memberId)).detail, /^Mara Manager holds R-\d+; a mediator has to be neutral\.$/);
  assert.match((await open(seller.person.memberId)).detail, /role does not include mediating/);
  await owner('partners.update', {
    params: { id: north.id },
    body: { managerId: toni.person.memberId },
    ifVersion: (await owner('partners.get', { params: { id: north.id } })).version,
  });
  assert.match((await open(toni.person.memberId)).detail, /^Toni Third manages Northwind GmbH/);
  const registered = await owner('registrations.get', { params: { id: claims.first } });
  const deal = await owner('deals.get', { params: { id: registered.dealId ?? '' } });
  await owner('deals.update', { params: { id: deal.id }, body: { ownerId: sol.person.memberId }, ifVersion: deal.version });
  assert.match((await open(sol.person.memberId)).detail, /^Sol Second owns the deal/);

  // Only the workspace's owner is left, and is found.
  const made = await seller.api('cases.open', { body: { registrationIds: [claims.first, claims.second], reason: 'Both claim it.' } });
  assert.equal(made.mediatorId, workspace.owner.memberId);
  for (const [who, why] of [
    [mara, /^You hold R-/],
    [toni, /^You manage Northwind/],
    [sol, /^You own the deal/],
    [seller, /role does not include/],
  ] as const) {
    const found = await get(made.id, who.api);
    assert.deepEqual([found.mayRule, found.entries.some((one) => one.kind === 'note')], [false, false]);
    assert.match(found.whyNot ?? '', why);
    if (who !== seller)
      assert.equal((await refused(who.person, 'cases.close', { params: { id: made.id }, body: { reason: 'x' }, ifVersion: made.version })).status, 403);
  }
  assert.equal(
    (await refused(mara.person, 'cases.addEntry', { params: { id: made.id }, body: { kind: 'note', body: 'A word to the mediator.' } })).status,
    403,
  );
  leaves(made.evidenceUntil);
  await tick();
  const late = await refused(mara.person, 'cases.rule', { params: { id: made.id }, body: ruling(), ifVersion: (await get(made.id)).version });
  assert.deepEqual([late.status, late.detail.startsWith('You hold R-')], [403, true]);
  const settled = await owner('cases.close', {
    params: { id: made.id },
    body: { reason: 'They agreed on the phone: hushed.' },
    ifVersion: (await get(made.id)).version,
  });
  assert.equal(settled.state, 'closed');
  assert.doesNotMatch(JSON.stringify(await seen(north, made.id)), /hushed/);
  await owner('partners.update', {
    params: { id: north.id },
    body: { managerId: null },
    ifVersion: (await owner('partners.get', { params: { id: north.id } })).version,
  });
});

test('deadlines by the clock: evidence closes, a late ruling goes higher, an appeal lapses', async () => {
  const made = await opened('cobalt-energy', { mediatorId: sol.person.memberId });
  leaves(made.evidenceUntil, -1000);
  await tick();
  assert.equal((await get(made.id)).state, 'evidence');
  leaves(made.evidenceUntil);
  assert.equal((await refused(north.person, 'portalCases.addEvidence', { params: { id: made.id }, body: { body: 'Too late.' } })).status, 409);
  await tick();
  const waits = await get(made.id);
  assert.deepEqual([waits.state, waits.late], ['ruling', false]);
  const asked = (await sol.api('acts.list', { query: { mine: 'true' } })).items.find(
    (act) => act.kind === 'case_ruling' && act.title.includes(`C-${made.number}`),
  );
  assert.deepEqual([asked?.assigneeName, asked?.dueAt], ['Sol Second', made.ruleBy]);

  leaves(made.ruleBy);
  await tick();
  assert.equal((await get(made.id)).late, true);
  const shown = await seen(south, made.id);
  assert.deepEqual([shown.holder.late, shown.holder.name], [true, 'Sol Second']);
  assert.match(shown.holder.sentence, /should have ruled by .* went to somebody higher/);
  const raised = await owner('acts.list', { query: { mine: 'true' } });
  assert.ok(raised.items.some((act) => act.kind === 'escalation' && act.title.includes(`C-${made.number}`)));

  const ruled = await sol.api('cases.rule', {
    params: { id: made.id },
    body: { outcome: 'nobody', reason: 'No side can show a thing.', partnerText: 'No side could show earlier work.' },
    ifVersion: (await get(made.id)).version,
  });
  assert.deepEqual(await Promise.all([made.first, made.second].map(async (id) => (await owner('registrations.get', { params: { id } })).state)), [
    'revoked',
    'rejected',
  ]);
  assert.equal(
    (await owner('acts.list', { query: { mine: 'false' } })).items.some((act) => act.title.includes(`C-${made.number}`)),
    false,
  );
  leaves(ruled.appealUntil ?? '', -1000);
  assert.equal((await seen(north, made.id)).mayAppeal, true);
  leaves(ruled.appealUntil ?? '');
  assert.equal(
    (await refused(north.person, 'portalCases.appeal', { params: { id: made.id }, body: { reason: 'Now we want to appeal.' }, ifVersion: ruled.version }))
      .status,
    409,
  );
  await tick();
  assert.equal((await get(made.id)).state, 'closed');
  assert.match((await seen(north, made.id)).holder.sentence, /final/);
});

test('two rulings in one instant: one is made, the other is told so; two openings are one case', async () => {
  const claims = await twoClaims('delta-foods');
  const openings = await Promise.all(
    [seller, sol].map((who) =>
      send(server, who.person.headers, 'cases.open', {
        body: { registrationIds: [claims.first, claims.second], reason: 'Both claim it.', mediatorId: toni.person.memberId },
      }),
    ),
  );
  assert.deepEqual(
    openings.map((one) => one.status).sort((a, b) => a - b),
    [201, 409],
  );
  const made = JSON.parse(openings.find((one) => one.status === 201)?.text ?? '') as Case;
  leaves(made.evidenceUntil);
  await tick();
  const { version } = await get(made.id);
  const rulings = await Promise.all(
    ['first', 'second', 'nobody'].map((outcome) =>
      send(server, toni.person.headers, 'cases.rule', { params: { id: made.id }, body: ruling({ outcome }), ifVersion: version }),
    ),
  );
  assert.deepEqual(
    rulings.map((one) => one.status).sort((a, b) => a - b),
    [200, 409, 409],
  );
  const { rows } = await server.test.admin.query(`select 1 from registration where id = any($1::uuid[]) and state in ('approved', 'extended')`, [
    [claims.first, claims.second],
  ]);
  assert.ok(rows.length <= 1);
});

test('against the vendor’s own deal: the owner is a side, gives its evidence and reads no note; a shared claim says how much is whose', async () => {
  const claim = await north.api('portalRegistrations.create', { body: form('ember-logistics.de') });
  const own = await owner('registrations.get', { params: { id: claim.id } });
  const before = await owner('deals.get', { params: { id: own.dealId ?? '' } });
  await owner('deals.update', { params: { id: before.id }, body: { ownerId: mara.person.memberId }, ifVersion: before.version });
  const made = await seller.api('cases.open', {
    body: { registrationIds: [claim.id], dealId: before.id, reason: 'Hushed: we had it in the pipeline.', mediatorId: sol.person.memberId },
  });
  assert.deepEqual(
    made.sides.map((side) => [side.letter, side.partnerId]),
    [
      ['A', north.id],
      ['B', null],
    ],
  );
  assert.ok(
    (await mara.api('acts.list', { query: { mine: 'true' } })).items.some((act) => act.kind === 'case_evidence' && act.title.includes(`C-${made.number}`)),
  );
  await mara.api('cases.addEntry', { params: { id: made.id }, body: { kind: 'evidence', body: 'Our own campaign of spring.' } });
  await north.api('portalCases.addEvidence', { params: { id: made.id }, body: { body: 'Our meeting of autumn.' } });
  assert.equal((await refused(sol.person, 'cases.addEntry', { params: { id: made.id }, body: { kind: 'evidence', body: 'Mine.' } })).status, 403);
  assert.equal(
    (await refused(seller.person, 'cases.addEntry', { params: { id: made.id }, body: { kind: 'evidence', body: 'Theirs.', letter: 'A' } })).status,
    403,
  );
  const bodies = async (as: Client): Promise<string> => JSON.stringify((await get(made.id, as)).entries.map((one) => one.body));
  assert.match(await bodies(mara.api), /campaign of spring/);
  assert.doesNotMatch(await bodies(mara.api), /autumn|Hushed/);
  assert.doesNotMatch(await bodies(seller.api), /autumn|Hushed|spring/);
  assert.match(await bodies(sol.api), /Hushed.*spring.*autumn/);
  assert.doesNotMatch(JSON.stringify(await seen(north, made.id)), /spring|Hushed|Mara/);

  const { version } = await get(made.id);
  const shares = (over: object) =>
    refused(sol.person, 'cases.rule', { params: { id: made.id }, body: ruling({ outcome: 'shared', ...over }), ifVersion: version });
  assert.equal((await shares({})).status, 422);
  const ruled = await sol.api('cases.rule', {
    params: { id: made.id },
    body: { outcome: 'shared', firstShareBasisPoints: 6000, reason: 'Both worked on it, on record.', partnerText: 'Both sides worked on it.' },
    ifVersion: version,
  });
  assert.deepEqual(ruled.outcome?.shares, [
    { letter: 'A', basisPoints: 6000 },
    { letter: 'B', basisPoints: 4000 },
  ]);
  assert.equal((await get(made.id, seller.api)).outcome?.reason, 'Both sides worked on it.');
});

test('other partners and other workspaces find nothing, drafts stay private, and a file must be one’s own', async () => {
  const made = await opened('fjord-shipping');
  const strangers = await buildWorkspace(server, 'Osprey');
  assert.equal((await refused(west.person, 'portalCases.get', { params: { id: made.id } })).status, 404);
  assert.equal((await refused(north.person, 'cases.get', { params: { id: made.id } })).status, 404);
  assert.equal((await refused({ headers: strangers.owner.headers }, 'cases.get', { params: { id: made.id } })).status, 404);
  for (const id of ['portalCases.addEvidence', 'portalCases.appeal'] as const)
    assert.equal((await refused(west.person, id, { params: { id: made.id }, body: { body: 'Let us in.', reason: 'Let us in, please.' } })).status, 404, id);
  assert.equal((await west.api('portalCases.list', {})).items.length, 0);
  for (const id of ['cases.rule', 'cases.close', 'cases.assign', 'cases.addEntry'] as const)
    assert.equal(
      (
        await refused({ headers: strangers.owner.headers }, id, {
          params: { id: made.id },
          body: { ...ruling(), kind: 'note', body: 'x', mediatorId: strangers.owner.memberId },
        })
      ).status,
      404,
      id,
    );
  assert.equal(
    (await refused({ headers: strangers.owner.headers }, 'cases.open', { body: { registrationIds: [made.first, made.second], reason: 'Ours now.' } })).status,
    404,
  );
  const draft = await west.api('portalRegistrations.create', { body: { ...form('fjord-shipping.no'), draft: true } });
  assert.equal((await refused(seller.person, 'cases.open', { body: { registrationIds: [made.first, draft.id], reason: 'And this one.' } })).status, 409);
  const same = await north.api('portalRegistrations.create', { body: form('gale-optics.de') });
  assert.equal((await refused(seller.person, 'cases.open', { body: { registrationIds: [made.first, same.id], reason: 'Both of one.' } })).status, 422);

  const stored = async (by: string, tenantId = workspace.tenantId): Promise<string> => {
    const id = newId();
    await server.test.admin.query(
      `insert into stored_file (tenant_id, id, name, media_type, size_bytes, sha256, created_by, created_at) values ($1, $2, 'notes.pdf', 'application/pdf', 1, 'x', $3, now())`,
      [tenantId, id, by],
    );
    return id;
  };
  const attach = (fileId: string) =>
    send(server, north.person.headers, 'portalCases.addEvidence', { params: { id: made.id }, body: { body: 'See the file.', fileId } });
  for (const fileId of [
    newId(),
    await stored(south.person.memberId),
    await stored(mara.person.memberId),
    await stored(strangers.owner.memberId, strangers.tenantId),
  ])
    assert.equal((await attach(fileId)).status, 422);
  const mine = await stored(north.person.memberId);
  assert.equal((await attach(mine)).status, 201);
  assert.ok((await seen(north, made.id)).entries.some((one) => one.fileId === mine));
  assert.doesNotMatch(JSON.stringify(await seen(south, made.id)), new RegExp(mine));
});

test('rules open a case in their own name, once; where a ruling is final they open none', async () => {
  const claims = await twoClaims('harbour-bank');
  const { cases } = server.app.modules;
  const conflict = { registrationIds: [claims.second, claims.first], dealId: null, reason: 'Filed before by another.' };
  const asPartner = {
    ...systemContext(workspace.tenantId, 'Southbay seller', now),
    actor: { ...systemContext(workspace.tenantId, 'Southbay seller', now).actor, audience: 'partner' as const, partnerId: south.id },
  };
  const openFor = () => server.test.db.inTenant(workspace.tenantId, (tx) => cases.openFor(tx, asPartner, conflict));
  const ids = await Promise.all([openFor(), openFor()]);
  assert.equal(ids[0], ids[1]);
  const made = await get(ids[0] ?? '');
  assert.deepEqual([made.openedBy, made.sides[0]?.name], ['Rules of engagement', 'Southbay']);
  const mediator = [sol, toni].find((one) => one.person.memberId === made.mediatorId)?.api ?? owner;
  leaves(made.evidenceUntil);
  await tick();
  const ruled = await mediator('cases.rule', { params: { id: made.id }, body: { ...ruling(), outcome: 'second' }, ifVersion: (await get(made.id)).version });
  assert.equal(await openFor(), made.id);
  leaves(ruled.appealUntil ?? '');
  await tick();
  assert.equal(await openFor(), null);
  const listed = await owner('cases.list', { query: { limit: 2 } });
  assert.ok(listed.nextCursor !== null && listed.items.length === 2);
  const rest = await owner('cases.list', { query: { limit: 200, cursor: listed.nextCursor } });
  const all = await owner('cases.list', { query: { limit: 200 } });
  assert.deepEqual(
    [...listed.items, ...rest.items].map((one) => one.id),
    all.items.map((one) => one.id),
  );
  assert.ok((await sol.api('cases.list', { query: { mine: 'true' } })).items.every((one) => one.mediatorId === sol.person.memberId));
});
