import { after, endless, endOfDay, startOfDay } from './dates.ts';
import type { Entity, Offer, ResaleAuthorization, Term, Terms } from './model.ts';
import { allocate, amountText, decimal, integer, percentOf, priceText, times, toMinor } from './money.ts';
import type { Decimal } from './money.ts';
import { entityOf } from './store.ts';
import { termOf } from './term-rules.ts';

type Entities = { get(id: string): Entity | undefined };
/** Who sells: from the seller of record up to the manufacturer, with the markup each puts on the next one's price. */
type Chain = { sellers: string[]; markups: string[] };

export function baseOfAuthorization(entities: Entities, authorization: ResaleAuthorization): { terms: Terms } | undefined {
  const source = entityOf(entities, 'ResaleAuthorization', authorization.sourceAuthorizationId);
  if (authorization.sourceAuthorizationId === undefined) return authorization;
  const base = source === undefined ? undefined : baseOfAuthorization(entities, source);
  return base === undefined ? undefined : { terms: { ...base.terms, legal: authorization.terms.legal ?? base.terms.legal ?? [] } };
}
/** Where the prices stand: in the offer itself, or in the first authorisation of the chain. */
export function baseOf(entities: Entities, offer: Offer): { terms: Terms } | undefined {
  if (offer.resaleAuthorizationId === undefined) return offer;
  const authorization = entityOf(entities, 'ResaleAuthorization', offer.resaleAuthorizationId);
  return authorization === undefined ? undefined : baseOfAuthorization(entities, authorization);
}

export function chainOf(entities: Entities, offer: Offer): Chain {
  const sellers = [offer.owner];
  const markups: string[] = [];
  let markup = offer.markup ?? '0';
  let authorization = entityOf(entities, 'ResaleAuthorization', offer.resaleAuthorizationId);
  while (authorization !== undefined) {
    sellers.push(authorization.owner);
    markups.push(markup);
    markup = authorization.markup ?? '0';
    authorization = entityOf(entities, 'ResaleAuthorization', authorization.sourceAuthorizationId);
  }
  return { sellers, markups };
}

/** What each seller asks for, given the manufacturer's price: first the buyer's price, last the manufacturer's. */
function prices(base: Decimal, markups: readonly string[], round: (value: Decimal) => Decimal): Decimal[] {
  const result = [round(base)];
  for (const markup of markups.toReversed()) {
    const last = result[0] ?? 0n;
    result.unshift(round(last + percentOf(last, markup)));
  }
  return result;
}

export type Selection = Readonly<Record<string, number>>;
export type PlannedCharge = { time: Date; gross: Decimal[] };
export type Plan = {
  currency: string;
  sellers: string[];
  start: Date;
  end: Date;
  charges: PlannedCharge[];
  rates: Record<string, string[]>;
  grants: Record<string, number>;
  value: Decimal;
};

const currencyOf = (terms: Terms): string =>
  [...(terms.pricing ?? []), ...(terms.schedule ?? [])].find(({ CurrencyCode }) => CurrencyCode !== undefined)?.CurrencyCode ?? 'USD';

/** Everything that follows from accepting an offer at a moment, to the cent. A renewal has its instalments later than the offer says. */
export function planOf(entities: Entities, offer: Offer, accepted: Date, selection: Selection = {}, laterMs = 0): Plan | undefined {
  const base = baseOf(entities, offer);
  if (base === undefined) return undefined;
  const { sellers, markups } = chainOf(entities, offer);
  const currency = currencyOf(base.terms);
  const money = (value: Decimal): Decimal => toMinor(value, currency);
  const { start, end } = period(offer, base.terms, accepted);
  const at = (date: string): Date => new Date(Math.max(accepted.getTime(), startOfDay(date).getTime() + laterMs));

  const grants: Record<string, number> = {};
  const charges: PlannedCharge[] = [];
  const fixed = termOf(base.terms.pricing, 'FixedUpfrontPricingTerm');
  for (const { DimensionKey, MaxQuantity } of fixed?.Grants ?? []) grants[DimensionKey] = MaxQuantity ?? 1;
  const schedule = base.terms.schedule?.[0]?.Schedule ?? [];
  if (schedule.length > 0)
    charges.push(...schedule.map(({ ChargeDate, ChargeAmount }) => ({ time: at(ChargeDate), gross: prices(decimal(ChargeAmount), markups, money) })));
  else if (fixed?.Price !== undefined && decimal(fixed.Price) > 0n) charges.push({ time: accepted, gross: prices(decimal(fixed.Price), markups, money) });

  const chosen = upfront(termOf(base.terms.pricing, 'ConfigurableUpfrontPricingTerm'), selection, grants);
  if (chosen > 0n) charges.push({ time: accepted, gross: prices(chosen, markups, money) });
  const recurring = termOf(base.terms.pricing, 'RecurringPaymentTerm');
  if (recurring?.Price !== undefined && end.toISOString() !== endless) {
    for (let time = start, month = 1; time < end; time = after(start, `P${month}M`), month += 1)
      charges.push({ time, gross: prices(decimal(recurring.Price), markups, money) });
  }
  const planned =
    offer.resaleAuthorizationId !== undefined && offer.terms.schedule?.[0] !== undefined
      ? ownSchedule(offer.terms.schedule[0], charges, at, currency)
      : charges;

  const rates: Record<string, string[]> = {};
  for (const { RateCard } of termOf(base.terms.pricing, 'UsageBasedPricingTerm')?.RateCards ?? []) {
    for (const { DimensionKey, Price } of RateCard)
      rates[DimensionKey] = prices(decimal(Price), markups, (value) => value).map((price) => priceText(price, currency));
  }
  const value = planned.reduce((sum, { gross }) => sum + (gross[0] ?? 0n), 0n);
  return { currency, sellers, start, end, charges: planned.toSorted((left, right) => left.time.getTime() - right.time.getTime()), rates, grants, value };
}

export const buyerTotal = (entities: Entities, offer: Offer): Decimal | undefined => planOf(entities, offer, new Date(0))?.value;

/** The reseller sets dates and amounts for the buyer; what is owed upstream follows in proportion, and adds up. */
function ownSchedule(term: Term, charges: readonly PlannedCharge[], at: (date: string) => Date, currency: string): PlannedCharge[] {
  const lines = (term.Schedule ?? []).map(({ ChargeDate, ChargeAmount }) => ({ time: at(ChargeDate), amount: decimal(ChargeAmount) }));
  const levels = (charges[0]?.gross.length ?? 1) - 1;
  const upstream = Array.from({ length: levels }, (_, level) =>
    allocate(
      charges.reduce((sum, { gross }) => sum + (gross[level + 1] ?? 0n), 0n),
      lines.map(({ amount }) => amount),
      currency,
    ),
  );
  return lines.map(({ time, amount }, index) => ({ time, gross: [amount, ...upstream.map((shares) => shares[index] ?? 0n)] }));
}

function upfront(term: Term | undefined, selection: Selection, grants: Record<string, number>): Decimal {
  let total = 0n;
  for (const { DimensionKey, Price } of term?.RateCards?.[0]?.RateCard ?? []) {
    const quantity = selection[DimensionKey] ?? 0;
    if (quantity === 0) continue;
    grants[DimensionKey] = quantity;
    total += times(decimal(Price), integer(quantity));
  }
  return total;
}

function period(offer: Offer, base: Terms, accepted: Date): { start: Date; end: Date } {
  const validity = offer.terms.validity?.[0];
  const start =
    validity?.AgreementStartDate === undefined ? accepted : new Date(Math.max(accepted.getTime(), startOfDay(validity.AgreementStartDate).getTime()));
  if (validity?.AgreementEndDate !== undefined) return { start, end: endOfDay(validity.AgreementEndDate) };
  const selector = termOf(base.pricing, 'ConfigurableUpfrontPricingTerm')?.RateCards?.[0]?.Selector?.Value;
  const length = validity?.AgreementDuration ?? termOf(base.pricing, 'FixedUpfrontPricingTerm')?.Duration ?? selector;
  return { start, end: length === undefined ? new Date(endless) : after(start, length) };
}

/** The terms as the buyer reads them: marked up, and without the words of resale. */
export function buyerTerms(entities: Entities, offer: Offer): Term[] {
  const base = baseOf(entities, offer)?.terms ?? {};
  const { markups } = chainOf(entities, offer);
  const currency = currencyOf(base);
  const price = (text: string, round: boolean): string => {
    const [buyer = 0n] = prices(decimal(text), markups, (value) => (round ? toMinor(value, currency) : value));
    return round ? amountText(buyer, currency) : priceText(buyer, currency);
  };
  const through = (term: Term): Term => ({
    ...term,
    Type: term.Type.replace(/^(?:Resale|Buyer)(?=\w)/, ''),
    ...(term.Price === undefined || term.Price === null ? {} : { Price: price(term.Price, true) }),
    ...(term.RateCards === undefined || term.RateCards === null
      ? {}
      : { RateCards: term.RateCards.map((card) => ({ ...card, RateCard: card.RateCard.map((line) => ({ ...line, Price: price(line.Price, false) })) })) }),
    ...(term.Schedule === undefined || term.Schedule === null
      ? {}
      : { Schedule: term.Schedule.map((line) => ({ ...line, ChargeAmount: price(line.ChargeAmount, true) })) }),
  });
  const own = offer.resaleAuthorizationId === undefined;
  const legal = offer.terms.legal ?? (base.legal ?? []).filter(({ Type }) => Type !== 'ResaleLegalTerm').map(through);
  const schedule = offer.terms.schedule ?? (base.schedule ?? []).map(through);
  return [
    ...(base.pricing ?? []).map((term) => (own ? term : through(term))),
    ...schedule,
    ...legal,
    ...(offer.terms.validity ?? []),
    ...(offer.terms.renewal ?? []),
    ...(offer.terms.support ?? []),
  ];
}
