import { applyRate, majorOf, percent, splitByWeights, times, fraction, minus, toDecimal, type ExplainedStep } from '@entente/kernel';
import type { SplitDocument, SplitParty, SplitStep } from './document.ts';
import { draw, pooled, sumOf, type Cell, type PoolLine } from './pots.ts';

export type Taker = { readonly partnerId: string; readonly role: string; readonly shareBp: number | null };
export type AllocateFacts = {
  readonly currency: string;
  readonly lines: readonly PoolLine[];
  readonly participants: readonly Taker[];
  /** Frozen credit of the deal by partner; null: not frozen yet. */
  readonly credit: ReadonlyMap<string, bigint> | null;
  /** Usage of each vendor's products by partner; null: nothing is metered. */
  readonly usage: ReadonlyMap<string, bigint> | null;
  /** What steps that are limited over the whole deal gave on its other receipts, by `step|partner`. */
  readonly givenBefore: ReadonlyMap<string, bigint>;
};
export const MARKETPLACE = 'marketplace';
export const US = 'us';
/** `party` is a partner's id, or one of the two above. */
export type Part = { readonly lineId: string; readonly party: string; readonly stepKey: string; readonly stepName: string; readonly amountMinor: bigint };
export type Allocation =
  | { readonly ok: true; readonly parts: readonly Part[]; readonly steps: ReadonlyMap<string, readonly ExplainedStep[]>; readonly poolMinor: bigint }
  | { readonly ok: false; readonly sentence: string };

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
class Held extends Error {}

/**
 * Divides a receipt. The marketplace's fee comes first; then each step, in its order, takes from the pool or from what an earlier step
 * gave, is limited, and never takes more than is there; what is left has an owner. The parts sum to the receipt to the minor unit, and
 * do not depend on the order of lines or of participants.
 */
export function allocate(document: SplitDocument, facts: AllocateFacts): Allocation {
  try {
    return divide(document, facts);
  } catch (error) {
    if (error instanceof Held) return { ok: false, sentence: error.message };
    throw error;
  }
}

function divide(document: SplitDocument, facts: AllocateFacts): Allocation {
  const lines = [...facts.lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1));
  const left = pooled(lines);
  if (!left) throw new Held('This receipt gives back more than it brings: somebody has to say which receipt it takes from.');
  const byLine = new Map(lines.map((line) => [line.lineId, line]));
  const pots = new Map<string, Cell[]>([['pool', lines.map(({ lineId }) => ({ lineId, holder: US, amount: left.get(lineId) ?? 0n }))]]);
  const poolMinor = sumOf(pots.get('pool') ?? []);
  const steps = new Map<string, ExplainedStep[]>();
  const explain = (party: string, step: ExplainedStep): void => void steps.set(party, [...(steps.get(party) ?? []), step]);

  for (const step of document.steps) {
    const given: Cell[] = [];
    for (const group of groupsOf(step, lines, facts)) {
      const open = (pots.get(step.from) ?? []).filter(({ lineId, amount }) => group.lineIds.has(lineId) && amount > 0n);
      const base = baseOf(step, group.lineIds, { lines, left, open });
      const asked = askedOf(step, group.takers, base, facts);
      const amount = least(asked.amount, sumOf(open));
      const shares = splitByWeights(amount, group.takers);
      for (const [partnerId, share] of [...shares].sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (share === 0n) continue;
        // Each taker in turn from what is still there, so that a line is never drawn beyond what it holds.
        for (const drawn of draw(open, share)) {
          given.push({ lineId: drawn.lineId, holder: partnerId, amount: drawn.amount });
          if (drawn.holder !== US)
            explain(drawn.holder, {
              label: step.name,
              formula: `passed on: ${money(drawn.amount, facts.currency)}`,
              resultMinor: -Number(drawn.amount),
              currency: facts.currency,
            });
        }
        explain(partnerId, explained(step, { asked, amount, share, takers: group.takers, partnerId, currency: facts.currency }));
      }
    }
    pots.set(step.key, given);
  }

  const rest = pots.get('pool') ?? [];
  if (document.remainder) remainderTo(document.remainder, rest, facts, byLine).forEach((cell) => pots.set('rest', [...(pots.get('rest') ?? []), cell]));
  const names = new Map(document.steps.map(({ key, name }) => [key, name]));
  const parts: Part[] = lines
    .filter(({ feeMinor }) => feeMinor !== 0n)
    .map(({ lineId, feeMinor }) => ({ lineId, party: MARKETPLACE, stepKey: 'fee', stepName: 'Marketplace fee', amountMinor: feeMinor }));
  for (const [key, cells] of pots)
    for (const { lineId, holder, amount } of cells)
      if (amount !== 0n)
        parts.push({ lineId, party: holder, stepKey: key === 'pool' ? 'rest' : key, stepName: names.get(key) ?? 'What is left', amountMinor: amount });
  const net = lines.reduce((sum, line) => sum + line.netMinor, 0n);
  if (parts.reduce((sum, part) => sum + part.amountMinor, 0n) !== net) throw new Error('a split does not sum to its receipt');
  return { ok: true, parts: gathered(parts), steps, poolMinor };
}

type Group = { readonly takers: readonly { key: string; weight: bigint }[]; readonly lineIds: ReadonlySet<string> };
/** Who is paid by a step, from which lines: a vendor from its own lines, everybody else from all that the step speaks of. */
function groupsOf(step: SplitStep, lines: readonly PoolLine[], facts: AllocateFacts): Group[] {
  const spoken = lines.filter(({ vendorId }) => step.lines === 'all' || (step.lines === 'ours') === (vendorId === null));
  if (step.to.kind === 'vendor') {
    const vendors = [...new Set(spoken.flatMap(({ vendorId }) => vendorId ?? []))].sort();
    return vendors.map((vendor) => ({
      takers: [{ key: vendor, weight: 1n }],
      lineIds: new Set(spoken.filter(({ vendorId }) => vendorId === vendor).map(({ lineId }) => lineId)),
    }));
  }
  if (spoken.length === 0) return [];
  const takers = takersOf(step, facts);
  return takers.length === 0 ? [] : [{ takers, lineIds: new Set(spoken.map(({ lineId }) => lineId)) }];
}

function takersOf(step: SplitStep, facts: AllocateFacts): { key: string; weight: bigint }[] {
  const named = step.to.kind === 'partner' ? [{ partnerId: step.to.partnerId, shareBp: null }] : inRole(step.to, facts);
  const nobody = (sentence: string): [] => {
    if (step.whenNobody === 'hold') throw new Held(sentence);
    return [];
  };
  if (named.length === 0) return nobody(`Nobody on this deal is there for “${step.name}”.`);
  if (named.length === 1) return [{ key: named[0]?.partnerId ?? '', weight: 1n }];
  const weights = weigh(step, named, facts);
  return weights.some(({ weight }) => weight > 0n) ? weights : nobody(`Several may be paid by “${step.name}”, and none of them has a weight.`);
}

function weigh(step: SplitStep, named: readonly { partnerId: string; shareBp: number | null }[], facts: AllocateFacts): { key: string; weight: bigint }[] {
  const by = (of: ReadonlyMap<string, bigint> | null, missing: string): { key: string; weight: bigint }[] => {
    if (of === null) throw new Held(missing);
    return named.map(({ partnerId }) => ({ key: partnerId, weight: of.get(partnerId) ?? 0n }));
  };
  switch (step.among) {
    case 'alike':
      return named.map(({ partnerId }) => ({ key: partnerId, weight: 1n }));
    case 'share':
      if (named.some(({ shareBp }) => shareBp === null)) throw new Held(`“${step.name}” is divided by share, and not everybody has one on the deal.`);
      return named.map(({ partnerId, shareBp }) => ({ key: partnerId, weight: BigInt(shareBp ?? 0) }));
    case 'credit':
      return by(facts.credit, `“${step.name}” is divided by credit, and the credit of this deal is not settled yet.`);
    case 'usage':
      return by(facts.usage, `“${step.name}” is divided by usage, and nothing was metered for this deal.`);
  }
}

/** A partner in one role is one taker, however often it was named; its shares add up. */
function inRole(to: SplitParty, facts: AllocateFacts): { partnerId: string; shareBp: number | null }[] {
  const found = new Map<string, number | null>();
  for (const { partnerId, role, shareBp } of facts.participants)
    if (to.kind === 'role' && role === to.role) {
      const known = found.get(partnerId);
      found.set(partnerId, known === undefined || known === null || shareBp === null ? (shareBp ?? known ?? null) : known + shareBp);
    }
  return [...found].map(([partnerId, shareBp]) => ({ partnerId, shareBp })).sort((a, b) => (a.partnerId < b.partnerId ? -1 : 1));
}

type Base = { readonly minor: bigint; readonly words: string };
function baseOf(
  step: SplitStep,
  lineIds: ReadonlySet<string>,
  from: { lines: readonly PoolLine[]; left: ReadonlyMap<string, bigint>; open: readonly Cell[] },
): Base {
  const mine = from.lines.filter(({ lineId }) => lineIds.has(lineId));
  if (step.what.kind === 'percent' && step.what.base === 'price') return { minor: mine.reduce((sum, { netMinor }) => sum + netMinor, 0n), words: 'the price' };
  // Of what an earlier step gave there is one base: that.
  if (step.what.kind === 'percent' && step.what.base === 'pool' && step.from === 'pool')
    return { minor: mine.reduce((sum, { lineId }) => sum + (from.left.get(lineId) ?? 0n), 0n), words: 'the pool' };
  return { minor: sumOf(from.open), words: step.from === 'pool' ? 'what is left' : 'what was given' };
}

type Asked = { readonly amount: bigint; readonly formula: string; readonly rounding: string | null; readonly limited: string | null };
function askedOf(step: SplitStep, takers: readonly { key: string }[], base: Base, facts: AllocateFacts): Asked {
  const { currency } = facts;
  const before = takers.reduce((sum, { key }) => sum + (facts.givenBefore.get(`${step.key}|${key}`) ?? 0n), 0n);
  const inCurrency = (list: readonly { currency: string; amountMinor: number }[], what: string): bigint => {
    const found = list.find((one) => one.currency === currency);
    if (!found) throw new Held(`“${step.name}” names ${what} in ${list.map((one) => one.currency).join(', ')}, and this receipt is in ${currency}.`);
    return BigInt(found.amountMinor);
  };
  let asked: Asked;
  if (step.what.kind === 'percent') {
    const rate = percent(step.what.percent);
    const minor = most(base.minor, 0n);
    const amount = applyRate(minor, rate);
    const apart = minus(fraction(amount), times(fraction(minor), rate));
    asked = {
      amount,
      formula: `${step.what.percent} % of ${base.words} ${money(minor, currency)}`,
      rounding: apart.numerator === 0n ? null : toDecimal(apart, 6),
      limited: null,
    };
  } else if (step.what.kind === 'fixed') {
    const fixed = inCurrency(step.what.amounts, 'an amount');
    const amount = step.what.per === 'deal' ? most(fixed - before, 0n) : fixed;
    asked = {
      amount,
      formula:
        step.what.per === 'deal' && before > 0n
          ? `${money(fixed, currency)} a deal, of which ${money(before, currency)} was given`
          : `${money(fixed, currency)} a ${step.what.per}`,
      rounding: null,
      limited: null,
    };
  } else asked = { amount: most(base.minor, 0n), formula: `${base.words} ${money(base.minor, currency)}`, rounding: null, limited: null };
  const { limits } = step;
  if (!limits) return asked;
  const sofar = limits.per === 'deal' ? before : 0n;
  let { amount } = asked;
  if (limits.atLeast) amount = most(amount, inCurrency(limits.atLeast, 'a least amount') - sofar);
  if (limits.atMost) amount = most(least(amount, inCurrency(limits.atMost, 'a most amount') - sofar), 0n);
  return amount === asked.amount
    ? asked
    : {
        ...asked,
        amount,
        limited: `${amount > asked.amount ? 'raised' : 'limited'} to ${money(amount, currency)}${sofar > 0n ? ` after ${money(sofar, currency)} on other receipts` : ''}`,
      };
}

function remainderTo(to: SplitParty, rest: readonly Cell[], facts: AllocateFacts, byLine: ReadonlyMap<string, PoolLine>): Cell[] {
  const given: Cell[] = [];
  if (to.kind === 'vendor') {
    // Our own products have no vendor: what is left of them stays with us.
    for (const cell of rest) {
      const vendor = byLine.get(cell.lineId)?.vendorId;
      if (!vendor || cell.amount === 0n) continue;
      given.push({ lineId: cell.lineId, holder: vendor, amount: cell.amount });
      cell.amount = 0n;
    }
    return given;
  }
  const named = to.kind === 'partner' ? [to.partnerId] : inRole(to, facts).map(({ partnerId }) => partnerId);
  if (named.length === 0) throw new Held('What is left has an owner who is not on this deal.');
  for (const [partnerId, share] of splitByWeights(
    sumOf(rest),
    named.map((key) => ({ key, weight: 1n })),
  ))
    for (const { lineId, amount } of draw(
      rest.filter((cell) => cell.amount > 0n),
      share,
    ))
      given.push({ lineId, holder: partnerId, amount });
  return given;
}

/** One row per line, party and step. */
function gathered(parts: readonly Part[]): Part[] {
  const found = new Map<string, Part>();
  for (const part of parts) {
    const key = `${part.lineId}|${part.stepKey}|${part.party}`;
    const known = found.get(key);
    found.set(key, known ? { ...known, amountMinor: known.amountMinor + part.amountMinor } : part);
  }
  return [...found.values()];
}

const money = (minor: bigint, currency: string): string => `${majorOf(minor, currency)} ${currency}`;

function explained(
  step: SplitStep,
  of: { asked: Asked; amount: bigint; share: bigint; takers: readonly { key: string; weight: bigint }[]; partnerId: string; currency: string },
): ExplainedStep {
  const { asked, amount, share, takers, partnerId, currency } = of;
  const words = [asked.formula];
  if (asked.limited) words.push(asked.limited);
  if (amount < asked.amount) words.push(`only ${money(amount, currency)} is there`);
  if (takers.length > 1) {
    const total = takers.reduce((sum, { weight }) => sum + weight, 0n);
    words.push(`${takers.find(({ key }) => key === partnerId)?.weight ?? 0n} of ${total} parts of ${money(amount, currency)}`);
  }
  return {
    label: step.name,
    formula: words.join('; '),
    resultMinor: Number(share),
    currency,
    ...(asked.rounding && takers.length === 1 && amount === asked.amount && !asked.limited ? { rounding: asked.rounding } : {}),
  };
}
