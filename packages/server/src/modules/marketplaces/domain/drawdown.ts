import { applyBasisPoints } from '@entente/kernel';
import type { OfferKind } from './fees.ts';
import { moneyText } from './drift.ts';

export type Eligibility = {
  readonly programme: string;
  readonly percentBp: number;
  readonly decidedOn: 'invoice' | 'activation' | 'purchase';
  readonly excludedKinds: readonly string[];
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly source: string;
};
export type Commitment = {
  readonly programme: string;
  readonly currency: string;
  readonly amountMinor: bigint;
  readonly remainingMinor: bigint | null;
  readonly capBp: number | null;
  readonly capUsedMinor: bigint;
  readonly fromOn: string;
  readonly untilOn: string;
};
export type Purchase = {
  readonly amountMinor: bigint;
  readonly currency: string;
  /** The days its money moves on, as far as they are known: the first decides a purchase, each decides an invoice. */
  readonly purchaseOn: string;
  readonly activationOn: string;
  readonly invoices: readonly { readonly on: string; readonly amountMinor: bigint }[];
  readonly kind: OfferKind;
};
export type DrawdownReason = { readonly code: string; readonly sentence: string };
export type Drawdown = {
  readonly drawsDown: boolean;
  readonly amountMinor: bigint;
  readonly percentBp: number;
  readonly reasons: readonly DrawdownReason[];
  /** The rules of the listing that were asked, so that a person can look up each. */
  readonly rules: readonly Eligibility[];
};

const holds = (period: { readonly fromOn: string; readonly untilOn: string | null }, day: string): boolean =>
  period.fromOn <= day && (period.untilOn === null || day <= period.untilOn);
const dayWord = { invoice: 'invoiced', activation: 'activated', purchase: 'bought' } as const;

/** How much of a purchase would count towards a commitment, and each reason why it is not all of it. `listing` null: not sold on a marketplace. */
export function drawdownOf(
  purchase: Purchase,
  commitment: Commitment,
  listing: { readonly name: string; readonly eligibility: readonly Eligibility[] } | null,
): Drawdown {
  const ofProgramme = (listing?.eligibility ?? []).filter((one) => one.programme === commitment.programme);
  const nothing = (code: string, sentence: string): Drawdown => ({
    drawsDown: false,
    amountMinor: 0n,
    percentBp: 0,
    reasons: [{ code, sentence }],
    rules: ofProgramme,
  });
  if (!listing) return nothing('not_on_marketplace', `${commitment.programme} counts purchases on its own marketplace only; this route is not sold there.`);
  if (ofProgramme.length === 0) return nothing('not_eligible', `Nothing says that “${listing.name}” counts towards ${commitment.programme}.`);
  if (purchase.currency !== commitment.currency)
    return nothing('currency', `The commitment is in ${commitment.currency} and the purchase in ${purchase.currency}; what would count cannot be told.`);
  const rules = ofProgramme.filter((rule) => !rule.excludedKinds.includes(purchase.kind));
  const [excluded] = ofProgramme;
  if (rules.length === 0)
    return nothing('excluded_kind', `${commitment.programme} does not count ${purchase.kind} offers of this listing (${excluded?.source ?? ''}).`);
  const reasons: DrawdownReason[] = [];
  let [counted, uncovered, outside] = [0n, 0n, 0n];
  const outsideOn = new Set<string>();
  for (const payment of paymentsOf(purchase)) {
    // Of rules that hold on the day that decides for each, the one that counts most.
    const best = rules
      .map((rule) => ({ rule, on: decidingDay(purchase, rule, payment.on) }))
      .filter(({ rule, on }) => holds(rule, on))
      .toSorted((a, b) => b.rule.percentBp - a.rule.percentBp)[0];
    if (!best) uncovered += payment.amountMinor;
    else if (!holds(commitment, best.on)) {
      outside += payment.amountMinor;
      outsideOn.add(best.on);
    } else counted += applyBasisPoints(payment.amountMinor, BigInt(best.rule.percentBp));
  }
  const percentBp = Math.max(...rules.map((rule) => rule.percentBp));
  if (uncovered > 0n) {
    const until = rules
      .flatMap((one) => one.untilOn ?? [])
      .toSorted()
      .at(-1);
    reasons.push({
      code: 'not_eligible_then',
      sentence: `${moneyText(uncovered, purchase.currency)} would be ${dayWord[rules[0]?.decidedOn ?? 'invoice']} on a day the listing does not count${until === undefined ? '' : ` (it does until ${until})`}.`,
    });
  }
  if (outside > 0n)
    reasons.push({
      code: 'outside_commitment',
      sentence: `${moneyText(outside, purchase.currency)} would fall on ${[...outsideOn].toSorted().join(', ')}, outside the commitment (${commitment.fromOn} to ${commitment.untilOn}).`,
    });
  if (percentBp < 10_000 && counted > 0n) reasons.push({ code: 'percent', sentence: `${percentBp / 100} % of each payment counts.` });
  const cap = commitment.capBp === null ? null : applyBasisPoints(commitment.amountMinor, BigInt(commitment.capBp)) - commitment.capUsedMinor;
  const room = cap === null ? null : cap > 0n ? cap : 0n;
  if (room !== null && counted > room) {
    reasons.push({
      code: 'cap',
      sentence: `Marketplace purchases may fill ${(commitment.capBp ?? 0) / 100} % of the commitment; ${moneyText(room, purchase.currency)} of that is left.`,
    });
    counted = room;
  }
  if (commitment.remainingMinor !== null && counted > commitment.remainingMinor) {
    reasons.push({ code: 'remaining', sentence: `Only ${moneyText(commitment.remainingMinor, purchase.currency)} of the commitment is left.` });
    counted = commitment.remainingMinor;
  }
  return { drawsDown: counted > 0n, amountMinor: counted, percentBp, reasons, rules };
}

const paymentsOf = (purchase: Purchase): { on: string; amountMinor: bigint }[] =>
  purchase.invoices.length > 0 ? [...purchase.invoices] : [{ on: purchase.activationOn, amountMinor: purchase.amountMinor }];

function decidingDay(purchase: Purchase, rule: Eligibility, invoicedOn: string): string {
  if (rule.decidedOn === 'invoice') return invoicedOn;
  return rule.decidedOn === 'activation' ? purchase.activationOn : purchase.purchaseOn;
}
