import assert from 'node:assert/strict';
import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startSimulators } from '../start-simulators.ts';
import type { RunningSimulators } from '../start-simulators.ts';
import { at, isRecord, listAt, textAt, withAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { jwtHolds, newSigningKey, readJwt, signJwt } from '../microsoft/kit/keys.ts';
import { minorUnits, share } from '../microsoft/kit/money.ts';
import { services } from './catalogue.ts';
import { firstOrganisations } from './model.ts';
import { clientSteps, editable, submitViolations } from './opportunity-rules.ts';

const auth = 'https://www.googleapis.com/auth';
const startedAt = Date.parse('2026-03-02T10:20:00.000Z');
const dayMs = 86_400_000;
type Answer = { readonly status: number; readonly headers: Headers; readonly body: Json };
type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;
type GoogleWorld = RunningSimulators & {
  readonly time: { now: number };
  readonly received: { headers: Readonly<Record<string, string>>; body: string }[];
  readonly webhook: string;
  act(name: string, fields?: Readonly<Record<string, string>>): Json;
  token(scope: string, change?: Json, which?: number): Promise<Answer>;
  as(scope: string, which?: number): Promise<Call>;
  close(): Promise<void>;
};

async function googleWorld(file?: string): Promise<GoogleWorld> {
  const time = { now: startedAt };
  const running = await startSimulators({ port: 0, real: () => time.now, simulators: ['google'], ...(file === undefined ? {} : { file }) });
  const url = `${running.url}/google`;
  const act = (name: string, fields?: Readonly<Record<string, string>>): Json => {
    const result = running.control.act('google', name, fields);
    return isRecord(result) ? result : {};
  };
  await fetch(`${url}/oauth2/v3/certs`);
  const keys = firstOrganisations.map(({ email }) => act('create-key', { email }));
  const answered = async (response: Response): Promise<Answer> => {
    const value: unknown = await response.json();
    return { status: response.status, headers: response.headers, body: isRecord(value) ? value : {} };
  };
  const token = async (scope: string, change: Json = {}, which = 0): Promise<Answer> => {
    const key = keys[which] ?? {};
    const seconds = Math.floor(running.world.clock.now().getTime() / 1000);
    const claims = { iss: key.client_email, aud: key.token_uri, iat: seconds, exp: seconds + 3600, scope, ...change };
    const assertion = signJwt({ privateKey: textAt(key, 'private_key'), publicKey: '', keyId: textAt(key, 'private_key_id') }, claims);
    return answered(
      await fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }) }),
    );
  };
  const received: GoogleWorld['received'] = [];
  const listener = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
        body: Buffer.concat(chunks).toString(),
      });
      response.end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const webhook = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/push`;
  running.control.subscribe({ simulator: 'google', url: webhook, secret: 'unused' });
  return {
    ...running,
    time,
    received,
    webhook,
    act,
    token,
    async as(scope, which = 0) {
      const bearer = `Bearer ${String((await token(scope, {}, which)).body.access_token)}`;
      return async (method, path, body) =>
        answered(
          await fetch(`${url}${path}`, {
            method,
            headers: { authorization: bearer, 'content-type': 'application/json' },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          }),
        );
    },
    async close() {
      await running.stop();
      await new Promise<void>((resolve) => listener.close(() => resolve()));
    },
  };
}

const partner = firstOrganisations[0]?.partner ?? '';
const opportunity = (change: Json = {}): Json => ({
  opportunityInfo: { partnerEntity: partner, displayName: 'Contoso harbour', description: 'Ships on a map.', productFamily: ['GOOGLE_CLOUD_PLATFORM'] },
  qualificationInfo: {
    operationType: 'NEW',
    contractLengthMonths: 12,
    dealSize: { currencyCode: 'USD', units: '50000' },
    estimatedCloseDate: { year: 2026, month: 6, day: 30 },
    legalLanguageAccepted: true,
  },
  customerInfo: {
    region: 'EMEA',
    customerDetails: {
      organizationName: 'Contoso',
      domain: 'contoso.example',
      industry: 'LOGISTICS',
      employeeCount: '120',
      address: { regionCode: 'GB', locality: 'Bristol', addressLines: ['1 Quay'] },
    },
  },
  isvSolutionConnectInfo: {
    supportLevel: 'ALIGN_SALES_ACCOUNT',
    contractVehicle: 'MARKETPLACE',
    deliveryModel: 'SAAS_ON_GOOGLE_CLOUD',
    notes: '',
    nextStep: '',
  },
  ...change,
});

describe('tokens of Google service accounts', () => {
  let world: GoogleWorld;
  before(async () => {
    world = await googleWorld();
  });
  after(() => world.close());

  it('takes only a fresh assertion of a registered key for a known scope', async () => {
    const scope = `${auth}/apps.order`;
    const seconds = startedAt / 1000;
    assert.equal((await world.token(scope)).status, 200);
    const wrong: readonly (readonly [Json, string])[] = [
      [{ iss: 'nobody@x.example' }, 'invalid_grant'],
      [{ iss: firstOrganisations[1]?.email }, 'invalid_grant'],
      [{ aud: 'https://elsewhere.example' }, 'invalid_grant'],
      [{ exp: seconds - 400, iat: seconds - 4000 }, 'invalid_grant'],
      [{ exp: seconds + 7200 }, 'invalid_grant'],
      [{ iat: seconds + 1000, exp: seconds + 1100 }, 'invalid_grant'],
      [{ scope: `${auth}/drive` }, 'invalid_scope'],
    ];
    for (const [change, error] of wrong) {
      const answer = await world.token(scope, change);
      assert.deepEqual([answer.status, answer.body.error], [400, error], JSON.stringify(change));
    }
  });

  it('refuses another scope, an expired and a revoked token', async () => {
    const cloud = await world.as(`${auth}/cloud-platform`);
    const refused = await cloud('GET', '/v1alpha1/opportunities');
    assert.deepEqual(
      [refused.status, at(refused.body, 'error.status'), at(listAt(refused.body, 'error.details')[0], 'reason')],
      [403, 'PERMISSION_DENIED', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'],
    );
    const order = await world.as(`${auth}/apps.order`);
    assert.equal((await order('GET', '/v1alpha1/opportunities')).status, 200);
    world.time.now += 3_600_000;
    assert.equal(at((await order('GET', '/v1alpha1/opportunities')).body, 'error.status'), 'UNAUTHENTICATED');
    const again = await world.as(`${auth}/apps.order`);
    world.act('revoke-tokens');
    assert.equal((await again('GET', '/v1alpha1/opportunities')).status, 401);
    const own = newSigningKey();
    world.act('register-public-key', { publicKey: own.publicKey });
    assert.throws(() => world.act('register-public-key', { publicKey: 'no key' }), /cannot be read/);
    world.act('revoke-tokens', { what: 'keys' });
    assert.equal((await world.token(`${auth}/apps.order`)).body.error_description, 'Invalid JWT Signature.');
  });

  it('limits the calls of a minute', async () => {
    const call = await world.as(`${auth}/apps.order`, 1);
    for (let index = 0; index < 600; index += 1) assert.equal((await call('GET', '/v1alpha1/opportunities')).status, 200);
    const limited = await call('GET', '/v1alpha1/opportunities');
    assert.deepEqual([limited.status, at(limited.body, 'error.status'), limited.headers.get('retry-after')], [429, 'RESOURCE_EXHAUSTED', '60']);
  });
});

describe('Google opportunities', () => {
  let world: GoogleWorld;
  let call: Call;
  before(async () => {
    world = await googleWorld();
    call = await world.as(`${auth}/apps.order`);
  });
  after(() => world.close());
  const path = '/v1alpha1';
  const create = async (body: Json = opportunity()): Promise<Json> => {
    const answer = await call('POST', `${path}/opportunities`, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const patch = (one: Json, mask: string, body: Json): Promise<Answer> =>
    call('PATCH', `${path}/${textAt(one, 'name')}?partner=${partner}&updateMask=${mask}`, body);
  async function inState(state: string): Promise<Json> {
    const one = await create(opportunity(state === 'DRAFT' ? {} : { state: 'SUBMITTED' }));
    if (state === 'ACCEPTED') world.act('seller-accepts', { id: textAt(one, 'name') });
    if (state === 'NOT_ACCEPTED') world.act('seller-declines', { id: textAt(one, 'name'), reason: 'Which workload is it?' });
    return (await call('GET', `${path}/${textAt(one, 'name')}`)).body;
  }

  for (const state of ['DRAFT', 'SUBMITTED', 'ACCEPTED', 'NOT_ACCEPTED'] as const) {
    it(`lets a client edit ${editable[state]} while ${state}, and set only ${clientSteps[state].join(', ') || 'nothing'}`, async () => {
      const title = await patch(await inState(state), 'opportunityInfo.displayName', { opportunityInfo: { displayName: 'Other' } });
      assert.equal(title.status, editable[state] === 'everything' ? 200 : 400);
      const step = await patch(await inState(state), 'isvSolutionConnectInfo.next_step', { isvSolutionConnectInfo: { nextStep: 'Call' } });
      assert.equal(step.status, editable[state] === 'nothing' ? 400 : 200);
      if (step.status === 200) assert.equal(at(step.body, 'isvSolutionConnectInfo.nextStep'), 'Call');
      for (const target of ['DRAFT', 'SUBMITTED', 'ACCEPTED', 'NOT_ACCEPTED'] as const) {
        const answer = await patch(await inState(state), 'state', { state: target });
        assert.equal(answer.status, clientSteps[state].includes(target) ? 200 : 400, target);
      }
      const stage = await patch(await inState(state), 'stage', { stage: 'REFINE' });
      assert.equal(stage.status, state === 'ACCEPTED' ? 200 : 400);
    });
  }

  it('asks for all that a review needs, and names each missing field', async () => {
    const draft = await create({ opportunityInfo: { partnerEntity: partner } });
    const answer = await patch(draft, 'state', { state: 'SUBMITTED' });
    assert.equal(answer.status, 400);
    const fields = listAt(listAt(answer.body, 'error.details')[0], 'fieldViolations').map((one) => textAt(one, 'field'));
    assert.deepEqual(
      fields,
      submitViolations({ opportunityInfo: { partnerEntity: partner } }).map(({ field }) => field),
    );
    assert.ok(fields.includes('customerInfo.customerDetails.domain') && fields.includes('qualificationInfo.dealSize'));
    for (const field of submitViolations({}).map((one) => one.field)) {
      if (field === 'opportunityInfo.partnerEntity') continue;
      assert.equal((await call('POST', `${path}/opportunities`, { ...withAt(opportunity(), field, undefined), state: 'SUBMITTED' })).status, 400, field);
    }
  });

  it('needs a mask and the partner, and refuses what Google sets', async () => {
    const one = await create();
    const url = `${path}/${textAt(one, 'name')}`;
    assert.equal((await call('PATCH', `${url}?updateMask=state`, {})).status, 400);
    assert.equal((await call('PATCH', `${url}?partner=${partner}`, {})).status, 400);
    assert.equal((await call('PATCH', `${url}?partner=partners/C9&updateMask=state`, {})).status, 403);
    for (const mask of ['name', 'ownerEmail', 'colour', 'opportunityInfo.partnerEntity']) assert.equal((await patch(one, mask, {})).status, 400, mask);
    assert.equal((await patch(one, 'qualificationInfo.dealSize', { qualificationInfo: { dealSize: { currencyCode: 'USD', units: 'many' } } })).status, 400);
    assert.equal(
      (await patch(one, 'qualificationInfo.estimatedCloseDate', { qualificationInfo: { estimatedCloseDate: { year: 2026, month: 2, day: 30 } } })).status,
      400,
    );
    assert.equal((await call('POST', `${path}/opportunities`, { ...opportunity(), colour: 'red' })).status, 400);
    assert.equal((await call('POST', `${path}/opportunities`, opportunity({ state: 'ACCEPTED' }))).status, 400);
    assert.equal((await call('POST', `${path}/opportunities`, opportunity({ stage: 'REFINE' }))).status, 400);
  });

  it('leaves closing to Google, and shows why it did not accept', async () => {
    const declined = await inState('NOT_ACCEPTED');
    assert.equal(declined.stateDescription, 'Which workload is it?');
    const again = await patch(declined, 'state,opportunityInfo.description', { state: 'SUBMITTED', opportunityInfo: { description: 'The port of Bristol.' } });
    assert.deepEqual([again.body.state, again.body.stateDescription], ['SUBMITTED', '']);
    const accepted = await inState('ACCEPTED');
    assert.equal(at((await patch(accepted, 'stage', { stage: 'CLOSED' })).body, 'error.status'), 'INVALID_ARGUMENT');
    world.act('seller-closes', { id: textAt(accepted, 'name'), outcome: 'WON' });
    const closed = await call('GET', `${path}/${textAt(accepted, 'name')}`);
    assert.deepEqual([closed.body.stage, at(closed.body, 'winLossInfo.outcome')], ['CLOSED', 'WON']);
    assert.equal((await patch(accepted, 'stage', { stage: 'REFINE' })).status, 400);
    assert.throws(() => world.act('seller-accepts', { id: textAt(accepted, 'name') }), /is ACCEPTED/);
  });

  it('lists page by page, each partner its own, and lags when told to', async () => {
    world.act('inbound-opportunity', { customer: 'Fabrikam', dealSize: '12.34' });
    const names: string[] = [];
    let token = '';
    do {
      const page = await call('GET', `${path}/opportunities?pageSize=7&pageToken=${token}`);
      names.push(...listAt(page.body, 'opportunities').map((one) => textAt(one, 'name')));
      token = textAt(page.body, 'nextPageToken');
    } while (token !== '');
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.length > 20);
    const other = await world.as(`${auth}/apps.order`, 1);
    assert.deepEqual(listAt((await other('GET', `${path}/opportunities`)).body, 'opportunities'), []);
    assert.equal((await other('GET', `${path}/${names[0] ?? ''}`)).status, 404);
    world.control.setFaults('google', { readLagMs: 2000 });
    const late = await create();
    assert.equal((await call('GET', `${path}/${textAt(late, 'name')}`)).status, 404);
    world.time.now += 2000;
    assert.equal((await call('GET', `${path}/${textAt(late, 'name')}`)).status, 200);
    world.control.setFaults('google', { readLagMs: 0 });
  });
});

describe('Google procurement, usage, private offers and disbursements', () => {
  let world: GoogleWorld;
  before(async () => {
    world = await googleWorld();
  });
  after(() => world.close());
  const cloud = (which = 0): Promise<Call> => world.as(`${auth}/cloud-platform`, which);
  const service = services[0];
  const product = service?.product ?? '';
  const provider = '/v1/providers/simulated-vendor';
  const producer = '/v1beta/projects/simulated-vendor/locations/global';
  const base = `projects/simulated-vendor/locations/global/services/${product}/standardOffers/scale`;
  const events = async (): Promise<string[]> => {
    await world.control.settle();
    return world.received
      .splice(0)
      .map(({ body }) => textAt(JSON.parse(Buffer.from(textAt(JSON.parse(body), 'message.data'), 'base64').toString()), 'eventType'));
  };
  let buyers = 0;
  async function bought(approve = true): Promise<{ id: string; account: string; consumer: string }> {
    buyers += 1;
    const order = world.act('buyer-purchases', { product, plan: 'starter-P1M', buyer: `Buyer ${buyers}` });
    const call = await cloud();
    if (approve) {
      assert.equal((await call('POST', `/v1/${textAt(order, 'account')}:approve`, { approvalName: 'signup' })).status, 200);
      assert.equal((await call('POST', `${provider}/entitlements/${textAt(order, 'id')}:approve`, {})).status, 200);
    }
    return { id: textAt(order, 'id'), account: textAt(order, 'account'), consumer: textAt(order, 'usageReportingId') };
  }
  const stateOf = async (id: string): Promise<string> => textAt((await (await cloud())('GET', `${provider}/entitlements/${id}`)).body, 'state');

  it('approves an account, then an entitlement, and refuses to do it twice', async () => {
    const call = await cloud();
    const { id, account } = await bought(false);
    assert.deepEqual(await events(), ['ACCOUNT_CREATION_REQUESTED', 'ENTITLEMENT_CREATION_REQUESTED']);
    const early = await call('POST', `${provider}/entitlements/${id}:approve`, {});
    assert.deepEqual([early.status, at(early.body, 'error.status')], [400, 'FAILED_PRECONDITION']);
    assert.equal((await call('POST', `/v1/${account}:approve`, { approvalName: 'other' })).status, 400);
    assert.equal((await call('POST', `/v1/${account}:approve`, { approvalName: 'signup', reason: 'é'.repeat(129) })).status, 400);
    assert.equal((await call('POST', `/v1/${account}:approve`, { approvalName: 'signup' })).status, 200);
    assert.equal((await call('POST', `/v1/${account}:approve`, { approvalName: 'signup' })).status, 400);
    assert.equal((await call('POST', `${provider}/entitlements/${id}:approve`, {})).status, 200);
    const again = await call('POST', `${provider}/entitlements/${id}:approve`, {});
    assert.deepEqual([again.status, at(again.body, 'error.code'), at(again.body, 'error.status')], [400, 400, 'FAILED_PRECONDITION']);
    assert.deepEqual(await events(), ['ACCOUNT_ACTIVE', 'ENTITLEMENT_ACTIVE']);
    assert.equal((await call('POST', `${provider}/entitlements/${id}:suspend`, {})).status, 501);
    assert.equal((await call('POST', `${provider}/entitlements/${id}:reject`, { reason: 'late' })).status, 400);
    assert.equal((await call('PATCH', `${provider}/entitlements/${id}?updateMask=messageToUser`, { messageToUser: 'Soon.' })).body.messageToUser, 'Soon.');
    assert.equal((await call('PATCH', `${provider}/entitlements/${id}?updateMask=plan`, { plan: 'x' })).status, 400);
    const listed = await call('GET', `${provider}/entitlements?${new URLSearchParams({ filter: `state=active account=${account.split('/').at(-1) ?? ''}` })}`);
    assert.deepEqual(
      listAt(listed.body, 'entitlements').map((one) => textAt(one, 'name')),
      [`providers/simulated-vendor/entitlements/${id}`],
    );
    assert.equal((await (await cloud(1))('GET', `${provider}/entitlements/${id}`)).status, 403);
  });

  it('pushes with a token anyone can check', async () => {
    await bought(false);
    await world.control.settle();
    const [push] = world.received;
    const bearer = (push?.headers.authorization ?? '').replace('Bearer ', '');
    const certs = (await (await fetch(`${world.url}/google/oauth2/v3/certs`)).json()) as { keys: JsonWebKey[] };
    const [key] = certs.keys;
    assert.ok(key !== undefined);
    assert.ok(jwtHolds(bearer, createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString()));
    assert.deepEqual([readJwt(bearer)?.claims.aud, readJwt(bearer)?.claims.iss], [world.webhook, 'https://accounts.google.com']);
    await events();
  });

  it('changes a plan when it is approved, at once or at the end of the period', async () => {
    const call = await cloud();
    const [now, later, refused] = [await bought(), await bought(), await bought()];
    await events();
    for (const [one, when] of [
      [now, 'now'],
      [later, 'period-end'],
      [refused, 'now'],
    ] as const)
      world.act('buyer-changes-plan', { id: one.id, plan: 'scale-P1M', when });
    const url = (one: { id: string }, verb: string): string => `${provider}/entitlements/${one.id}:${verb}`;
    assert.equal((await call('POST', url(now, 'approvePlanChange'), { pendingPlanName: 'x' })).status, 400);
    for (const one of [now, later]) assert.equal((await call('POST', url(one, 'approvePlanChange'), { pendingPlanName: 'scale-P1M' })).status, 200);
    assert.equal((await call('POST', url(refused, 'rejectPlanChange'), { pendingPlanName: 'scale-P1M', reason: 'Not in this region.' })).status, 200);
    assert.equal((await call('POST', url(now, 'approvePlanChange'), { pendingPlanName: 'scale-P1M' })).status, 400);
    assert.deepEqual(
      [await stateOf(now.id), await stateOf(later.id), await stateOf(refused.id)],
      ['ENTITLEMENT_ACTIVE', 'ENTITLEMENT_PENDING_PLAN_CHANGE', 'ENTITLEMENT_ACTIVE'],
    );
    assert.deepEqual(await events(), [
      ...Array.from({ length: 3 }, () => 'ENTITLEMENT_PLAN_CHANGE_REQUESTED'),
      'ENTITLEMENT_PLAN_CHANGED',
      'ENTITLEMENT_PLAN_CHANGE_CANCELLED',
    ]);
    world.control.advance(32 * dayMs);
    const read = async (id: string): Promise<unknown> => (await (await cloud())('GET', `${provider}/entitlements/${id}`)).body.plan;
    assert.deepEqual([await read(now.id), await read(later.id), await read(refused.id)], ['scale-P1M', 'scale-P1M', 'starter-P1M']);
  });

  it('cancels now, at the end of the period, or not after all', async () => {
    const [now, later, kept] = [await bought(), await bought(), await bought()];
    await events();
    world.act('buyer-cancels', { id: now.id });
    world.act('buyer-cancels', { id: later.id, when: 'period-end' });
    world.act('buyer-cancels', { id: kept.id, when: 'period-end' });
    world.act('buyer-reverts-cancellation', { id: kept.id });
    assert.deepEqual(await events(), [
      'ENTITLEMENT_CANCELLING',
      'ENTITLEMENT_CANCELLED',
      'ENTITLEMENT_PENDING_CANCELLATION',
      'ENTITLEMENT_PENDING_CANCELLATION',
      'ENTITLEMENT_CANCELLATION_REVERTED',
    ]);
    world.control.advance(32 * dayMs);
    assert.deepEqual(
      [await stateOf(now.id), await stateOf(later.id), await stateOf(kept.id)],
      ['ENTITLEMENT_CANCELLED', 'ENTITLEMENT_CANCELLED', 'ENTITLEMENT_ACTIVE'],
    );
    world.control.advance(61 * dayMs);
    assert.equal((await (await cloud())('GET', `${provider}/entitlements/${now.id}`)).status, 404);
    assert.ok((await events()).includes('ENTITLEMENT_DELETED'));
  });

  it('counts an operation once, and says what is wrong with each', async () => {
    const call = await world.as(`${auth}/servicecontrol`);
    const { consumer } = await bought();
    const waiting = await bought(false);
    const moment = world.world.clock.now().getTime();
    const operation = (change: Json = {}): Json => ({
      operationId: 'op-1',
      operationName: 'hourly',
      consumerId: consumer,
      startTime: new Date(moment - 3_600_000).toISOString(),
      endTime: new Date(moment).toISOString(),
      metricValueSets: [{ metricName: `${product}/api_calls`, metricValues: [{ int64Value: '250' }] }],
      ...change,
    });
    const url = `/v1/services/${product}`;
    assert.equal((await call('POST', `${url}:check`, { operation: operation() })).body.checkErrors, undefined);
    assert.equal(
      at(listAt((await call('POST', `${url}:check`, { operation: operation({ consumerId: waiting.consumer }) })).body, 'checkErrors')[0], 'code'),
      'SERVICE_NOT_ACTIVATED',
    );
    const cases: readonly (readonly [Json, number | null])[] = [
      [{}, null],
      [{}, null],
      [{ operationId: 'op-2' }, null],
      [{ operationId: 'op-3', consumerId: 'project_number:1' }, 5],
      [{ operationId: 'op-4', consumerId: waiting.consumer }, 7],
      [{ operationId: 'op-5', endTime: new Date(moment + dayMs).toISOString() }, 3],
      [{ operationId: 'op-6', startTime: 'now' }, 3],
      [{ operationId: 'op-7', metricValueSets: [{ metricName: 'x', metricValues: [{ int64Value: '1' }] }] }, 3],
      [{ operationId: 'op-8', metricValueSets: [{ metricName: `${product}/api_calls`, metricValues: [{ int64Value: 5 }] }] }, 3],
      [{ operationId: 'op-9', metricValueSets: [] }, 3],
    ];
    const answer = await call('POST', `${url}:report`, { operations: cases.map(([change]) => operation(change)) });
    assert.equal(answer.status, 200);
    assert.deepEqual(
      listAt(answer.body, 'reportErrors').map((one) => [textAt(one, 'operationId'), at(one, 'status.code')]),
      cases.flatMap(([change, code]) => (code === null ? [] : [[change.operationId, code]])),
    );
    assert.equal((await call('POST', `${url}:report`, { operations: Array.from({ length: 1001 }, () => ({})) })).status, 400);
    assert.equal((await (await world.as(`${auth}/servicecontrol`, 1))('POST', `${url}:report`, { operations: [operation()] })).status, 403);
    const lines = listAt(world.act('invoice-run'), 'lines').filter((line) => textAt(line, 'description').includes('api_calls'));
    assert.deepEqual(
      lines.map((line) => textAt(line, 'description')),
      ['500 api_calls'],
    );
  });

  const ready = (moment: number): Json => ({
    title: 'Contoso offer',
    offerDealType: 4,
    partnerContact: { contact: 'Kim', email: 'kim@vendor.example' },
    customer: { entityTitle: 'Contoso', email: 'sue@contoso.example', targetBillingAccount: 'billingAccounts/012345-678901-ABCDEF' },
    acceptDeadlineTime: { year: new Date(moment).getUTCFullYear() + 1, month: 1, day: 31, utcOffset: '0s' },
    term: { startPolicy: 'IMMEDIATE', endPolicy: 1, durationMonths: 12 },
    singleProductOffer: {
      baseStandardOffer: base,
      standardIntervalPrice: { standardInterval: 2, priceModel: { flatFee: { flatFeeOverride: { currencyCode: 'USD', units: '700', nanos: 500_000_000 } } } },
    },
  });

  it('keeps a draft, publishes what is complete, and moves no other way', async () => {
    const call = await cloud();
    const moment = world.world.clock.now().getTime();
    const draft = (await call('POST', `${producer}/privateOffers`, { title: 'Half', resellerContact: { email: 'x' } })).body;
    assert.deepEqual([draft.state, draft.resellerContact], ['DRAFT', undefined], 'what only Google sets is left aside');
    const url = `/v1beta/${textAt(draft, 'name')}`;
    const refused = await call('POST', `${url}:publish`, {});
    const fields = listAt(listAt(refused.body, 'error.details')[0], 'fieldViolations').map((one) => textAt(one, 'field'));
    assert.deepEqual(fields, [
      'customer.targetBillingAccount',
      'customer.email',
      'partnerContact.email',
      'acceptDeadlineTime',
      'term.startPolicy',
      'term.endPolicy',
      'singleProductOffer.baseStandardOffer',
      'singleProductOffer.standardIntervalPrice',
    ]);
    for (const mask of ['resellerContact', 'state', 'singleProductOffer.revenueShare', 'colour'])
      assert.equal((await call('PATCH', `${url}?updateMask=${mask}`, {})).status, 400, mask);
    assert.equal((await call('PATCH', url, { term: { endPolicy: 9 } })).status, 400);
    const patched = await call('PATCH', url, ready(moment));
    assert.deepEqual([patched.body.offerDealType, at(patched.body, 'term.endPolicy')], ['NEW', 'AFTER_DURATION']);
    assert.equal((await call('POST', `${url}:publish`, { validateOnly: true })).body.state, 'DRAFT');
    assert.equal((await call('POST', `${url}:cancel`, {})).status, 400);
    assert.equal((await call('POST', `${url}:publish`, {})).body.state, 'PUBLISHING');
    for (const [method, target] of [
      ['PATCH', url],
      ['DELETE', url],
      ['POST', `${url}:publish`],
      ['POST', `${url}:cancel`],
    ] as const) {
      assert.equal(at((await call(method, target, {})).body, 'error.status'), 'FAILED_PRECONDITION', `${method} ${target}`);
    }
    world.time.now += 5000;
    assert.equal((await call('GET', url)).body.state, 'PUBLISHED');
    const cancelled = await call('POST', `${url}:cancel`, { cancellationNote: 'Other terms.' });
    assert.deepEqual([cancelled.body.state, cancelled.body.cancellationNote], ['CANCELLED', 'Other terms.']);
    assert.throws(() => world.act('buyer-accepts-offer', { name: textAt(draft, 'name') }), /CANCELLED/);
    const other = (await call('POST', `${producer}/privateOffers`, {})).body;
    assert.equal((await call('DELETE', `/v1beta/${textAt(other, 'name')}`)).status, 200);
    assert.equal((await call('GET', `/v1beta/${textAt(other, 'name')}`)).status, 404);
    assert.equal(listAt((await call('GET', `${producer}/services/${product}/standardOffers`)).body, 'standardOffers').length, 2);
    assert.equal(listAt((await call('GET', `${producer}/services/${product}/skus`)).body, 'skus').length, 3);
  });

  it('is accepted, becomes an entitlement, is paid for and ends; or expires', async () => {
    const call = await cloud();
    const published = async (change: Json = {}): Promise<string> => {
      const name = textAt((await call('POST', `${producer}/privateOffers`, { ...ready(world.world.clock.now().getTime()), ...change })).body, 'name');
      assert.equal((await call('POST', `/v1beta/${name}:publish`, {})).status, 200);
      world.time.now += 5000;
      world.simulators.get('google')?.tick();
      return name;
    };
    const name = await published();
    const soon = new Date(world.world.clock.now().getTime() + dayMs);
    const expiring = await published({
      acceptDeadlineTime: { year: soon.getUTCFullYear(), month: soon.getUTCMonth() + 1, day: soon.getUTCDate(), hours: 23, utcOffset: '0s' },
    });
    await events();
    const accepted = world.act('buyer-accepts-offer', { name, buyer: 'Offer buyer' });
    assert.deepEqual(await events(), ['ACCOUNT_CREATION_REQUESTED', 'ENTITLEMENT_OFFER_ACCEPTED', 'ENTITLEMENT_CREATION_REQUESTED']);
    assert.equal((await call('GET', `/v1beta/${name}`)).body.state, 'ACCEPTED');
    const target = await call(
      'GET',
      `${producer}/privateOffers:resolveAmendmentTarget?${new URLSearchParams({ targetBillingAccount: 'billingAccounts/012345-678901-ABCDEF', baseStandardOffer: base })}`,
    );
    assert.equal(target.body.requiredPrivateOffer, name);
    await call('POST', `/v1/${textAt(accepted, 'account')}:approve`, {});
    assert.equal((await call('POST', `${provider}/entitlements/${textAt(accepted, 'entitlement')}:approve`, {})).status, 200);
    const paid = listAt(world.act('invoice-run'), 'lines').find((line) => textAt(line, 'description').startsWith('scale-P1M'));
    assert.ok(paid !== undefined);
    const lines = listAt((await call('GET', '/reports/disbursements?pageSize=500')).body, 'disbursements').filter((line) => textAt(line, 'offer') === name);
    assert.deepEqual(
      lines.map((line) => [textAt(line, 'chargedAmount'), textAt(line, 'feeAmount'), textAt(line, 'payableAmount')]),
      [['700.50', '21.02', '679.48']],
    );
    world.control.advance(2 * dayMs);
    assert.equal((await (await cloud())('GET', `/v1beta/${expiring}`)).body.state, 'EXPIRED');
    world.control.advance(370 * dayMs);
    assert.equal((await (await cloud())('GET', `/v1beta/${name}`)).body.state, 'ENDED');
    assert.ok((await events()).includes('ENTITLEMENT_OFFER_ENDED'));
  });

  it('shows a channel offer of the portal, and pays both so that nothing is lost', async () => {
    const call = await cloud();
    const reseller = firstOrganisations[1]?.email ?? '';
    const made = world.act('reseller-creates-channel-offer', {
      baseStandardOffer: base,
      billingAccount: 'billingAccounts/9',
      reseller,
      monthlyPrice: '333.33',
      markupPercentage: '7.77',
      buyer: 'Channel buyer',
    });
    const seen = (await call('GET', `/v1beta/${textAt(made, 'name')}`)).body;
    assert.equal(at(seen, 'resellerContact.email'), reseller);
    assert.match(textAt(seen, 'singleProductOffer.resellerPrivateOfferPlanId'), /^reseller-plan-/);
    const accepted = world.act('buyer-accepts-offer', { name: textAt(made, 'name') });
    await call('POST', `/v1/${textAt(accepted, 'account')}:approve`, {});
    await call('POST', `${provider}/entitlements/${textAt(accepted, 'entitlement')}:approve`, {});
    const before = new Date(world.world.clock.now().getTime()).toISOString();
    world.act('invoice-run', { taxPercentage: '5' });
    assert.deepEqual(listAt(world.act('invoice-run'), 'lines'), []);
    const read = async (which: number): Promise<readonly unknown[]> =>
      listAt((await (await cloud(which))('GET', `/reports/disbursements?pageSize=500&since=${before}`)).body, 'disbursements').filter(
        (line) => textAt(line, 'offer') === textAt(made, 'name'),
      );
    const [vendor, seller] = [await read(0), await read(1)];
    assert.deepEqual([vendor.length, seller.length], [1, 1]);
    const minor = (line: unknown, field: string): number => minorUnits(at(line, field)) ?? Number.NaN;
    assert.equal(minor(vendor[0], 'chargedAmount') + minor(seller[0], 'chargedAmount'), 35_923, '333.33 and 7.77 % on it');
    assert.equal(minor(vendor[0], 'chargedAmount'), minorUnits(made.vendorMonthly));
    for (const line of [...vendor, ...seller]) {
      assert.equal(minor(line, 'chargedAmount') - minor(line, 'feeAmount') - minor(line, 'taxAmount'), minor(line, 'payableAmount'));
      assert.equal(minor(line, 'feeAmount'), share(minor(line, 'chargedAmount'), 300));
    }
    world.act('disbursement-run');
    const payments = [...(await read(0)), ...(await read(1))].map((line) => textAt(line, 'paymentId'));
    assert.equal(new Set(payments).size, 2);
    assert.ok(payments.every((id) => id.startsWith('disbursement-')));
  });
});

describe('the state of the Google simulator', () => {
  it('goes on after a restart where it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'google-simulator-'));
    const file = join(folder, 'state.json');
    const first = await googleWorld(file);
    const one = (await (await first.as(`${auth}/apps.order`))('POST', '/v1alpha1/opportunities', opportunity())).body;
    const order = first.act('buyer-purchases', { product: services[0]?.product ?? '', plan: 'starter-P1M', buyer: 'Contoso' });
    const certs = await (await fetch(`${first.url}/google/oauth2/v3/certs`)).text();
    await first.close();
    const second = await googleWorld(file);
    assert.deepEqual((await (await second.as(`${auth}/apps.order`))('GET', `/v1alpha1/${textAt(one, 'name')}`)).body, one);
    const read = await (await second.as(`${auth}/cloud-platform`))('GET', `/v1/providers/simulated-vendor/entitlements/${textAt(order, 'id')}`);
    assert.equal(read.body.state, 'ENTITLEMENT_ACTIVATION_REQUESTED');
    assert.equal(await (await fetch(`${second.url}/google/oauth2/v3/certs`)).text(), certs);
    second.control.reset('google');
    assert.ok((second.simulators.get('google')?.records() ?? []).filter((list) => list.title !== 'Service accounts').every((list) => list.rows.length === 0));
    await second.close();
    await rm(folder, { recursive: true });
  });
});
