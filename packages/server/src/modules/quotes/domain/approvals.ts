import type { ApprovalDefinition, PricedQuote } from '@entente/contracts';
import { compare, divide, fraction, percent, type Fraction } from '@entente/kernel';
import type { HoldingDocument } from '../../../platform/dated-documents/index.ts';
import { moneyText } from '../../../platform/rating/index.ts';

export type NeededApproval = {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleVersion: number;
  readonly approverRole: ApprovalDefinition['approverRole'];
  readonly reason: string;
};
type Condition = ApprovalDefinition['when'][number];

const share = (part: number, of: number): Fraction => (of === 0 ? fraction(0n) : divide(fraction(BigInt(part)), fraction(BigInt(of))));

/** Every rule of which a condition holds asks, with the first one as the reason. */
export function approvalsFor(priced: PricedQuote, rules: readonly HoldingDocument<ApprovalDefinition>[]): NeededApproval[] {
  return rules.flatMap(({ id, name, version, definition }) => {
    const reason = definition.when.map((condition) => why(condition, priced)).find((each) => each !== null);
    return reason ? [{ ruleId: id, ruleName: name, ruleVersion: version, approverRole: definition.approverRole, reason }] : [];
  });
}

function why(
  condition: Condition,
  { listMinor, discountMinor, netMinor, marginMinor, oursMinor, longestTermMonths, currency, ...priced }: PricedQuote,
): string | null {
  switch (condition.kind) {
    case 'every_quote':
      return 'Every quote needs it.';
    case 'discount_above':
      return compare(share(discountMinor, listMinor), percent(condition.percent)) > 0
        ? `The discount of ${priced.discountPercent} % is above ${condition.percent} %.`
        : null;
    case 'margin_above':
      return compare(share(marginMinor, netMinor), percent(condition.percent)) > 0
        ? `The margin of ${priced.marginPercent} % is above ${condition.percent} %.`
        : null;
    case 'ours_below':
      return compare(share(oursMinor, listMinor), percent(condition.percent)) < 0
        ? `What is left to us is below ${condition.percent} % of the list price.`
        : null;
    case 'term_longer_than':
      return longestTermMonths !== null && longestTermMonths > condition.months
        ? `A term of ${longestTermMonths} months is longer than ${condition.months}.`
        : null;
    case 'value_above':
      // Another currency is never compared by its number: such a quote is asked about.
      if (condition.currency !== currency) return `The quote is in ${currency}, the limit in ${condition.currency}.`;
      return netMinor > condition.amountMinor ? `${moneyText(netMinor, currency)} are above ${moneyText(condition.amountMinor, currency)}.` : null;
  }
}
