import type { SettlementOption, SettlementParty, SettlementStep } from '@entente/contracts';
import { divide, explained, fraction, splitByWeights, times, toDecimal, type Explanation, type ParticipantRole } from '@entente/kernel';
import { inMajor, moneyText, safeMinor, step as arithmetic } from '../../../platform/rating/index.ts';
import type { Facts } from './facts.ts';
import type { Priced } from './price-way.ts';

export type Share = { readonly partnerId: string; readonly name: string; readonly amountMinor: bigint; readonly explanation: Explanation };
/** How what comes to us is divided; `held`: it cannot be, and all of it stays ours until it can. */
export type Divided = {
  readonly held: string | null;
  readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly shares: readonly Share[];
};
export type Incentive = {
  readonly partnerId: string;
  readonly name: string;
  readonly kind: string;
  readonly amountMinor: bigint;
  readonly explanation: Explanation;
};
export type Money = NonNullable<SettlementOption['money']>;
type Part = SettlementStep['parts'][number];

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
/** The contract knows lists that may be written to. */
export const shown = (explanation: Explanation): Part['explanation'] => ({
  ...explanation,
  inputs: [...explanation.inputs],
  steps: [...explanation.steps],
  evidence: [...explanation.evidence],
});

/** List → tier margin → other discounts → buyer price → fee → margins → splits → incentives → net to us. Sums to the minor unit, or throws. */
export function waterfallOf(facts: Facts, priced: Priced, divided: Divided, incentives: readonly Incentive[]): Money {
  const { currency, lines } = facts;
  const roleOf = (partnerId: string): ParticipantRole | null => facts.participants.find((one) => one.partnerId === partnerId)?.role ?? null;
  const feeMinor = priced.fee?.totalMinor ?? 0n;
  const marginOf = (one: Priced['margins'][number]): bigint => one.grossMinor - one.feeMinor;
  const [marginMinor, splitMinor, incentiveMinor] = [
    sum(priced.margins.map(marginOf)),
    sum(divided.shares.map((one) => one.amountMinor)),
    sum(incentives.map((one) => one.amountMinor)),
  ];
  const netMinor = priced.buyerMinor - feeMinor - marginMinor - splitMinor - incentiveMinor;

  const steps: SettlementStep[] = [];
  let after = 0n;
  const change = (key: SettlementStep['key'], label: string, amount: bigint, explanation: Explanation, parts: readonly Part[]): void => {
    after += amount;
    if (parts.length > 0 && sum(parts.map((part) => BigInt(part.amountMinor))) !== amount) throw new Error(`the parts of ${key} do not sum to it`);
    steps.push({
      key,
      label,
      kind: 'change',
      amountMinor: safeMinor(amount),
      afterMinor: safeMinor(after),
      explanation: shown(explanation),
      parts: [...parts],
    });
  };
  const total = (key: SettlementStep['key'], label: string, explanation: Explanation): void =>
    void steps.push({ key, label, kind: 'total', amountMinor: safeMinor(after), afterMinor: safeMinor(after), explanation: shown(explanation), parts: [] });
  const partner = (partnerId: string, name: string, label: string, amount: bigint, explanation: Explanation): Part => ({
    label,
    partnerId,
    partnerName: name,
    role: roleOf(partnerId),
    amountMinor: safeMinor(amount),
    explanation: shown(explanation),
  });
  const ofLine = (label: string, amount: bigint, explanation: Explanation): Part => ({
    label,
    partnerId: null,
    partnerName: null,
    role: null,
    amountMinor: safeMinor(amount),
    explanation: shown(explanation),
  });
  const subtraction = (label: string, from: bigint, less: bigint) =>
    arithmetic(label, `${moneyText(from, currency)} − ${moneyText(less, currency)}`, inMajor(from - less, currency), currency);

  change(
    'list',
    'List price',
    priced.listMinor,
    explained(`${lines.length} lines at list price.`),
    lines.map((line) => ofLine(line.description, line.standardMinor, line.explanations.list)),
  );
  const byTier = lines.filter((line) => line.standardMinor !== line.listMinor);
  change(
    'tier_margin',
    'Tier margin',
    -priced.tierMinor,
    explained(
      byTier.length === 0 ? 'The price book makes no difference by tier.' : 'What the price book of the partner’s tier is below the list for everybody.',
    ),
    byTier.map((line) =>
      ofLine(
        line.description,
        line.listMinor - line.standardMinor,
        explained('The price book of the tier.', { steps: [subtraction('Tier margin', line.listMinor, line.standardMinor)] }),
      ),
    ),
  );
  const lowered = lines.filter((line) => line.listMinor !== line.netMinor);
  change(
    'discount',
    'Other discounts',
    -priced.discountMinor,
    explained(
      lowered.length === 0 ? 'Nothing else is taken off.' : 'What the quote takes off the list price.',
      facts.approvedBy === null ? {} : { approvedBy: facts.approvedBy },
    ),
    lowered.map((line) => {
      const why = line.explanations.discount ?? explained('The price of the line.', { steps: [subtraction('Discount', line.netMinor, line.listMinor)] });
      return ofLine(line.description, line.netMinor - line.listMinor, facts.approvedBy === null ? why : { ...why, approvedBy: facts.approvedBy });
    }),
  );
  total(
    'buyer_price',
    'Buyer price',
    explained(
      facts.pricedFrom === 'quote' ? 'What the buyer pays by the quote, before tax.' : 'The deal has no quote: its lines, as they are written on the deal.',
    ),
  );
  change('fee', 'Marketplace fee', -feeMinor, priced.fee?.explanation ?? explained('No marketplace takes part.'), []);
  change(
    'margin',
    'Resale and distribution margins',
    -marginMinor,
    explained(priced.margins.length === 0 ? 'Nobody resells it.' : 'What those who sell between us and the buyer keep.'),
    priced.margins.map((one) => partner(one.partnerId, one.name, one.name, -marginOf(one), one.explanation)),
  );
  change(
    'split',
    'Splits to participants',
    -splitMinor,
    explained(
      divided.held ?? (divided.rule ? `What comes to us is divided by “${divided.rule.name}”, version ${divided.rule.version}.` : 'Nothing is divided.'),
      {
        rule: divided.rule,
      },
    ),
    divided.shares.map((one) => partner(one.partnerId, one.name, one.name, -one.amountMinor, one.explanation)),
  );
  change(
    'incentive',
    'Incentives',
    -incentiveMinor,
    explained(incentives.length === 0 ? 'No incentive is expected on it.' : 'What incentives are expected to pay on it.'),
    incentives.map((one) => partner(one.partnerId, one.name, `${one.name}: ${one.kind.replaceAll('_', ' ')}`, -one.amountMinor, one.explanation)),
  );
  if (after !== netMinor) throw new Error('a waterfall does not sum to what is left');
  total('net', 'Net to us', explained('What is left to us.', { steps: [subtraction('Net to us', priced.buyerMinor, priced.buyerMinor - netMinor)] }));

  const parties = partiesOf(priced, divided, incentives, netMinor, marginOf);
  if (sum(parties.map((one) => BigInt(one.totalMinor))) !== priced.buyerMinor) throw new Error('what the parties have does not sum to what the buyer pays');
  return {
    listMinor: safeMinor(priced.listMinor),
    tierMarginMinor: safeMinor(priced.tierMinor),
    discountMinor: safeMinor(priced.discountMinor),
    buyerMinor: safeMinor(priced.buyerMinor),
    feeMinor: safeMinor(feeMinor),
    feePercent: priced.fee ? toDecimal(fraction(BigInt(priced.fee.basisPoints), 100n), 2) : null,
    feeBase: priced.fee?.base ?? null,
    feeSellerMinor: safeMinor(priced.fee?.sellerMinor ?? 0n),
    marginMinor: safeMinor(marginMinor),
    splitMinor: safeMinor(splitMinor),
    incentiveMinor: safeMinor(incentiveMinor),
    netMinor: safeMinor(netMinor),
    steps,
    parties,
  };
}

/** What each has of what the buyer pays: the marketplace, each partner once, and us last. */
function partiesOf(
  priced: Priced,
  divided: Divided,
  incentives: readonly Incentive[],
  netMinor: bigint,
  marginOf: (one: Priced['margins'][number]) => bigint,
): SettlementParty[] {
  type Sums = { name: string; margin: bigint; split: bigint; incentive: bigint };
  const partners = new Map<string, Sums>();
  const add = (id: string, name: string, key: 'margin' | 'split' | 'incentive', amount: bigint): void => {
    const known = partners.get(id) ?? { name, margin: 0n, split: 0n, incentive: 0n };
    partners.set(id, { ...known, [key]: known[key] + amount });
  };
  for (const one of priced.margins) add(one.partnerId, one.name, 'margin', marginOf(one));
  for (const one of divided.shares) add(one.partnerId, one.name, 'split', one.amountMinor);
  for (const one of incentives) add(one.partnerId, one.name, 'incentive', one.amountMinor);
  const share = (amount: bigint): string =>
    priced.buyerMinor === 0n ? '0.00' : toDecimal(times(divide(fraction(amount), fraction(priced.buyerMinor)), fraction(100n)), 2);
  const row = (
    party: SettlementParty['party'],
    partnerId: string | null,
    name: string,
    of: Partial<Omit<Sums, 'name'>> & { fee?: bigint },
    totalMinor: bigint,
  ): SettlementParty => ({
    party,
    partnerId,
    name,
    marginMinor: safeMinor(of.margin ?? 0n),
    feeMinor: safeMinor(of.fee ?? 0n),
    splitMinor: safeMinor(of.split ?? 0n),
    incentiveMinor: safeMinor(of.incentive ?? 0n),
    totalMinor: safeMinor(totalMinor),
    sharePercent: share(totalMinor),
  });
  return [
    ...(priced.fee && priced.marketplace ? [row('marketplace', null, priced.marketplace.name, { fee: priced.fee.totalMinor }, priced.fee.totalMinor)] : []),
    ...[...partners].map(([id, of]) => row('partner', id, of.name, of, of.margin + of.split + of.incentive)),
    row('us', null, 'Us', {}, netMinor),
  ];
}

/** What each participant is credited with: shares that sum to the whole are split without a unit left over. */
export function creditOf(facts: Facts, buyerMinor: bigint | null, sellers: readonly string[]): SettlementOption['credit'] {
  const shared = facts.participants.filter(({ shareBp }) => shareBp !== null && shareBp > 0);
  const given = shared.reduce((total, { shareBp }) => total + (shareBp ?? 0), 0);
  const weights = shared.map(({ partnerId, role, shareBp }) => ({ key: `${partnerId}|${role}`, weight: BigInt(shareBp ?? 0) }));
  // What nobody is credited with stays with nobody.
  if (given > 0 && given < 10_000) weights.push({ key: '~', weight: BigInt(10_000 - given) });
  const amounts = buyerMinor === null || given === 0 ? new Map<string, bigint>() : splitByWeights(buyerMinor, weights);
  return facts.participants.map(({ partnerId, role, shareBp }) => {
    const amount = amounts.get(`${partnerId}|${role}`);
    return {
      partnerId,
      name: facts.partners.get(partnerId)?.name ?? '',
      role,
      shareBp,
      amountMinor: amount === undefined ? null : safeMinor(amount),
      sells: sellers.includes(partnerId),
    };
  });
}
