import type { ActorAct, SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { ActRefused } from '../core/simulator.ts';
import { addMonths, monthsOf } from './catalogue.ts';
import { callerOf, graphAudiences, marketplaceAudiences, partnerAudiences } from './identity.ts';
import { act, may } from './kit/acts.ts';
import { instant } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import { basisPoints, decimal, share } from './kit/money.ts';
import type { Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';
import { sum } from './metering.ts';
import type { Earning, Microsoft, Organisation, Subscription, UsageEvent } from './model.ts';
import { lag, now, time } from './model.ts';
import { termPrice, usagePrice } from './prices.ts';
import { graphError } from './refusals.ts';

/** The standard fee of the store: three per cent. */
export const feeBasisPoints = 300;
const pageSize = 500;

export function earningsRoutes(ms: Microsoft): readonly Route[] {
  return [
    route('GET', '/reports/earnings', (request) => {
      const caller = callerOf(ms, request, [...partnerAudiences, ...graphAudiences, ...marketplaceAudiences], graphError);
      return report(ms, caller, request);
    }),
  ];
}

/** Stands in for the export of the earnings report: what changed since, the oldest change first. */
function report(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const since = request.query.get('since');
  const from = since === null ? 0 : instant(since);
  if (from === undefined) throw graphError(400, 'BadRequest', "'since' is an ISO 8601 instant.");
  const skip = Number(request.query.get('skip') ?? '0');
  if (!Number.isSafeInteger(skip) || skip < 0) throw graphError(400, 'BadRequest', "'skip' is a whole number.");
  const lines = ms.earnings
    .allSeen(lag(ms))
    .filter((earning) => earning.tenant === caller.tenant && Date.parse(earning.updatedDateTime) >= from)
    .toSorted((a, b) => Date.parse(a.updatedDateTime) - Date.parse(b.updatedDateTime) || (a.earningId < b.earningId ? -1 : 1));
  const next =
    lines.length > skip + pageSize
      ? `${ms.base}/reports/earnings?${new URLSearchParams({ ...(since === null ? {} : { since }), skip: String(skip + pageSize) })}`
      : null;
  return { status: 200, body: { value: lines.slice(skip, skip + pageSize).map(shown), ...(next === null ? {} : { '@odata.nextLink': next }) } };
}

function shown(earning: Earning): Json {
  const { transactionMinor, feeMinor, taxMinor, earningMinor, tenant: _, ...rest } = earning;
  return {
    ...rest,
    transactionAmount: decimal(transactionMinor),
    feeAmount: decimal(feeMinor),
    taxAmount: decimal(taxMinor),
    earningAmount: decimal(earningMinor),
  };
}

export function earningsActs(ms: Microsoft): readonly ActorAct[] {
  return [
    act('invoice-run', 'Invoice what is due: terms and usage', [may('taxPercentage', 'Tax withheld in per cent')], ({ taxPercentage = '' }) => {
      const tax = taxPercentage === '' ? 0 : basisPoints(taxPercentage);
      if (tax === undefined || tax < 0 || tax > 10_000) throw new ActRefused('The tax is between 0 and 100 per cent.');
      return {
        lines: invoice(ms, tax).map(({ earningId, tenant, description, earningMinor }) => ({
          earningId,
          tenant,
          description,
          earningAmount: decimal(earningMinor),
        })),
      };
    }),
    act('disbursement-run', 'Pay out what is invoiced', [], () => {
      const payments = new Map<string, string>();
      for (const earning of ms.earnings.all()) {
        if (earning.status !== 'Unprocessed') continue;
        const key = `${earning.tenant}/${earning.currency}`;
        const paymentId = payments.get(key) ?? `payment-${String(ms.world.ids.next('microsoft-payment')).padStart(6, '0')}`;
        payments.set(key, paymentId);
        ms.earnings.put(earning.earningId, { ...earning, status: 'Sent', paymentId, paymentDate: now(ms), updatedDateTime: now(ms) });
      }
      return { payments: [...payments.values()] };
    }),
    act('reject-usage', 'Microsoft rejects submitted usage', [may('id', 'Usage event')], ({ id = '' }) => {
      const found = ms.usage.save().find(([, event]) => event.id === id);
      if (found === undefined || found[1].recon !== 'Submitted') throw new ActRefused('There is no such usage event that waits.');
      ms.usage.put(found[0], { ...found[1], recon: 'Rejected' });
      return { id, reconStatus: 'Rejected' };
    }),
  ];
}

function invoice(ms: Microsoft, tax: number): Earning[] {
  const lines: Earning[] = [];
  for (const subscription of ms.subscriptions.all()) {
    lines.push(...invoiceTerms(ms, subscription, tax), ...invoiceUsage(ms, subscription, tax));
  }
  return lines;
}

function invoiceTerms(ms: Microsoft, subscription: Subscription, tax: number): Earning[] {
  const { termEnd } = subscription;
  if (termEnd === null || subscription.termStart === null) return [];
  const lines: Earning[] = [];
  let through = subscription.chargedThrough ?? subscription.termStart;
  while (through < termEnd && Date.parse(through) <= time(ms)) {
    const price = termPrice(ms, subscription);
    lines.push(...earn(ms, subscription, price, `${subscription.planId} from ${through.slice(0, 10)}`, tax));
    through = addMonths(through, monthsOf(subscription.termUnit));
  }
  if (through !== subscription.chargedThrough) ms.subscriptions.put(subscription.id, { ...subscription, chargedThrough: through });
  return lines;
}

function invoiceUsage(ms: Microsoft, subscription: Subscription, tax: number): Earning[] {
  const byDimension = new Map<string, [string, UsageEvent][]>();
  for (const [key, event] of ms.usage.save()) {
    if (event.resourceId !== subscription.id || event.billed || event.recon === 'Rejected') continue;
    byDimension.set(event.dimension, [...(byDimension.get(event.dimension) ?? []), [key, event]]);
  }
  return [...byDimension].flatMap(([dimension, events]) => {
    const quantity = sum(events.map(([, event]) => event));
    for (const [key, event] of events) ms.usage.put(key, { ...event, recon: 'Accepted', billed: true });
    return earn(ms, subscription, usagePrice(ms, subscription, dimension, quantity), `${quantity} ${dimension}`, tax);
  });
}

/** One line for the publisher; a second for the selling partner, whose earning is the markup. */
function earn(
  ms: Microsoft,
  subscription: Subscription,
  price: { customerMinor: number; publisherMinor: number; sellerTenant: string | null },
  description: string,
  tax: number,
): Earning[] {
  const line = (tenant: string, role: Earning['role'], transactionMinor: number): Earning => {
    const feeMinor = share(transactionMinor, feeBasisPoints);
    const taxMinor = share(transactionMinor - feeMinor, tax);
    const earningId = guid(ms.world.ids, 'microsoft-earning');
    return ms.earnings.put(earningId, {
      earningId,
      tenant,
      role,
      subscriptionId: subscription.id,
      offerId: subscription.offerId,
      planId: subscription.planId,
      privateOfferId: subscription.privateOfferId,
      customerName: subscription.buyer,
      description,
      currency: 'USD',
      transactionMinor,
      feeMinor,
      taxMinor,
      earningMinor: transactionMinor - feeMinor - taxMinor,
      transactionDate: now(ms),
      status: 'Unprocessed',
      paymentId: null,
      paymentDate: null,
      updatedDateTime: now(ms),
    });
  };
  const margin = price.customerMinor - price.publisherMinor;
  return [
    line(subscription.tenant, 'publisher', price.publisherMinor),
    ...(margin > 0 && price.sellerTenant !== null ? [line(price.sellerTenant, 'channelPartner', margin)] : []),
  ];
}
