import { addDays, compare, dayIn, decimal, explained, fraction, minorDigits, minus, newId, rounded, times, toDecimal, ZERO } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { keep, reversalOf } from './accrue.ts';
import { matches } from './domain/conditions.ts';
import { enrolmentOf, inForce, isKind, type Kinded, type Known, type RuleVersion } from './domain/facts.ts';
import { limit, waits, WAITS } from './domain/limits.ts';
import { monthsIn, periodBefore, periodOf } from './domain/periods.ts';
import type { Customer, IncentivesPorts } from './ports.ts';
import { ruleVersions } from './rule-store.ts';
import { clawbacksOn, enrolmentsOn, givenBefore, lockPartners, partnersOf, reversalsOf, type AccrualRow } from './store.ts';

type AdoptionRule = RuleVersion<Kinded<'adoption'>>;

/** Pays for consumption of the last period that has ended, once per customer; and takes back where a customer left too soon. */
export async function tendAdoption(database: Database, ports: IncentivesPorts, context: Context): Promise<void> {
  const { tenantId, now } = context;
  const utc = now.toISOString().slice(0, 10);
  const rules = await database.reading(tenantId, async (tx) => inForce(await ruleVersions(tx, tenantId), utc).filter(isKind('adoption')));
  for (const { ruleId, document } of rules) {
    const today = addDays(dayIn(now, document.period.timeZone), -document.settleAfterDays);
    const period = periodBefore(periodOf(today, document.period).from, document.period);
    await database.inTenant(tenantId, async (tx) => {
      // The version that was in force when the period ended decides it, whatever holds by now.
      const rule = inForce(await ruleVersions(tx, tenantId), addDays(period.to, -1))
        .filter(isKind('adoption'))
        .find((one) => one.ruleId === ruleId);
      if (!rule) return;
      const customers = [...(await ports.customers(tx, tenantId, rule.document.to.roles, period.to))].sort((a, b) => (a.partnerId < b.partnerId ? -1 : 1));
      await lockPartners(
        tx,
        tenantId,
        customers.map(({ partnerId }) => partnerId),
      );
      for (const customer of customers) await ofCustomer(tx, ports, context, rule, customer, period);
    });
  }
  await database.inTenant(tenantId, (tx) => clawBack(tx, ports, context, utc));
}

async function ofCustomer(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  rule: AdoptionRule,
  customer: Customer,
  period: { from: string; to: string },
): Promise<void> {
  const { tenantId } = context;
  const { document, ruleId } = rule;
  const { currency } = document;
  const { partnerId, accountId, dealId } = customer;
  const key = `adoption:${ruleId}:${partnerId}:${accountId}:${period.from}`;
  if (await tx.selectFrom('incentive_accrual').select('id').where('tenant_id', '=', tenantId).where('earning_key', '=', key).executeTakeFirst()) return;
  const on = addDays(period.to, -1);
  const enrolments = await enrolmentsOn(tx, tenantId, [partnerId]);
  const enrolment = enrolmentOf(enrolments, ruleId, partnerId, on);
  const line = {
    lineId: 'consumption',
    productId: document.productIds[0] ?? null,
    vendorId: null,
    description: '',
    quantity: null,
    netMinor: 0n,
    feeMinor: 0n,
  };
  const known: Known = {
    fact: { type: 'sale', id: dealId, on, source: null, currency, lines: [line] },
    deal: await ports.deal(tx, tenantId, dealId, on),
    enrolments,
    tiers: new Map([[partnerId, (await partnersOf(tx, tenantId, [partnerId])).get(partnerId)?.tier ?? null]]),
    registrations: [],
    given: () => 0n,
    units: () => 0n,
  };
  const match = matches(rule, known, partnerId, line);
  if (match === 'no') return;
  const used = await ports.consumption(tx, tenantId, accountId, document, monthsIn(period));
  // Not reported yet is not nothing: it is asked for again.
  if (used === null && match === 'yes') return;
  const baseline =
    document.baseline === 'enrolment'
      ? (enrolment?.baseline ?? null)
      : await ports.consumption(tx, tenantId, accountId, document, monthsIn(periodBefore(period.from, document.period)));
  const missing =
    match === 'no_tier'
      ? 'The enrolment says no tier, and this programme asks for one.'
      : baseline === null
        ? 'There is no baseline to measure consumption from.'
        : null;
  const above = missing !== null || used === null || baseline === null ? ZERO : minus(decimal(used), decimal(baseline));
  const exact = compare(above, ZERO) > 0 ? times(times(decimal(document.perUnit), above), fraction(10n ** BigInt(minorDigits(currency)))) : ZERO;
  const before = await givenBefore(tx, tenantId, [partnerId], { dealId, currency, since: `${on.slice(0, 4)}-01-01` });
  const given = (per: 'deal' | 'month' | 'quarter' | 'year'): bigint => {
    const span = per === 'deal' ? null : periodOf(on, { every: per, firstMonth: 1 });
    return before.reduce(
      (sum, row) =>
        row.ruleId === ruleId && row.partnerId === partnerId && (span ? row.on >= span.from && row.on < span.to : row.dealId !== null)
          ? sum + BigInt(row.amountMinor)
          : sum,
      0n,
    );
  };
  const limited = limit(
    rounded(exact),
    currency,
    document.caps.map(({ per, amounts }) => ({ label: `of a ${per}`, amounts, given: given(per) })),
  );
  const amount = limited.ok ? limited.amountMinor : 0n;
  const waiting = waits(document.approveAbove, amount, currency);
  const sentence =
    missing ?? (limited.ok ? limited.sentence : limited.sentence) ?? (amount === 0n ? 'Consumption did not rise above the baseline.' : waiting ? WAITS : null);
  const aboveText = toDecimal(above, 6).replace(/\.?0+$/, '');
  await keep(tx, ports, context, [
    {
      id: newId(),
      ruleId,
      ruleNumber: rule.number,
      kind: 'adoption',
      partnerId,
      personId: null,
      factType: 'consumption',
      factId: accountId,
      dealId,
      accountId,
      on,
      currency,
      baseMinor: 0,
      quantity: compare(above, ZERO) > 0 ? toDecimal(above, 12) : '0',
      amountMinor: Number(amount),
      state: amount === 0n ? 'nothing' : waiting ? 'waiting' : 'earned',
      sentence,
      reversesId: null,
      earningKey: key,
      heldUntil: document.holdDays > 0 ? addDays(on, document.holdDays) : null,
      clawbackUntil: document.clawbackDays > 0 && amount > 0n ? addDays(period.to, document.clawbackDays) : null,
      lines: [],
      askedByMember: null,
      explanation: explained(
        `Consumption above the baseline from ${period.from} to before ${period.to}, by the programme “${rule.name}”.${sentence === null ? '' : ` ${sentence}`}`,
        {
          rule: { name: rule.name, id: ruleId, version: rule.number },
          inputs: [
            { label: `Used (${document.metric})`, value: used ?? 'not known', from: { type: 'account', id: accountId } },
            { label: 'Baseline', value: baseline ?? 'none' },
          ],
          steps: [
            { label: 'Above the baseline', formula: `${aboveText} × ${document.perUnit} ${currency}`, resultMinor: Number(rounded(exact)), currency },
            ...(limited.ok ? limited.steps : []),
          ],
        },
      ),
    },
  ]);
}

async function clawBack(tx: Tx, ports: IncentivesPorts, context: Context, today: string): Promise<void> {
  const { tenantId } = context;
  // A day more, for zones that are behind.
  for (const row of await clawbacksOn(tx, tenantId, addDays(today, -1))) {
    if (row.accountId === null || row.clawbackUntil === null) continue;
    const left = await ports.leftOn(tx, tenantId, row.accountId, addDays(row.on, 1), row.clawbackUntil);
    if (left === null || left > today) continue;
    await lockPartners(tx, tenantId, [row.partnerId]);
    if ((await reversalsOf(tx, tenantId, row.id)).length > 0) continue;
    const back: AccrualRow = reversalOf(row, -row.amountMinor, {
      key: `${row.earningKey}:left`,
      on: left,
      sentence: `Taken back: the customer left on ${left}, before ${row.clawbackUntil}.`,
      evidence: { type: 'account', id: row.accountId },
    });
    await keep(tx, ports, context, [back], new Map([[row.id, row.earningKey]]));
  }
}
