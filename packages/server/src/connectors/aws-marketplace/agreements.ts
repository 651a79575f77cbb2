import type * as sdkTypes from '@aws-sdk/client-marketplace-agreement';
import type { AgreementViewSummary, DescribeAgreementOutput, MarketplaceAgreementClient } from '@aws-sdk/client-marketplace-agreement';
import { OutsideError, type Access } from '../../platform/outside/index.ts';
import { agreementStatuses, type AgreementQuery, type AgreementStatus, type AgreementView, type EntitlementView } from '../../modules/marketplaces/index.ts';
import { asking } from '../aws/outside-error.ts';
import { clientSettings } from '../aws/sdk-handler.ts';
import { minorOf } from './catalog.ts';

const CATALOG = 'AWSMarketplace';
const PAGE = 50;

async function withClient<Value>(access: Access, work: (client: MarketplaceAgreementClient, sdk: typeof sdkTypes) => Promise<Value>): Promise<Value> {
  const sdk = await import('@aws-sdk/client-marketplace-agreement');
  const client = new sdk.MarketplaceAgreementClient(clientSettings(access));
  try {
    return await work(client, sdk);
  } finally {
    client.destroy();
  }
}

export function statusOf(text: string | undefined): AgreementStatus {
  const status = (text ?? '').toLowerCase();
  const known = agreementStatuses.find((one) => one === status);
  if (known === undefined) throw new OutsideError('protocol', `AWS tells of an agreement that is “${text ?? ''}”, which is not understood.`);
  return known;
}
/** An agreement without an end has one in the year 9999. */
export const endOf = (at: Date | string | undefined): string | null => {
  if (at === undefined) return null;
  const date = new Date(at);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() >= 9999 ? null : date.toISOString();
};
const instant = (at: Date | undefined): string | null => at?.toISOString() ?? null;
const BEHAVIOUR: Readonly<Record<string, 'renew' | 'replace' | 'expire'>> = { RENEW: 'renew', REPLACE: 'replace', EXPIRE: 'expire' };

function viewOf(agreement: AgreementViewSummary | DescribeAgreementOutput): AgreementView {
  const charges = 'estimatedCharges' in agreement ? agreement.estimatedCharges : undefined;
  const behaviour =
    'endTimeBehavior' in agreement ? agreement.endTimeBehavior?.type : 'endTimeBehaviorType' in agreement ? agreement.endTimeBehaviorType : undefined;
  const currency = charges?.currencyCode ?? null;
  return {
    id: agreement.agreementId ?? '',
    status: statusOf(agreement.status),
    offerId: agreement.proposalSummary?.offerId ?? null,
    authorizationId: null,
    productId: agreement.proposalSummary?.resources?.[0]?.id ?? null,
    buyerAccount: agreement.acceptor?.accountId ?? null,
    sellerAccount: agreement.proposer?.accountId ?? null,
    currency,
    amountMinor: charges?.agreementValue === undefined || currency === null ? null : minorOf(charges.agreementValue, currency),
    acceptedAt: instant(agreement.acceptanceTime),
    startsAt: instant(agreement.startTime),
    endsAt: endOf(agreement.endTime),
    endBehaviour: BEHAVIOUR[behaviour ?? ''] ?? null,
    replaces: null,
    initial: agreement.initialAgreementId ?? null,
  };
}

/** Those we proposed. What a reseller sold under our authorisation cannot be searched for; its notices name it. */
export function searchAgreements(access: Access, query: AgreementQuery): Promise<{ items: AgreementView[]; cursor: string | null }> {
  const filters = [
    { name: 'PartyType', values: ['Proposer'] },
    { name: 'AgreementType', values: ['PurchaseAgreement'] },
    ...(query.offerId === undefined ? [] : [{ name: 'OfferId', values: [query.offerId] }]),
    ...(query.since === undefined ? [] : [{ name: 'AfterLastUpdateTime', values: [query.since] }]),
  ];
  const input = { catalog: CATALOG, filters, maxResults: PAGE, ...(query.cursor === undefined ? {} : { nextToken: query.cursor }) };
  return withClient(access, async (client, sdk) => {
    const answer = await asking('SearchAgreements', input, () => client.send(new sdk.SearchAgreementsCommand(input)));
    return { items: (answer.agreementViewSummaries ?? []).map(viewOf), cursor: answer.nextToken ?? null };
  });
}

export function describeAgreement(access: Access, agreementId: string): Promise<AgreementView | null> {
  return withClient(access, async (client, sdk) => {
    try {
      return viewOf(await asking('DescribeAgreement', { agreementId }, () => client.send(new sdk.DescribeAgreementCommand({ agreementId }))));
    } catch (error) {
      if (error instanceof OutsideError && error.failure === 'gone') return null;
      throw error;
    }
  });
}

const STATE: Readonly<Record<string, EntitlementView['state']>> = {
  PENDING: 'pending',
  SCHEDULED: 'pending',
  PROVISIONED: 'active',
  FAILED: 'suspended',
  DEPROVISIONED: 'ended',
};
export type License = { readonly arn: string; readonly state: EntitlementView['state'] };

/** Null: not for us to read, as with a reseller's agreement. */
export function agreementLicenses(access: Access, agreementId: string): Promise<License[] | null> {
  return withClient(access, async (client, sdk) => {
    try {
      const answer = await asking('GetAgreementEntitlements', { agreementId }, () => client.send(new sdk.GetAgreementEntitlementsCommand({ agreementId })));
      return (answer.agreementEntitlements ?? []).flatMap(({ licenseArn, status }) =>
        licenseArn === undefined ? [] : [{ arn: licenseArn, state: STATE[status ?? ''] ?? 'pending' }],
      );
    } catch (error) {
      if (error instanceof OutsideError && (error.failure === 'permission' || error.failure === 'gone')) return null;
      throw error;
    }
  });
}
