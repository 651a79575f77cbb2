import { createHash } from 'node:crypto';
import type { SettlementOption } from '@entente/contracts';
import { keyOf, sameCandidate, routeKindOf, type Candidate, type Commitment, type Eligibility, type Facts, type Kind } from './facts.ts';
import type { Suggested } from './candidates.ts';
import type { Priced } from './price-way.ts';
import { listingFor } from './refuse.ts';
import { creditOf, waterfallOf, type Divided, type Incentive } from './waterfall.ts';

export type DrawdownPurchase = {
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly purchaseOn: string;
  readonly activationOn: string;
  readonly invoices: readonly { readonly on: string; readonly amountMinor: bigint }[];
  readonly kind: 'private' | 'channel' | 'replacement';
};
/** How much of a purchase counts towards a commitment, as marketplaces tells it. */
export type DrawdownOf = (
  purchase: DrawdownPurchase,
  commitment: Commitment,
  listing: { readonly name: string; readonly eligibility: readonly Eligibility[] } | null,
) => { readonly drawsDown: boolean; readonly amountMinor: bigint; readonly reasons: readonly { readonly code: string; readonly sentence: string }[] };

const kindLabel = {
  direct: 'Direct',
  resale: 'Resale',
  distribution: 'Distribution',
  marketplace: 'Marketplace',
  channel_private_offer: 'Channel private offer',
} as const satisfies Record<Kind, string>;

function throughOf(facts: Facts, candidate: Candidate): SettlementOption['through'] {
  const partner = (id: string) => ({ type: 'partner' as const, id, name: facts.partners.get(id)?.name ?? 'An unknown partner' });
  const place = (id: string) => ({ type: 'marketplace' as const, id, name: facts.marketplaces.find((one) => one.id === id)?.name ?? 'An unknown marketplace' });
  return [
    ...('distributorId' in candidate ? [partner(candidate.distributorId)] : []),
    ...('resellerId' in candidate ? [partner(candidate.resellerId)] : []),
    ...('marketplaceId' in candidate ? [place(candidate.marketplaceId)] : []),
  ];
}

/** The whole of one way: money, drawdown, credit, time, and what was assumed. */
export function optionOf(
  facts: Facts,
  priced: Priced,
  divided: Divided,
  incentives: readonly Incentive[],
  chosen: Candidate | null,
  drawdown: DrawdownOf,
): SettlementOption {
  const { candidate } = priced;
  const through = throughOf(facts, candidate);
  const money = priced.refusals.length > 0 ? null : waterfallOf(facts, priced, divided, incentives);
  const sellers = priced.margins.map(({ partnerId }) => partnerId);
  const both = divided.shares.filter(({ partnerId }) => sellers.includes(partnerId)).map(({ name }) => `${name} has a margin and a share of what comes to us.`);
  return {
    candidate,
    kind: candidate.kind,
    label: [kindLabel[candidate.kind], ...through.map(({ name }) => name)].join(' · '),
    through,
    chosen: chosen !== null && sameCandidate(chosen, candidate),
    refusals: [...priced.refusals],
    currency: facts.currency,
    money,
    drawdown: priced.refusals.length > 0 ? [] : drawdownsOf(facts, priced, drawdown),
    credit: creditOf(facts, money ? priced.buyerMinor : null, sellers),
    ...timesOf(facts, candidate.kind),
    assumptions: [
      ...(facts.pricedFrom === 'quote' ? [] : ['The deal has no quote: the lines of the deal stand for list price and buyer price.']),
      ...priced.assumptions,
    ],
    warnings: money ? [...priced.warnings, ...(divided.held === null ? [] : [`Nothing is divided yet: ${divided.held}`]), ...both] : [],
    ruleVersions: { ...priced.ruleVersions, ...(divided.rule ? { [`split:${divided.rule.id}`]: divided.rule.version } : {}) },
    fingerprint: fingerprintOf({ candidate, refusals: priced.refusals, money }),
  };
}

const fingerprintOf = (what: Pick<SettlementOption, 'candidate' | 'money'> & { refusals: Priced['refusals'] }): string =>
  createHash('sha256')
    .update(JSON.stringify({ ...what, candidate: what.candidate === null ? null : keyOf(what.candidate) }))
    .digest('hex')
    .slice(0, 32);

const missingWords = {
  reseller: 'No partner resells on this deal. Add one in that role, or name one.',
  distributor: 'No distributor takes part in this deal. Add one in that role, or name one.',
  marketplace: 'The workspace sells on no marketplace yet.',
} as const;
/** A way nobody is known for yet: it says what is missing. */
export function openOption(facts: Facts, { kind, missing }: Suggested): SettlementOption {
  return {
    candidate: null,
    kind,
    label: kindLabel[kind],
    through: [],
    chosen: false,
    refusals: [{ code: missing === 'marketplace' ? 'no_marketplace' : 'no_reseller', sentence: missingWords[missing ?? 'reseller'] }],
    currency: facts.currency,
    money: null,
    drawdown: [],
    credit: [],
    ...timesOf(facts, kind),
    assumptions: [],
    warnings: [],
    ruleVersions: {},
    fingerprint: '',
  };
}

function drawdownsOf(facts: Facts, priced: Priced, drawdown: DrawdownOf): SettlementOption['drawdown'] {
  const { candidate } = priced;
  const listing = routeKindOf(candidate.kind) === 'marketplace' && priced.marketplace ? listingFor(facts, priced.marketplace.id) : null;
  const on = facts.closeOn > facts.on ? facts.closeOn : facts.on;
  const purchase: DrawdownPurchase = {
    amountMinor: priced.buyerMinor,
    currency: facts.currency,
    purchaseOn: on,
    activationOn: on,
    invoices: [],
    kind: candidate.kind === 'channel_private_offer' ? 'channel' : facts.renewal ? 'replacement' : 'private',
  };
  return facts.commitments.map((commitment) => {
    const { drawsDown, amountMinor, reasons } = drawdown(purchase, commitment, listing);
    return {
      programme: commitment.programme,
      drawsDown,
      amountMinor: Number(amountMinor),
      currency: commitment.currency,
      remainingMinor: commitment.remainingMinor === null ? null : Number(commitment.remainingMinor),
      fromOn: commitment.fromOn,
      untilOn: commitment.untilOn,
      reasons: [...reasons],
    };
  });
}

function timesOf(facts: Facts, kind: Kind): Pick<SettlementOption, 'expectedToSignature' | 'expectedToCash'> {
  const history = facts.times.find((one) => one.kind === kind);
  const { leastHistory, expectedDays } = facts.settings;
  const told = (days: number | null, deals: number, fallback: number, what: string): SettlementOption['expectedToCash'] =>
    days !== null && deals >= leastHistory
      ? { days, source: 'history', deals, sentence: `${days} days ${what}: the median of ${deals} deals that were won this way.` }
      : {
          days: fallback,
          source: 'settings',
          deals,
          sentence: `${deals === 0 ? 'No history' : `Only ${deals} deals`} of this kind: ${fallback} days ${what} by the settings.`,
        };
  return {
    expectedToSignature: told(history?.signatureDays ?? null, history?.signatureDeals ?? 0, expectedDays[kind].signature, 'to signature'),
    expectedToCash: told(history?.cashDays ?? null, history?.cashDeals ?? 0, expectedDays[kind].cash, 'from signature to cash'),
  };
}
