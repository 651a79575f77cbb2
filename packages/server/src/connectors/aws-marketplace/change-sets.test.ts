import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CommercialQuote, ResaleGrant } from '../../modules/marketplaces/index.ts';
import { minorOf } from './catalog.ts';
import { amountText, grantChanges, offerChanges, ownIssues, percentText, resaleChanges, withdrawChanges } from './change-sets.ts';
import { readNotice } from './notices.ts';

const quote: CommercialQuote = {
  reference: 'r',
  name: 'Deal 42',
  description: null,
  productId: 'prod-exampleabc123',
  baseOfferId: null,
  buyerAccount: '000000000042',
  currency: 'USD',
  lines: [{ dimension: 'seats', description: 'Seats', quantity: 250, unitPriceMinor: 48_000n, amountMinor: 12_000_000n }],
  totalMinor: 12_000_000n,
  termMonths: 12,
  startsOn: null,
  instalments: [
    { dueOn: '2027-01-01', amountMinor: 8_000_000n },
    { dueOn: '2027-05-01', amountMinor: 4_000_000n },
  ],
  eula: { kind: 'standard', version: '2022-07-14' },
  expiresOn: '2026-12-31',
  replaces: null,
  today: '2026-11-15',
};
const types = (changes: readonly { ChangeType: string }[]): string[] => changes.map((change) => change.ChangeType);
const details = (changes: ReturnType<typeof offerChanges>, type: string) => changes.find((change) => change.ChangeType === type)?.DetailsDocument;

test('an offer is one change set that ends with its release', () => {
  const changes = offerChanges(quote);
  assert.deepEqual(types(changes), [
    'CreateOffer',
    'UpdateInformation',
    'UpdateTargeting',
    'UpdatePricingTerms',
    'UpdatePaymentScheduleTerms',
    'UpdateLegalTerms',
    'UpdateValidityTerms',
    'UpdateAvailability',
    'ReleaseOffer',
  ]);
  assert.deepEqual(details(changes, 'UpdatePricingTerms'), {
    PricingModel: 'Contract',
    Terms: [{ Type: 'FixedUpfrontPricingTerm', CurrencyCode: 'USD', Price: '0.0', Duration: 'P12M', Grants: [{ DimensionKey: 'seats', MaxQuantity: 250 }] }],
  });
  const replacing = offerChanges({ ...quote, replaces: 'agmt-1', instalments: [] });
  assert.deepEqual(types(replacing).slice(0, 3), ['CreateReplacementOffer', 'UpdateInformation', 'UpdatePricingTerms']);
});

test('how often an authorisation may be used is said by its availability', () => {
  const grant: ResaleGrant = { ...quote, resellerAccount: '000000000077', usage: 'one_time', until: null, buyerAccount: null };
  assert.deepEqual(details(grantChanges(grant), 'UpdateAvailability'), { OffersMaxQuantity: 1 });
  assert.deepEqual(details(grantChanges({ ...grant, usage: 'until', until: '2027-01-01' }), 'UpdateAvailability'), { AvailabilityEndDate: '2027-01-01' });
  assert.equal(details(grantChanges({ ...grant, usage: 'open' }), 'UpdateAvailability'), undefined);
  assert.deepEqual(details(resaleChanges({ ...quote, authorizationId: 'resaleauthz-1', markupBp: 805 }), 'UpdateMarkup'), { Percentage: '8.05' });
});

test('an offer is taken back by ending it the day before', () => {
  assert.deepEqual(withdrawChanges({ kind: 'offer', externalId: 'offer-1', today: '2027-01-01' })[0]?.DetailsDocument, { AvailabilityEndDate: '2026-12-31' });
});

test('money is decimal text and comes back as it went', () => {
  assert.deepEqual([amountText(5n, 'USD'), amountText(4_000_000n, 'USD'), amountText(500n, 'JPY'), percentText(0)], ['0.05', '40000.00', '500', '0.00']);
  assert.deepEqual(
    [minorOf('40000.00', 'USD'), minorOf('0.0050', 'USD'), minorOf('12', 'JPY'), minorOf('1.5', 'JPY'), minorOf('x', 'USD')],
    [4_000_000n, null, 12n, null, null],
  );
});

test('what AWS would refuse is said before it is sent', () => {
  assert.deepEqual(ownIssues(quote), []);
  const wrong = ownIssues({ ...quote, productId: 'other', termMonths: 120, lines: [{ ...quote.lines[0]!, dimension: 'two words', quantity: 3_000_000_000 }] });
  assert.deepEqual(
    wrong.map((issue) => issue.field ?? '').toSorted((a, b) => a.localeCompare(b)),
    ['lines.0.dimension', 'lines.0.quantity', 'listingId', 'termMonths'],
  );
});

test('events of other accounts and of other matters are no news', () => {
  const event = {
    id: 'e1',
    'detail-type': 'Purchase Agreement Created - Manufacturer',
    source: 'aws.agreement-marketplace',
    account: '1',
    time: '2026-11-15T12:00:00Z',
    detail: {
      offer: { id: 'offer-1' },
      agreement: { id: 'agmt-1', status: 'ACTIVE', endTime: '9999-01-01T00:00:00.000Z' },
      resaleAuthorization: { id: 'resaleauthz-1' },
    },
  };
  const notice = readNotice({ account: '1' }, event);
  assert.deepEqual([notice?.kind, notice?.authorizationId, notice?.hint?.endsAt], ['agreement_created', 'resaleauthz-1', null]);
  assert.equal(readNotice({ account: '2' }, event), null);
  assert.equal(readNotice({ account: '1' }, { ...event, source: 'somebody' }), null);
  assert.equal(readNotice({ account: '1' }, 'text'), null);
  assert.equal(
    readNotice(
      { account: '1' },
      { ...event, 'detail-type': 'License Updated - Manufacturer', detail: { license: { arn: 'aws:license-manager::1:license:l' } } },
    )?.entitlementId,
    'arn:aws:license-manager::1:license:l',
  );
});
