import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import {
  CancelChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeEntityCommand,
  ListChangeSetsCommand,
  ListEntitiesCommand,
  StartChangeSetCommand,
} from '@aws-sdk/client-marketplace-catalog';
import type { Change, DescribeEntityCommandOutput, StartChangeSetCommandOutput } from '@aws-sdk/client-marketplace-catalog';
import {
  authorization,
  authorizationChange,
  buyer,
  channelOffer,
  directOffer,
  distributor,
  isv,
  madeBy,
  offerChange,
  offerSetChange,
  productId,
  reseller,
  scene,
  usageTerm,
} from './marketplace.fixture.ts';
import type { Scene } from './marketplace.fixture.ts';

let world: Scene;
beforeEach(async () => {
  world = await scene();
});
afterEach(() => world.stop());

const Catalog = 'AWSMarketplace';
const start = (
  changes: Change[],
  more: { ClientRequestToken?: string; ChangeSetName?: string; Intent?: 'VALIDATE' } = {},
  account = isv,
): Promise<StartChangeSetCommandOutput> => world.of(account).catalog.send(new StartChangeSetCommand({ Catalog, ChangeSet: changes, ...more }));
const statusOf = async (id: string | undefined): Promise<string | undefined> =>
  (await world.of(isv).catalog.send(new DescribeChangeSetCommand({ Catalog, ChangeSetId: id }))).Status;
const draft = async (): Promise<string> => madeBy(await world.changes(isv, [offerChange('CreateOffer', { ProductId: productId, Name: 'Draft' }, 'New')]));
const errorsOf = (set: { ChangeSet?: { ErrorDetailList?: { ErrorCode?: string }[] | undefined }[] | undefined }): (string | undefined)[] =>
  (set.ChangeSet ?? []).flatMap(({ ErrorDetailList }) => (ErrorDetailList ?? []).map(({ ErrorCode }) => ErrorCode));

test('a change set is prepared, applied, and ends; identifiers carry their revision', async () => {
  const { ChangeSetId, ChangeSetArn } = await start(directOffer(), { ChangeSetName: 'deal-7' });
  assert.equal(ChangeSetArn, `arn:aws:aws-marketplace:us-east-1:${isv}:AWSMarketplace/ChangeSet/${ChangeSetId ?? ''}`);
  assert.equal(await statusOf(ChangeSetId), 'PREPARING');
  world.simulators.control.advance(4000);
  assert.equal(await statusOf(ChangeSetId), 'APPLYING');
  await assert.rejects(world.of(isv).catalog.send(new CancelChangeSetCommand({ Catalog, ChangeSetId })), { name: 'ResourceInUseException' });
  world.simulators.control.advance(4000);
  const ended = await world.of(isv).catalog.send(new DescribeChangeSetCommand({ Catalog, ChangeSetId }));
  assert.deepEqual(
    [ended.Status, ended.ChangeSetName, ended.StartTime, ended.EndTime],
    ['SUCCEEDED', 'deal-7', '2026-11-15T12:00:00Z', '2026-11-15T12:00:08Z'],
  );
  const identifier = ended.ChangeSet?.at(-1)?.Entity?.Identifier ?? '';
  assert.match(identifier, /^offer-[a-z2-7]{13}@1$/);
  const offer = await world.of(isv).catalog.send(new DescribeEntityCommand({ Catalog, EntityId: madeBy(ended) }));
  assert.deepEqual([offer.EntityType, offer.EntityIdentifier, (offer.DetailsDocument as { State: string }).State], ['Offer@1.0', identifier, 'Released']);
  assert.deepEqual(JSON.parse(offer.Details ?? ''), offer.DetailsDocument);
  const listed = await world.of(isv).catalog.send(new ListChangeSetsCommand({ Catalog, FilterList: [{ Name: 'EntityId', ValueList: [madeBy(ended)] }] }));
  assert.deepEqual(
    listed.ChangeSetSummaryList?.map((one) => one.ChangeSetId),
    [ChangeSetId],
  );
});

test('the same token gives the same change set; with another request it is refused', async () => {
  const first = await start(directOffer(), { ClientRequestToken: 'deal-7:offer:v1' });
  assert.equal((await start(directOffer(), { ClientRequestToken: 'deal-7:offer:v1' })).ChangeSetId, first.ChangeSetId);
  await assert.rejects(start(directOffer().slice(0, 1), { ClientRequestToken: 'deal-7:offer:v1' }), { name: 'ValidationException' });
});

test('an entity is locked while a change set runs on it, and free afterwards', async () => {
  const id = await draft();
  const rename = (name: string): Change[] => [offerChange('UpdateInformation', { Name: name }, undefined, id)];
  await start(rename('First'));
  await assert.rejects(
    start(rename('Second')),
    (error: { name: string; $metadata: { httpStatusCode: number } }) => error.name === 'ResourceInUseException' && error.$metadata.httpStatusCode === 423,
  );
  world.simulators.control.advance(10_000);
  await start([offerChange('UpdateInformation', { Name: 'Third' }, undefined, `${id}@2`)]);
});

test('a set that fails changes nothing, and every change says what is wrong with it', async () => {
  const changes = directOffer().filter(({ ChangeType }) => ChangeType !== 'UpdateLegalTerms' && ChangeType !== 'UpdateAvailability');
  const set = await world.changes(isv, changes);
  assert.deepEqual([set.Status, set.FailureCode], ['FAILED', 'CLIENT_ERROR']);
  assert.deepEqual(errorsOf(set), ['MISSING_MANDATORY_RULES', 'MISSING_MANDATORY_TERMS']);
  const { EntitySummaryList } = await world.of(isv).catalog.send(new ListEntitiesCommand({ Catalog, EntityType: 'Offer' }));
  assert.deepEqual(EntitySummaryList, []);
});

test('what is wrong with the request itself is told at once, with status 422 and the field', async () => {
  const refused = async (changes: Change[], field: RegExp): Promise<void> => {
    await assert.rejects(
      start(changes),
      (error: { name: string; ValidationExceptionFieldList?: { Field?: string }[]; $metadata: { httpStatusCode: number } }) => {
        assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['ValidationException', 422]);
        assert.match(error.ValidationExceptionFieldList?.map(({ Field }) => Field).join(' ') ?? '', field);
        return true;
      },
    );
    world.simulators.control.advance(1000);
  };
  const id = await draft();
  const update = (type: string, details: unknown): Change[] => [offerChange(type, details, undefined, id)];
  await refused(update('UpdateNothing', {}), /ChangeType/);
  await refused(update('UpdateInformation', { Name: 'x'.repeat(151) }), /Name/);
  await refused(update('UpdateInformation', { Nam: 'x' }), /DetailsDocument/);
  await refused([...directOffer().slice(0, 1), offerChange('UpdateAvailability', { AvailabilityEndDate: '2026-11-14' })], /AvailabilityEndDate/);
  await refused(update('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: ['42'] } }), /BuyerAccounts\[0\]/);
  await refused(update('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [{ Type: 'LegalTerm' }] }), /Terms\[0\]\.Type/);
  await refused(update('UpdateMarkup', { Percentage: 'eight' }), /Percentage/);
  await refused([offerChange('ReleaseOffer', {})], /Identifier/);
  await refused([{ ChangeType: 'ReleaseOffer', Entity: { Type: 'Offer@1.0', Identifier: id }, Details: '{}', DetailsDocument: {} }], /Details/);
  await refused(
    Array.from({ length: 21 }, () => offerChange('UpdateInformation', { Name: 'x' }, undefined, id)),
    /ChangeSet/,
  );
  await assert.rejects(start([{ ChangeType: 'CreateThing', Entity: { Type: 'Thing@1.0' }, DetailsDocument: {} }]), { name: 'ResourceNotSupportedException' });
  await assert.rejects(start(update('UpdateInformation', { Name: 'x' }), { Intent: 'VALIDATE' }), { name: 'ValidationException' });
  await assert.rejects(start(update('UpdateInformation', { Name: 'x' }), {}, reseller), { name: 'ResourceNotFoundException' });
});

test('business rules are found while the set is applied', async () => {
  const codes = async (changes: Change[], account = isv): Promise<(string | undefined)[]> => errorsOf(await world.changes(account, changes));
  const swap = (type: string, details: unknown): Change[] => directOffer().map((one) => (one.ChangeType === type ? offerChange(type, details) : one));
  const fixed = {
    Type: 'FixedUpfrontPricingTerm',
    CurrencyCode: 'USD',
    Price: '99999.99',
    Duration: 'P12M',
    Grants: [{ DimensionKey: 'seats', MaxQuantity: 1 }],
  };
  assert.deepEqual(await codes(directOffer(), reseller), ['INCOMPATIBLE_PRODUCT']);
  assert.deepEqual(await codes(swap('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [fixed] })), ['INVALID_SCHEDULED_PAYMENTS']);
  assert.deepEqual(await codes(swap('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [{ ...fixed, Price: '100000.00' }] })), []);
  assert.deepEqual(await codes(swap('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [{ ...fixed, Price: '0', CurrencyCode: 'EUR' }] })), [
    'INVALID_CURRENCY_CODE',
  ]);
  assert.deepEqual(
    await codes(
      swap('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [{ ...fixed, Price: '0', Grants: [{ DimensionKey: 'chairs', MaxQuantity: 1 }] }] }),
    ),
    ['INVALID_DIMENSIONS'],
  );
  assert.deepEqual(await codes(swap('UpdateValidityTerms', { Terms: [{ Type: 'ValidityTerm', AgreementDuration: 'P24M' }] })), ['INCOMPATIBLE_TERMS']);
  assert.deepEqual(
    await codes(
      swap('UpdatePaymentScheduleTerms', {
        Terms: [{ Type: 'PaymentScheduleTerm', CurrencyCode: 'USD', Schedule: [1, 2].map(() => ({ ChargeDate: '2027-01-01', ChargeAmount: '1' })) }],
      }),
    ),
    ['DUPLICATE_CHARGE_DATES'],
  );
});

test('a released offer can only be given another expiry; one in the past takes it back', async () => {
  const id = madeBy(await world.changes(isv, directOffer()));
  assert.deepEqual(errorsOf(await world.changes(isv, [offerChange('UpdateInformation', { Name: 'Other' }, undefined, id)])), ['INCOMPATIBLE_STATUS']);
  assert.equal((await world.changes(isv, [offerChange('UpdateAvailability', { AvailabilityEndDate: '2027-01-31' }, undefined, id)])).Status, 'SUCCEEDED');
  assert.equal((await world.changes(isv, [offerChange('UpdateAvailability', { AvailabilityEndDate: '2026-11-14' }, undefined, id)])).Status, 'SUCCEEDED');
  assert.throws(() => world.act('accept-offer', { offerId: id, buyerAccount: buyer }), /expired/i);
});

test('an authorization binds its reseller: buyers, prices, and no more once restricted', async () => {
  const id = madeBy(await world.changes(isv, authorization({ multi: true })));
  const targeting = (account: string): Change[] => [
    ...channelOffer(id).slice(0, 1),
    offerChange('UpdateTargeting', { PositiveTargeting: { BuyerAccounts: [account] } }),
  ];
  assert.deepEqual(errorsOf(await world.changes(reseller, targeting('888888888888'))), ['INCOMPATIBLE_BUYER_TARGETING']);
  assert.deepEqual(
    errorsOf(
      await world.changes(reseller, [...channelOffer(id).slice(0, 1), offerChange('UpdatePricingTerms', { PricingModel: 'Usage', Terms: [usageTerm()] })]),
    ),
    ['INCOMPATIBLE_TERMS'],
  );
  const offerId = madeBy(await world.changes(reseller, channelOffer(id)));
  assert.equal((await world.changes(isv, [authorizationChange('RestrictResaleAuthorization', {}, undefined, id)])).Status, 'SUCCEEDED');
  assert.deepEqual(errorsOf(await world.changes(reseller, channelOffer(id))), ['INCOMPATIBLE_RESALE_AUTHORIZATION']);
  assert.ok(world.act('accept-offer', { offerId, buyerAccount: buyer })['agreementId'], 'an existing offer stays');
  assert.deepEqual(
    errorsOf(
      await world.changes(distributor, [
        authorizationChange('CreateResaleAuthorization', { ProductId: productId, Name: 'Own', ResellerAccountId: reseller, SourceAuthorization: id }, 'New'),
      ]),
    ),
    ['RESALE_AUTHORIZATION_NOT_FOUND'],
  );
});

test('an authorization that has expired cannot be used', async () => {
  const id = madeBy(await world.changes(isv, authorization({ multi: true })));
  world.simulators.control.advance(60 * 86_400_000);
  assert.deepEqual(errorsOf(await world.changes(reseller, channelOffer(id).slice(0, 1))), ['INCOMPATIBLE_RESALE_AUTHORIZATION']);
});

test('an offer set takes the offers that were made for it, and is accepted at once', async () => {
  const setId = madeBy(await world.changes(isv, [offerSetChange('CreateOfferSet', { Name: 'Bundle' }, 'New')]));
  const create = offerChange('CreateOffer', { ProductId: productId, Name: 'Part', OfferSetId: setId }, 'New');
  const parts = [madeBy(await world.changes(isv, directOffer({ create }))), madeBy(await world.changes(isv, directOffer({ create })))];
  const foreign = madeBy(await world.changes(isv, directOffer()));
  const associate = (ids: string[]): Change => offerSetChange('AssociateOffers', { Offers: ids.map((OfferId) => ({ OfferId })) }, undefined, setId);
  assert.deepEqual(errorsOf(await world.changes(isv, [associate([foreign])])), ['INCOMPATIBLE_OFFER_SET_REFERENCE']);
  assert.equal((await world.changes(isv, [associate(parts), offerSetChange('ReleaseOfferSet', {}, undefined, setId)])).Status, 'SUCCEEDED');
  assert.equal((world.act('accept-offer-set', { offerSetId: setId, buyerAccount: buyer })['agreementIds'] as string[]).length, 2);
});

test('a sixth change set within a second is throttled, unless quotas are off', async () => {
  const one = (): Promise<StartChangeSetCommandOutput> => start([offerChange('CreateOffer', { ProductId: productId }, 'New')]);
  for (let count = 0; count < 5; count += 1) await one();
  await assert.rejects(
    one(),
    (error: { name: string; $metadata: { httpStatusCode: number } }) => error.name === 'ThrottlingException' && error.$metadata.httpStatusCode === 429,
  );
  world.simulators.control.setFaults('aws', { quotas: false });
  await one();
});

test('lists are filtered, sorted and paged', async () => {
  for (const Name of ['Beta', 'Alpha', 'Gamma']) await world.changes(isv, [offerChange('CreateOffer', { ProductId: productId, Name }, 'New')]);
  const list = async (more: object): Promise<[(string | undefined)[], string | undefined]> => {
    const answer = await world
      .of(isv)
      .catalog.send(
        new ListEntitiesCommand({ Catalog, EntityType: 'Offer', EntityTypeSort: { OfferSort: { SortBy: 'Name', SortOrder: 'ASCENDING' } }, ...more }),
      );
    return [answer.EntitySummaryList?.map(({ OfferSummary }) => OfferSummary?.Name) ?? [], answer.NextToken];
  };
  const [first, NextToken] = await list({ MaxResults: 2 });
  assert.deepEqual(first, ['Alpha', 'Beta']);
  assert.deepEqual(await list({ MaxResults: 2, NextToken }), [['Gamma'], undefined]);
  assert.deepEqual((await list({ EntityTypeFilters: { OfferFilters: { Name: { WildCardValue: 'ta' } } } }))[0], ['Beta']);
  assert.deepEqual((await list({ EntityTypeFilters: { OfferFilters: { State: { ValueList: ['Released'] } } } }))[0], []);
});

test('reads may lag behind a change set that has succeeded', async () => {
  world.simulators.control.setFaults('aws', { readLagMs: 3000 });
  const id = await draft();
  const read = (): Promise<DescribeEntityCommandOutput> => world.of(isv).catalog.send(new DescribeEntityCommand({ Catalog, EntityId: id }));
  await assert.rejects(read(), { name: 'ResourceNotFoundException' });
  world.simulators.control.advance(3000);
  assert.equal((await read()).EntityIdentifier, `${id}@1`);
});
