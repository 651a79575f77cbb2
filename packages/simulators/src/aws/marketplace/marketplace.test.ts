import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import {
  DescribeAgreementCommand,
  GetAgreementEntitlementsCommand,
  GetAgreementTermsCommand,
  ListAgreementChargesCommand,
  ListAgreementInvoiceLineItemsCommand,
  SearchAgreementsCommand,
} from '@aws-sdk/client-marketplace-agreement';
import { DescribeEntityCommand, ListEntitiesCommand } from '@aws-sdk/client-marketplace-catalog';
import type { EntitySummary } from '@aws-sdk/client-marketplace-catalog';
import { GetEntitlementsCommand } from '@aws-sdk/client-marketplace-entitlement-service';
import { BatchMeterUsageCommand, ResolveCustomerCommand } from '@aws-sdk/client-marketplace-metering';
import {
  authorization,
  buyer,
  cents,
  channelOffer,
  directOffer,
  distributor,
  isv,
  madeBy,
  offerChange,
  productId,
  reseller,
  scene,
} from './marketplace.fixture.ts';
import type { Scene } from './marketplace.fixture.ts';

let world: Scene;
beforeEach(async () => {
  world = await scene();
});
afterEach(() => world.stop());

const sum = (rows: readonly Record<string, string>[]): bigint => rows.reduce((total, row) => total + cents(row['amount']), 0n);
const proposed = (more: { name: string; values: string[] }[] = []): SearchAgreementsCommand =>
  new SearchAgreementsCommand({
    catalog: 'AWSMarketplace',
    filters: [{ name: 'PartyType', values: ['Proposer'] }, { name: 'AgreementType', values: ['PurchaseAgreement'] }, ...more],
  });

test('a direct private offer goes from change set to disbursement, to the cent', async () => {
  const { agreement, entitlement, metering } = world.of(isv);
  const set = await world.changes(isv, directOffer({ usage: true }));
  assert.equal(set.Status, 'SUCCEEDED', JSON.stringify(set.ChangeSet?.flatMap(({ ErrorDetailList }) => ErrorDetailList ?? [])));
  const offerId = madeBy(set);
  const { agreementId } = world.act('accept-offer', { offerId, buyerAccount: buyer }) as { agreementId: string };

  const found = await agreement.send(proposed([{ name: 'OfferId', values: [offerId] }]));
  assert.deepEqual(
    found.agreementViewSummaries?.map((one) => [one.agreementId, one.status, one.acceptor?.accountId]),
    [[agreementId, 'ACTIVE', buyer]],
  );
  const described = await agreement.send(new DescribeAgreementCommand({ agreementId }));
  assert.deepEqual(described.estimatedCharges, { currencyCode: 'USD', agreementValue: '100000.00' });
  assert.equal(described.endTime?.toISOString().slice(0, 10), '2027-11-15');
  const { acceptedTerms = [] } = await agreement.send(new GetAgreementTermsCommand({ agreementId }));
  assert.deepEqual(acceptedTerms.flatMap((term) => Object.keys(term)).toSorted(), [
    'fixedUpfrontPricingTerm',
    'legalTerm',
    'paymentScheduleTerm',
    'usageBasedPricingTerm',
    'validityTerm',
  ]);
  assert.equal(
    acceptedTerms.find((term) => term.paymentScheduleTerm)?.paymentScheduleTerm?.schedule?.[0]?.chargeDate?.toISOString(),
    '2026-11-20T00:00:00.000Z',
  );
  const { items: charges = [] } = await agreement.send(new ListAgreementChargesCommand({ agreementId }));
  assert.deepEqual(
    charges.map(({ amount }) => amount),
    ['33333.33', '66666.67'],
  );

  // The licence comes a minute later, and entitlements with it.
  const product = { ProductCode: await productCode() };
  assert.deepEqual((await entitlement.send(new GetEntitlementsCommand(product))).Entitlements, []);
  world.simulators.control.advance(61_000);
  const [granted] = (await entitlement.send(new GetEntitlementsCommand({ ...product, Filter: { CUSTOMER_AWS_ACCOUNT_ID: [buyer] } }))).Entitlements ?? [];
  assert.deepEqual([granted?.Dimension, granted?.Value?.IntegerValue], ['seats', 250]);
  const token = world.act('register-buyer', { agreementId })['x-amzn-marketplace-token'] as string;
  const resolved = await metering.send(new ResolveCustomerCommand({ RegistrationToken: token }));
  assert.deepEqual([resolved.CustomerAWSAccountId, resolved.LicenseArn, resolved.CustomerIdentifier], [buyer, granted?.LicenseArn, undefined]);
  const [entitled] = (await agreement.send(new GetAgreementEntitlementsCommand({ agreementId }))).agreementEntitlements ?? [];
  assert.deepEqual([entitled?.licenseArn, entitled?.status], [granted?.LicenseArn, 'PROVISIONED']);

  world.simulators.control.advance(6 * 86_400_000);
  const now = world.simulators.world.clock.now();
  const { Results = [] } = await metering.send(
    new BatchMeterUsageCommand({
      UsageRecords: [{ Timestamp: now, Dimension: 'requests', Quantity: 1001, CustomerAWSAccountId: buyer, LicenseArn: granted?.LicenseArn }],
    }),
  );
  assert.deepEqual(
    Results.map(({ Status }) => Status),
    ['Success'],
  );

  world.act('run-invoices');
  const { agreementInvoiceLineItemGroupSummaries: invoices = [] } = await agreement.send(
    new ListAgreementInvoiceLineItemsCommand({ agreementId, groupBy: 'INVOICE_ID' }),
  );
  // 33,333.33 and 1,001 × 0.0123 = 12.3123.
  assert.deepEqual(
    invoices.map(({ pricingCurrencyAmount, invoiceType }) => [pricingCurrencyAmount?.amount, invoiceType]),
    [['33345.64', 'INVOICE']],
  );
  assert.deepEqual(world.act('run-disbursement')['disbursements'], [], 'nothing is paid out before the buyer pays');
  world.act('pay-invoices');
  world.act('run-disbursement');
  const feed = await world.feed(isv);
  assert.deepEqual(
    feed.filter(({ action }) => action === 'INVOICED').map((row) => [row['transaction_type'], row['amount'], row['balance_impacting']]),
    [
      ['SELLER_REV_SHARE', '33345.64', '1'],
      ['AWS_REV_SHARE', '-1000.37', '1'],
    ],
  );
  const paid = feed.find((row) => row['transaction_type'] === 'DISBURSEMENT');
  assert.equal(paid?.['amount'], '32345.27');
  assert.equal(sum(feed.filter((row) => row['action'] === 'DISBURSED')), 0n);
  assert.equal(sum(feed.filter((row) => row['balance_impacting'] === '1')), 0n, 'nothing is left pending');
  assert.deepEqual(world.act('run-disbursement')['disbursements'], [], 'nothing is paid out twice');
});

async function productCode(): Promise<string> {
  const product = await world.of(isv).catalog.send(new DescribeEntityCommand({ Catalog: 'AWSMarketplace', EntityId: productId }));
  return (product.DetailsDocument as { Description: { ProductCode: string } }).Description.ProductCode;
}

test('a channel private offer: two accounts, one buyer, each in its own books', async () => {
  const granted = await world.changes(isv, authorization());
  assert.equal(granted.Status, 'SUCCEEDED', JSON.stringify(granted.ChangeSet));
  const authorizationId = madeBy(granted);
  const stolen = await world.changes(distributor, channelOffer(authorizationId));
  assert.equal(stolen.Status, 'FAILED', 'another account cannot use the authorization');
  const offered = await world.changes(reseller, channelOffer(authorizationId));
  assert.equal(offered.Status, 'SUCCEEDED', JSON.stringify(offered.ChangeSet));
  const again = await world.changes(reseller, channelOffer(authorizationId));
  assert.match(again.ChangeSet?.[0]?.ErrorDetailList?.[0]?.ErrorMessage ?? '', /one-time resale authorization has been used/);

  const { agreementId } = world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer }) as { agreementId: string };
  assert.equal((await world.of(isv).agreement.send(proposed())).agreementViewSummaries?.length, 0, 'the manufacturer proposed nothing');
  assert.equal((await world.of(reseller).agreement.send(proposed())).agreementViewSummaries?.[0]?.agreementId, agreementId);
  assert.equal((await world.of(isv).agreement.send(new DescribeAgreementCommand({ agreementId }))).estimatedCharges, undefined);
  await assert.rejects(world.of(isv).agreement.send(new GetAgreementTermsCommand({ agreementId })), { name: 'AccessDeniedException' });

  world.simulators.control.advance(6 * 86_400_000);
  world.act('run-invoices');
  world.act('pay-invoices');
  world.act('run-disbursement');
  const own = await world.feed(reseller);
  // 108,000 and 8 percent; 1 percent of the margin of 8,640 is the fee.
  assert.deepEqual(
    own.filter(({ action }) => action === 'INVOICED').map((row) => [row['transaction_type'], row['from_account_id'], row['to_account_id'], row['amount']]),
    [
      ['SELLER_REV_SHARE', buyer, reseller, '116640.00'],
      ['SELLER_REV_SHARE', reseller, isv, '-108000.00'],
      ['AWS_REV_SHARE', reseller, 'AWS', '-86.40'],
    ],
  );
  assert.equal(own.find((row) => row['transaction_type'] === 'DISBURSEMENT')?.['amount'], '8553.60');
  const theirs = await world.feed(isv);
  assert.deepEqual(
    theirs
      .filter(({ action }) => action === 'INVOICED')
      .map((row) => [row['transaction_type'], row['from_account_id'], row['amount'], row['end_user_account_id']]),
    [
      ['SELLER_REV_SHARE', reseller, '108000.00', ''],
      ['AWS_REV_SHARE', isv, '-3240.00', ''],
    ],
  );
  assert.equal(theirs.find((row) => row['transaction_type'] === 'DISBURSEMENT')?.['amount'], '104760.00');
});

test('through a distributor the chain has three sellers, and what the buyer pays is shared out completely', async () => {
  const first = await world.changes(isv, authorization({ reseller: distributor, role: 'Distributor', price: '1000.01' }));
  world.act('distributor-authorizes', { resaleAuthorizationId: madeBy(first), resellerAccount: reseller, markup: '3.3' });
  world.simulators.control.advance(10_000);
  const [passedOn] = (await authorizationsOf(reseller)).filter(({ ResaleAuthorizationSummary }) => ResaleAuthorizationSummary?.ResellerAccountID === reseller);
  assert.deepEqual(
    [
      passedOn?.ResaleAuthorizationSummary?.SourceAuthorization,
      passedOn?.ResaleAuthorizationSummary?.IssuerAccountId,
      passedOn?.ResaleAuthorizationSummary?.ManufacturerAccountId,
    ],
    [madeBy(first), distributor, isv],
  );
  const offered = await world.changes(reseller, channelOffer(passedOn?.EntityId ?? '', '7.7'));
  assert.equal(offered.Status, 'SUCCEEDED', JSON.stringify(offered.ChangeSet));
  world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer });
  world.simulators.control.advance(6 * 86_400_000);
  world.act('run-invoices');
  world.act('pay-invoices');
  world.act('run-disbursement');
  const feeds = await Promise.all([reseller, distributor, isv].map((account) => world.feed(account)));
  const revenue = feeds.map((rows) =>
    rows.filter((row) => row['action'] === 'INVOICED' && row['transaction_type'] === 'SELLER_REV_SHARE').map((row) => row['amount']),
  );
  assert.deepEqual(revenue, [['1112.55', '-1033.01'], ['1033.01', '-1000.01'], ['1000.01']]);
  const paid = feeds.reduce((total, rows) => total + sum(rows.filter((row) => row['transaction_type'] === 'DISBURSEMENT')), 0n);
  const fees = feeds.reduce(
    (total, rows) => total + sum(rows.filter((row) => row['action'] === 'INVOICED' && row['transaction_type'] === 'AWS_REV_SHARE')),
    0n,
  );
  assert.equal(paid - fees, 111_255n);
});

async function authorizationsOf(account: string): Promise<EntitySummary[]> {
  return (
    (await world.of(account).catalog.send(new ListEntitiesCommand({ Catalog: 'AWSMarketplace', EntityType: 'ResaleAuthorization' }))).EntitySummaryList ?? []
  );
}

test('a replacement offer ends the old agreement, keeps its chain and charges nothing further for it', async () => {
  const first = world.act('accept-offer', { offerId: madeBy(await world.changes(isv, directOffer())), buyerAccount: buyer }) as { agreementId: string };
  const create = offerChange('CreateReplacementOffer', { AgreementId: first.agreementId, Name: 'More' }, 'New');
  const second = world.act('accept-offer', {
    offerId: madeBy(await world.changes(isv, directOffer({ create, schedule: [['2026-12-01', '5.00']] }))),
    buyerAccount: buyer,
  }) as { agreementId: string };
  const { agreement } = world.of(isv);
  assert.equal((await agreement.send(new DescribeAgreementCommand({ agreementId: first.agreementId }))).status, 'REPLACED');
  assert.equal((await agreement.send(new DescribeAgreementCommand({ agreementId: second.agreementId }))).initialAgreementId, first.agreementId);
  const { items = [] } = await agreement.send(new ListAgreementChargesCommand({}));
  assert.deepEqual(
    items.map(({ amount }) => amount),
    ['5.00'],
  );
});

test('a refund takes back what was shared out, from everybody', async () => {
  const offered = await world.changes(reseller, channelOffer(madeBy(await world.changes(isv, authorization()))));
  world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer });
  world.simulators.control.advance(6 * 86_400_000);
  const [{ id }] = world.act('run-invoices')['invoices'] as [{ id: string }];
  assert.throws(() => world.act('refund-invoice', { invoiceId: id, amount: '116640.01' }), /At most 116640.00/);
  world.act('refund-invoice', { invoiceId: id });
  for (const account of [isv, reseller]) {
    const rows = await world.feed(account);
    assert.equal(sum(rows), 0n);
    for (const refund of rows.filter((row) => row['transaction_type']?.endsWith('_REFUND')))
      assert.ok(rows.some((row) => row['billing_event_id'] === refund['parent_billing_event_id']));
  }
});

test('notices are those captured in the field: no product, no licence, and the licence a minute later', async () => {
  const seen: { 'detail-type': string; account: string; time: string; detail: Record<string, Record<string, unknown>> }[] = [];
  const receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push(JSON.parse(Buffer.concat(chunks).toString()) as (typeof seen)[number]);
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  try {
    world.simulators.control.subscribe({ simulator: 'aws', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret: 'secret' });
    const offered = await world.changes(reseller, channelOffer(madeBy(await world.changes(isv, authorization()))));
    const { agreementId } = world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer }) as { agreementId: string };
    world.simulators.control.advance(61_000);
    world.act('cancel-agreement', { agreementId });
    world.simulators.control.advance(3_600_000);
    await world.simulators.control.settle();
    assert.deepEqual(
      seen.map((event) => `${event['detail-type']} → ${event.account}`),
      [
        `Change Set Succeeded → ${isv}`,
        `Change Set Succeeded → ${reseller}`,
        `Offer Released → ${reseller}`,
        `Offer Released → ${isv}`,
        `Offer Released → ${buyer}`,
        `Purchase Agreement Created - Proposer → ${reseller}`,
        `Purchase Agreement Created - Manufacturer → ${isv}`,
        `Purchase Agreement Created - Acceptor → ${buyer}`,
        `License Updated - Manufacturer → ${isv}`,
        `Purchase Agreement Ended - Proposer → ${reseller}`,
        `Purchase Agreement Ended - Manufacturer → ${isv}`,
        `Purchase Agreement Ended - Acceptor → ${buyer}`,
        `License Deprovisioned - Manufacturer → ${isv}`,
      ],
    );
    const created = seen.find((event) => event['detail-type'] === 'Purchase Agreement Created - Manufacturer');
    assert.deepEqual([created?.detail['product'], created?.detail['license'], created?.detail['agreement']?.['id']], [undefined, undefined, agreementId]);
    assert.ok(created?.detail['resaleAuthorization']?.['id']);
    assert.equal(seen.find((event) => event['detail-type'] === 'Purchase Agreement Ended - Proposer')?.detail['offer'], undefined);
  } finally {
    receiver.close();
  }
});

test('an offer that expired cannot be accepted, nor by a buyer it is not for', async () => {
  const offerId = madeBy(await world.changes(isv, directOffer()));
  assert.throws(() => world.act('accept-offer', { offerId, buyerAccount: '999999999999' }), /not for the account/);
  assert.equal(world.act('view-offer', { offerId, buyerAccount: buyer })['total'], '100000.00');
  world.act('let-offer-expire', { offerId });
  assert.throws(() => world.act('accept-offer', { offerId, buyerAccount: buyer }), /expired/);
});

test('agreements run out or renew by the clock', async () => {
  const changes = directOffer({ schedule: [['2026-11-20', '120.00']] });
  changes.splice(-1, 0, offerChange('UpdateRenewalTerms', { Terms: [{ Type: 'RenewalTerm' }] }));
  const offerId = madeBy(await world.changes(isv, changes));
  const { agreementId } = world.act('accept-offer', { offerId, buyerAccount: buyer, autoRenew: 'yes' }) as { agreementId: string };
  world.simulators.control.advance(366 * 86_400_000);
  const { agreementViewSummaries: all = [] } = await world.of(isv).agreement.send(proposed());
  assert.deepEqual(
    all.map(({ status, initialAgreementId }) => [status, initialAgreementId]),
    [
      ['ACTIVE', agreementId],
      ['RENEWED', agreementId],
    ],
  );
  const { items = [] } = await world.of(isv).agreement.send(new ListAgreementChargesCommand({ agreementId: all[0]?.agreementId }));
  assert.deepEqual(
    items.map(({ amount, time }) => [amount, time?.toISOString().slice(0, 10)]),
    [['120.00', '2027-11-20']],
    'the instalment is as long after the start as it was the first time',
  );
  world.act('set-auto-renew', { agreementId: all[0]?.agreementId ?? '', autoRenew: 'no' });
  world.simulators.control.advance(366 * 86_400_000);
  const { agreementViewSummaries: later = [] } = await world.of(isv).agreement.send(proposed([{ name: 'Status', values: ['EXPIRED'] }]));
  assert.deepEqual(
    later.map((one) => one.agreementId),
    [all[0]?.agreementId],
  );
});

test('searches page, and refuse what the reference does not allow', async () => {
  const { agreement } = world.of(buyer);
  for (let count = 0; count < 3; count += 1) world.act('accept-offer', { offerId: madeBy(await world.changes(isv, directOffer())), buyerAccount: buyer });
  const filters = [
    { name: 'PartyType', values: ['Acceptor'] },
    { name: 'AgreementType', values: ['PurchaseAgreement'] },
  ];
  const first = await agreement.send(new SearchAgreementsCommand({ filters, maxResults: 2 }));
  const second = await agreement.send(new SearchAgreementsCommand({ filters, maxResults: 2, nextToken: first.nextToken }));
  assert.deepEqual([first.agreementViewSummaries?.length, second.agreementViewSummaries?.length, second.nextToken], [2, 1, undefined]);
  await assert.rejects(agreement.send(new SearchAgreementsCommand({ filters: filters.slice(1) })), {
    name: 'ValidationException',
    reason: 'MISSING_PARTY_TYPE',
  });
  await assert.rejects(agreement.send(new SearchAgreementsCommand({ filters: [...filters, { name: 'LicenseArn', values: ['arn:aws:x'] }] })), {
    reason: 'UNSUPPORTED_FILTERS',
  });
  await assert.rejects(agreement.send(new SearchAgreementsCommand({ filters, maxResults: 51 })), { reason: 'INVALID_MAX_RESULTS' });
  await assert.rejects(agreement.send(new DescribeAgreementCommand({ agreementId: 'agmt-unknown' })), { name: 'ResourceNotFoundException' });
});

test('everything survives being saved and loaded', async () => {
  const offerId = madeBy(await world.changes(isv, directOffer()));
  world.act('accept-offer', { offerId, buyerAccount: buyer });
  const aws = world.simulators.simulators.get('aws');
  const saved = JSON.parse(JSON.stringify(aws?.save())) as unknown;
  const shown = (): unknown => aws?.records().filter(({ title }) => title !== 'Accounts');
  const before = shown();
  aws?.reset();
  aws?.load(saved);
  assert.deepEqual(shown(), before);
});

test('a configurable offer is bought in quantities, and amended by the buyer', async () => {
  const term = {
    Type: 'ConfigurableUpfrontPricingTerm',
    CurrencyCode: 'USD',
    RateCards: [
      {
        Selector: { Type: 'Duration', Value: 'P12M' },
        Constraints: { MultipleDimensionSelection: 'Allowed', QuantityConfiguration: 'Allowed' },
        RateCard: [{ DimensionKey: 'seats', Price: '12.50' }],
      },
    ],
  };
  const changes = directOffer().flatMap((one) => {
    if (one.ChangeType === 'UpdatePaymentScheduleTerms') return [];
    return one.ChangeType === 'UpdatePricingTerms' ? [offerChange('UpdatePricingTerms', { PricingModel: 'Contract', Terms: [term] })] : [one];
  });
  const offerId = madeBy(await world.changes(isv, changes));
  assert.throws(() => world.act('accept-offer', { offerId, buyerAccount: buyer }), /must choose quantities/);
  const { agreementId, value } = world.act('accept-offer', { offerId, buyerAccount: buyer, quantities: 'seats=10' }) as { agreementId: string; value: string };
  assert.equal(value, '125.00');
  world.simulators.control.advance(3_600_000);
  assert.throws(() => world.act('amend-agreement', { agreementId, quantities: 'seats=9' }), /can only add/);
  world.act('amend-agreement', { agreementId, quantities: 'seats=14' });
  const { items = [] } = await world.of(isv).agreement.send(new ListAgreementChargesCommand({ agreementId }));
  assert.deepEqual(
    items.map(({ amount }) => amount),
    ['125.00', '50.00'],
  );
  const { acceptedTerms = [] } = await world.of(isv).agreement.send(new GetAgreementTermsCommand({ agreementId }));
  assert.deepEqual(acceptedTerms.find((one) => one.configurableUpfrontPricingTerm)?.configurableUpfrontPricingTerm?.configuration, {
    selectorValue: 'P12M',
    dimensions: [{ dimensionKey: 'seats', dimensionValue: 14 }],
  });
});

test('a reseller may let the buyer pay on other dates; what it owes upstream follows, and adds up', async () => {
  const changes = channelOffer(madeBy(await world.changes(isv, authorization({ price: '100.00' }))), '0');
  const schedule = (amounts: string[]): ReturnType<typeof offerChange> =>
    offerChange('UpdatePaymentScheduleTerms', {
      Terms: [
        {
          Type: 'PaymentScheduleTerm',
          CurrencyCode: 'USD',
          Schedule: amounts.map((ChargeAmount, index) => ({ ChargeDate: `2026-12-0${index + 1}`, ChargeAmount })),
        },
      ],
    });
  const failed = await world.changes(reseller, [...changes, schedule(['33.00', '33.00', '33.00'])]);
  assert.deepEqual(
    failed.ChangeSet?.flatMap(({ ErrorDetailList }) => ErrorDetailList?.map(({ ErrorCode }) => ErrorCode) ?? []),
    ['INVALID_SCHEDULED_PAYMENTS'],
  );
  const offered = await world.changes(reseller, [...changes, schedule(['37.00', '37.00', '37.00'])]);
  world.act('accept-offer', { offerId: madeBy(offered), buyerAccount: buyer });
  for (const days of [16, 1, 1]) {
    world.simulators.control.advance(days * 86_400_000);
    world.act('run-invoices');
  }
  assert.deepEqual(
    (await world.feed(isv)).filter((row) => row['transaction_type'] === 'SELLER_REV_SHARE').map((row) => row['amount']),
    ['33.33', '33.34', '33.33'],
  );
});

test('a vendor alone plays the reseller too, and notices may come late or before their agreement', async () => {
  const authorizationId = madeBy(await world.changes(isv, authorization()));
  const started = world.act('reseller-offers', { resaleAuthorizationId: authorizationId, buyerAccount: buyer, markup: '10' });
  assert.ok(started['ChangeSetId']);
  world.simulators.control.advance(10_000);
  const [offer] = (await world.of(reseller).catalog.send(new ListEntitiesCommand({ Catalog: 'AWSMarketplace', EntityType: 'Offer' }))).EntitySummaryList ?? [];
  const { value } = world.act('accept-offer', { offerId: offer?.EntityId ?? '', buyerAccount: buyer, notices: 'licence first' });
  assert.equal(value, '118800.00');
  world.simulators.control.advance(61_000);
  world.simulators.control.advance(60_000);
  const types = world.simulators.world.events.recent().map(({ type }) => type);
  assert.ok(
    types.indexOf('License Updated - Manufacturer') > types.indexOf('Purchase Agreement Created - Proposer'),
    'newest first: the licence came before the agreement',
  );
});
