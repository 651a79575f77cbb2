import type { Parsed, Result, SettlementOption, SplitDocument } from '@entente/contracts';
import { applyRate, percent, type ReceiptLine } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { suggestionsFor, type Suggested } from './domain/candidates.ts';
import { differenceOf } from './domain/difference.ts';
import { marketplaceOf, partnersOf, routeKindOf, sameCandidate, type Candidate, type Facts, type LineMargin } from './domain/facts.ts';
import { totalOf } from './domain/margins.ts';
import { openOption, optionOf } from './domain/option.ts';
import { priceWay, withDiscount, type Priced } from './domain/price-way.ts';
import type { Divided } from './domain/waterfall.ts';
import { gather, type Gathered } from './gather.ts';
import type { SettlementPorts } from './ports.ts';

type Over = { readonly tier?: string | undefined; readonly document?: SplitDocument | undefined };
const NOTHING: Divided = { held: null, rule: null, shares: [] };

/** The options of these candidates, each partner's margins looked up once. */
export async function optionsOf(
  tx: Tx,
  ports: SettlementPorts,
  tenantId: string,
  { deal, quote, facts }: Gathered,
  ways: readonly Suggested[],
  chosen: Candidate | null,
  over: Over = {},
): Promise<SettlementOption[]> {
  const margins = new Map<string, readonly LineMargin[]>();
  const products = facts.lines.map(({ productId, family, vendorId }) => (productId === null ? null : { productId, family, vendorId }));
  for (const partnerId of new Set(ways.flatMap(({ candidate }) => (candidate ? partnersOf(candidate) : []))))
    if (facts.partners.has(partnerId))
      margins.set(
        partnerId,
        await ports.margins(tx, tenantId, {
          partnerId,
          dealId: deal.id,
          day: facts.on,
          competitive: quote?.competitive ?? false,
          tier: over.tier ?? null,
          products,
        }),
      );
  const options: SettlementOption[] = [];
  for (const way of ways) {
    if (!way.candidate) {
      options.push(openOption(facts, way));
      continue;
    }
    const priced = priceWay(facts, way.candidate, margins, ports.feeBasisPoints);
    if (priced.refusals.length > 0) {
      options.push(optionOf(facts, priced, NOTHING, [], chosen, ports.drawdown));
      continue;
    }
    const receipt = receiptToCome(facts, priced);
    const divided = await ports.divide(tx, tenantId, { on: facts.on, route: routeKindOf(way.candidate.kind), receipt, document: over.document ?? null });
    const route = routeKindOf(way.candidate.kind);
    const { held, items } = await ports.incentives(tx, tenantId, { dealId: deal.id, on: facts.on, route, receipt });
    const incentives = items.map((one) => ({
      ...one,
      name: facts.partners.get(one.partnerId)?.name ?? divided.shares.find(({ partnerId }) => partnerId === one.partnerId)?.name ?? 'A partner',
    }));
    const told = held === null ? priced : { ...priced, warnings: [...priced.warnings, `Incentives cannot be estimated yet: ${held}`] };
    options.push(optionOf(facts, told, divided, incentives, chosen, ports.drawdown));
  }
  return options;
}

function receiptToCome(facts: Facts, priced: Priced) {
  const lines = facts.lines.map((line, index): ReceiptLine => {
    const { netMinor, feeMinor } = priced.collected[index] ?? { netMinor: 0n, feeMinor: 0n };
    return {
      lineId: line.lineId,
      reversesLineId: null,
      productId: line.productId,
      vendorId: line.vendorId,
      description: line.description,
      quantity: line.quantity,
      netMinor: Number(netMinor),
      taxMinor: 0,
      feeMinor: Number(feeMinor),
    };
  });
  return {
    dealId: facts.dealId,
    source: marketplaceOf(priced.candidate) === null ? ('payment' as const) : ('marketplace' as const),
    currency: facts.currency,
    netMinor: Number(totalOf(priced.collected.map(({ netMinor }) => netMinor))),
    feeMinor: Number(totalOf(priced.collected.map(({ feeMinor }) => feeMinor))),
    lines,
  };
}

const asked = (candidate: Candidate): Suggested => ({ kind: candidate.kind, candidate, missing: null });

export async function compare(
  tx: Tx,
  ports: SettlementPorts,
  tenantId: string,
  of: { dealId: string; now: Date; candidates: readonly Candidate[] | null; chosen: Candidate | null },
): Promise<Result<'settlement.compare'>> {
  const gathered = await gather(tx, ports, tenantId, {
    dealId: of.dealId,
    now: of.now,
    candidates: [...(of.candidates ?? []), ...(of.chosen ? [of.chosen] : [])],
  });
  const { deal, quote, facts } = gathered;
  const ways = of.candidates ? of.candidates.map(asked) : withChosen(suggestionsFor(facts), of.chosen);
  return {
    dealId: deal.id,
    dealNumber: deal.number,
    dealName: deal.name,
    currency: facts.currency,
    pricedFrom: quote
      ? {
          kind: 'quote',
          quoteId: quote.id,
          quoteNumber: quote.number,
          quoteVersion: quote.version,
          state: quote.state,
          sentence: `Prices are those of quote ${quote.number}, version ${quote.version} (${quote.state.replaceAll('_', ' ')}).`,
        }
      : {
          kind: 'deal_lines',
          quoteId: null,
          quoteNumber: null,
          quoteVersion: null,
          state: null,
          sentence: 'The deal has no quote: its own lines stand for list price and buyer price.',
        },
    options: await optionsOf(tx, ports, tenantId, gathered, ways, of.chosen),
  };
}
/** What was chosen is beside the others, whoever takes part by now. */
const withChosen = (ways: readonly Suggested[], chosen: Candidate | null): Suggested[] =>
  chosen === null || ways.some(({ candidate }) => candidate !== null && sameCandidate(candidate, chosen)) ? [...ways] : [...ways, asked(chosen)];

export async function whatIf(
  tx: Tx,
  ports: SettlementPorts,
  tenantId: string,
  of: { dealId: string; now: Date; chosen: Candidate | null },
  body: Parsed<'settlement.whatIf'>['body'],
): Promise<Result<'settlement.whatIf'>> {
  const gathered = await gather(tx, ports, tenantId, { dealId: of.dealId, now: of.now, candidates: [body.candidate] });
  const ways = [asked(body.candidate)];
  const { discount } = body;
  const lines =
    discount === undefined
      ? gathered.facts.lines
      : withDiscount(
          gathered.facts.lines,
          discount.kind === 'amount'
            ? { kind: 'amount', amountMinor: BigInt(discount.amountMinor) }
            : { kind: 'percent', minor: (list) => applyRate(list, percent(discount.percent)) },
          gathered.facts.currency,
        );
  const [asIs] = await optionsOf(tx, ports, tenantId, gathered, ways, of.chosen);
  const changed: Gathered = { ...gathered, facts: { ...gathered.facts, lines } };
  const [other] = await optionsOf(tx, ports, tenantId, changed, ways, of.chosen, { tier: body.tier, document: body.split });
  if (!asIs || !other) throw new TypeError('a way that was asked for has no option');
  const { steps, parties } = differenceOf(asIs, other);
  return { asIs, whatIf: other, steps, parties };
}
