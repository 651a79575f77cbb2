import type { RecordList } from '../core/simulator.ts';
import { textAt } from './kit/json.ts';
import { decimal } from './kit/money.ts';
import type { Microsoft } from './model.ts';

const most = 200;

export function recordsOf(ms: Microsoft): readonly RecordList[] {
  const list = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]): RecordList => ({
    title,
    columns,
    rows: rows.slice(-most).toReversed(),
  });
  return [
    list(
      'Referrals',
      ['Id', 'Name', 'Customer', 'Type', 'Direction', 'Status', 'Deal value', 'Changed'],
      ms.referrals
        .all()
        .map((one) => [
          one.id,
          textAt(one, 'name'),
          textAt(one, 'customerProfile.name'),
          one.type,
          one.direction,
          `${one.status}/${one.substatus}`,
          String((one.details as { dealValue?: number } | undefined)?.dealValue ?? ''),
          one.updatedDateTime,
        ]),
    ),
    list(
      'Private offers',
      ['Id', 'Name', 'Type', 'State', 'Waits for', 'Accept by'],
      ms.offers
        .all()
        .map((one) => [
          one.id,
          textAt(one.content, 'name'),
          textAt(one.content, 'privateOfferType'),
          one.state,
          one.subState ?? '',
          textAt(one.content, 'acceptBy'),
        ]),
    ),
    list(
      'Subscriptions',
      ['Id', 'Buyer', 'Offer', 'Plan', 'Seats', 'Status', 'Term ends'],
      ms.subscriptions
        .all()
        .map((one) => [one.id, one.buyer, one.offerId, one.planId, String(one.quantity ?? ''), one.saasSubscriptionStatus, one.termEnd ?? '']),
    ),
    list(
      'Operations',
      ['Id', 'Subscription', 'Action', 'Status', 'Asked for by'],
      ms.operations.all().map((one) => [one.id, one.subscriptionId, one.action, one.status, one.source]),
    ),
    list(
      'Usage',
      ['Id', 'Subscription', 'Dimension', 'Quantity', 'Hour', 'State'],
      ms.usage.all().map((one) => [one.id, one.resourceId, one.dimension, String(one.quantity), one.effectiveStartTime, one.recon]),
    ),
    list(
      'Earnings',
      ['Id', 'For', 'Customer', 'What', 'Charged', 'Fee', 'Tax', 'Earned', 'Payment'],
      ms.earnings
        .all()
        .map((one) => [
          one.earningId,
          one.role,
          one.customerName,
          one.description,
          decimal(one.transactionMinor),
          decimal(one.feeMinor),
          decimal(one.taxMinor),
          decimal(one.earningMinor),
          one.paymentId ?? one.status,
        ]),
    ),
    list(
      'Organisations',
      ['Tenant', 'Name', 'Partner number', 'Client id', 'Secret'],
      ms.organisations.all().map((one) => [one.tenant, one.name, one.mpnId, one.clientId, one.secret]),
    ),
  ];
}
