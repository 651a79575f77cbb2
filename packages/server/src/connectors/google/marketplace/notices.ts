import { z } from 'zod';
import type { MarketplaceNotice } from '../../../modules/marketplaces/index.ts';
import { instantOf } from '../types.ts';

/** A message of procurement as it is kept after its sender was proved; `account` is the connection it came in by. */
export const procurementMessage = z.object({
  messageId: z.string().min(1),
  publishTime: z.string().nullable(),
  account: z.string(),
  data: z
    .object({
      eventId: z.string().optional(),
      eventType: z.string().min(1),
      providerId: z.string().optional(),
      entitlement: z
        .object({ id: z.string().min(1), updateTime: z.string().optional() })
        .loose()
        .optional(),
      account: z
        .object({ id: z.string().min(1) })
        .loose()
        .optional(),
    })
    .loose(),
});
export type ProcurementMessage = z.infer<typeof procurementMessage>;
/** Pub/Sub may hand on one event as several messages; the event's own id tells. */
export const dedupeKeyOf = ({ messageId, data }: ProcurementMessage): string => data.eventId ?? `message ${messageId}`;

/** Google Marketplace documentation, “Manage entitlements”: what each type of event means for what we keep. */
const KINDS: Readonly<Record<string, MarketplaceNotice['kind']>> = {
  ENTITLEMENT_OFFER_ACCEPTED: 'agreement_created',
  ENTITLEMENT_CREATION_REQUESTED: 'agreement_created',
  ENTITLEMENT_ACTIVE: 'entitlement_changed',
  ENTITLEMENT_PLAN_CHANGE_REQUESTED: 'agreement_amended',
  ENTITLEMENT_PLAN_CHANGED: 'agreement_amended',
  ENTITLEMENT_PLAN_CHANGE_CANCELLED: 'agreement_amended',
  ENTITLEMENT_PENDING_CANCELLATION: 'agreement_amended',
  ENTITLEMENT_CANCELLATION_REVERTED: 'agreement_amended',
  ENTITLEMENT_RENEWED: 'agreement_amended',
  ENTITLEMENT_OFFER_ENDED: 'agreement_amended',
  ENTITLEMENT_CANCELLING: 'entitlement_changed',
  ENTITLEMENT_CANCELLED: 'agreement_ended',
  ENTITLEMENT_DELETED: 'entitlement_ended',
};

export function readNotice(access: { readonly account: string }, body: unknown): MarketplaceNotice | null {
  const parsed = procurementMessage.safeParse(body);
  if (!parsed.success || parsed.data.account !== access.account) return null;
  const { data, publishTime } = parsed.data;
  const entitlementId = data.entitlement?.id ?? null;
  return {
    dedupeKey: dedupeKeyOf(parsed.data),
    kind: entitlementId === null ? 'other' : (KINDS[data.eventType] ?? 'other'),
    at: instantOf(data.entitlement?.updateTime) ?? instantOf(publishTime) ?? new Date(0).toISOString(),
    offerId: null,
    agreementId: entitlementId,
    entitlementId,
    authorizationId: null,
    operationId: null,
    buyerAccount: data.account?.id ?? null,
    sentence: data.eventType
      .toLowerCase()
      .replaceAll('_', ' ')
      .replace(/^./, (first) => first.toUpperCase()),
    hint: null,
  };
}
