import { signedDelivery } from '../wire/delivery.ts';
import type { JsonObject } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import { arnOf, catalogName, newUuid, nowOf, nowText, region } from './context.ts';
import type { Agreement, ChangeSet, Offer } from './model.ts';
import { seconds } from './dates.ts';
import { entityOf } from './store.ts';

/** An event as EventBridge carries it. Each account has its own bus, so one happening makes a notice for each party. */
export type Notice = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: 'aws.marketplacecatalog' | 'aws.agreement-marketplace';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};
export type PendingNotice = { at: number; notice: Notice };

/** Sent now, or when the virtual clock reaches the moment. */
export function send(marketplace: Marketplace, notice: Notice, delaySeconds = 0): void {
  if (delaySeconds > 0) {
    marketplace.store.notices.push({ at: nowOf(marketplace).getTime() + delaySeconds * 1000, notice });
    return;
  }
  const body = JSON.stringify(notice);
  marketplace.world.events.emit({
    id: notice.id,
    simulator: 'aws',
    type: notice['detail-type'],
    sign: (subscription) => signedDelivery(notice.id, body, subscription),
  });
}
export function sendDue(marketplace: Marketplace): void {
  const now = nowOf(marketplace).getTime();
  const due = marketplace.store.notices.filter(({ at }) => at <= now).toSorted((left, right) => left.at - right.at);
  if (due.length === 0) return;
  marketplace.store.notices = marketplace.store.notices.filter(({ at }) => at > now);
  for (const { notice } of due) send(marketplace, notice);
}

function notice(marketplace: Marketplace, source: Notice['source'], type: string, account: string, resources: readonly string[], detail: JsonObject): Notice {
  return {
    version: '0',
    id: newUuid(marketplace),
    'detail-type': type,
    source,
    account,
    time: seconds(nowText(marketplace)),
    region,
    resources,
    detail: { requestId: newUuid(marketplace), catalog: catalogName, ...detail },
  };
}

export type Party = { readonly role: 'Proposer' | 'Manufacturer' | 'Acceptor'; readonly account: string };
/** A manufacturer who sells directly gets the proposer's notice only. */
export function partiesOf(agreement: Agreement): Party[] {
  const [proposer = '', ...upstream] = agreement.sellers;
  const manufacturer = upstream.at(-1);
  return [
    { role: 'Proposer', account: proposer },
    ...(manufacturer === undefined ? [] : [{ role: 'Manufacturer', account: manufacturer } as const]),
    { role: 'Acceptor', account: agreement.acceptor },
  ];
}

const agreementArn = (agreement: Agreement): string => `arn:aws:aws-marketplace::aws:agreement:${agreement.id}`;
export type AgreementEvent = 'Created' | 'Amended' | 'Ended';

/** As captured in the field: neither product nor licence is named, and the end does not even name the offer. */
export function agreementNotice(marketplace: Marketplace, agreement: Agreement, event: AgreementEvent, { role, account }: Party): Notice {
  const people = { acceptor: { accountId: agreement.acceptor }, proposer: { accountId: agreement.sellers[0] ?? '' } };
  const manufacturer = agreement.sellers.length > 1 && role !== 'Acceptor' ? { manufacturer: { accountId: agreement.sellers.at(-1) } } : {};
  const detail =
    event === 'Ended'
      ? { ...people, ...manufacturer, agreement: { id: agreement.id, status: agreement.status } }
      : {
          offer: { id: agreement.offerId },
          ...people,
          ...manufacturer,
          agreement: {
            id: agreement.id,
            intent: event === 'Amended' ? 'AMEND' : agreement.intent,
            status: 'ACTIVE',
            acceptanceTime: agreement.acceptanceTime,
            startTime: agreement.startTime,
            endTime: agreement.endTime,
          },
          ...(role === 'Acceptor' ? {} : { resaleAuthorization: { id: agreement.resaleAuthorizationId ?? null } }),
        };
  return notice(marketplace, 'aws.agreement-marketplace', `Purchase Agreement ${event} - ${role}`, account, [agreementArn(agreement)], detail);
}

export function licenseNotice(marketplace: Marketplace, agreement: Agreement, event: 'Updated' | 'Deprovisioned'): Notice {
  const product = entityOf(marketplace.store.entities, 'SaaSProduct', agreement.productId);
  const manufacturer = agreement.sellers.at(-1) ?? '';
  return notice(marketplace, 'aws.agreement-marketplace', `License ${event} - Manufacturer`, manufacturer, [agreementArn(agreement)], {
    offer: { id: agreement.offerId },
    license: { arn: agreement.licenseArn },
    product: { id: agreement.productId, code: product?.code ?? '' },
    acceptor: { accountId: agreement.acceptor },
    proposer: { accountId: agreement.sellers[0] ?? '' },
    agreement: { id: agreement.id },
  });
}

export function offerReleasedNotices(marketplace: Marketplace, offer: Offer): Notice[] {
  const product = entityOf(marketplace.store.entities, 'SaaSProduct', offer.productId);
  const manufacturer = product?.owner ?? offer.owner;
  const account = (id: string): JsonObject => ({ accountId: id, name: marketplace.accounts.name(id) });
  const detail = {
    offer: {
      id: offer.id,
      name: offer.name ?? '',
      arn: arnOf(offer.owner, 'Offer', offer.id),
      expirationDate: offer.availabilityEndDate,
      ...(offer.resaleAuthorizationId === undefined ? {} : { resaleAuthorization: { id: offer.resaleAuthorizationId } }),
    },
    product: { id: offer.productId, title: product?.title ?? '', entityType: 'SaaSProduct', arn: arnOf(manufacturer, 'SaaSProduct', offer.productId) },
    sellerOfRecord: account(offer.owner),
    manufacturer: account(manufacturer),
    targetedBuyerAccountIds: offer.buyers,
  };
  return [...new Set([offer.owner, manufacturer, ...offer.buyers])].map((to) =>
    notice(marketplace, 'aws.marketplacecatalog', 'Offer Released', to, [arnOf(offer.owner, 'Offer', offer.id)], detail),
  );
}

export function changeSetNotice(marketplace: Marketplace, set: ChangeSet): Notice {
  const word = set.status === 'SUCCEEDED' ? 'Succeeded' : set.status === 'FAILED' ? 'Failed' : 'Cancelled';
  const arn = arnOf(set.account, 'ChangeSet', set.id);
  return notice(marketplace, 'aws.marketplacecatalog', `Change Set ${word}`, set.account, [arn], {
    changeSetId: set.id,
    changeSetArn: arn,
    ...(set.name === undefined ? {} : { changeSetName: set.name }),
    startTime: seconds(set.startTime),
    endTime: seconds(set.endTime ?? set.endsAt),
    ...(set.failureCode === undefined ? {} : { failureCode: set.failureCode, failureDescription: set.failureDescription }),
  });
}

export function offerSetReleasedNotice(marketplace: Marketplace, set: { id: string; owner: string; name: string; offers: readonly string[] }): Notice {
  return notice(marketplace, 'aws.marketplacecatalog', 'OfferSet Released', set.owner, [arnOf(set.owner, 'OfferSet', set.id)], {
    offerSet: { id: set.id, name: set.name, arn: arnOf(set.owner, 'OfferSet', set.id), associatedOfferIds: set.offers },
    sellerOfRecord: { accountId: set.owner, name: marketplace.accounts.name(set.owner) },
  });
}
