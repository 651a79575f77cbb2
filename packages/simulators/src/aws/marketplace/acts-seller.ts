import { ActRefused } from '../../core/simulator.ts';
import type { ActorAct } from '../../core/simulator.ts';
import type { JsonObject } from '../wire/index.ts';
import { AwsError } from '../wire/index.ts';
import { accountNumber, given, must, needed, optional } from './act-inputs.ts';
import { startChangeSet } from './change-sets.ts';
import type { Marketplace } from './context.ts';
import { catalogName, newId, nowOf, nowText } from './context.ts';
import type { Dimension, ResaleAuthorization } from './model.ts';
import { isDecimal } from './money.ts';
import { baseOfAuthorization } from './pricing.ts';
import { entityOf } from './store.ts';
import { termOf } from './term-rules.ts';

/** `seats:Entitled:20, requests:Metered:0.01` */
function dimensionsFrom(text: string): Dimension[] {
  return text.split(',').map((part) => {
    const [key = '', type = 'Entitled', price = '0'] = part.trim().split(':');
    if (!/^[A-Za-z0-9_.-]{1,60}$/.test(key) || (type !== 'Entitled' && type !== 'Metered') || !isDecimal(price))
      throw new ActRefused(`${part} is not a dimension such as seats:Entitled:20 or requests:Metered:0.01.`);
    return { key, name: key, type, unit: 'Units', price };
  });
}

/** Through the same door as everybody: the change set of another account, with all its checks. */
function start(marketplace: Marketplace, account: string, name: string, changes: JsonObject[]): unknown {
  try {
    return startChangeSet(marketplace, account, { Catalog: catalogName, ChangeSetName: name, ChangeSet: changes });
  } catch (error) {
    if (error instanceof AwsError) throw new ActRefused(error.message);
    throw error;
  }
}
const change = (type: string, entity: 'Offer' | 'ResaleAuthorization', details: JsonObject, name?: string): JsonObject => ({
  ChangeType: type,
  Entity: { Type: `${entity}@1.0`, ...(name === undefined ? { Identifier: '$New.Entity.Identifier' } : {}) },
  ...(name === undefined ? {} : { ChangeName: name }),
  DetailsDocument: details,
});
const inDays = (marketplace: Marketplace, days: number): string => new Date(nowOf(marketplace).getTime() + days * 86_400_000).toISOString().slice(0, 10);

function authorizationOf(marketplace: Marketplace, id: string): ResaleAuthorization {
  const authorization = entityOf(marketplace.store.entities, 'ResaleAuthorization', id);
  if (authorization === undefined || authorization.status === 'Draft') throw new ActRefused(`There is no released resale authorization ${id}.`);
  return authorization;
}

export function sellerActs(marketplace: Marketplace): readonly ActorAct[] {
  return [
    {
      name: 'list-product',
      title: 'A seller lists a SaaS product',
      fields: [
        needed('sellerAccount', 'Seller account'),
        needed('title', 'Title'),
        needed('dimensions', 'Dimensions, such as seats:Entitled:20, requests:Metered:0.01'),
        optional('productId', 'Product id (prod-…)'),
        optional('concurrentAgreements', 'Concurrent agreements (metering by licence)', ['yes', 'no']),
        optional('visibility', 'Visibility', ['Limited', 'Public', 'Restricted']),
      ],
      run(input) {
        const id = given(input, 'productId') ?? newId(marketplace, 'prod-');
        if (!/^prod-[a-z0-9]{1,40}$/.test(id)) throw new ActRefused('A product id is prod- with small letters and digits.');
        if (marketplace.store.entities.has(id)) throw new ActRefused(`${id} exists already.`);
        const at = nowText(marketplace);
        const code = marketplace.world.ids.letters(25);
        marketplace.store.entities.set(id, {
          kind: 'SaaSProduct',
          id,
          owner: accountNumber(input, 'sellerAccount'),
          createdAt: at,
          lastModified: at,
          revision: 1,
          code,
          title: must(input, 'title'),
          visibility: (given(input, 'visibility') ?? 'Limited') as 'Limited' | 'Public' | 'Restricted',
          dimensions: dimensionsFrom(must(input, 'dimensions')),
          concurrentAgreements: given(input, 'concurrentAgreements') !== 'no',
        });
        return { productId: id, productCode: code };
      },
    },
    {
      name: 'reseller-offers',
      title: 'The reseller makes a private offer from an authorization',
      fields: [
        needed('resaleAuthorizationId', 'Resale authorization'),
        needed('buyerAccount', 'Buyer account'),
        optional('markup', 'Markup in percent'),
        optional('name', 'Name of the offer'),
        optional('availabilityEndDate', 'Expires (YYYY-MM-DD)'),
      ],
      run(input) {
        const authorization = authorizationOf(marketplace, must(input, 'resaleAuthorizationId'));
        const base = baseOfAuthorization(marketplace.store.entities, authorization)?.terms.pricing;
        const duration = termOf(base, 'FixedUpfrontPricingTerm')?.Duration ?? termOf(base, 'ConfigurableUpfrontPricingTerm')?.RateCards?.[0]?.Selector?.Value;
        return start(marketplace, authorization.reseller, 'reseller offer', [
          change(
            'CreateOfferUsingResaleAuthorization',
            'Offer',
            { ResaleAuthorizationId: authorization.id, Name: given(input, 'name') ?? `${authorization.name} offer` },
            'New',
          ),
          change('UpdateMarkup', 'Offer', { Percentage: given(input, 'markup') ?? '0' }),
          change('UpdateTargeting', 'Offer', { PositiveTargeting: { BuyerAccounts: [accountNumber(input, 'buyerAccount')] } }),
          ...(duration === undefined ? [] : [change('UpdateValidityTerms', 'Offer', { Terms: [{ Type: 'ValidityTerm', AgreementDuration: duration }] })]),
          change('UpdateAvailability', 'Offer', { AvailabilityEndDate: given(input, 'availabilityEndDate') ?? inDays(marketplace, 30) }),
          change('ReleaseOffer', 'Offer', {}),
        ]);
      },
    },
    {
      name: 'enrol-distributor',
      title: 'AWS knows an account as a distributor: what it is given from now on can be passed on',
      fields: [needed('account', 'Account')],
      run(input) {
        const account = accountNumber(input, 'account');
        marketplace.store.distributors.add(account);
        return { account };
      },
    },
    {
      name: 'distributor-authorizes',
      title: 'The distributor passes an authorization on to a reseller',
      fields: [
        needed('resaleAuthorizationId', 'Resale authorization of the distributor'),
        needed('resellerAccount', 'Reseller account'),
        optional('markup', 'Markup in percent'),
      ],
      run(input) {
        const source = authorizationOf(marketplace, must(input, 'resaleAuthorizationId'));
        return start(marketplace, source.reseller, 'distributor authorization', [
          change(
            'CreateResaleAuthorization',
            'ResaleAuthorization',
            { ProductId: source.productId, Name: source.name, ResellerAccountId: accountNumber(input, 'resellerAccount'), SourceAuthorization: source.id },
            'New',
          ),
          change('UpdateMarkup', 'ResaleAuthorization', { Percentage: given(input, 'markup') ?? '0' }),
          change('ReleaseResaleAuthorization', 'ResaleAuthorization', {}),
        ]);
      },
    },
  ];
}
