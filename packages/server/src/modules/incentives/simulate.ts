import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, plus, Problem, splitByWeights, type Receipt } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { eligible, volumeLines } from './count-volume.ts';
import { decide, gather, receiptFact, saleFact, type Gathered } from './decide-fact.ts';
import { takersOf } from './domain/conditions.ts';
import { problemsOf } from './domain/document.ts';
import { enrolmentOf, isKind, type Fact, type FactLine, type RuleVersion } from './domain/facts.ts';
import { periodOf } from './domain/periods.ts';
import { earned, NO_VOLUME, scaleOf, together, type Volume } from './domain/rebate.ts';
import { explanationOf } from './accrue.ts';
import { refuseUnknown } from './edit-rules.ts';
import type { IncentivesPorts } from './ports.ts';
import { shaped } from './read-accruals.ts';
import { exactly, periodOn, volumeOf } from './rebate-store.ts';
import { ruleRows, ruleVersion, ruleVersions } from './rule-store.ts';
import { partnersOf } from './store.ts';

const MOST_FACTS = 2_000;
const MOST_APART = 20;
type Body = Parsed<'incentives.simulate'>['body'];

export function refuseProblems(document: Body['document']): void {
  const problems = problemsOf(document);
  if (problems.length > 0)
    throw new Problem('invalid_input', problems[0]?.sentence ?? 'This programme cannot be tried.', {
      fields: problems.map(({ path, sentence }) => ({ path: `document.${path}`, code: 'rule', sentence })),
    });
}

/** A document held against what happened: what each partner had, and would have had. Refunds of a time past are taken from both. */
export async function simulate(tx: Tx, ports: IncentivesPorts, tenantId: string, body: Body): Promise<Result<'incentives.simulate'>> {
  refuseProblems(body.document);
  const { document } = body;
  if (document.kind === 'influence' || document.kind === 'adoption')
    throw new Problem(
      'invalid_input',
      'What people claimed and what customers used cannot be tried on the past. Commissions, renewals, spiffs and rebates can.',
    );
  if (body.ruleId !== undefined && !(await ruleRows(tx, tenantId)).some(({ id }) => id === body.ruleId)) throw notFound('programme');
  await refuseUnknown(tx, tenantId, document);
  const { rows } = await sql<{ type: 'receipt' | 'sale'; id: string; deal_id: string | null; deal_name: string | null; on_day: string; refunded: number }>`
    select f.type, f.id, f.deal_id, d.name as deal_name, f.on_day,
      (select coalesce(-sum(r.net_minor), 0)::bigint from incentive_fact r where r.tenant_id = f.tenant_id and r.reverses_id = f.id) as refunded
    from incentive_fact f left join deal d on d.tenant_id = f.tenant_id and d.id = f.deal_id
    where f.tenant_id = ${tenantId}::uuid and f.reverses_id is null and f.on_day >= ${body.from}::date and f.on_day < ${body.to}::date order by f.on_day, f.id limit ${MOST_FACTS}`.execute(
    tx,
  );
  // In force always: what is asked is what it would have done, not whether it was there.
  const rule: RuleVersion = {
    ruleId: body.ruleId ?? newId(),
    name: 'The document that is tried',
    position: 1,
    number: 0,
    effectiveFrom: '0001-01-01',
    document,
  };
  const after = new Map<string, bigint>();
  const given: { partnerId: string; personId: string | null; dealId: string | null; on: string; amount: bigint; currency: string }[] = [];
  const volumes = new Map<string, { partnerId: string; from: string; volume: Volume }>();
  const apart: Result<'incentives.simulate'>['apart'] = [];
  for (const row of rows) {
    const fact = await factOf(tx, ports, tenantId, row.type, row.id, BigInt(row.refunded));
    if (!fact) continue;
    const real = await gather(tx, ports, tenantId, fact, row.deal_id, [rule], { forget: true });
    if (isKind('rebate')(rule)) {
      countTried(real, rule, volumes);
      continue;
    }
    const decided = decide(withTried(real, rule, given, row.deal_id));
    if (!decided.ok) {
      if (apart.length < MOST_APART) apart.push({ dealName: row.deal_name, on: row.on_day, sentence: decided.sentence });
      continue;
    }
    for (const one of decided.accruals) {
      given.push({ partnerId: one.partnerId, personId: one.personId, dealId: row.deal_id, on: fact.on, amount: one.amountMinor, currency: fact.currency });
      const key = `${one.partnerId} ${fact.currency}`;
      after.set(key, (after.get(key) ?? 0n) + one.amountMinor);
    }
  }
  if (document.kind === 'rebate')
    for (const { partnerId, from, volume } of volumes.values()) {
      const enrolment =
        (await tx
          .selectFrom('incentive_enrolment')
          .select(['target', 'baseline'])
          .where('tenant_id', '=', tenantId)
          .where('rule_id', '=', rule.ruleId)
          .where('partner_id', '=', partnerId)
          .where('from_on', '<=', body.to)
          .executeTakeFirst()) ?? null;
      const scaled = scaleOf(document, { target: enrolment?.target ?? null, baseline: enrolment?.baseline ?? null });
      if (!scaled.ok) {
        if (apart.length < MOST_APART) apart.push({ dealName: null, on: from, sentence: scaled.sentence });
        continue;
      }
      const key = `${partnerId} ${document.currency}`;
      after.set(key, (after.get(key) ?? 0n) + earned(document, scaled.scale, volume, { final: true }).amountMinor);
    }
  const before = await hadBefore(tx, tenantId, body);
  const keys = [...new Set([...after.keys(), ...before.keys()])];
  const names = await partnersOf(
    tx,
    tenantId,
    keys.map((key) => key.split(' ')[0] ?? ''),
  );
  return {
    facts: rows.length,
    partners: keys
      .map((key) => {
        const [partnerId = '', currency = ''] = key.split(' ');
        return {
          partnerId,
          partnerName: names.get(partnerId)?.name ?? '',
          currency,
          beforeMinor: Number(before.get(key) ?? 0n),
          afterMinor: Number(after.get(key) ?? 0n),
        };
      })
      .sort((a, b) => Math.abs(b.afterMinor - b.beforeMinor) - Math.abs(a.afterMinor - a.beforeMinor) || (a.partnerName < b.partnerName ? -1 : 1)),
    apart,
  };
}

async function hadBefore(tx: Tx, tenantId: string, body: Body): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ key: string; amount: number }>`
    select a.partner_id || ' ' || a.currency as key, sum(a.amount_minor)::bigint as amount from incentive_accrual a left join incentive_accrual o on o.tenant_id = a.tenant_id and o.id = a.reverses_id
    where a.tenant_id = ${tenantId}::uuid and a.state in ('earned', 'waiting') and coalesce(o.on_day, a.on_day) >= ${body.from}::date and coalesce(o.on_day, a.on_day) < ${body.to}::date
      and ${body.ruleId === undefined ? sql`a.kind = ${body.document.kind}` : sql`a.rule_id = ${body.ruleId}::uuid`} group by 1`.execute(tx);
  return new Map(rows.map(({ key, amount }) => [key, BigInt(amount)]));
}

/** What was refunded since is left out, line by line in proportion: nobody was paid for it in the end. */
async function factOf(tx: Tx, ports: IncentivesPorts, tenantId: string, type: 'receipt' | 'sale', id: string, refunded: bigint): Promise<Fact | null> {
  if (type === 'sale') {
    const sale = await ports.sale(tx, tenantId, id);
    return sale ? saleFact(sale) : null;
  }
  const receipt = await ports.receipt(tx, tenantId, id);
  if (!receipt) return null;
  const fact = receiptFact(receipt);
  if (refunded === 0n) return fact;
  const weights = fact.lines.map(({ lineId, netMinor }) => ({ key: lineId, weight: netMinor > 0n ? netMinor : 0n }));
  if (!weights.some(({ weight }) => weight > 0n)) return fact;
  const [net, fee] = [splitByWeights(BigInt(receipt.netMinor) - refunded, weights), splitByWeights(BigInt(receipt.feeMinor), weights)];
  return {
    ...fact,
    lines: fact.lines.map((line) => ({
      ...line,
      netMinor: net.get(line.lineId) ?? 0n,
      feeMinor: least(fee.get(line.lineId) ?? 0n, net.get(line.lineId) ?? 0n),
    })),
  };
}
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

type Given = { partnerId: string; personId: string | null; dealId: string | null; on: string; amount: bigint; currency: string };
function withTried(real: Gathered, rule: RuleVersion, given: readonly Given[], dealId: string | null): Gathered {
  const own = given.filter(({ currency }) => currency === real.known.fact.currency);
  return {
    ...real,
    known: {
      ...real.known,
      // Registrations were made for the programme as it is; they stand for the document that is tried.
      registrations: real.known.registrations,
      given: (_rule, party, per) => {
        const span = per === 'deal' || per === 'ever' ? null : periodOf(real.known.fact.on, { every: per, firstMonth: 1 });
        return own.reduce(
          (sum, one) =>
            (one.partnerId === party || one.personId === party) && (per === 'ever' || (span ? one.on >= span.from && one.on < span.to : one.dealId === dealId))
              ? sum + one.amount
              : sum,
          0n,
        );
      },
    },
    alreadyPaid: (_rule, partnerId) => own.some((one) => one.partnerId === partnerId && one.dealId === dealId && one.amount > 0n),
    rules: [rule],
  };
}

function countTried({ known }: Gathered, rule: RuleVersion, volumes: Map<string, { partnerId: string; from: string; volume: Volume }>): void {
  if (!isKind('rebate')(rule) || known.fact.type !== 'receipt' || known.fact.currency !== rule.document.currency) return;
  for (const partnerId of takersOf(rule.document, known)) {
    const { lines } = eligible(rule, known, partnerId);
    if (lines.length === 0) continue;
    const { from } = periodOf(known.fact.on, rule.document.period);
    const key = `${partnerId} ${from}`;
    volumes.set(key, { partnerId, from, volume: together(volumes.get(key)?.volume ?? NO_VOLUME, volumeFrom(lines)) });
  }
}
const volumeFrom = (lines: readonly FactLine[]): Volume =>
  volumeLines(lines).reduce(
    (sum: Volume, { netMinor, quantity }) => ({ amountMinor: sum.amountMinor + BigInt(netMinor), quantity: plus(sum.quantity, exactly(quantity)) }),
    NO_VOLUME,
  );

export type Estimate = Result<'incentives.estimate'>;
export type Imagined = Pick<Receipt, 'dealId' | 'source' | 'currency' | 'netMinor' | 'feeMinor' | 'lines'>;
/** What an amount that came for a deal on a day would earn whom; of a rebate, what it would add to the period as it stands. */
export async function estimate(tx: Tx, ports: IncentivesPorts, tenantId: string, on: string, imagined: Imagined): Promise<Estimate> {
  const receipt: Receipt = { ...imagined, id: newId(), accountId: null, receivedOn: on, taxMinor: 0, reverses: null };
  const fact = receiptFact(receipt);
  const versions = await ruleVersions(tx, tenantId);
  const paid = await gather(tx, ports, tenantId, fact, receipt.dealId, versions);
  // Booked programmes are asked about the sale that this amount would be.
  const sold: Gathered = {
    ...paid,
    known: {
      ...paid.known,
      fact: { ...fact, type: 'sale', source: null },
      deal: paid.known.deal === null ? null : { ...paid.known.deal, wonOn: paid.known.deal.wonOn ?? on },
    },
  };
  const [ofPaid, ofSold] = [decide({ ...paid, known: { ...paid.known, deal: sold.known.deal } }), decide(sold)];
  if (!ofPaid.ok) return { items: [], held: ofPaid.sentence };
  if (!ofSold.ok) return { items: [], held: ofSold.sentence };
  const accruals = [...ofPaid.accruals, ...ofSold.accruals, ...(await rebatesAdded(tx, tenantId, paid))].filter(({ amountMinor }) => amountMinor !== 0n);
  const names = await partnersOf(
    tx,
    tenantId,
    accruals.map(({ partnerId }) => partnerId),
  );
  const headline = { type: 'receipt' as const, id: receipt.id, dealId: receipt.dealId, accountId: null, on, currency: receipt.currency };
  return {
    held: null,
    items: accruals.map((accrual) => ({
      partnerId: accrual.partnerId,
      partnerName: names.get(accrual.partnerId)?.name ?? '',
      kind: accrual.rule.document.kind,
      ruleId: accrual.rule.ruleId,
      ruleName: accrual.rule.name,
      amountMinor: Number(accrual.amountMinor),
      currency: receipt.currency,
      explanation: shaped({ ...explanationOf(accrual, headline), evidence: [] }),
    })),
  };
}

async function rebatesAdded(tx: Tx, tenantId: string, { known, rules }: Gathered) {
  const found = [];
  for (const rule of rules.filter(isKind('rebate'))) {
    if (known.fact.currency !== rule.document.currency) continue;
    for (const partnerId of takersOf(rule.document, known)) {
      const period = await periodOn(tx, tenantId, rule.ruleId, partnerId, known.fact.on);
      const locked = period === null ? rule : await ruleVersion(tx, tenantId, rule.ruleId, period.ruleNumber);
      if (!isKind('rebate')(locked)) continue;
      const { lines } = eligible(locked, known, partnerId);
      const enrolment = enrolmentOf(known.enrolments, rule.ruleId, partnerId, known.fact.on);
      const scaled = scaleOf(locked.document, period ?? { target: enrolment?.target ?? null, baseline: enrolment?.baseline ?? null });
      if (lines.length === 0 || !scaled.ok) continue;
      const before = period === null ? NO_VOLUME : await volumeOf(tx, tenantId, period.id, false);
      const after = earned(locked.document, scaled.scale, together(before, volumeFrom(lines)));
      const amountMinor = after.amountMinor - earned(locked.document, scaled.scale, before).amountMinor;
      found.push({
        rule: locked,
        partnerId,
        personId: null,
        baseMinor: 0n,
        quantity: null,
        amountMinor,
        state: 'earned' as const,
        sentence: 'What it adds to the period as it stands today.',
        lines: lines.map(({ lineId, description, netMinor }) => ({ lineId, description, netMinor: Number(netMinor) })),
        steps: [...after.steps, { label: 'Added', formula: 'less what is earned without it', resultMinor: Number(amountMinor), currency: known.fact.currency }],
      });
    }
  }
  return found;
}
