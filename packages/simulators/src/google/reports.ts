import { ActRefused } from '../core/simulator.ts';
import type { ActorAct, SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { addMonths } from '../microsoft/catalogue.ts';
import { act, may } from '../microsoft/kit/acts.ts';
import { instant } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { guid } from '../microsoft/kit/keys.ts';
import { basisPoints, decimal, share } from '../microsoft/kit/money.ts';
import type { Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { planOf, skuOf } from './catalogue.ts';
import { callerOf, cloudScopes } from './identity.ts';
import { paged } from './masks.ts';
import type { Disbursement, Entitlement, Google } from './model.ts';
import { lag, now, time } from './model.ts';
import { monthlyPrice } from './producer-acts.ts';
import { invalid } from './refusals.ts';

/** The standard revenue share of the marketplace: three per cent for Google. */
export const feeBasisPoints = 300;

export function reportRoutes(google: Google): readonly Route[] {
  return [route('GET', '/reports/disbursements', (request) => report(google, request))];
}

/** Stands in for the report files: what changed since, the oldest change first. */
function report(google: Google, request: SimulatedRequest): SimulatedResponse {
  const { provider } = callerOf(google, request, cloudScopes);
  const since = request.query.get('since');
  const from = since === null ? 0 : instant(since);
  if (from === undefined) throw invalid([{ field: 'since', description: 'An RFC 3339 instant is expected.' }]);
  const lines = google.disbursements
    .allSeen(lag(google))
    .filter((line) => line.provider === provider && Date.parse(line.updateTime) >= from)
    .toSorted((a, b) => Date.parse(a.updateTime) - Date.parse(b.updateTime) || (a.lineId < b.lineId ? -1 : 1));
  const { page, nextPageToken } = paged(request, lines, 500);
  return { status: 200, body: { disbursements: page.map(shown), nextPageToken } };
}
function shown(line: Disbursement): Json {
  const { chargedMinor, feeMinor, taxMinor, payableMinor, ...rest } = line;
  return { ...rest, chargedAmount: decimal(chargedMinor), feeAmount: decimal(feeMinor), taxAmount: decimal(taxMinor), payableAmount: decimal(payableMinor) };
}

export function reportActs(google: Google): readonly ActorAct[] {
  return [
    act('invoice-run', 'Invoice what is due: months and usage', [may('taxPercentage', 'Tax withheld in per cent')], ({ taxPercentage = '' }) => {
      const tax = taxPercentage === '' ? 0 : basisPoints(taxPercentage);
      if (tax === undefined || tax < 0 || tax > 10_000) throw new ActRefused('The tax is between 0 and 100 per cent.');
      const lines = google.entitlements.all().flatMap((entitlement) => [...invoiceMonths(google, entitlement, tax), ...invoiceUsage(google, entitlement, tax)]);
      return {
        lines: lines.map(({ lineId, provider, description, payableMinor }) => ({ lineId, provider, description, payableAmount: decimal(payableMinor) })),
      };
    }),
    act('disbursement-run', 'Pay out what is invoiced', [], () => {
      const payments = new Map<string, string>();
      for (const line of google.disbursements.all()) {
        if (line.status === 'PAID') continue;
        const key = `${line.provider}/${line.currencyCode}`;
        const paymentId = payments.get(key) ?? `disbursement-${String(google.world.ids.next('google-payment')).padStart(6, '0')}`;
        payments.set(key, paymentId);
        google.disbursements.put(line.lineId, { ...line, status: 'PAID', paymentId, paymentTime: now(google), updateTime: now(google) });
      }
      return { payments: [...payments.values()] };
    }),
  ];
}

function invoiceMonths(google: Google, entitlement: Entitlement, tax: number): Disbursement[] {
  const lines: Disbursement[] = [];
  const until = entitlement.state === 'ENTITLEMENT_CANCELLED' ? Date.parse(entitlement.updateTime) : time(google);
  let through = entitlement.chargedThrough;
  while (
    through !== null &&
    Date.parse(through) <= until &&
    Date.parse(through) < (entitlement.offerEndTime === null ? Infinity : Date.parse(entitlement.offerEndTime))
  ) {
    const price = monthlyPrice(google, entitlement.offer, planOf(entitlement.product, entitlement.plan)?.monthlyMinor ?? 0);
    lines.push(...earn(google, entitlement, price, `${entitlement.plan} from ${through.slice(0, 10)}`, tax));
    through = addMonths(through, 1);
  }
  // The invoice is no change of the entitlement that its provider would see.
  if (through !== entitlement.chargedThrough) google.entitlements.put(entitlement.id, { ...entitlement, chargedThrough: through });
  return lines;
}

function invoiceUsage(google: Google, entitlement: Entitlement, tax: number): Disbursement[] {
  const totals = new Map<string, bigint>();
  for (const [key, usage] of google.usage.save()) {
    if (usage.entitlement !== entitlement.id || usage.billed) continue;
    totals.set(usage.metric, (totals.get(usage.metric) ?? 0n) + BigInt(usage.amount));
    google.usage.put(key, { ...usage, billed: true });
  }
  return [...totals].flatMap(([metric, total]) => {
    const listMinor = Number(total) * (skuOf(entitlement.product, metric)?.unitPriceMinor ?? 0);
    const { usageDiscount } = monthlyPrice(google, entitlement.offer, 0);
    const chargedMinor = listMinor - share(listMinor, usageDiscount);
    return earn(
      google,
      entitlement,
      { customerMinor: chargedMinor, vendorMinor: chargedMinor, reseller: null },
      `${total} ${metric.split('/').at(-1) ?? metric}`,
      tax,
    );
  });
}

function earn(
  google: Google,
  entitlement: Entitlement,
  price: { customerMinor: number; vendorMinor: number; reseller: string | null },
  description: string,
  tax: number,
): Disbursement[] {
  const line = (provider: string, role: Disbursement['role'], chargedMinor: number): Disbursement => {
    const feeMinor = share(chargedMinor, feeBasisPoints);
    const taxMinor = share(chargedMinor - feeMinor, tax);
    const lineId = guid(google.world.ids, 'google-disbursement');
    return google.disbursements.put(lineId, {
      lineId,
      provider,
      role,
      entitlementId: entitlement.id,
      orderId: entitlement.orderId,
      product: entitlement.product,
      offer: entitlement.offer,
      description,
      currencyCode: 'USD',
      chargedMinor,
      feeMinor,
      taxMinor,
      payableMinor: chargedMinor - feeMinor - taxMinor,
      invoiceTime: now(google),
      status: 'INVOICED',
      paymentId: null,
      paymentTime: null,
      updateTime: now(google),
    });
  };
  const reseller = price.reseller === null ? undefined : google.organisations.get(price.reseller);
  const margin = price.customerMinor - price.vendorMinor;
  return [
    line(entitlement.provider, 'vendor', price.vendorMinor),
    ...(margin > 0 && reseller !== undefined ? [line(reseller.provider, 'reseller', margin)] : []),
  ];
}
