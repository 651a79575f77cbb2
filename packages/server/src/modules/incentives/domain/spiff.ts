import { decimal, fraction, plus, ZERO } from '@entente/kernel';
import { matches, takersOf } from './conditions.ts';
import type { Decided, FactLine, Kinded, Known, NewAccrual, RuleVersion } from './facts.ts';
import { amountIn, limit, waits, WAITS, written } from './limits.ts';

type SpiffRule = RuleVersion<Kinded<'spiff'>>;

/** Fixed amounts for people who registered before the sale, inside the time of the programme. */
export function spiffs(rules: readonly SpiffRule[], known: Known, alreadyPaid: (rule: string, partnerId: string) => boolean): Decided {
  const accruals: NewAccrual[] = [];
  for (const rule of rules) {
    const { document } = rule;
    if (document.basis !== (known.fact.type === 'receipt' ? 'collected' : 'booked')) continue;
    const soldOn = known.deal?.wonOn ?? null;
    if (soldOn === null || soldOn < document.from || soldOn >= document.until) continue;
    for (const partnerId of takersOf(document, known)) {
      const found = known.fact.lines.map((line) => ({ line, match: matches(rule, known, partnerId, line) }));
      const lines = found.flatMap(({ line, match }) => (match === 'yes' ? [line] : []));
      if (lines.length === 0 && !found.some(({ match }) => match === 'no_tier')) continue;
      const one = ofPartner(rule, known, partnerId, lines, soldOn, alreadyPaid(rule.ruleId, partnerId));
      if (!one.ok) return one;
      accruals.push(...one.accruals);
    }
  }
  return { ok: true, accruals };
}

function ofPartner(rule: SpiffRule, known: Known, partnerId: string, lines: readonly FactLine[], soldOn: string, paid: boolean): Decided {
  const { document, ruleId } = rule;
  const { currency } = known.fact;
  const frozen = {
    rule,
    partnerId,
    baseMinor: lines.reduce((sum, { netMinor }) => sum + netMinor, 0n),
    lines: lines.map(({ lineId, description, netMinor }) => ({ lineId, description, netMinor: Number(netMinor) })),
  };
  const none = (sentence: string): Decided => ({
    ok: true,
    accruals: [{ ...frozen, personId: null, quantity: null, amountMinor: 0n, state: 'nothing', sentence, steps: [] }],
  });
  if (lines.length === 0) return none('The enrolment says no tier, and this programme asks for one. Nothing is paid until it is there.');
  const registration = known.registrations.find((one) => one.ruleId === ruleId && one.partnerId === partnerId && one.registeredOn <= soldOn);
  if (!registration) return none('Nobody was registered for this spiff before the sale.');
  if (document.per === 'deal' && paid) return { ok: true, accruals: [] };
  const each = amountIn(document.amounts, currency);
  if (each === null) return { ok: false, sentence: `The spiff “${rule.name}” says no amount in ${currency}. Add it, and try again.` };
  const { personId } = registration;
  const units = lines.reduce((sum, { quantity }) => plus(sum, quantity === null ? fraction(1n) : decimal(quantity)), ZERO);
  const sold = units.numerator / units.denominator;
  const before = known.units(ruleId, personId);
  const nth = BigInt(document.everyNth ?? 1);
  const counted = document.per === 'deal' ? 1n : document.per === 'line' ? BigInt(lines.length) : sold;
  // Of a person's sales in their order, each n-th.
  const times = document.everyNth === null ? counted : (before + counted) / nth - before / nth;
  const limited = limit(
    each * times,
    currency,
    document.capPerPerson === null ? [] : [{ label: 'for a person', amounts: document.capPerPerson, given: known.given(ruleId, personId, 'ever') }],
  );
  if (!limited.ok) return limited;
  const amountMinor = limited.amountMinor;
  const waiting = waits(document.approveAbove, amountMinor, currency);
  return {
    ok: true,
    accruals: [
      {
        ...frozen,
        personId,
        quantity: String(counted),
        amountMinor,
        state: amountMinor === 0n ? 'nothing' : waiting ? 'waiting' : 'earned',
        sentence: limited.sentence ?? (times === 0n ? `Counted: ${before + counted} so far; each ${nth}th is paid.` : waiting ? WAITS : null),
        steps: [{ label: 'Spiff', formula: `${times} × ${written(each, currency)}`, resultMinor: Number(each * times), currency }, ...limited.steps],
      },
    ],
  };
}
