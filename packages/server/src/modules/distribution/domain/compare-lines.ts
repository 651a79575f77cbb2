import { companyKey, foldText } from '@entente/account-matching';
import { minorDigits } from '@entente/kernel';
import type { ChainRoute, KnownProduct, SoldDeal } from './facts.ts';
import { hopsOf, type Hop, type Price } from './chain.ts';
import type { Reason, ReportLine } from './report-line.ts';
import { holdsOn } from './tie.ts';

export type LineState = 'matched' | 'differs' | 'unknown' | 'duplicate' | 'invalid';
export type Judged = { readonly line: ReportLine; readonly state: LineState; readonly dealId: string | null; readonly reasons: readonly Reason[] };

/** What was accepted before, of this distributor: matched or settled by hand. */
export type Accepted = {
  readonly dealId: string;
  readonly productKey: string;
  readonly quantity: number;
  readonly amountMinor: number;
  readonly currency: string;
};
export type Known = {
  readonly distributorId: string;
  readonly ties: readonly { readonly resellerId: string; readonly name: string; readonly since: string; readonly until: string | null }[];
  readonly products: readonly KnownProduct[];
  /** Deals that this distributor sells on, and no others. */
  readonly deals: readonly SoldDeal[];
  readonly prices: ReadonlyMap<string, readonly Price[]>;
  readonly partnerNames: ReadonlyMap<string, string>;
  readonly accepted: readonly Accepted[];
  /** Prints of lines that were reported before, with where. */
  readonly reported: ReadonlyMap<string, string>;
};

export const productKey = (name: string): string => foldText(name);
const amountText = (minor: number, currency: string): string =>
  `${(minor / 10 ** minorDigits(currency)).toLocaleString('en', { minimumFractionDigits: minorDigits(currency), maximumFractionDigits: minorDigits(currency) })} ${currency}`;

type Found = {
  readonly line: ReportLine;
  readonly product: KnownProduct;
  readonly deal: SoldDeal;
  readonly route: ChainRoute;
  readonly hop: Hop;
  readonly reasons: Reason[];
};

/** Says of every line what it is found to be. Lines are taken in their order: of two that say the same, the first counts. */
export function compareLines(lines: readonly ReportLine[], known: Known): Judged[] {
  const look = lookups(known);
  const judged = new Map<ReportLine, Judged>();
  const found: Found[] = [];
  const prints = new Map(known.reported);
  for (const line of lines) {
    if (line.faults.length > 0) {
      judged.set(line, { line, state: 'invalid', dealId: null, reasons: line.faults });
      continue;
    }
    const before = prints.get(line.fingerprint);
    if (before !== undefined) {
      judged.set(line, {
        line,
        state: 'duplicate',
        dealId: null,
        reasons: [{ code: 'reported_before', sentence: `${before} says the same; it is counted once.` }],
      });
      continue;
    }
    prints.set(line.fingerprint, `Row ${line.rowNumber} of this report`);
    const result = findDeal(line, look, known);
    if ('reason' in result) judged.set(line, { line, state: 'unknown', dealId: null, reasons: [result.reason] });
    else found.push(result);
  }
  compareQuantities(found, known);
  compareAmounts(found, known);
  for (const { line, deal, reasons } of found) judged.set(line, { line, state: reasons.length === 0 ? 'matched' : 'differs', dealId: deal.id, reasons });
  return lines.flatMap((line) => judged.get(line) ?? []);
}

type Lookups = {
  readonly products: ReadonlyMap<string, KnownProduct>;
  readonly ties: ReadonlyMap<string, Known['ties']>;
  readonly byNumber: ReadonlyMap<number, SoldDeal>;
  readonly byDomain: ReadonlyMap<string, readonly SoldDeal[]>;
};

function lookups({ products, ties, deals }: Known): Lookups {
  const group = <Value>(pairs: readonly (readonly [string, Value])[]): Map<string, Value[]> => {
    const groups = new Map<string, Value[]>();
    for (const [key, value] of pairs) {
      const values = groups.get(key);
      if (values) values.push(value);
      else groups.set(key, [value]);
    }
    return groups;
  };
  return {
    products: new Map(
      products.flatMap((one) => [...(one.externalId === null ? [] : [[productKey(one.externalId), one] as const]), [productKey(one.name), one] as const]),
    ),
    ties: group(ties.map((tie) => [companyKey(tie.name), tie] as const)),
    byNumber: new Map(deals.map((deal) => [deal.number, deal])),
    byDomain: group(deals.filter((deal) => !deal.lost).flatMap((deal) => deal.domains.map((domain) => [domain, deal] as const))),
  };
}

function findDeal(line: ReportLine, look: Lookups, known: Known): Found | { readonly reason: Reason } {
  const unknown = (code: string, sentence: string) => ({ reason: { code, sentence } });
  const soldOn = line.soldOn ?? '';
  const resellers = line.resellerName === null ? [] : (look.ties.get(companyKey(line.resellerName)) ?? []).filter((tie) => holdsOn(tie, soldOn));
  if (line.resellerName !== null && resellers.length === 0)
    return unknown('reseller', `“${line.resellerName}” was no reseller of this distributor on ${soldOn}.`);
  const product = look.products.get(productKey(line.productName ?? ''));
  if (!product) return unknown('product', `“${line.productName ?? ''}” is not a product of the vendor.`);
  const buyers = line.resellerName === null ? null : new Set(resellers.map((tie) => tie.resellerId));
  if (line.dealNumber !== null) {
    const deal = look.byNumber.get(line.dealNumber);
    // A deal without this distributor is told as one that is not there.
    if (!deal) return unknown('deal', `This distributor sells on no deal D-${line.dealNumber}.`);
    const own = sales(deal, known.distributorId);
    const sale = own.find(({ hop }) => sellsTo(hop, buyers)) ?? own[0];
    if (!sale) return unknown('deal', `This distributor sells on no deal D-${line.dealNumber}.`);
    const reasons: Reason[] = [];
    if (deal.lost) reasons.push({ code: 'deal_lost', sentence: `D-${deal.number} is lost.` });
    if (line.customerDomain !== null && deal.domains.length > 0 && !deal.domains.includes(line.customerDomain))
      reasons.push({ code: 'customer', sentence: `D-${deal.number} is with another customer than ${line.customerDomain}.` });
    if (!sellsTo(sale.hop, buyers)) {
      const buyer = sale.hop.buyerId === null ? 'the customer' : (known.partnerNames.get(sale.hop.buyerId) ?? 'another reseller');
      reasons.push({ code: 'chain', sentence: `D-${deal.number} is sold on to ${buyer}, not to ${line.resellerName ?? 'the customer'}.` });
    }
    if (!deal.lines.some((one) => one.productId === product.id))
      reasons.push({ code: 'product_not_on_deal', sentence: `${product.name} is not on D-${deal.number}.` });
    return { line, product, deal, ...sale, reasons };
  }
  const candidates = (look.byDomain.get(line.customerDomain ?? '') ?? []).flatMap((deal) => {
    const sale = sales(deal, known.distributorId).find(({ hop }) => sellsTo(hop, buyers));
    return sale && deal.lines.some((one) => one.productId === product.id) ? [{ deal, sale }] : [];
  });
  const [only, another] = candidates;
  const through = line.resellerName === null ? '' : ` through ${line.resellerName}`;
  if (!only) return unknown('deal', `This distributor sells on no deal of ${line.customerDomain ?? ''} with ${product.name}${through}.`);
  if (another) {
    const numbers = candidates.map(({ deal }) => `D-${deal.number}`);
    return unknown('several_deals', `It may belong to ${numbers.slice(0, -1).join(', ')} or ${numbers.at(-1) ?? ''}. Name the deal.`);
  }
  return { line, product, deal: only.deal, ...only.sale, reasons: [] };
}

/** Where the distributor sells, in each resale route of the deal. */
const sales = (deal: SoldDeal, distributorId: string): { route: ChainRoute; hop: Hop }[] =>
  deal.routes.flatMap((route) =>
    hopsOf(route.chain)
      .filter((hop) => hop.sellerId === distributorId)
      .map((hop) => ({ route, hop })),
  );
/** Without a reseller the line says that the customer bought from the distributor itself. */
const sellsTo = (hop: Hop, buyers: ReadonlySet<string> | null): boolean =>
  buyers === null ? hop.buyerId === null : hop.buyerId !== null && buyers.has(hop.buyerId);

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}

const add = (reasons: readonly Found[], reason: Reason): void => {
  for (const one of reasons) one.reasons.push(reason);
};
const sum = <Item>(items: readonly Item[], value: (item: Item) => number): number => items.reduce((total, item) => total + value(item), 0);

/** What was sold of a product, this report and what was accepted before it together, against the deal's lines of it. */
function compareQuantities(found: readonly Found[], known: Known): void {
  for (const group of grouped(found, ({ deal, product }) => `${deal.id} ${product.id}`)) {
    const [{ deal, product }] = group as [Found];
    const agreed = sum(
      deal.lines.filter((line) => line.productId === product.id),
      (line) => line.quantity,
    );
    if (agreed === 0) continue;
    const names = new Set([product.name, product.externalId ?? product.name].map(productKey));
    const before = known.accepted.filter((one) => one.dealId === deal.id && names.has(one.productKey));
    const reported = sum(group, ({ line }) => line.quantity ?? 0) + sum(before, (one) => one.quantity);
    if (reported === agreed) continue;
    const several = group.length + before.length > 1;
    add(group, {
      code: 'quantity',
      sentence: `${several ? 'Reported in all' : 'Reported'}: ${reported} of ${product.name}; D-${deal.number} has ${agreed}.`,
    });
  }
}

/** All lines of a sale together are worth the distributor's price of it. The vendor is no side of that price and is told no figure. */
function compareAmounts(found: readonly Found[], known: Known): void {
  for (const group of grouped(found, ({ route, hop }) => `${route.routeId} ${hop.hop}`)) {
    const [{ deal, route, hop }] = group as [Found];
    const price = known.prices.get(route.routeId)?.find((one) => one.hop === hop.hop && one.sellerId === hop.sellerId && one.buyerId === hop.buyerId);
    const buyer = hop.buyerId === null ? 'the customer' : (known.partnerNames.get(hop.buyerId) ?? 'your reseller');
    if (!price) {
      add(group, {
        code: 'no_price',
        sentence: `You have set no price to ${buyer} on D-${deal.number}, so the amount cannot be compared.`,
        vendorSentence: `The distributor has set no price on D-${deal.number}, so the amount cannot be compared.`,
      });
      continue;
    }
    const other = group.filter(({ line }) => line.currency !== price.currency);
    for (const one of other)
      one.reasons.push({
        code: 'currency',
        sentence: `Reported in ${one.line.currency ?? ''}; the prices of D-${deal.number} are in ${price.currency}.`,
      });
    const same = group.filter(({ line }) => line.currency === price.currency);
    if (same.length === 0) continue;
    const before = known.accepted.filter((one) => one.dealId === deal.id && one.currency === price.currency);
    const reported = sum(same, ({ line }) => line.amountMinor ?? 0) + sum(before, (one) => one.amountMinor);
    if (reported === price.amountMinor) continue;
    const several = same.length + before.length > 1;
    add(same, {
      code: 'amount',
      sentence: `${several ? 'Reported in all' : 'Reported'}: ${amountText(reported, price.currency)}; your price to ${buyer} on D-${deal.number} is ${amountText(price.amountMinor, price.currency)}.`,
      vendorSentence: `${several ? 'Reported in all' : 'Reported'}: ${amountText(reported, price.currency)}; the distributor’s price on D-${deal.number} is another.`,
    });
  }
}
