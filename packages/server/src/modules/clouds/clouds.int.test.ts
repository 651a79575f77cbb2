import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { newId, Problem } from '@entente/kernel';
import { fireClocks } from '../../platform/clocks.ts';
import { complete } from '../../connectors/aws-cosell/simulated.fixture.ts';
import { ACCOUNT, cloudsWorld } from './clouds.fixture.ts';

const world = await cloudsWorld();
after(() => world.stop());
const { clouds, admin, tenantId, connectionId, simulators } = world;
const { routes } = clouds;
const extra = { ifVersion: null };
const CLOSE = new Date(world.now().getTime() + 60 * 86_400_000).toISOString().slice(0, 10);
const values = (): Record<string, string | number | boolean | null | readonly string[]> => ({ ...complete(CLOSE) });
const act = (name: string, fields: Record<string, string>): unknown => simulators.control.act('aws', name, fields);

async function shared(more: Record<string, string | null> = {}): Promise<{ dealId: string; viewId: string; outsideId: string }> {
  const dealId = await world.deal({ ...values(), ...more });
  const { id: viewId } = await routes['clouds.share'](world.context(), { params: { id: dealId }, body: { connectionId }, query: undefined } as never, extra);
  return { dealId, viewId, outsideId: await world.look(viewId) };
}
const submit = (viewId: string): Promise<unknown> => routes['clouds.submit'](world.context(), { params: { id: viewId }, body: {} } as never, extra);
const routeOf = async (dealId: string): Promise<{ state: string; next_step: string | null; due_at: Date | null }> =>
  (
    await admin.query<{ state: string; next_step: string | null; due_at: Date | null }>('select state, next_step, due_at from deal_route where deal_id = $1', [
      dealId,
    ])
  ).rows[0] ?? assert.fail('no route');
const actsOf = async (recordId: string): Promise<{ kind: string; title: string; status: string; due_at: Date | null }[]> =>
  (
    await admin.query<{ kind: string; title: string; status: string; due_at: Date | null }>(
      `select kind, title, status, due_at from act where step_key = $1 order by opened_at, id`,
      [`record:${recordId}`],
    )
  ).rows;
const stepsOf = async (viewId: string): Promise<{ id: string; status: string; sentence: string | null; token: string; issues: { field: string | null }[] }[]> =>
  (
    await admin.query<{ id: string; status: string; sentence: string | null; token: string; issues: { field: string | null }[] }>(
      'select * from cloud_step where view_id = $1 order by id',
      [viewId],
    )
  ).rows;
const eventsOf = async (dealId: string): Promise<string[]> =>
  (
    await admin
      .query<{ type: string }>('select type from outbox_event where deal_id = $1 order by seq', [dealId])
      .catch(() => admin.query<{ type: string }>('select type from outbox_event where deal_id = $1 order by at, id', [dealId]))
  ).rows.map(({ type }) => type);
const refused = async (work: Promise<unknown>): Promise<Problem> => {
  const error: unknown = await work.then(
    () => assert.fail('it was not refused'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Problem, String(error));
  return error;
};

test('share, submit, action required, approval: the route follows, an act opens and closes, each with its clock', async () => {
  const { dealId, viewId, outsideId } = await shared();
  assert.equal((await routeOf(dealId)).state, 'draft');
  await submit(viewId);
  await submit(viewId);
  assert.equal((await stepsOf(viewId)).length, 1, 'submitting twice is one step');
  await world.settle();
  assert.equal((await stepsOf(viewId))[0]?.status, 'done');
  assert.ok(world.touched.includes(viewId));
  await world.look(viewId);
  assert.equal((await routeOf(dealId)).state, 'submitted');
  act('start-review', { opportunity: outsideId });
  await world.look(viewId);
  assert.equal((await routeOf(dealId)).state, 'in_review');

  act('request-action', { opportunity: outsideId, comments: 'The postal code is wrong' });
  await world.look(viewId);
  const asked = await routeOf(dealId);
  assert.equal(asked.state, 'action_required');
  assert.match(asked.next_step ?? '', /^Cloud One asks: The postal code is wrong/);
  const [open] = await actsOf(viewId);
  assert.equal(open?.status, 'open');
  assert.equal(open?.kind, 'cosell_action');
  assert.ok((open?.due_at?.getTime() ?? 0) >= world.now().getTime() + 5 * 86_400_000 - 1000);

  const mended = { ...values(), 'Customer.Account.Address.PostalCode': '20097' };
  world.held.set(dealId, mended);
  const plan = await routes['clouds.plan'](world.context(), { params: { id: dealId, childId: connectionId }, query: { goal: 'save' } } as never, extra);
  assert.deepEqual(
    plan.writes.map((each) => [each.field, each.to]),
    [['our Customer.Account.Address.PostalCode', '20097']],
  );
  const { awsCosellRecords } = await import('../../connectors/aws-cosell/index.ts');
  const records = awsCosellRecords(await world.ports.access(tenantId, connectionId));
  const [record] = await records.read('opportunity', [], [outsideId]);
  const [written] = await records.write(
    'opportunity',
    [],
    [{ id: outsideId, values: { 'Customer.Account.Address.PostalCode': '20097' }, ifVersion: record?.version ?? null, key: viewId }],
  );
  assert.equal(written?.outcome, 'written');
  await world.look(viewId);
  assert.equal((await actsOf(viewId))[0]?.status, 'done');
  act('approve-opportunity', { opportunity: outsideId });
  await world.look(viewId);
  const approved = await routeOf(dealId);
  assert.equal(approved.state, 'approved');
  assert.ok(approved.next_step !== null && approved.due_at !== null);
  const events = await eventsOf(dealId);
  for (const type of ['cosell.shared', 'cosell.submitted', 'cosell.review_changed']) assert.ok(events.includes(type), `${type} in ${events.join()}`);
});

test('what stands in the way is told before anything is sent, field by field in our words', async () => {
  const { viewId, dealId } = await shared({ 'Project.CustomerUseCase': null });
  const problem = await refused(submit(viewId));
  assert.equal(problem.code, 'invalid_input');
  assert.deepEqual(
    problem.fields.map(({ path }) => path),
    ['our Project.CustomerUseCase'],
  );
  const plan = await routes['clouds.plan'](world.context(), { params: { id: dealId, childId: connectionId }, query: { goal: 'submit' } } as never, extra);
  assert.equal(plan.mayGo, false);
  assert.deepEqual(plan.fields.find((each) => each.field === 'our Project.CustomerUseCase')?.demanded, true);
  assert.equal((await stepsOf(viewId)).length, 0);
});

test('a worker that dies in the middle is replaced: same token, one submission', async () => {
  const { viewId, outsideId } = await shared();
  await submit(viewId);
  const [before] = await stepsOf(viewId);
  // Another process took the step, sent it, and died before it could remember the answer.
  await admin.query(`update cloud_step set taken_until = $2, attempts = 1 where id = $1`, [before?.id, new Date(world.now().getTime() + 90_000)]);
  const port = world.ports.cosell(await world.ports.access(tenantId, connectionId));
  await port?.submit({ outsideId }, { involvement: null, visibility: null }, before?.token ?? '');
  assert.equal(await clouds.runSteps(tenantId), 0, 'it is left alone while the lease runs');
  simulators.control.advance(91_000);
  await world.settle();
  const [done] = await stepsOf(viewId);
  assert.equal(done?.status, 'done');
  assert.equal(done?.token, before?.token);
  const tasks = simulators.control.state().simulators[0]?.records.find(({ title }) => /task/i.test(title));
  if (tasks) assert.equal(tasks.rows.filter((row) => row.includes(outsideId)).length, 1);
});

test('two workers at once do a step once', async () => {
  const { viewId } = await shared();
  await submit(viewId);
  const taken = await Promise.all([clouds.runSteps(tenantId), clouds.runSteps(tenantId)]);
  assert.equal(taken[0] + taken[1], 1);
  await world.settle();
  assert.equal((await stepsOf(viewId))[0]?.status, 'done');
});

test('while the cloud throttles or fails the step waits and goes through later', async () => {
  const { viewId } = await shared();
  await submit(viewId);
  simulators.control.setFaults('aws', { throttle: 1 });
  await clouds.runSteps(tenantId);
  const [waiting] = await stepsOf(viewId);
  assert.equal(waiting?.status, 'waiting');
  assert.match(waiting?.sentence ?? '', /tried again/);
  simulators.control.setFaults('aws', { throttle: 0, failAfter: 0.5 });
  for (let round = 0; round < 10; round += 1) {
    simulators.control.advance(60_000);
    await clouds.runSteps(tenantId);
  }
  simulators.control.setFaults('aws', { failAfter: 0 });
  simulators.control.advance(1_000_000);
  await world.settle();
  assert.equal((await stepsOf(viewId))[0]?.status, 'done');
});

test('what the cloud refuses becomes a sentence, issues and an act for a person', async () => {
  const { viewId, outsideId } = await shared();
  await submit(viewId);
  // It changed over there after our check: the solution in words is gone.
  const { awsCosellRecords } = await import('../../connectors/aws-cosell/index.ts');
  const records = awsCosellRecords(await world.ports.access(tenantId, connectionId));
  const [record] = await records.read('opportunity', [], [outsideId]);
  await records.write('opportunity', [], [{ id: outsideId, values: { 'Project.CustomerUseCase': null }, ifVersion: record?.version ?? null, key: viewId }]);
  await world.settle();
  const [failed] = await stepsOf(viewId);
  assert.equal(failed?.status, 'failed');
  assert.match(failed?.sentence ?? '', /check use case/);
  assert.deepEqual(
    failed?.issues.map(({ field }) => field),
    ['our Project.CustomerUseCase'],
  );
  assert.equal((await actsOf(failed?.id ?? ''))[0]?.kind, 'cosell_step_failed');
  const shown = await world.db.inTenant(tenantId, (tx) => clouds.stepsOf(tx, tenantId, [viewId]));
  assert.equal(shown.get(viewId)?.[0]?.status, 'failed');
});

test('a solution is linked, linking it again is fine, and another partner joins the engagement', async () => {
  const { viewId, outsideId } = await shared();
  const solutions = await routes['clouds.solutions'](world.context(), { params: { id: connectionId }, query: { q: 'platform' } } as never, extra);
  const [solution] = solutions.items;
  assert.ok(solution);
  const link = (): Promise<unknown> =>
    routes['clouds.link'](world.context(), { params: { id: viewId }, body: { type: solution.type, entityId: solution.id, linked: true } } as never, extra);
  await link();
  await world.settle();
  await link();
  await world.settle();
  assert.deepEqual(
    (await stepsOf(viewId)).map(({ status }) => status),
    ['done', 'done'],
  );
  await world.look(viewId);
  await submit(viewId);
  await world.settle();
  await routes['clouds.invite'](
    world.context(),
    { params: { id: viewId }, body: { account: '444455556666', responsibilities: ['Reseller'], message: 'Join us' } } as never,
    extra,
  );
  await world.settle();
  assert.equal((await stepsOf(viewId)).at(-1)?.status, 'done');
  const { engagement, mostMembers } = await routes['clouds.engagement'](world.context(), { params: { id: viewId } } as never, extra);
  assert.equal(mostMembers, 10);
  const invited = engagement?.members.find(({ account }) => account === '444455556666');
  assert.deepEqual([invited?.status, invited?.responsibilities], ['Invited', ['Reseller']]);
  assert.ok(engagement?.members.some(({ ours, account }) => ours && account === ACCOUNT));
  assert.ok((engagement?.snapshots.length ?? 0) > 0 && outsideId !== '');
});

const refer = (company: string): { invitation: string } =>
  act('send-referral', {
    account: ACCOUNT,
    company,
    title: `Project of ${company}`,
    problem: 'They need a control tower for all of their warehouses.',
    country: 'DE',
  }) as { invitation: string };
async function received(company: string): Promise<{ id: string; version: number }> {
  refer(company);
  await clouds.sweepInvitations(tenantId);
  const { items } = await routes['invitations.list'](world.context(), { query: { limit: 50, status: 'pending' } } as never, extra);
  const found = items.find(({ customer }) => customer['name'] === company);
  assert.ok(found, `${company} in ${JSON.stringify(items)}`);
  return found;
}

test('an invitation arrives once with its countdown, shows what may be the same, and becomes a deal when accepted', async () => {
  const twin = await world.deal(values(), 'Sued Handel');
  const invitation = await received('Sued Handel');
  assert.equal(await clouds.messagesArrived(tenantId, connectionId), 0, 'reading again brings nothing new');
  const [asked] = await actsOf(invitation.id);
  assert.equal(asked?.kind, 'cosell_invitation');
  assert.equal(Math.round(((asked?.due_at?.getTime() ?? 0) - world.now().getTime()) / 86_400_000), 15);
  const detail = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
  assert.deepEqual(
    detail.candidates.map(({ dealId }) => dealId),
    [twin],
  );
  assert.equal(detail.customer['street'], null);
  assert.ok(detail.rejectReasons.length > 0);
  const accepted = await routes['invitations.accept'](world.context(), { params: { id: invitation.id }, body: {} } as never, { ifVersion: invitation.version });
  assert.equal(accepted.status, 'accepting');
  assert.equal(
    (await refused(routes['invitations.reject'](world.context(), { params: { id: invitation.id }, body: { reason: 'Other' } } as never, extra))).code,
    'conflict',
  );
  await world.settle();
  const after = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
  assert.equal(after.status, 'accepted');
  assert.ok(after.dealId !== null && after.dealId !== twin);
  assert.equal((await actsOf(invitation.id))[0]?.status, 'done');
  const { rows } = await admin.query<{ id: string; outside_id: string }>('select id, outside_id from outside_view where deal_id = $1', [after.dealId]);
  assert.match(rows[0]?.outside_id ?? '', /^O\d+$/);
  await world.look(rows[0]?.id ?? '');
  assert.equal((await routeOf(after.dealId ?? '')).state, 'approved');
});

test('a lead that is accepted becomes an opportunity and a view on the deal; of a disqualified one a deal is left', async () => {
  const accepted = async (company: string, more: Record<string, string> = {}): Promise<{ dealId: string; outsideIds: (string | null)[] }> => {
    act('send-lead', {
      account: ACCOUNT,
      company,
      title: `Interest of ${company}`,
      problem: 'Reports take all night, and are late.',
      useCase: 'Database',
      ...more,
    });
    await clouds.messagesArrived(tenantId, connectionId);
    const { items } = await routes['invitations.list'](world.context(), { query: { status: 'pending', limit: 100 } } as never, extra);
    const invitation = items.find(({ customer }) => customer['name'] === company) ?? assert.fail('no lead came');
    assert.equal(invitation.kind, 'LeadInvitation');
    await routes['invitations.accept'](world.context(), { params: { id: invitation.id }, body: {} } as never, { ifVersion: invitation.version });
    await world.settle();
    const after = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
    assert.equal(after.status, 'accepted');
    const { rows } = await admin.query<{ id: string; outside_id: string }>('select id, outside_id from outside_view where deal_id = $1', [after.dealId]);
    for (const { id } of rows) await world.look(id);
    return { dealId: after.dealId ?? assert.fail('no deal'), outsideIds: rows.map((row) => row.outside_id) };
  };
  const lead = await accepted('Ostsee Werft');
  assert.match(lead.outsideIds.join(), /^O\d+$/);
  assert.equal((await routeOf(lead.dealId)).state, 'draft');
  const { rows } = await admin.query<{ outside_id: string }>('select outside_id from engagement where deal_id = $1', [lead.dealId]);
  assert.match(rows[0]?.outside_id ?? '', /^eng-/);
  assert.deepEqual((await accepted('Nord Pause', { qualification: 'Disqualified' })).outsideIds, []);
});

test('accepting into a deal that is there; a deal that has a record already is refused', async () => {
  const invitation = await received('Mitte Werke');
  const { dealId: taken } = await shared();
  const accept = (dealId: string): Promise<unknown> =>
    routes['invitations.accept'](world.context(), { params: { id: invitation.id }, body: { dealId } } as never, { ifVersion: invitation.version });
  assert.equal((await refused(accept(taken))).reason, 'already_shared');
  const dealId = await world.deal(values(), 'Mitte Werke');
  await accept(dealId);
  await world.settle();
  const after = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
  assert.equal(after.dealId, dealId);
});

test('rejecting takes a reason and ends it; a stale version is refused', async () => {
  const invitation = await received('West Reederei');
  const reject = (ifVersion: number): Promise<{ status: string }> =>
    routes['invitations.reject'](world.context(), { params: { id: invitation.id }, body: { reason: 'Unable to support' } } as never, { ifVersion });
  assert.equal((await refused(reject(invitation.version + 7))).code, 'version_stale');
  await reject(invitation.version);
  await world.settle();
  const after = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
  assert.deepEqual([after.status, after.reason], ['rejected', 'Unable to support']);
});

test('an invitation nobody answers expires by our clock, and its act closes', async () => {
  const invitation = await received('Ost Bau');
  simulators.control.advance(16 * 86_400_000);
  const fired = await fireClocks({ database: world.db, handlers: clouds.clockHandlers, now: world.now, onError: (error) => assert.fail(String(error)) });
  assert.ok(fired >= 1);
  const after = await routes['invitations.get'](world.context(), { params: { id: invitation.id } } as never, extra);
  assert.equal(after.status, 'expired');
  assert.equal((await actsOf(invitation.id))[0]?.status, 'done');
  assert.equal((await refused(routes['invitations.accept'](world.context(), { params: { id: invitation.id }, body: {} } as never, extra))).code, 'conflict');
});

test('people of both sides, tags and the role for snapshots are shown; what is named over there alone is told', async () => {
  const { dealId, viewId, outsideId } = await shared();
  await submit(viewId);
  await world.settle();
  act('approve-opportunity', { opportunity: outsideId });
  await world.look(viewId);
  const read = () => routes['clouds.engagement'](world.context(), { params: { id: viewId } } as never, extra);
  const around = await read();
  assert.ok(around.team.some(({ theirs, email }) => theirs && email !== null));
  assert.deepEqual(around.tags, [{ key: 'source', value: 'entente' }]);
  assert.match(around.updates?.role ?? '', /^arn:aws:iam::111122223333:role\/PartnerCentralSnapshots$/);

  const seen = async (): Promise<string[]> => (await eventsOf(dealId)).filter((type) => type === 'cosell.links_changed');
  assert.deepEqual(await seen(), []);
  await world.atTheCloud(outsideId, `S-${ACCOUNT}02`, true);
  await world.look(viewId);
  assert.equal((await seen()).length, 1);
  await world.look(viewId);
  assert.equal((await seen()).length, 1, 'told once');
  await world.atTheCloud(outsideId, `S-${ACCOUNT}02`, false);
  await world.look(viewId);
  assert.equal((await seen()).length, 2);
});

test('eligibility: counted from our deals where it can be, stated by a person where not', async () => {
  const { items } = await routes['eligibility.list'](world.context(), {} as never, extra);
  const counted = items.find((each) => each.counted);
  assert.equal(counted?.current, 2);
  const stated = items.find((each) => each.unit === 'yes_no');
  assert.ok(stated && counted);
  const set = (id: string, current: number, ifVersion: number): Promise<{ id: string; version: number }> =>
    routes['eligibility.set'](world.context(), { params: { id }, body: { current, earnedOn: '2026-05-01', note: null } } as never, { ifVersion });
  await set(stated.id, 1, stated.version);
  assert.equal((await refused(set(stated.id, 1, stated.version))).code, 'version_stale');
  await set(counted.id, 9, counted.version);
  assert.equal((await refused(set(newId(), 1, 1))).code, 'not_found');
  const again = await routes['eligibility.list'](world.context(), {} as never, extra);
  assert.deepEqual([again.items.find(({ id }) => id === stated.id)?.current, again.items.find(({ id }) => id === stated.id)?.earnedOn], [1, '2026-05-01']);
  assert.equal(again.items.find(({ id }) => id === counted.id)?.current, 2, 'what is counted stays counted');
  assert.equal(again.items.length, items.length);
});

test('nothing failed unseen', () => {
  assert.deepEqual(
    world.errors.map(({ message }) => message),
    [],
  );
});
