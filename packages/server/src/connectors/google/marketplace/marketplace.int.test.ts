import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { CommercialQuote, MarketplaceNotice, OfferProgress, OperationHandle } from '../../../modules/marketplaces/index.ts';
import type { HourToSend } from '../../../modules/usage/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { googleBillingFeed, googleMarketplace as port, googleMeter, readGoogleEvents } from '../index.ts';
import { HOOK_PATH, simulatedGoogle, type Pushed } from '../simulated.fixture.ts';

const google = await simulatedGoogle();
after(() => google.stop());
const access = google.access();
const { control, world } = google.simulators;
const SERVICE = 'harbour.endpoints.simulated-vendor.cloud.goog';
const BUYER = '0A1B2C-345678-ABCDEF';
const later = (ms: number): void => world.clock.advance(ms);
const day = (days: number): string => new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
const refusedWith = (failure: string, words: RegExp) => (error: unknown) =>
  error instanceof OutsideError && error.failure === failure && words.test(error.message);

const quote = (change: Partial<CommercialQuote> = {}): CommercialQuote => ({
  reference: 'D-17',
  name: 'Harbour for Nordwind',
  description: 'A year of it.',
  productId: SERVICE,
  baseOfferId: 'scale',
  buyerAccount: BUYER,
  currency: 'USD',
  lines: [{ dimension: 'scale', description: 'Scale', quantity: 1, unitPriceMinor: 1_200_000n, amountMinor: 1_200_000n }],
  totalMinor: 1_200_000n,
  termMonths: 12,
  startsOn: null,
  instalments: [],
  eula: { kind: 'standard', version: null },
  expiresOn: day(30),
  replaces: null,
  today: day(0),
  ...change,
});

async function ended(handle: OperationHandle): Promise<OfferProgress> {
  for (let turn = 0; turn < 10; turn += 1) {
    const progress = await port.poll(access, handle);
    if (progress.done) return progress;
    later(progress.pollAfterMs);
  }
  throw new Error('it never ended');
}
async function published(of: CommercialQuote, token: string): Promise<string> {
  const progress = await ended(await port.publishOffer(access, of, token));
  assert.ok(progress.done && progress.ok && progress.externalId !== null, JSON.stringify(progress));
  return progress.externalId;
}
/** What was pushed since, verified and read. */
async function notices(from: number, atLeast: number, by: Access = access): Promise<MarketplaceNotice[]> {
  for (let turn = 0; google.pushed.length < from + atLeast && turn < 100; turn += 1) await wait(20);
  const found: MarketplaceNotice[] = [];
  for (const request of google.pushed.slice(from))
    for (const hint of await readGoogleEvents(by, 'unused', request)) {
      const notice = port.readNotice(by, hint.body);
      if (notice) found.push(notice);
    }
  return found;
}
const shared: { entitlement: string; offer: string } = { entitlement: '', offer: '' };

test('a private offer is shown before it is sent, published once, and accepted', async () => {
  const prepared = port.prepareOffer(quote());
  assert.deepEqual(prepared.issues, []);
  assert.match(JSON.stringify(prepared.payload), /YEARLY_NOT_PRORATED/);
  shared.offer = await published(quote(), 'entente-1');
  assert.match(shared.offer, /^projects\/simulated-vendor\/locations\/global\/privateOffers\//);

  const from = google.pushed.length;
  shared.entitlement = String(google.act('buyer-accepts-offer', { name: shared.offer })['entitlement']);
  const read = await notices(from, 3);
  assert.ok(read.some(({ kind, agreementId }) => kind === 'agreement_created' && agreementId === shared.entitlement));
  assert.equal(new Set(read.map(({ dedupeKey }) => dedupeKey)).size, read.length);

  const agreement = await port.agreement(access, shared.entitlement);
  assert.deepEqual(
    [
      agreement?.status,
      agreement?.offerId,
      agreement?.productId,
      agreement?.amountMinor,
      agreement?.currency,
      agreement?.buyerAccount,
      agreement?.endBehaviour,
    ],
    ['active', shared.offer, SERVICE, 1_200_000n, 'USD', `billingAccounts/${BUYER}`, 'expire'],
  );
  assert.equal(
    (await port.agreements(access, {})).items.some(({ id }) => id === shared.entitlement),
    true,
  );
  assert.deepEqual(
    (await port.agreements(access, { offerId: shared.offer })).items.map(({ id }) => id),
    [shared.entitlement],
  );
  assert.deepEqual((await port.agreements(access, { since: new Date(world.clock.now().getTime() + 60_000).toISOString() })).items, []);
});

test('the purchase waits for us; approving it twice is approving it once', async () => {
  const pending = await port.entitlements(access, { id: shared.entitlement, productCode: null, buyerAccount: null, entitlementId: null });
  assert.deepEqual(
    pending.map(({ state }) => state),
    ['pending'],
  );
  const from = google.pushed.length;
  await port.fulfil(access, shared.entitlement, { approve: true });
  await port.fulfil(access, shared.entitlement, { approve: true });
  const [active] = await port.entitlements(access, { id: shared.entitlement, productCode: null, buyerAccount: null, entitlementId: shared.entitlement });
  assert.deepEqual([active?.state, active?.productCode, active?.dimensions.map(({ key }) => key)], ['active', SERVICE, ['api_calls', 'storage_gb']]);
  const read = await notices(from, 2);
  assert.ok(read.some(({ kind, entitlementId }) => kind === 'entitlement_changed' && entitlementId === shared.entitlement));
});

const hourOf = (lineId: string, hour: string, quantity: string, change: Partial<HourToSend> = {}): HourToSend => ({
  lineId,
  hour,
  dimension: 'api_calls',
  quantity,
  entitlementKey: shared.entitlement,
  buyerAccount: null,
  licenseArn: null,
  productCode: SERVICE,
  ...change,
});
const usageTotal = (): string => {
  const rows =
    google.simulators.simulators
      .get('google')
      ?.records()
      .find(({ title }) => title === 'Usage')?.rows ?? [];
  return String(rows.reduce((sum, row) => sum + BigInt(row[3] ?? '0'), 0n));
};

test('an hour of usage counts once, however often it is sent; each that cannot be counted says why', async () => {
  later(3 * 3_600_000);
  const [first, second] = [2, 3].map((back) => new Date(Math.floor(world.clock.now().getTime() / 3_600_000 - back) * 3_600_000).toISOString());
  const hours = [hourOf('a', first ?? '', '40'), hourOf('b', second ?? '', '2')];
  const sent = await googleMeter.send(access, hours);
  assert.deepEqual(
    sent.map(({ lineId, outcome }) => [lineId, outcome]),
    [
      ['a', 'accepted'],
      ['b', 'accepted'],
    ],
  );
  await googleMeter.send(access, hours);
  assert.equal(usageTotal(), '42');

  control.setFaults('google', { failAfter: 1 });
  await assert.rejects(() => googleMeter.send(access, [hourOf('c', first ?? '', '8', { dimension: 'storage_gb' })]), refusedWith('unavailable', /./));
  control.setFaults('google', { failAfter: 0 });
  const again = await googleMeter.send(access, [
    hourOf('c', first ?? '', '8', { dimension: 'storage_gb' }),
    hourOf('d', first ?? '', '1', { dimension: 'nothing_like_it' }),
    hourOf('e', first ?? '', '1.5'),
    hourOf('f', first ?? '', '1', { entitlementKey: 'unknown' }),
  ]);
  assert.deepEqual(Object.fromEntries(again.map(({ lineId, outcome }) => [lineId, outcome])), { c: 'accepted', d: 'rejected', e: 'rejected', f: 'rejected' });
  assert.equal(usageTotal(), '50');
});

test('what Google charged, kept and paid out adds up, and is the same when it is read again', async () => {
  google.act('invoice-run', { taxPercentage: '5' });
  const invoiced = await googleBillingFeed.read(access, null, () => Promise.reject(new Error('no file')));
  assert.deepEqual(invoiced.refused, []);
  const sum = (lines: typeof invoiced.lines, kind: string, action: string): number =>
    lines.filter((line) => line.kind === kind && line.action === action).reduce((total, { amountMinor }) => total + amountMinor, 0);
  // A month of the year, 40 + 2 calls at 1.20 and 8 GB at 0.15.
  assert.equal(sum(invoiced.lines, 'revenue', 'invoiced'), 100_000 + 5_040 + 120);
  assert.equal(sum(invoiced.lines, 'fee', 'invoiced'), -(3_000 + 151 + 4));
  assert.ok(invoiced.lines.every(({ agreementKey, offerKey, counts }) => agreementKey === shared.entitlement && offerKey === shared.offer && counts));
  assert.equal(
    invoiced.lines.some(({ action }) => action === 'disbursed'),
    false,
  );

  later(86_400_000);
  google.act('disbursement-run');
  const paid = await googleBillingFeed.read(access, invoiced.cursor, () => Promise.reject(new Error('no file')));
  const net = paid.lines.filter(({ action, kind }) => action === 'invoiced' && kind !== 'payout').reduce((total, { amountMinor }) => total + amountMinor, 0);
  assert.equal(sum(paid.lines, 'payout', 'disbursed'), net);
  assert.equal(
    paid.lines.filter(({ action, kind }) => action === 'disbursed' && kind !== 'payout').reduce((total, { amountMinor }) => total + amountMinor, 0),
    -net,
  );
  const known = new Map(invoiced.lines.map((line) => [line.key, line.amountMinor]));
  for (const line of paid.lines) if (known.has(line.key)) assert.equal(line.amountMinor, known.get(line.key));
  assert.equal(new Set(paid.lines.map(({ key }) => key)).size, paid.lines.length);
  assert.deepEqual((await googleBillingFeed.read(access, paid.cursor, () => Promise.reject(new Error('no file')))).cursor, paid.cursor);
});

test('at Google itself there is no feed: a person is told to upload the reports', async () => {
  await assert.rejects(
    () => googleBillingFeed.read(google.access({ environment: 'live', baseUrl: null }), null, () => Promise.reject(new Error('no file'))),
    refusedWith('invalid', /upload/),
  );
});

test('an offer whose making was not answered is found by its token, and published', async () => {
  const buyer = '111111-222222-333333';
  const cutting = (path: RegExp): Access =>
    google.access({
      tokens: access.tokens,
      request: async (request) => {
        if (request.method === 'POST' && path.test(request.url)) control.setFaults('google', { failAfter: 1 });
        try {
          return await access.request(request);
        } finally {
          control.setFaults('google', { failAfter: 0 });
        }
      },
    });
  for (const [token, path] of [
    ['entente-lost-draft', /privateOffers$/],
    ['entente-lost-publish', /:publish$/],
  ] as const) {
    assert.equal(await port.find?.(access, token), null);
    await assert.rejects(() => port.publishOffer(cutting(path), quote({ buyerAccount: buyer }), token), refusedWith('unavailable', /./));
    const handle = await port.find?.(access, token);
    assert.ok(handle, token);
    const progress = await ended(handle);
    assert.ok(progress.done && progress.ok, JSON.stringify(progress));
    assert.equal((await port.find?.(access, token))?.id, handle.id);
    const withdrawn = await ended(await port.withdraw(access, { kind: 'offer', externalId: handle.id, today: day(0) }, 'entente-w'));
    assert.ok(withdrawn.done && withdrawn.ok);
    // Withdrawn already: the same once more.
    const again = await ended(await port.withdraw(access, { kind: 'offer', externalId: handle.id, today: day(0) }, 'entente-w'));
    assert.ok(again.done && again.ok);
  }
});

test('what Google will not publish names its field, and leaves no draft behind', async () => {
  const count = (): number =>
    google.simulators.simulators
      .get('google')
      ?.records()
      .find(({ title }) => title === 'Private offers')?.rows.length ?? 0;
  const before = count();
  await assert.rejects(
    () => port.publishOffer(access, quote({ buyerAccount: 'x y', expiresOn: null }), 'entente-bad'),
    (error) =>
      error instanceof OutsideError &&
      error.failure === 'invalid' &&
      error.issues.some(({ field }) => field === 'buyerAccount') &&
      error.issues.some(({ field }) => field === 'expiresOn'),
  );
  assert.equal(count(), before);
  await assert.rejects(() => port.publishOffer(google.access({ settings: {} }), quote(), 'entente-none'), refusedWith('invalid', /mail address/));
  assert.deepEqual(
    port.prepareOffer(quote({ baseOfferId: null, termMonths: 100 })).issues.map(({ field }) => field),
    ['listingId', 'termMonths'],
  );
});

test('a buyer who has an accepted offer gets an amendment of it', async () => {
  await assert.rejects(() => port.publishOffer(access, quote(), 'entente-second'), refusedWith('invalid', /amendment/));
  const renewal = await published(
    quote({
      replaces: shared.entitlement,
      instalments: [
        { dueOn: day(40), amountMinor: 700_000n },
        { dueOn: day(220), amountMinor: 500_000n },
      ],
    }),
    'entente-renewal',
  );
  const entitlement = String(google.act('buyer-accepts-offer', { name: renewal })['entitlement']);
  const agreement = await port.agreement(access, entitlement);
  assert.deepEqual([agreement?.offerId, agreement?.amountMinor], [renewal, 1_200_000n]);
});

test('an offer that a reseller made in Producer Portal is seen and can be tied to a deal, and made by nobody here', async () => {
  const channel = String(
    google.act('reseller-creates-channel-offer', {
      baseStandardOffer: `projects/simulated-vendor/locations/global/services/${SERVICE}/standardOffers/scale`,
      billingAccount: 'billingAccounts/999999-888888-777777',
      reseller: 'connector@simulated-reseller.iam.gserviceaccount.example',
      monthlyPrice: '1000',
      markupPercentage: '20',
      buyer: 'Channel buyer',
    })['name'],
  );
  const entitlement = String(google.act('buyer-accepts-offer', { name: channel })['entitlement']);
  const agreement = await port.agreement(access, entitlement);
  assert.deepEqual(
    [agreement?.offerId, agreement?.amountMinor, agreement?.sellerAccount],
    [channel, 1_440_000n, 'connector@simulated-reseller.iam.gserviceaccount.example'],
  );
  assert.equal(port.capabilities().resale.mode, 'associate');
  const grant = { ...quote(), resellerAccount: 'r', usage: 'open' as const, until: null };
  await assert.rejects(() => port.authorizeResale(access, grant, 'token'), refusedWith('invalid', /Producer Portal/));
});

test('a purchase is refused, a plan change approved, and what has ended says how', async () => {
  const refused = String(google.act('buyer-purchases', { product: SERVICE, plan: 'starter-P1M', buyer: 'Refused buyer' })['id']);
  await port.fulfil(access, refused, { approve: false, reason: 'ü'.repeat(300) });
  await port.fulfil(access, refused, { approve: false, reason: 'again' });
  assert.equal((await port.agreement(access, refused))?.status, 'cancelled');

  const changing = String(google.act('buyer-purchases', { product: SERVICE, plan: 'starter-P1M', buyer: 'Changing buyer' })['id']);
  await port.fulfil(access, changing, { approve: true });
  google.act('buyer-changes-plan', { id: changing, plan: 'scale-P1M' });
  await port.fulfil(access, changing, { approve: true });
  google.act('buyer-cancels', { id: changing });
  const [ended_] = await port.entitlements(access, { id: changing, productCode: null, buyerAccount: null, entitlementId: null });
  assert.equal(ended_?.state, 'ended');
  const hour = new Date(Math.floor(world.clock.now().getTime() / 3_600_000 - 2) * 3_600_000).toISOString();
  const [late] = await googleMeter.send(access, [hourOf('z', hour, '1', { entitlementKey: changing })]);
  assert.equal(late?.outcome, 'not_subscribed');
  assert.equal(await port.agreement(access, 'never-heard-of'), null);
});

test('a listing is read as it stands there', async () => {
  const listing = await port.listing(access, { productId: SERVICE, offerId: null });
  assert.deepEqual(
    [listing.name, listing.currency, listing.dimensions?.map(({ key, priceMinor }) => [key, priceMinor])],
    [
      'Harbour Analytics',
      'USD',
      [
        ['api_calls', 120n],
        ['storage_gb', 15n],
      ],
    ],
  );
  await assert.rejects(() => port.listing(access, { productId: 'nothing', offerId: null }), refusedWith('gone', /nothing/));
});

test('a push is taken only with Google’s signature, for this address and from the subscription’s account', async () => {
  const from = google.pushed.length;
  google.act('buyer-purchases', { product: SERVICE, plan: 'starter-P1M', buyer: 'Pushing buyer' });
  assert.ok((await notices(from, 1)).length > 0);
  const [genuine] = google.pushed.slice(from);
  assert.ok(genuine);
  const take = (change: Partial<Pushed>, by: Access = access) => readGoogleEvents(by, 'unused', { ...genuine, ...change });
  const account = 'push@simulated-pubsub.iam.gserviceaccount.example';
  assert.equal((await take({}, google.access({ settings: { pushServiceAccount: account } }))).length, 1);

  const bearer = genuine.headers['authorization'] ?? '';
  const [head = '', claims = '', signature = ''] = bearer.replace('Bearer ', '').split('.');
  const forged = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), email: account, extra: 1 })).toString('base64url');
  const noAlgorithm = Buffer.from(JSON.stringify({ alg: 'none', kid: 'x' })).toString('base64url');
  for (const [change, by] of [
    [{ headers: {} }, access],
    [{ headers: { authorization: `Bearer ${head}.${forged}.${signature}` } }, access],
    [{ headers: { authorization: `Bearer ${noAlgorithm}.${claims}.` } }, access],
    [{ url: `${HOOK_PATH}-of-another` }, access],
    [{}, google.access({ settings: { pushAudience: 'https://entente.example/pushes' } })],
    [{}, google.access({ settings: { pushServiceAccount: 'other@project.iam.gserviceaccount.com' } })],
    [{}, google.access({ now: () => new Date(world.clock.now().getTime() + 7_200_000) })],
  ] as const)
    await assert.rejects(
      () => take(change, by),
      (error) => error instanceof OutsideError && error.failure === 'auth',
    );
  // Another provider's message is let go without a trace.
  assert.deepEqual(await take({}, google.access({ account: 'another', settings: {} })), []);
});

test('in the live environment neither tokens nor keys are ever fetched from an address of the connection or of the pasted file', async () => {
  const urls: string[] = [];
  const live = google.access({
    environment: 'live',
    baseUrl: 'https://attacker.example',
    credentials: { serviceAccountJson: JSON.stringify({ ...google.act('create-key'), token_uri: 'https://attacker.example/token' }) },
    request: (request) => {
      urls.push(request.url);
      return Promise.resolve({ status: 400, headers: {}, body: Buffer.from('{"error":"invalid_grant","error_description":"Invalid JWT Signature."}') });
    },
  });
  await assert.rejects(() => port.agreement(live, 'x'), refusedWith('auth', /Make a new key/));
  const [genuine] = google.pushed;
  assert.ok(genuine);
  await assert.rejects(() => readGoogleEvents(live, 'unused', genuine));
  assert.deepEqual(urls, ['https://oauth2.googleapis.com/token', 'https://www.googleapis.com/oauth2/v3/certs']);
});
