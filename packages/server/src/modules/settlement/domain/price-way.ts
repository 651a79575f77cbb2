import { Problem, explained, majorOf, times, type Explanation } from '@entente/kernel';
import { inMajor, moneyText, plain, step } from '../../../platform/rating/index.ts';
import { feeFor, type Fee } from './fee.ts';
import {
  partnersOf,
  marketplaceOf,
  type Candidate,
  type Facts,
  type FeeBasisPoints,
  type Line,
  type LineMargin,
  type Margins,
  type Marketplace,
} from './facts.ts';
import { hopsOf, overLines, rateOf, totalOf, type Hop } from './margins.ts';
import { authorizationFor, refusalsOf, type Refusal } from './refuse.ts';

export type SellerMargin = {
  readonly partnerId: string;
  readonly name: string;
  /** Before a fee it bears. */
  readonly grossMinor: bigint;
  readonly feeMinor: bigint;
  readonly explanation: Explanation;
};
/** A way as far as it follows from prices alone: what the buyer pays, and what comes to us of it. */
export type Priced = {
  readonly candidate: Candidate;
  readonly refusals: readonly Refusal[];
  readonly marketplace: Marketplace | null;
  readonly listMinor: bigint;
  readonly tierMinor: bigint;
  readonly discountMinor: bigint;
  readonly buyerMinor: bigint;
  readonly fee: Fee | null;
  readonly margins: readonly SellerMargin[];
  /** What comes to us, line by line, and what the marketplace keeps of it: what is divided. */
  readonly collected: readonly { readonly netMinor: bigint; readonly feeMinor: bigint }[];
  readonly assumptions: readonly string[];
  readonly warnings: readonly string[];
  readonly ruleVersions: Readonly<Record<string, number>>;
};

export function priceWay(facts: Facts, candidate: Candidate, margins: Margins, rate: FeeBasisPoints): Priced {
  const { lines, currency, settings } = facts;
  const refusals = refusalsOf(facts, candidate);
  const [listMinor, listAfter, buyerMinor] = [
    totalOf(lines.map((line) => line.standardMinor)),
    totalOf(lines.map((line) => line.listMinor)),
    totalOf(lines.map((line) => line.netMinor)),
  ];
  const marketplace = facts.marketplaces.find(({ id }) => id === marketplaceOf(candidate)) ?? null;
  const chain = partnersOf(candidate);
  const levels = chain.map((partnerId) => ({ partnerId, margins: margins.get(partnerId) ?? [] }));
  const agreed = agreedPrice(facts, candidate);
  const hops = hopsOf(lines, levels, settings, agreed?.amountMinor ?? null);
  const wholesaleMinor = totalOf(hops[0]?.buys ?? lines.map(({ netMinor }) => netMinor));
  const fee =
    marketplace && refusals.length === 0
      ? feeFor(
          { marketplace, kind: candidate.kind, renewal: facts.renewal, on: facts.on, currency, buyerMinor, listMinor: listAfter, wholesaleMinor },
          settings,
          rate,
        )
      : null;
  if (marketplace && refusals.length === 0 && !fee)
    refusals.push({ code: 'no_fee', sentence: `The fee table of ${marketplace.name} says nothing for this kind of offer on ${facts.on}; add an entry to it.` });
  const feeOurs = fee ? fee.totalMinor - fee.sellerMinor : 0n;
  const oursByLine = hops[0]?.buys ?? lines.map(({ netMinor }) => netMinor);
  const feeByLine = overLines(
    feeOurs,
    lines.map((line, index) => ({ lineId: line.lineId, netMinor: oursByLine[index] ?? 0n })),
  );
  if (refusals.length === 0 && wholesaleMinor - feeOurs < 0n)
    refusals.push({ code: 'margin_above_price', sentence: `Margins and fees come to more than the ${moneyText(buyerMinor, currency)} the buyer pays.` });
  const sellers = hops.map((hop, index): SellerMargin => {
    const last = index === hops.length - 1;
    const name = facts.partners.get(hop.partnerId)?.name ?? 'A partner';
    const feeMinor = last && fee ? fee.sellerMinor : 0n;
    return {
      partnerId: hop.partnerId,
      name,
      grossMinor: totalOf(hop.margin),
      feeMinor,
      explanation: explainMargin(facts, hop, levels[index]?.margins ?? [], name, feeMinor, index === 0 ? agreed : null),
    };
  });
  const warnings = sellers
    .filter(({ grossMinor, feeMinor }) => grossMinor - feeMinor < 0n)
    .map(({ name, grossMinor, feeMinor }) => `${name} would lose ${moneyText(feeMinor - grossMinor, currency)} on it.`);
  for (const { partnerId, name } of sellers)
    if (!agreed && (margins.get(partnerId) ?? []).every(({ rule }) => rule === null))
      warnings.push(`No margin rule fits ${name}: it keeps nothing by the rules.`);
  return {
    candidate,
    refusals,
    marketplace,
    listMinor,
    tierMinor: listMinor - listAfter,
    discountMinor: listAfter - buyerMinor,
    buyerMinor,
    fee,
    margins: sellers,
    collected: lines.map((_, index) => ({ netMinor: oursByLine[index] ?? 0n, feeMinor: feeByLine[index] ?? 0n })),
    assumptions: [...(fee?.assumptions ?? []), ...readingsOf(facts, chain.length)],
    warnings,
    ruleVersions: {
      settings: facts.settingsVersion,
      ...(marketplace ? { [`marketplace:${marketplace.id}`]: marketplace.version } : {}),
      ...Object.fromEntries(levels.flatMap((level) => level.margins.flatMap(({ rule }) => (rule ? [[`margin:${rule.id}`, rule.version] as const] : [])))),
    },
  };
}

function readingsOf({ settings }: Facts, sellers: number): string[] {
  if (sellers === 0) return [];
  const discount = `What the buyer is let off the list price is given by ${settings.discountBorneBy === 'us' ? 'us' : 'who sells to it'}.`;
  return sellers < 2
    ? [discount]
    : [
        discount,
        settings.distributorMargin === 'own'
          ? 'The distributor’s margin is its own, beside the reseller’s.'
          : 'The distributor’s margin includes its reseller’s.',
      ];
}

type Agreed = { readonly amountMinor: bigint; readonly label: string; readonly from: { readonly type: string; readonly id: string } };
/** Our own price to who buys from us, where one was agreed for this deal in its currency. */
function agreedPrice(facts: Facts, candidate: Candidate): Agreed | null {
  if (candidate.kind === 'channel_private_offer') {
    const authorization = authorizationFor(facts, candidate);
    if (!authorization?.ofDeal || authorization.currency !== facts.currency) return null;
    return { amountMinor: authorization.wholesaleMinor, label: 'Price of the authorisation', from: { type: 'resale_authorization', id: authorization.id } };
  }
  if (candidate.kind === 'direct' || candidate.kind === 'marketplace') return null;
  const route = facts.routes.find(({ kind, chain }) => kind === 'resale' && chain.join() === partnersOf(candidate).join());
  if (!route || route.firstPriceMinor === null || route.firstPriceCurrency !== facts.currency) return null;
  return { amountMinor: route.firstPriceMinor, label: 'Price agreed on the chain', from: { type: 'route', id: route.id } };
}

/** Of its own buying and selling only: what others of the chain pay is theirs. */
function explainMargin(facts: Facts, hop: Hop, margins: readonly LineMargin[], name: string, feeMinor: bigint, agreed: Agreed | null): Explanation {
  const { currency, lines } = facts;
  const [sells, buys, gross] = [totalOf(hop.sells), totalOf(hop.buys), totalOf(hop.margin)];
  const rules = [...new Map(margins.flatMap(({ rule }) => (rule ? [[rule.id, rule] as const] : []))).values()];
  const [rule] = rules;
  const exact = (line: Line, margin: LineMargin) => times(inMajor(margin.of === 'list' ? line.listMinor : line.netMinor, currency), rateOf(margin));
  const amount = (label: string, formula: string, minor: bigint) => step(label, formula, inMajor(minor, currency), currency);
  return explained(
    agreed ? `${name} keeps what is between the price agreed with us and its own.` : (margins[0]?.sentence ?? `${name} keeps nothing by the rules.`),
    {
      rule: agreed ? { name: agreed.label, id: agreed.from.id, version: null } : rule ? { name: rule.name, id: rule.id, version: rule.version } : null,
      inputs: [
        { label: 'It sells for', value: moneyText(sells, currency) },
        { label: 'It buys for', value: moneyText(buys, currency), ...(agreed ? { from: agreed.from } : {}) },
        ...rules.slice(1).map((one) => ({ label: 'Also by', value: `${one.name}, version ${one.version}` })),
      ],
      steps: [
        ...(agreed
          ? []
          : lines.flatMap((line, index) => {
              const margin = margins[index];
              return margin?.rule
                ? [
                    step(
                      line.description,
                      `${plain(margin.percent)} % of ${majorOf(margin.of === 'list' ? line.listMinor : line.netMinor, currency)} ${currency}`,
                      exact(line, margin),
                      currency,
                    ),
                  ]
                : [];
            })),
        amount('Margin', `${majorOf(sells, currency)} − ${majorOf(buys, currency)}`, gross),
        ...(feeMinor === 0n ? [] : [amount('Less the fee it bears', `${majorOf(gross, currency)} − ${majorOf(feeMinor, currency)}`, gross - feeMinor)]),
      ],
    },
  );
}

/** As if every line had been let off so much, and nothing else. */
export function withDiscount(
  lines: readonly Line[],
  discount: { kind: 'percent'; minor: (list: bigint) => bigint } | { kind: 'amount'; amountMinor: bigint },
  currency: string,
): Line[] {
  const total = totalOf(lines.map(({ listMinor }) => listMinor));
  const off = discount.kind === 'amount' ? discount.amountMinor : discount.minor(total);
  if (off > total)
    throw new Problem('invalid_input', `A discount of ${moneyText(off, currency)} is more than the ${moneyText(total, currency)} it is taken off.`, {
      reason: 'discount_too_large',
    });
  const parts = overLines(
    off,
    lines.map(({ lineId, listMinor }) => ({ lineId, netMinor: listMinor })),
  );
  return lines.map((line, index) => {
    const lineOff = parts[index] ?? 0n;
    const why = explained('As if this had been taken off.', { steps: [step('Taken off', 'by what lines cost', inMajor(lineOff, currency), currency)] });
    return { ...line, netMinor: line.listMinor - lineOff, explanations: { ...line.explanations, discount: lineOff === 0n ? null : why, net: why } };
  });
}
