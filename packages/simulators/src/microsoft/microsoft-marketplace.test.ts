import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { at, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { jwtHolds, readJwt } from './kit/keys.ts';
import { createPublicKey } from 'node:crypto';
import { basisPoints, decimal, minorUnits, share } from './kit/money.ts';
import { addMonths } from './catalogue.ts';
import { firstCatalogue } from './catalogue.ts';
import { microsoftWorld, referralBody, startedAt, tokenFor } from './microsoft-world.ts';
import type { Answer, MicrosoftWorld } from './microsoft-world.ts';

const v = 'api-version=2018-08-31';
const subscriptions = '/api/saas/subscriptions';
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const product = `product/${firstCatalogue[0]?.id ?? ''}`;
const plan = (index: number): string => `plan/${firstCatalogue[0]?.plans[index]?.id ?? ''}`;

describe('money and months', () => {
  it('is exact to the minor unit', () => {
    assert.deepEqual(['12.5', 7, '0.07', '1.234', 'x', -3].map(minorUnits), [1250, 700, 7, undefined, undefined, -300]);
    assert.deepEqual([decimal(1205), decimal(-7), share(999, 300), basisPoints('12.5')], ['12.05', '-0.07', 30, 1250]);
    assert.equal(addMonths('2024-01-31T00:00:00.000Z', 1), '2024-02-29T00:00:00.000Z');
    assert.equal(addMonths('2024-02-29T00:00:00.000Z', 12), '2025-02-28T00:00:00.000Z');
  });
});

describe('Microsoft tokens', () => {
  let world: MicrosoftWorld;
  before(async () => {
    world = await microsoftWorld();
  });
  after(() => world.close());
  const partnerScope = 'https://api.partner.microsoft.com/.default';
  const refresh = { grant_type: 'refresh_token', refresh_token: 'vendor-refresh-token' };
  const list = (answer: Answer): Promise<Answer> =>
    world.partner('GET', '/v1.0/engagements/referrals', undefined, { authorization: `Bearer ${String(answer.body.access_token)}` });

  it('refuses a token of an application alone, of another service, or none', async () => {
    assert.equal((await list(await tokenFor(world.url, 0, partnerScope))).status, 403);
    assert.equal((await list(await tokenFor(world.url, 0, 'https://graph.microsoft.com/.default', refresh))).status, 401);
    assert.equal((await world.partner('GET', '/v1.0/engagements/referrals', undefined, { authorization: 'Bearer none' })).status, 401);
    assert.equal((await list(await tokenFor(world.url, 0, partnerScope, refresh))).status, 200);
  });

  it('says what is wrong with a request for a token', async () => {
    const wrong: readonly (readonly [Readonly<Record<string, string>>, string, number, string])[] = [
      [{ grant_type: 'password' }, partnerScope, 400, 'unsupported_grant_type'],
      [{ grant_type: 'client_credentials', client_secret: 'guess' }, partnerScope, 401, 'invalid_client'],
      [{ grant_type: 'client_credentials', client_id: 'x' }, partnerScope, 400, 'unauthorized_client'],
      [{ grant_type: 'client_credentials' }, 'https://other.example/.default', 400, 'invalid_scope'],
      [{ grant_type: 'refresh_token', refresh_token: 'reseller-refresh-token' }, partnerScope, 400, 'invalid_grant'],
      [{ grant_type: 'refresh_token' }, partnerScope, 400, 'invalid_request'],
    ];
    for (const [grant, scope, status, error] of wrong) {
      const answer = await tokenFor(world.url, 0, scope, grant);
      assert.deepEqual([answer.status, answer.body.error], [status, error]);
      assert.match(String(answer.body.error_description), /^AADSTS\d+: /);
    }
  });

  it('ends: access after an hour, refresh after ninety days unused, both when revoked', async () => {
    const token = await tokenFor(world.url, 0, partnerScope, refresh);
    world.time.now += 3_600_000;
    assert.equal((await list(token)).status, 401);
    const next = await tokenFor(world.url, 0, partnerScope, refresh);
    world.act('revoke-tokens', { what: 'access' });
    assert.equal((await list(next)).status, 401);
    assert.equal((await list(await tokenFor(world.url, 0, partnerScope, refresh))).status, 200);
    world.time.now += 91 * dayMs;
    const expired = await tokenFor(world.url, 0, partnerScope, refresh);
    assert.deepEqual([expired.status, expired.body.error], [400, 'invalid_grant']);
    const { refreshToken } = world.act('sign-in');
    const again = { grant_type: 'refresh_token', refresh_token: String(refreshToken) };
    assert.equal((await list(await tokenFor(world.url, 0, partnerScope, again))).status, 200);
    world.act('revoke-tokens');
    assert.equal((await tokenFor(world.url, 0, partnerScope, again)).body.error, 'invalid_grant');
  });

  it('gives a code once for the consent of a person', async () => {
    const client = '11111111-aaaa-4aaa-8aaa-111111111111';
    const redirect = 'http://localhost:9/back';
    const query = new URLSearchParams({ client_id: client, redirect_uri: redirect, response_type: 'code', state: 's1' });
    const sent = await fetch(`${world.url}/microsoft/11111111-1111-4111-8111-111111111111/oauth2/v2.0/authorize?${query}`, { redirect: 'manual' });
    const back = new URL(sent.headers.get('location') ?? '');
    assert.equal(back.searchParams.get('state'), 's1');
    const grant = { grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '', redirect_uri: redirect };
    const first = await tokenFor(world.url, 0, partnerScope, grant);
    assert.ok(first.body.refresh_token);
    assert.equal((await tokenFor(world.url, 0, partnerScope, grant)).body.error, 'invalid_grant');
  });

  it('limits the calls of a minute, and says when to come again', async () => {
    const token = await tokenFor(world.url, 1, partnerScope, {
      grant_type: 'refresh_token',
      refresh_token: String(world.act('sign-in', { tenant: '22222222-2222-4222-8222-222222222222' }).refreshToken),
    });
    for (let call = 0; call < 600; call += 1) assert.equal((await list(token)).status, 200);
    const limited = await list(token);
    assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '60']);
    world.time.now += 60_000;
    assert.equal((await list(token)).status, 200);
  });
});

describe('SaaS fulfilment and metering', () => {
  let world: MicrosoftWorld;
  before(async () => {
    world = await microsoftWorld();
    world.control.setFaults('microsoft', { quotas: false });
  });
  after(() => world.close());

  const buy = (planId = 'team', quantity = '10', termUnit = ''): { id: string; token: string } => {
    const { id, token } = world.act('buyer-purchases', { offerId: 'harbour-analytics', planId, quantity, termUnit, buyer: 'Contoso' });
    return { id: String(id), token: String(token) };
  };
  const active = async (planId = 'team', quantity = '10', termUnit = ''): Promise<string> => {
    const { id } = buy(planId, quantity, termUnit);
    assert.equal((await world.saas('POST', `${subscriptions}/${id}/activate?${v}`, { planId })).status, 200);
    return id;
  };
  const state = async (id: string): Promise<string> => textAt((await fresh('GET', `${subscriptions}/${id}?${v}`)).body, 'saasSubscriptionStatus');
  async function fresh(method: string, target: string, body?: unknown): Promise<Answer> {
    const token = await tokenFor(world.url, 0, '20e940b3-4c77-4b0b-9a53-9e16a1b308a7/.default');
    return world.saas(method, target, body, { authorization: `Bearer ${String(token.body.access_token)}` });
  }

  it('resolves a purchase, activates it, and refuses tokens and plans that do not fit', async () => {
    const { id, token } = buy();
    const resolved = await world.saas('POST', `${subscriptions}/resolve?${v}`, undefined, { 'x-ms-marketplace-token': token });
    assert.deepEqual([resolved.status, resolved.body.id, resolved.body.planId, resolved.body.quantity], [200, id, 'team', 10]);
    assert.equal(at(resolved.body, 'subscription.saasSubscriptionStatus'), 'PendingFulfillmentStart');
    assert.equal((await world.saas('POST', `${subscriptions}/resolve?${v}`, undefined, { 'x-ms-marketplace-token': 'x' })).status, 400);
    assert.equal((await world.saas('POST', `${subscriptions}/${id}/activate?${v}`, { planId: 'scale' })).status, 400);
    assert.equal((await world.saas('POST', `${subscriptions}/${id}/activate?${v}`, { planId: 'team', quantity: '10' })).status, 200);
    assert.equal(await state(id), 'Subscribed');
    const listed = await world.saas('GET', `${subscriptions}?${v}`);
    assert.ok(listAt(listed.body, 'subscriptions').some((one) => textAt(one, 'id') === id));
    const plans = await world.saas('GET', `${subscriptions}/${id}/listAvailablePlans?${v}`);
    assert.deepEqual(
      listAt(plans.body, 'plans').map((one) => textAt(one, 'planId')),
      ['team', 'scale', 'metered'],
    );
    const missing = await world.saas('GET', `${subscriptions}/nothing?${v}`);
    assert.deepEqual([missing.status, missing.body.code], [404, 'NotFound']);
    assert.equal((await world.saas('GET', `${subscriptions}/${id}`)).body.code, 'BadArgument');
    assert.ok(missing.headers.get('x-ms-requestid'));
  });

  it('changes plan or seats as an operation, one at a time', async () => {
    const id = await active();
    const url = `${subscriptions}/${id}?${v}`;
    for (const body of [{}, { planId: 'scale', quantity: 5 }, { planId: 'team' }, { planId: 'none' }, { quantity: 0 }, { quantity: 10 }, { quantity: 1001 }]) {
      assert.equal((await world.saas('PATCH', url, body)).status, 400, JSON.stringify(body));
    }
    const changed = await world.saas('PATCH', url, { planId: 'scale' });
    assert.equal(changed.status, 202);
    assert.equal((await world.saas('PATCH', url, { quantity: 12 })).status, 409);
    const operation = await world.saas('GET', changed.headers.get('operation-location') ?? '');
    assert.deepEqual([operation.body.action, operation.body.status, operation.body.planId], ['ChangePlan', 'InProgress', 'scale']);
    world.time.now += 10_000;
    assert.equal((await world.saas('GET', changed.headers.get('operation-location') ?? '')).body.status, 'Succeeded');
    assert.equal((await world.saas('GET', url)).body.planId, 'scale');
  });

  const answers: readonly (readonly [string, 'Success' | 'Failure' | null, number, string])[] = [
    ['is taken at once when the publisher says Success', 'Success', 0, 'scale'],
    ['is refused when the publisher says Failure', 'Failure', 20_000, 'team'],
    ['is taken after ten seconds of silence', null, 10_000, 'scale'],
    ['waits for ten seconds', null, 9999, 'team'],
  ];
  for (const [name, answer, later, expected] of answers) {
    it(`a plan change of the buyer ${name}`, async () => {
      const id = await active();
      world.received.length = 0;
      const { operationId } = world.act('buyer-changes-plan', { id, planId: 'scale' });
      assert.throws(() => world.act('buyer-changes-quantity', { id, quantity: '11' }), /in progress/);
      await world.control.settle();
      assert.deepEqual(
        world.received.map((event) => textAt(JSON.parse(event.body), 'action')),
        ['ChangePlan'],
      );
      const url = `${subscriptions}/${id}/operations/${String(operationId)}?${v}`;
      assert.equal(listAt((await world.saas('GET', `${subscriptions}/${id}/operations?${v}`)).body, 'operations').length, 1);
      if (answer !== null) {
        assert.equal((await world.saas('PATCH', url, { status: 'Done' })).status, 400);
        assert.equal((await world.saas('PATCH', url, { status: answer })).status, 200);
        assert.equal((await world.saas('PATCH', url, { status: answer === 'Success' ? 'Failure' : 'Success' })).status, 409);
      }
      world.time.now += later;
      assert.equal(textAt((await world.saas('GET', `${subscriptions}/${id}?${v}`)).body, 'planId'), expected);
    });
  }

  it('proves its webhook with a token of the directory', async () => {
    const id = await active();
    world.received.length = 0;
    world.act('payment-fails', { id });
    await world.control.settle();
    const bearer = (world.received[0]?.headers.authorization ?? '').replace('Bearer ', '');
    const keys = (await (await fetch(`${world.url}/microsoft/common/discovery/v2.0/keys`)).json()) as { keys: JsonWebKey[] };
    const [key] = keys.keys;
    assert.ok(key !== undefined);
    const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
    assert.ok(jwtHolds(bearer, pem));
    assert.equal(readJwt(bearer)?.claims.aud, '11111111-aaaa-4aaa-8aaa-111111111111');
  });

  it('suspends for thirty days, then ends; a recovered payment reinstates', async () => {
    const [first, second] = [await active(), await active()];
    world.act('payment-fails', { id: first });
    world.act('payment-fails', { id: second });
    assert.equal((await world.saas('PATCH', `${subscriptions}/${first}?${v}`, { planId: 'scale' })).status, 400);
    world.act('payment-recovers', { id: second });
    world.control.advance(10_000);
    assert.equal(await state(second), 'Subscribed');
    world.control.advance(30 * dayMs - 20_000);
    assert.equal(await state(first), 'Suspended');
    world.control.advance(20_000);
    assert.equal(await state(first), 'Unsubscribed');
    assert.equal(await state(second), 'Subscribed');
  });

  it('drops a purchase nobody activated in thirty days, renews a term, and ends on the wish of either side', async () => {
    const { id } = buy();
    const [renewed, cancelled, deleted] = [await fresh_active(), await fresh_active(), await fresh_active()];
    world.act('buyer-cancels', { id: cancelled });
    assert.equal(await state(cancelled), 'Unsubscribed');
    assert.equal((await fresh('DELETE', `${subscriptions}/${deleted}?${v}`)).status, 202);
    world.control.advance(10_000);
    assert.equal(await state(deleted), 'Unsubscribed');
    assert.equal((await fresh('DELETE', `${subscriptions}/${deleted}?${v}`)).status, 400);
    world.control.advance(32 * dayMs);
    assert.equal(await state(id), 'Unsubscribed');
    assert.equal((await fresh('POST', `${subscriptions}/${id}/activate?${v}`, {})).status, 404);
    const read = (await fresh('GET', `${subscriptions}/${renewed}?${v}`)).body;
    assert.equal(read.saasSubscriptionStatus, 'Subscribed');
    assert.ok(Date.parse(textAt(read, 'term.endDate')) > world.world.clock.now().getTime());
  });
  async function fresh_active(): Promise<string> {
    const { id } = buy();
    assert.equal((await fresh('POST', `${subscriptions}/${id}/activate?${v}`, { planId: 'team' })).status, 200);
    return id;
  }

  it('judges each usage event by its own rule', async () => {
    const { id: resourceId } = buy('metered', '');
    const clock = world.world.clock.now().getTime();
    const good = { resourceId, quantity: 5, dimension: 'api-calls', effectiveStartTime: new Date(clock - hourMs).toISOString(), planId: 'metered' };
    const early = await fresh('POST', `/api/usageEvent?${v}`, good);
    assert.equal(at(listAt(early.body, 'details')[0], 'code'), 'ResourceNotActive');
    await fresh('POST', `${subscriptions}/${resourceId}/activate?${v}`, { planId: 'metered' });
    const pendingOne = buy('metered', '').id;
    const cases: readonly (readonly [Json, string])[] = [
      [good, 'Accepted'],
      [{ ...good, quantity: 9 }, 'Duplicate'],
      [{ ...good, dimension: 'storage-gb' }, 'Accepted'],
      [{ ...good, effectiveStartTime: new Date(clock - 2 * hourMs).toISOString() }, 'Accepted'],
      [{ ...good, effectiveStartTime: new Date(clock - 24 * hourMs - 60_000).toISOString() }, 'Expired'],
      [{ ...good, effectiveStartTime: new Date(clock + hourMs).toISOString() }, 'BadArgument'],
      [{ ...good, effectiveStartTime: 'today' }, 'BadArgument'],
      [{ ...good, quantity: 0 }, 'InvalidQuantity'],
      [{ ...good, dimension: 'steps' }, 'InvalidDimension'],
      [{ ...good, planId: 'team' }, 'BadArgument'],
      [{ ...good, resourceId: 'none' }, 'ResourceNotFound'],
      [{ ...good, resourceId: pendingOne }, 'ResourceNotActive'],
    ];
    const batch = await fresh('POST', `/api/batchUsageEvent?${v}`, { request: cases.map(([event]) => event) });
    assert.equal(batch.status, 200);
    assert.deepEqual(
      listAt(batch.body, 'result').map((one) => textAt(one, 'status')),
      cases.map(([, status]) => status),
    );
    assert.equal(at(listAt(batch.body, 'result')[1], 'error.additionalInfo.acceptedMessage.quantity'), 5);
    const duplicate = await fresh('POST', `/api/usageEvent?${v}`, good);
    assert.deepEqual([duplicate.status, duplicate.body.code, at(duplicate.body, 'additionalInfo.acceptedMessage.quantity')], [409, 'Conflict', 5]);
    const expired = await fresh('POST', `/api/usageEvent?${v}`, cases[4]?.[0]);
    assert.deepEqual([expired.status, expired.body.code, at(listAt(expired.body, 'details')[0], 'code')], [400, 'BadArgument', 'Expired']);
    const tooMany = await fresh('POST', `/api/batchUsageEvent?${v}`, { request: Array.from({ length: 26 }, () => good) });
    assert.deepEqual([tooMany.status, tooMany.body.code], [400, 'BadArgument']);
    const from = new Date(clock - 3 * dayMs).toISOString().slice(0, 10);
    const usage = await fresh('GET', `/api/usageEvents?${v}&usageStartDate=${from}&dimension=api-calls`);
    assert.equal(
      usage.list.reduce((total, row) => total + Number(row.submittedQuantity), 0),
      10,
    );
    assert.ok(usage.list.every((row) => row.reconStatus === 'Submitted'));
    assert.equal((await fresh('GET', `/api/usageEvents?${v}`)).status, 400);
  });
});

describe('Microsoft private offers and earnings', () => {
  let world: MicrosoftWorld;
  before(async () => {
    world = await microsoftWorld();
  });
  after(() => world.close());
  const schema = 'https://schema.mp.microsoft.com/schema';
  const ingestion = '/rp/product-ingestion';
  const offer = (change: Json = {}): Json => ({
    $schema: `${schema}/private-offer/2023-07-15`,
    resourceName: 'privateOffer',
    name: 'Contoso offer',
    state: 'live',
    privateOfferType: 'customerPromotion',
    offerPricingType: 'editExistingOfferPricingOnly',
    variableStartDate: true,
    end: '2027-03-31',
    acceptBy: '2026-04-30',
    notificationContacts: ['amy@contoso.example'],
    beneficiaries: [{ id: 'ac357579-e860-54a6:7471d04e-f696_2019-05-31', description: 'Contoso' }],
    pricing: [{ product, plan: plan(0), discountType: 'percentage', discountPercentage: 10 }],
    ...change,
  });
  const mpo = (change: Json = {}): Json =>
    offer({
      privateOfferType: 'multipartyPromotionOriginator',
      partners: [{ id: '6000002', partnerName: 'Simulated reseller', location: 'United States' }],
      ...change,
    });
  async function job(resources: readonly Json[], call = world.graph): Promise<{ errors: readonly string[]; id: string; offer: Json }> {
    const begun = await call('POST', `${ingestion}/configure?$version=2022-07-01`, { $schema: `${schema}/configure/2022-07-01`, resources });
    assert.equal(begun.status, 202, JSON.stringify(begun.body));
    const status = `${ingestion}/configure/${textAt(begun.body, 'jobId')}/status?$version=2022-07-01`;
    assert.deepEqual([begun.body.jobStatus, begun.body.jobResult], ['notStarted', 'pending']);
    world.time.now += 1500;
    assert.equal((await call('GET', status)).body.jobStatus, 'running');
    world.time.now += 1500;
    const ended = await call('GET', status);
    const errors = listAt(ended.body, 'errors').map((one) => textAt(one, 'message'));
    assert.equal(ended.body.jobResult, errors.length === 0 ? 'succeeded' : 'failed');
    if (errors.length > 0) return { errors, id: '', offer: {} };
    const result = await call('GET', `${textAt(ended.body, 'resourceUri')}?$version=2022-07-01`);
    const found = listAt(result.body, 'resources').find((one) => textAt(one, '$schema').includes('/private-offer/'));
    const id = textAt(found, 'id').replace('private-offer/', '');
    return { errors, id, offer: id === '' ? {} : (await call('GET', `${ingestion}/private-offer/${id}?$version=2023-07-15`)).body };
  }

  const wrong: readonly (readonly [string, Json])[] = [
    ['The name is required.', { name: '' }],
    ['The privateOfferType is one of', { privateOfferType: 'gift' }],
    ['The offerPricingType is one of', { offerPricingType: 'free' }],
    ['The start date should be defined.', { variableStartDate: false }],
    ['The start date should be empty', { start: '2026-05-01' }],
    ['The acceptBy date is in the past.', { acceptBy: '2026-03-01' }],
    ['The end date should be defined.', { end: undefined }],
    ["'end' is a date", { end: 'never' }],
    ['A beneficiary is required.', { beneficiaries: [] }],
    ['The beneficiary is not a billing account.', { beneficiaries: [{ id: 'contoso' }] }],
    ['The pricing is required.', { pricing: [] }],
    ['at most 10 prices', { pricing: Array.from({ length: 11 }, () => ({ product, plan: plan(0), discountType: 'percentage', discountPercentage: 1 })) }],
    ['was not found', { pricing: [{ product: 'product/x', discountType: 'percentage', discountPercentage: 1 }] }],
    ['discountPercentage is between', { pricing: [{ product, plan: plan(0), discountType: 'percentage', discountPercentage: 101 }] }],
    ['priceDetails name no price', { pricing: [{ product, plan: plan(0), discountType: 'absolute', priceDetails: { resourceName: 'x' } }] }],
    [
      'the markup belongs to the selling partner',
      { pricing: [{ product, plan: plan(0), discountType: 'percentage', discountPercentage: 1, markupPercentage: 2 }] },
    ],
    ['exactly one selling partner', { privateOfferType: 'multipartyPromotionOriginator', partners: [{ id: '1' }, { id: '2' }] }],
    ['Only a multiparty offer names a selling partner', { partners: [{ id: '6000002' }] }],
    ['Only an accepted offer can be upgraded', { upgradedFrom: { name: 'x', id: 'private-offer/x' } }],
  ];
  for (const [sentence, change] of wrong) {
    it(`fails the job: ${sentence}`, async () => {
      const { errors } = await job([offer(change)]);
      assert.equal(errors.length, 1);
      assert.ok(errors[0]?.includes(sentence), errors.join());
    });
  }

  it('refuses a schema it does not know before there is a job', async () => {
    for (const body of [
      {},
      { $schema: 'x', resources: [offer()] },
      { $schema: `${schema}/configure/2022-07-01`, resources: [offer({ $schema: 'y' })] },
      { $schema: `${schema}/configure/2022-07-01`, resources: [offer({ state: 'open' })] },
    ]) {
      assert.equal((await world.graph('POST', `${ingestion}/configure?$version=2022-07-01`, body)).status, 400);
    }
    assert.equal((await world.graph('POST', `${ingestion}/configure`, {})).status, 400);
    assert.equal((await world.saas('GET', `${ingestion}/private-offer/query?$version=2023-07-15`)).status, 401);
  });

  it('takes all of a job, or nothing', async () => {
    const before = listAt((await world.graph('GET', `${ingestion}/private-offer/query?$version=2023-07-15`)).body, 'value').length;
    assert.equal((await job([offer(), offer({ name: '' })])).errors.length, 1);
    assert.equal(listAt((await world.graph('GET', `${ingestion}/private-offer/query?$version=2023-07-15`)).body, 'value').length, before);
  });

  it('goes from draft to live, withdrawn and deleted, and checks the eTag', async () => {
    const draft = await job([offer({ state: 'draft', acceptBy: undefined })]);
    assert.equal(draft.offer.state, 'draft');
    const stale = await job([offer({ id: `private-offer/${draft.id}`, eTag: '"x"' })]);
    assert.match(stale.errors[0] ?? '', /eTag/);
    const live = await job([offer({ id: `private-offer/${draft.id}`, eTag: draft.offer.eTag })]);
    assert.deepEqual([live.id, live.offer.state, live.offer.subState], [draft.id, 'live', 'pendingAcceptance']);
    assert.equal(listAt(live.offer, 'acceptanceLinks').length, 1);
    assert.match((await job([offer({ id: live.id })])).errors[0] ?? '', /cannot become live/);
    assert.match((await job([offer({ id: live.id, state: 'deleted' })])).errors[0] ?? '', /cannot become deleted/);
    assert.equal((await job([offer({ id: live.id, state: 'withdrawn' })])).offer.state, 'withdrawn');
    assert.throws(() => world.act('buyer-accepts-offer', { id: live.id }), /withdrawn/);
    await job([offer({ id: live.id, state: 'deleted' })]);
    assert.equal((await world.graph('GET', `${ingestion}/private-offer/${live.id}?$version=2023-07-15`)).status, 404);
  });

  it('lets exactly the named partner add its markup, and nothing else', async () => {
    const { id, offer: originated } = await job([mpo()]);
    assert.equal(originated.subState, 'pendingPartnerAction');
    assert.throws(() => world.act('buyer-accepts-offer', { id }), /pendingPartnerAction/);
    const seen = (await world.resellerGraph('GET', `${ingestion}/private-offer/${id}?$version=2023-07-15`)).body;
    assert.equal(seen.privateOfferType, 'multipartyPromotionChannelPartner');
    const complete = (change: Json): Json => ({
      ...offer({
        id,
        privateOfferType: 'multiPartyPromotionChannelPartner',
        preparedBy: 'kim@reseller.example',
        pricing: undefined,
        partners: undefined,
        originatorPricing: [{ product, plan: plan(0), markupPercentage: 12.5 }],
      }),
      ...change,
    });
    const refusals: readonly (readonly [Json, string])[] = [
      [{ preparedBy: '' }, 'preparedBy is required'],
      [{ end: '2028-01-01' }, "'end' belongs to the originator"],
      [{ beneficiaries: [{ id: 'other' }] }, "'beneficiaries' belong"],
      [{ originatorPricing: [{ product, plan: plan(0) }] }, 'markupPercentage is required'],
      [{ originatorPricing: [{ product, plan: plan(0), discountPercentage: 20, markupPercentage: 1 }] }, "'discountPercentage' belongs"],
      [{ originatorPricing: [] }, 'lines of the originator'],
    ];
    for (const [change, sentence] of refusals) {
      assert.ok((await job([complete(change)], world.resellerGraph)).errors[0]?.includes(sentence), sentence);
    }
    assert.match((await job([complete({})])).errors[0] ?? '', /named another selling partner/);
    const completed = await job([complete({})], world.resellerGraph);
    assert.equal(completed.offer.subState, 'pendingAcceptance');
    assert.equal(at(listAt(completed.offer, 'originatorPricing')[0], 'markupPercentage'), 12.5);
    assert.match((await job([complete({})], world.resellerGraph)).errors[0] ?? '', /does not wait for the selling partner/);
  });

  it('expires what nobody accepted', async () => {
    const { id } = await job([offer({ acceptBy: '2026-03-03' })]);
    world.time.now = Date.parse('2026-03-04T00:00:01Z');
    assert.throws(() => {
      world.simulators.get('microsoft')?.tick();
      world.act('buyer-accepts-offer', { id });
    }, /expired/);
    world.time.now = startedAt + 60_000;
  });

  it('pays out a chain in which every cent is accounted for', async () => {
    const { id } = await job([mpo({ name: 'Chain', pricing: [{ product, plan: plan(2), discountType: 'percentage', discountPercentage: 10 }] })]);
    world.act('channel-partner-completes', { id, markupPercentage: '7.77' });
    const accepted = world.act('buyer-accepts-offer', { id, termUnit: 'P1M' });
    const [bought] = listAt(accepted, 'purchases');
    const subscription = textAt(bought, 'id');
    await world.saas('POST', `${subscriptions}/${subscription}/activate?${v}`, { planId: 'metered' });
    const effectiveStartTime = new Date(world.time.now - 60_000).toISOString();
    const usage = await world.saas('POST', `/api/usageEvent?${v}`, {
      resourceId: subscription,
      planId: 'metered',
      dimension: 'api-calls',
      quantity: 333.333,
      effectiveStartTime,
    });
    assert.equal(usage.status, 200, JSON.stringify(usage.body));
    world.act('invoice-run', { taxPercentage: '5' });
    assert.deepEqual(world.act('invoice-run').lines, [], 'nothing is invoiced twice');
    const read = async (call = world.graph, since = ''): Promise<readonly unknown[]> => listAt((await call('GET', `/reports/earnings${since}`)).body, 'value');
    const publisher = await read();
    const seller = await read(world.resellerGraph);
    // 500.00 less 10 %, and 333.333 thousand calls at 1.20; the seller's margin is 7.77 % of each.
    assert.deepEqual(publisher.map((line) => textAt(line, 'transactionAmount')).toSorted(), ['400.00', '450.00']);
    assert.deepEqual(seller.map((line) => textAt(line, 'transactionAmount')).toSorted(), ['31.08', '34.97']);
    for (const line of [...publisher, ...seller]) {
      const [charged = 0, fee = 0, tax = 0, earned = 0] = ['transactionAmount', 'feeAmount', 'taxAmount', 'earningAmount'].map((name) =>
        minorUnits(at(line, name)),
      );
      assert.equal(charged - fee - tax, earned);
      assert.equal(fee, share(charged, 300));
      assert.equal(textAt(line, 'status'), 'Unprocessed');
    }
    world.time.now += 1000;
    const before = new Date(world.time.now).toISOString();
    world.act('disbursement-run');
    const paid = await read(world.graph, `?since=${before}`);
    assert.equal(paid.length, 2);
    assert.equal(new Set(paid.map((line) => textAt(line, 'paymentId'))).size, 1);
    assert.ok(paid.every((line) => textAt(line, 'status') === 'Sent'));
    world.time.now += 1000;
    assert.deepEqual(await read(world.graph, `?since=${new Date(world.time.now).toISOString()}`), []);
  });

  it('makes a plan of its own for a customised price', async () => {
    const price = {
      $schema: `${schema}/price-and-availability-private-offer-plan/2023-07-15`,
      resourceName: 'ownPrice',
      product,
      plan: plan(2),
      offerPricingType: 'saasNewCustomizedPlans',
      pricing: {
        recurrentPrice: {
          recurrentPriceMode: 'flatRate',
          priceInputOption: 'usd',
          prices: [{ billingTerm: { type: 'year', value: 1 }, paymentOption: { type: 'month', value: 1 }, pricePerPaymentInUsd: 100.5 }],
        },
      },
    };
    const line = {
      product,
      basePlan: plan(2),
      newPlanDetails: { name: 'Contoso plan', description: 'Theirs.' },
      discountType: 'absolute',
      priceDetails: { resourceName: 'ownPrice' },
    };
    const { id } = await job([price, offer({ offerPricingType: 'saasNewCustomizedPlans', pricing: [line] })]);
    const [bought] = listAt(world.act('buyer-accepts-offer', { id }), 'purchases');
    const read = (await world.saas('GET', `${subscriptions}/${textAt(bought, 'id')}?${v}`)).body;
    assert.match(textAt(read, 'planId'), /^private-/);
    await world.saas('POST', `${subscriptions}/${textAt(bought, 'id')}/activate?${v}`, {});
    const lines = listAt(world.act('invoice-run'), 'lines');
    assert.deepEqual(
      lines.map((one) => textAt(one, 'earningAmount')),
      ['1169.82'],
      '1206.00 less three per cent',
    );
  });
});

describe('the state of the Microsoft simulator', () => {
  it('goes on after a restart where it was', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'microsoft-simulator-'));
    const file = join(folder, 'state.json');
    const first = await microsoftWorld(file);
    const referral = (await first.partner('POST', '/v1.0/engagements/referrals', referralBody())).body;
    const { id } = first.act('buyer-purchases', { offerId: 'harbour-analytics', planId: 'team' });
    const root = await (await fetch(`${first.url}/microsoft/cert/root.cer`)).bytes();
    await first.close();
    const second = await microsoftWorld(file);
    const read = (await second.partner('GET', `/v1.0/engagements/referrals/${String(referral.id)}`)).body;
    assert.deepEqual({ ...read, links: null }, { ...referral, links: null });
    assert.equal((await second.saas('GET', `${subscriptions}/${String(id)}?${v}`)).body.saasSubscriptionStatus, 'PendingFulfillmentStart');
    assert.deepEqual(await (await fetch(`${second.url}/microsoft/cert/root.cer`)).bytes(), root, 'the same root');
    const next = (await second.partner('POST', '/v1.0/engagements/referrals', referralBody())).body;
    assert.notEqual(next.id, referral.id);
    second.control.reset('microsoft');
    assert.ok((second.simulators.get('microsoft')?.records() ?? []).filter((list) => list.title !== 'Organisations').every((list) => list.rows.length === 0));
    await second.close();
    await rm(folder, { recursive: true });
  });
});
