import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { addMonths } from '../microsoft/catalogue.ts';
import { act, may, need } from '../microsoft/kit/acts.ts';
import { guid } from '../microsoft/kit/keys.ts';
import { planOf, serviceOf } from './catalogue.ts';
import type { Entitlement, EntitlementState, Google, ProcurementAccount } from './model.ts';
import { now, time } from './model.ts';
import { accountEvent, entitlementEvent } from './notifications.ts';
import { changePlan, keepEntitlement } from './procurement.ts';

const deletedAfterMs = 60 * 86_400_000;

export function procurementActs(google: Google): readonly ActorAct[] {
  const one = (id: string, ...states: readonly EntitlementState[]): Entitlement => {
    const entitlement = google.entitlements.get(id.split('/').at(-1) ?? '');
    if (entitlement === undefined) throw new ActRefused(`There is no entitlement ${id}.`);
    if (!states.includes(entitlement.state)) throw new ActRefused(`The entitlement is ${entitlement.state}.`);
    return entitlement;
  };
  return [
    act(
      'buyer-purchases',
      'A buyer orders a plan',
      [need('product', 'Product'), need('plan', 'Plan'), need('buyer', 'Buyer'), may('billingAccount', 'Billing account')],
      (input) => {
        const { id, account, usageReportingId } = order(google, {
          product: input.product ?? '',
          plan: input.plan ?? '',
          buyer: input.buyer ?? '',
          billingAccount: input.billingAccount ?? '',
          offer: null,
          offerEndTime: null,
        });
        return { id, account, usageReportingId };
      },
    ),
    act(
      'buyer-changes-plan',
      'The buyer asks for another plan',
      [need('id', 'Entitlement'), need('plan', 'Plan'), may('when', 'When', ['now', 'period-end'])],
      ({ id = '', plan = '', when }) => {
        const entitlement = one(id, 'ENTITLEMENT_ACTIVE');
        if (plan === entitlement.plan || planOf(entitlement.product, plan) === undefined)
          throw new ActRefused('The plan is the present one, or there is none such.');
        const changed = keepEntitlement(google, {
          ...entitlement,
          state: 'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL',
          newPendingPlan: plan,
          changeAt: when === 'period-end' ? 'period-end' : 'now',
        });
        entitlementEvent(google, 'ENTITLEMENT_PLAN_CHANGE_REQUESTED', changed, { newPlan: plan });
        return { id: changed.id, state: changed.state };
      },
    ),
    act('buyer-cancels', 'The buyer cancels', [need('id', 'Entitlement'), may('when', 'When', ['now', 'period-end'])], ({ id = '', when }) => {
      const entitlement = one(
        id,
        'ENTITLEMENT_ACTIVE',
        'ENTITLEMENT_ACTIVATION_REQUESTED',
        'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL',
        'ENTITLEMENT_PENDING_PLAN_CHANGE',
      );
      if (when === 'period-end' && entitlement.periodEnd !== null) {
        const pending = keepEntitlement(google, { ...entitlement, state: 'ENTITLEMENT_PENDING_CANCELLATION', newPendingPlan: null });
        entitlementEvent(google, 'ENTITLEMENT_PENDING_CANCELLATION', pending);
        return { id: pending.id, state: pending.state };
      }
      return { id: entitlement.id, state: cancel(google, entitlement, 'Cancelled by the buyer.').state };
    }),
    act('buyer-reverts-cancellation', 'The buyer takes a cancellation back', [need('id', 'Entitlement')], ({ id = '' }) => {
      const entitlement = keepEntitlement(google, { ...one(id, 'ENTITLEMENT_PENDING_CANCELLATION'), state: 'ENTITLEMENT_ACTIVE' });
      entitlementEvent(google, 'ENTITLEMENT_CANCELLATION_REVERTED', entitlement);
      return { id: entitlement.id, state: entitlement.state };
    }),
  ];
}

/** An order makes the account of a new buyer, and an entitlement that waits for the provider. */
export function order(
  google: Google,
  of: { product: string; plan: string; buyer: string; billingAccount: string; offer: string | null; offerEndTime: string | null; reseller?: string },
): Entitlement {
  const service = serviceOf(of.product);
  if (service === undefined || planOf(of.product, of.plan) === undefined) throw new ActRefused(`There is no plan ${of.plan} of the product ${of.product}.`);
  const { provider } = service;
  const account = google.accounts.all().find((one) => one.provider === provider && one.buyer === of.buyer) ?? newAccount(google, provider, of);
  const id = guid(google.world.ids, 'google-entitlement');
  const entitlement = google.entitlements.put(id, {
    name: `providers/${provider}/entitlements/${id}`,
    id,
    account: account.name,
    provider,
    product: of.product,
    plan: of.plan,
    newPendingPlan: null,
    changeAt: 'now',
    state: 'ENTITLEMENT_ACTIVATION_REQUESTED',
    offer: of.offer,
    offerEndTime: of.offerEndTime,
    orderId: guid(google.world.ids, 'google-order'),
    usageReportingId: `project_number:${100_000_000_000 + google.world.ids.next('google-consumer')}`,
    messageToUser: '',
    cancellationReason: '',
    periodEnd: null,
    chargedThrough: null,
    createTime: now(google),
    updateTime: now(google),
  });
  if (of.offer !== null)
    entitlementEvent(google, 'ENTITLEMENT_OFFER_ACCEPTED', entitlement, {
      newOfferStartTime: now(google),
      ...(of.offerEndTime === null ? {} : { newOfferEndTime: of.offerEndTime }),
    });
  entitlementEvent(google, 'ENTITLEMENT_CREATION_REQUESTED', entitlement, { newPlan: entitlement.plan });
  return entitlement;
}

function newAccount(google: Google, provider: string, of: { buyer: string; billingAccount: string; reseller?: string }): ProcurementAccount {
  const id = `E-${String(google.world.ids.next('google-account')).padStart(4, '0')}-SIMU-LATE-D000`;
  const account = google.accounts.put(id, {
    name: `providers/${provider}/accounts/${id}`,
    provider,
    state: 'ACCOUNT_ACTIVATION_REQUESTED',
    approvals: [{ name: 'signup', state: 'PENDING', reason: '', updateTime: now(google) }],
    billingAccount: of.billingAccount === '' ? 'billingAccounts/000000-000000-000000' : of.billingAccount,
    buyer: of.buyer,
    resellerParentBillingAccount: of.reseller ?? '',
    createTime: now(google),
    updateTime: now(google),
  });
  accountEvent(google, 'ACCOUNT_CREATION_REQUESTED', account);
  return account;
}

function cancel(google: Google, entitlement: Entitlement, reason: string): Entitlement {
  if (entitlement.state !== 'ENTITLEMENT_ACTIVATION_REQUESTED') entitlementEvent(google, 'ENTITLEMENT_CANCELLING', entitlement);
  const cancelled = keepEntitlement(google, { ...entitlement, state: 'ENTITLEMENT_CANCELLED', cancellationReason: reason, newPendingPlan: null });
  entitlementEvent(google, 'ENTITLEMENT_CANCELLED', cancelled);
  return cancelled;
}

/** Months end, changes that waited for it happen, private offers run out, what is cancelled is deleted. */
export function procurementTick(google: Google): void {
  for (const found of google.entitlements.all()) {
    if (found.state === 'ENTITLEMENT_CANCELLED') {
      if (time(google) - Date.parse(found.updateTime) < deletedAfterMs) continue;
      google.entitlements.remove(found.id);
      entitlementEvent(google, 'ENTITLEMENT_DELETED', found);
      continue;
    }
    for (
      let one: Entitlement | undefined = found;
      one?.periodEnd !== null && one !== undefined && Date.parse(one.periodEnd) <= time(google);
      one = google.entitlements.get(found.id)
    ) {
      if (one.state === 'ENTITLEMENT_PENDING_CANCELLATION') {
        cancel(google, { ...one, periodEnd: null }, 'Cancelled by the buyer.');
        break;
      }
      if (one.offerEndTime !== null && Date.parse(one.offerEndTime) <= Date.parse(one.periodEnd)) {
        entitlementEvent(google, 'ENTITLEMENT_OFFER_ENDED', one);
        cancel(google, { ...one, periodEnd: null }, 'The private offer ended.');
        break;
      }
      const renewed = keepEntitlement(google, { ...one, periodEnd: addMonths(one.periodEnd, 1) });
      if (renewed.state === 'ENTITLEMENT_PENDING_PLAN_CHANGE') changePlan(google, renewed);
      entitlementEvent(google, 'ENTITLEMENT_RENEWED', google.entitlements.get(found.id) ?? renewed);
    }
  }
}
