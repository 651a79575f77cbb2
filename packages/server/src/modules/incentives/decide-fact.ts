import type { Receipt } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import { commissions } from './domain/commission.ts';
import { takersOf } from './domain/conditions.ts';
import { inForce, isKind, type DealFacts, type Decided, type Fact, type Known, type RuleVersion } from './domain/facts.ts';
import { periodOf } from './domain/periods.ts';
import { spiffs } from './domain/spiff.ts';
import type { IncentivesPorts, Sale } from './ports.ts';
import { enrolmentsOn, givenBefore, partnersOf, registrationsOf } from './store.ts';

export const receiptFact = (receipt: Receipt): Fact => ({
  type: 'receipt',
  id: receipt.id,
  on: receipt.receivedOn,
  source: receipt.source,
  currency: receipt.currency,
  lines: receipt.lines.map((line) => ({ ...line, netMinor: BigInt(line.netMinor), feeMinor: BigInt(line.feeMinor) })),
});
export const saleFact = (sale: Sale): Fact => ({ type: 'sale', id: sale.dealId, on: sale.wonOn, source: null, currency: sale.currency, lines: sale.lines });

export type Gathered = {
  readonly known: Known;
  readonly rules: readonly RuleVersion[];
  readonly partnerIds: readonly string[];
  readonly alreadyPaid: (rule: string, partnerId: string) => boolean;
};

/** Everything that decides what a fact earns, read once. `forget`: as if nothing had been given before. */
export async function gather(
  tx: Tx,
  ports: IncentivesPorts,
  tenantId: string,
  fact: Fact,
  dealId: string | null,
  versions: readonly RuleVersion[],
  options: { readonly forget?: boolean } = {},
): Promise<Gathered> {
  const deal: DealFacts | null = dealId === null ? null : await ports.deal(tx, tenantId, dealId, fact.on);
  const rules = inForce(versions, fact.on);
  const partnerIds = [...new Set(rules.flatMap(({ document }) => takersOf(document, { deal })))].sort();
  const partners = await partnersOf(tx, tenantId, partnerIds);
  const before = options.forget ? [] : await givenBefore(tx, tenantId, partnerIds, { dealId, currency: fact.currency, since: `${fact.on.slice(0, 4)}-01-01` });
  const given: Known['given'] = (rule, party, per) => {
    const span = per === 'month' || per === 'quarter' || per === 'year' ? periodOf(fact.on, { every: per, firstMonth: 1 }) : null;
    return before.reduce((sum, row) => {
      if (row.ruleId !== rule || (row.partnerId !== party && row.personId !== party)) return sum;
      const counts = span ? row.on >= span.from && row.on < span.to : per === 'ever' || row.dealId !== null;
      return counts ? sum + BigInt(row.amountMinor) : sum;
    }, 0n);
  };
  return {
    rules,
    partnerIds,
    known: {
      fact,
      deal,
      enrolments: await enrolmentsOn(tx, tenantId, partnerIds),
      tiers: new Map([...partners].map(([id, { tier }]) => [id, tier])),
      registrations: dealId === null ? [] : await registrationsOf(tx, tenantId, dealId),
      given,
      units: (rule, personId) =>
        before.reduce(
          (sum, row) => (row.ruleId === rule && row.personId === personId && row.quantity !== null ? sum + BigInt(row.quantity.split('.')[0] ?? '0') : sum),
          0n,
        ),
    },
    alreadyPaid: (rule, partnerId) => before.some((row) => row.ruleId === rule && row.partnerId === partnerId && row.dealId !== null && row.amountMinor > 0),
  };
}

/** Commissions, renewals and spiffs of a fact; rebates count volume and are worked out by the day. */
export function decide({ known, rules, alreadyPaid }: Gathered): Decided {
  const results = [
    commissions(rules.filter(isKind('commission')), known),
    commissions(rules.filter(isKind('renewal')), known),
    spiffs(rules.filter(isKind('spiff')), known, alreadyPaid),
  ];
  for (const result of results) if (!result.ok) return result;
  return { ok: true, accruals: results.flatMap((result) => (result.ok ? result.accruals : [])) };
}
