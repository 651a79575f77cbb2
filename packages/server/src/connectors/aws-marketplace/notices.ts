import { z } from 'zod';
import type { AgreementView, MarketplaceNotice } from '../../modules/marketplaces/index.ts';
import { endOf, statusOf } from './agreements.ts';

const party = z.looseObject({ accountId: z.string().nullish() }).nullish();
const event = z.looseObject({
  id: z.string().min(1),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  detail: z.looseObject({
    offer: z.looseObject({ id: z.string().nullish(), resaleAuthorization: z.looseObject({ id: z.string().nullish() }).nullish() }).nullish(),
    agreement: z
      .looseObject({
        id: z.string().nullish(),
        status: z.string().nullish(),
        acceptanceTime: z.string().nullish(),
        startTime: z.string().nullish(),
        endTime: z.string().nullish(),
      })
      .nullish(),
    license: z.looseObject({ arn: z.string().nullish() }).nullish(),
    product: z.looseObject({ id: z.string().nullish() }).nullish(),
    acceptor: party,
    proposer: party,
    resaleAuthorization: z.looseObject({ id: z.string().nullish() }).nullish(),
    targetedBuyerAccountIds: z.array(z.string()).nullish(),
    changeSetId: z.string().nullish(),
  }),
});

const SOURCES = new Set(['aws.marketplacecatalog', 'aws.agreement-marketplace']);
const KINDS: readonly (readonly [RegExp, MarketplaceNotice['kind']])[] = [
  [/^Change Set (?:Succeeded|Failed|Cancelled)$/, 'operation_ended'],
  [/^Offer Released$/, 'offer_released'],
  [/^Purchase Agreement Created - (?:Proposer|Manufacturer)$/, 'agreement_created'],
  [/^Purchase Agreement Amended - (?:Proposer|Manufacturer)$/, 'agreement_amended'],
  [/^Purchase Agreement Ended - (?:Proposer|Manufacturer)$/, 'agreement_ended'],
  [/^License Updated - Manufacturer$/, 'entitlement_changed'],
  [/^License Deprovisioned - Manufacturer$/, 'entitlement_ended'],
];

/**
 * An event of EventBridge (AWS Marketplace documentation, “Amazon EventBridge events”). Documented examples lack the first part of a
 * licence's name; it is written as AWS writes it everywhere else.
 */
export function readNotice(access: { readonly account: string }, body: unknown): MarketplaceNotice | null {
  const parsed = event.safeParse(body);
  if (!parsed.success || !SOURCES.has(parsed.data.source) || parsed.data.account !== access.account) return null;
  const { id, time, detail } = parsed.data;
  const type = parsed.data['detail-type'];
  const kind = KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'other';
  const at = new Date(time);
  const licence = detail.license?.arn ?? null;
  return {
    dedupeKey: id,
    kind,
    at: Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString(),
    offerId: detail.offer?.id ?? null,
    agreementId: detail.agreement?.id ?? null,
    entitlementId: licence === null ? null : licence.startsWith('arn:') ? licence : `arn:${licence}`,
    authorizationId: detail.resaleAuthorization?.id ?? detail.offer?.resaleAuthorization?.id ?? null,
    operationId: detail.changeSetId ?? null,
    buyerAccount: detail.acceptor?.accountId ?? detail.targetedBuyerAccountIds?.[0] ?? null,
    sentence: type,
    hint: hintOf(detail),
  };
}

function hintOf(detail: z.infer<typeof event>['detail']): AgreementView | null {
  const { agreement } = detail;
  if (!agreement?.id || !agreement.status) return null;
  const instant = (text: string | null | undefined): string | null => (text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null);
  return {
    id: agreement.id,
    status: statusOf(agreement.status),
    offerId: detail.offer?.id ?? null,
    authorizationId: detail.resaleAuthorization?.id ?? null,
    productId: detail.product?.id ?? null,
    buyerAccount: detail.acceptor?.accountId ?? null,
    sellerAccount: detail.proposer?.accountId ?? null,
    currency: null,
    amountMinor: null,
    acceptedAt: instant(agreement.acceptanceTime),
    startsAt: instant(agreement.startTime),
    endsAt: agreement.endTime ? endOf(agreement.endTime) : null,
    endBehaviour: null,
    replaces: null,
    initial: null,
  };
}
