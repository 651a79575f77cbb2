import { applyRate, percent, splitByWeights, toDecimal, minus, fraction, times, type ExplainedStep } from '@entente/kernel';
import { matches, takersOf } from './conditions.ts';
import type { Decided, FactLine, Known, NewAccrual, RuleVersion, SalesDocument } from './facts.ts';
import { limit, waits, WAITS, written } from './limits.ts';

type SalesRule = RuleVersion<SalesDocument>;
const baseOf = (line: FactLine): bigint => line.netMinor - line.feeMinor;
const LABEL = { deal: 'of a deal', month: 'of a month', quarter: 'of a quarter', year: 'of a year' } as const;
const NO_TIER = 'The enrolment says no tier, and this programme asks for one. Nothing is paid until it is there.';

/**
 * Commissions on a fact. For each partner and line the first rule that holds decides; what several take of one line is divided as the
 * rule says. Each amount is rounded once.
 */
export function commissions(rules: readonly SalesRule[], known: Known): Decided {
  const decided = new Set<string>();
  const accruals: NewAccrual[] = [];
  const basis = known.fact.type === 'receipt' ? 'collected' : 'booked';
  for (const rule of rules) {
    if (rule.document.basis !== basis) continue;
    const result = ofRule(rule, known, decided);
    if (!result.ok) return result;
    accruals.push(...result.accruals);
  }
  return { ok: true, accruals };
}

function ofRule(rule: SalesRule, known: Known, decided: Set<string>): Decided {
  const { document } = rule;
  const takers = takersOf(document, known);
  // Lines that the same partners take are one amount.
  const groups = new Map<string, { partners: string[]; lines: FactLine[] }>();
  const untold = new Map<string, FactLine[]>();
  for (const line of [...known.fact.lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))) {
    const partners: string[] = [];
    for (const partnerId of takers) {
      const mark = `${partnerId}|${line.lineId}`;
      const match = decided.has(mark) ? 'no' : matches(rule, known, partnerId, line);
      if (match === 'no') continue;
      decided.add(mark);
      if (match === 'yes') partners.push(partnerId);
      else untold.set(partnerId, [...(untold.get(partnerId) ?? []), line]);
    }
    if (partners.length === 0) continue;
    const key = partners.join(' ');
    const group = groups.get(key) ?? { partners, lines: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  const own = new Map<string, { amount: bigint; lines: FactLine[]; steps: ExplainedStep[] }>();
  for (const group of groups.values()) {
    const divided = divide(document, known, group);
    if (!divided.ok) return divided;
    for (const [partnerId, { amount, step }] of divided.parts) {
      const sum = own.get(partnerId) ?? { amount: 0n, lines: [], steps: [] };
      own.set(partnerId, { amount: sum.amount + amount, lines: [...sum.lines, ...group.lines], steps: [...sum.steps, step] });
    }
  }
  const { currency } = known.fact;
  const accruals: NewAccrual[] = [...untold].map(([partnerId, lines]) => ({
    ...frozen(rule, partnerId, lines),
    amountMinor: 0n,
    state: 'nothing',
    sentence: NO_TIER,
    steps: [],
  }));
  for (const [partnerId, { amount, lines, steps }] of own) {
    const limited = limit(
      amount,
      currency,
      document.caps.map(({ per, amounts }) => ({ label: LABEL[per], amounts, given: known.given(rule.ruleId, partnerId, per) })),
    );
    if (!limited.ok) return limited;
    const waiting = waits(document.approveAbove, limited.amountMinor, currency);
    const state = limited.amountMinor === 0n ? 'nothing' : waiting ? 'waiting' : 'earned';
    const sentence = limited.sentence ?? (state === 'nothing' ? 'It comes to less than half of the smallest unit.' : waiting ? WAITS : null);
    accruals.push({ ...frozen(rule, partnerId, lines), amountMinor: limited.amountMinor, state, sentence, steps: [...steps, ...limited.steps] });
  }
  return { ok: true, accruals };
}

const frozen = (rule: RuleVersion, partnerId: string, lines: readonly FactLine[]) => ({
  rule,
  partnerId,
  personId: null,
  baseMinor: lines.reduce((sum, line) => sum + baseOf(line), 0n),
  quantity: null,
  lines: lines.map(({ lineId, description, netMinor }) => ({ lineId, description, netMinor: Number(netMinor) })),
});

type Divided =
  | { readonly ok: true; readonly parts: ReadonlyMap<string, { readonly amount: bigint; readonly step: ExplainedStep }> }
  | { readonly ok: false; readonly sentence: string };

function divide(document: SalesDocument, known: Known, { partners, lines }: { partners: readonly string[]; lines: readonly FactLine[] }): Divided {
  const { currency } = known.fact;
  const rate = percent(document.rate);
  const base = lines.reduce((sum, line) => sum + baseOf(line), 0n);
  const whole = applyRate(base, rate);
  const formula = `${written(base, currency)} × ${document.rate} %`;
  const rounding = toDecimal(minus(fraction(whole), times(fraction(base), rate)), 6);
  const rounded = /^-?0\.0+$/.test(rounding) ? {} : { rounding };
  if (document.among === 'each' || partners.length === 1) {
    const step = { label: 'Commission', formula, resultMinor: Number(whole), currency, ...rounded };
    return { ok: true, parts: new Map(partners.map((partnerId) => [partnerId, { amount: whole, step }])) };
  }
  const weights = weigh(document, known, partners);
  if (!weights)
    return {
      ok: false,
      sentence:
        document.among === 'credit'
          ? 'The credit of the deal is not settled yet.'
          : 'Several partners share this commission, and the deal says no share for them.',
    };
  const total = weights.reduce((sum, { weight }) => sum + weight, 0n);
  const parts = splitByWeights(whole, weights);
  return {
    ok: true,
    parts: new Map(
      weights.map(({ key, weight }) => {
        const amount = parts.get(key) ?? 0n;
        return [
          key,
          { amount, step: { label: 'Your part of the commission', formula: `(${formula}) × ${weight}/${total}`, resultMinor: Number(amount), currency } },
        ] as const;
      }),
    ),
  };
}

function weigh(document: SalesDocument, { deal }: Known, partners: readonly string[]): { key: string; weight: bigint }[] | null {
  const weights = partners.map((key) => {
    if (document.among === 'alike') return { key, weight: 1n };
    if (document.among === 'credit') return { key, weight: deal?.credit?.get(key) ?? 0n };
    const own = deal?.participants.filter(({ partnerId, role }) => partnerId === key && (document.to.roles as readonly string[]).includes(role)) ?? [];
    return { key, weight: own.reduce((sum, { shareBp }) => sum + BigInt(shareBp ?? 0), 0n) };
  });
  return weights.some(({ weight }) => weight > 0n) ? weights : null;
}
