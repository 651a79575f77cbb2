import type { Entitlement } from '@aws-sdk/client-marketplace-entitlement-service';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import type { EntitlementView } from '../../modules/marketplaces/index.ts';
import { asking } from '../aws/outside-error.ts';
import { clientSettings } from '../aws/sdk-handler.ts';
import { agreementLicenses, endOf } from './agreements.ts';

type Asked = { readonly id: string; readonly productCode: string | null; readonly buyerAccount: string | null; readonly entitlementId: string | null };

/**
 * What the buyer may use: the agreement says which licences there are and how each stands, the entitlement service what is in them.
 * A reseller's agreement cannot be asked; then the licence a notice named, or the buyer's own, is looked up by our product.
 */
export async function entitlementsOf(access: Access, asked: Asked): Promise<EntitlementView[]> {
  const licenses = await agreementLicenses(access, asked.id);
  if (licenses !== null) {
    const found: EntitlementView[] = [];
    for (const { arn, state } of licenses) {
      const granted = asked.productCode === null || state !== 'active' ? [] : await granteds(access, asked.productCode, { LICENSE_ARN: [arn] });
      found.push(viewOf(arn, state, granted, asked));
    }
    return found;
  }
  if (asked.productCode === null) return [];
  const filter: Readonly<Record<string, string[]>> | null =
    asked.entitlementId !== null
      ? { LICENSE_ARN: [asked.entitlementId] }
      : asked.buyerAccount !== null
        ? { CUSTOMER_AWS_ACCOUNT_ID: [asked.buyerAccount] }
        : null;
  if (filter === null) return [];
  const byLicense = Map.groupBy(await granteds(access, asked.productCode, filter), (entitlement) => entitlement.LicenseArn ?? '');
  // Of several licences of one buyer it cannot be told which is this agreement's: only a notice that names it can.
  if (asked.entitlementId === null && byLicense.size > 1) return [];
  return [...byLicense].flatMap(([arn, granted]) => (arn === '' ? [] : [viewOf(arn, 'active', granted, asked)]));
}

function viewOf(arn: string, state: EntitlementView['state'], granted: readonly Entitlement[], asked: Asked): EntitlementView {
  return {
    id: arn,
    agreementId: asked.id,
    productCode: asked.productCode,
    buyerAccount: granted[0]?.CustomerAWSAccountId ?? asked.buyerAccount,
    state,
    dimensions: granted.flatMap(({ Dimension, Value }) =>
      Dimension === undefined ? [] : [{ key: Dimension, quantity: Value?.IntegerValue ?? Value?.DoubleValue ?? null, unit: null }],
    ),
    startsAt: null,
    endsAt: endOf(granted[0]?.ExpirationDate),
  };
}

async function granteds(access: Access, productCode: string, filter: Readonly<Record<string, string[]>>): Promise<Entitlement[]> {
  const sdk = await import('@aws-sdk/client-marketplace-entitlement-service');
  const client = new sdk.MarketplaceEntitlementServiceClient(clientSettings(access));
  try {
    const found: Entitlement[] = [];
    let token: string | undefined;
    do {
      const input = { ProductCode: productCode, Filter: filter, MaxResults: 25, ...(token === undefined ? {} : { NextToken: token }) };
      const answer = await asking('GetEntitlements', input, () => client.send(new sdk.GetEntitlementsCommand(input)));
      found.push(...(answer.Entitlements ?? []));
      token = answer.NextToken;
    } while (token !== undefined);
    return found;
  } finally {
    client.destroy();
  }
}

/** The form field that the buyer's browser brings. It is good once and for a short while. */
export async function resolvePurchase(access: Access, token: string): Promise<EntitlementView> {
  const sdk = await import('@aws-sdk/client-marketplace-metering');
  const client = new sdk.MarketplaceMeteringClient(clientSettings(access));
  try {
    const answer = await asking('ResolveCustomer', { RegistrationToken: '…' }, () => client.send(new sdk.ResolveCustomerCommand({ RegistrationToken: token })));
    if (answer.LicenseArn === undefined) throw new OutsideError('protocol', 'AWS resolved the purchase and did not name its licence.');
    const code = answer.ProductCode ?? null;
    const granted = code === null ? [] : await granteds(access, code, { LICENSE_ARN: [answer.LicenseArn] });
    return viewOf(answer.LicenseArn, granted.length > 0 ? 'active' : 'pending', granted, {
      id: '',
      productCode: code,
      buyerAccount: answer.CustomerAWSAccountId ?? null,
      entitlementId: answer.LicenseArn,
    });
  } finally {
    client.destroy();
  }
}
