import { AwsError, isObject } from '../wire/index.ts';
import type { JsonObject } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import { epoch } from './dates.ts';
import type { Product } from './model.ts';
import { page, readToken } from './paging.ts';
import { everyEntity } from './store.ts';

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
const filterNames = ['CUSTOMER_IDENTIFIER', 'CUSTOMER_AWS_ACCOUNT_ID', 'DIMENSION', 'LICENSE_ARN'];

export function getEntitlements(marketplace: Marketplace, account: string, input: JsonObject): JsonObject {
  const product = everyEntity(marketplace.store, 'SaaSProduct').find(({ code, owner }) => code === input['ProductCode'] && owner === account);
  if (product === undefined) throw invalid('The product code does not exist, or is of another seller.');
  const filter = isObject(input['Filter']) ? (input['Filter'] as Record<string, string[]>) : {};
  for (const [name, values] of Object.entries(filter)) {
    if (!filterNames.includes(name)) throw invalid(`There is no filter named ${name}.`);
    if (!Array.isArray(values) || values.length === 0) throw invalid(`The filter ${name} needs at least one value.`);
  }
  const size = input['MaxResults'] ?? 25;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > 25) throw invalid('MaxResults must be from 1 to 25.');
  const from = readToken(input['NextToken']);
  if (from === undefined) throw invalid('The token is not valid.');
  const all = entitlementsOf(marketplace, product).filter((entitlement) =>
    Object.entries(filter).every(([name, values]) => values.some((value) => value === entitlement[members[name] ?? ''])),
  );
  const { items, nextToken } = page(all, from, size);
  return { Entitlements: items, ...(nextToken === undefined ? {} : { NextToken: nextToken }) };
}
const members: Readonly<Record<string, string>> = {
  CUSTOMER_IDENTIFIER: 'CustomerIdentifier',
  CUSTOMER_AWS_ACCOUNT_ID: 'CustomerAWSAccountId',
  DIMENSION: 'Dimension',
  LICENSE_ARN: 'LicenseArn',
};

function entitlementsOf(marketplace: Marketplace, product: Product): JsonObject[] {
  return [...marketplace.store.licenses.values()].flatMap((license) => {
    const agreement = marketplace.store.agreements.get(license.agreementId);
    if (license.productId !== product.id || license.status !== 'PROVISIONED' || agreement === undefined) return [];
    return Object.entries(agreement.grants).map(([dimension, quantity]) => ({
      ProductCode: product.code,
      Dimension: dimension,
      ...(product.concurrentAgreements ? {} : { CustomerIdentifier: license.acceptor }),
      CustomerAWSAccountId: license.acceptor,
      LicenseArn: license.arn,
      Value: { IntegerValue: quantity },
      ExpirationDate: epoch(agreement.endedAt ?? agreement.endTime),
    }));
  });
}
