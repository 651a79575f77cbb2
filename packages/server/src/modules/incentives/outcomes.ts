import type { Result } from '@entente/contracts';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { ClaimShown } from './claims.ts';
import type { IncentivesPorts } from './ports.ts';
import type { SpiffShown } from './spiff-registrations.ts';

type OwnClaim = Result<'portalIncentives.getClaim'>;
type OwnSpiff = Result<'portalIncentives.registerSpiff'>;
type Accrual = {
  readonly of: string;
  readonly key: string;
  readonly state: NonNullable<OwnClaim['accrual']>;
  readonly sentence: string | null;
  readonly reason: string | null;
  readonly currency: string;
  /** Less what was taken back. */
  readonly amountMinor: number;
};
type Outcome = Pick<OwnClaim, 'accrual' | 'sentence' | 'amountMinor' | 'currency' | 'earningId'>;

const outcomeOf = (accrual: Accrual | undefined, earnings: ReadonlyMap<string, string>, seesMoney: boolean): Outcome => ({
  accrual: accrual?.state ?? null,
  sentence: accrual?.sentence ?? null,
  amountMinor: accrual && seesMoney ? accrual.amountMinor : null,
  currency: accrual && seesMoney ? accrual.currency : null,
  earningId: accrual && seesMoney ? (earnings.get(accrual.key) ?? null) : null,
});
const earningsOf = (tx: Tx, ports: IncentivesPorts, { tenantId }: Context, accruals: readonly Accrual[]): Promise<ReadonlyMap<string, string>> =>
  accruals.length === 0
    ? Promise.resolve(new Map())
    : ports.earnings(
        tx,
        tenantId,
        accruals.map(({ key }) => key),
      );
const mayMoney = ({ actor }: Context): boolean => actor.scopes.has('portal:money');

/** What was logged about a partner was written for colleagues: of its touches it reads which they were, and when. */
export async function ownClaims(tx: Tx, ports: IncentivesPorts, context: Context, claims: readonly ClaimShown[]): Promise<OwnClaim[]> {
  const { rows } = await sql<Accrual>`
    select a.fact_id as "of", a.earning_key as key, a.state, a.sentence, a.reason, a.currency,
      (a.amount_minor + coalesce((select sum(b.amount_minor) from incentive_accrual b where b.tenant_id = a.tenant_id and b.reverses_id = a.id), 0))::bigint as "amountMinor"
    from incentive_accrual a
    where a.tenant_id = ${context.tenantId}::uuid and a.fact_type = 'claim' and a.reverses_id is null and a.fact_id = any(${claims.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  const earnings = await earningsOf(tx, ports, context, rows);
  return claims.map(({ partnerId: _partner, partnerName: _name, evidence, ...claim }) => {
    const accrual = rows.find((row) => row.of === claim.id);
    return {
      ...claim,
      evidence: evidence.map(({ kind, at }) => ({ kind, label: kind, at })),
      ...outcomeOf(accrual, earnings, mayMoney(context)),
      reason: claim.reason ?? accrual?.reason ?? null,
    };
  });
}

/** With how the deal ended, and what the sale came to for the partner; where a customer pays in parts, the last of them speaks. */
export async function ownSpiffs(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  partnerId: string,
  registrations: readonly SpiffShown[],
): Promise<OwnSpiff[]> {
  const dealIds = registrations.map(({ dealId }) => dealId);
  const { rows: deals } = await sql<{ id: string; status: OwnSpiff['dealStatus'] }>`
    select id, status from deal where tenant_id = ${context.tenantId}::uuid and id = any(${dealIds}::uuid[])`.execute(tx);
  const { rows } = await sql<Accrual & { ruleId: string }>`
    select distinct on (a.rule_id, a.deal_id) a.deal_id as "of", a.rule_id as "ruleId", a.earning_key as key, a.state, a.sentence, a.reason, a.currency,
      (select coalesce(sum(b.amount_minor), 0) from incentive_accrual b
        where b.tenant_id = a.tenant_id and b.rule_id = a.rule_id and b.deal_id = a.deal_id and b.partner_id = a.partner_id and b.currency = a.currency and b.state = a.state)::bigint as "amountMinor"
    from incentive_accrual a
    where a.tenant_id = ${context.tenantId}::uuid and a.kind = 'spiff' and a.partner_id = ${partnerId}::uuid and a.reverses_id is null and a.deal_id = any(${dealIds}::uuid[])
    order by a.rule_id, a.deal_id, a.id desc`.execute(tx);
  const earnings = await earningsOf(tx, ports, context, rows);
  return registrations.map(({ partnerId: _partner, partnerName: _name, ...spiff }) => {
    const accrual = rows.find((row) => row.of === spiff.dealId && row.ruleId === spiff.ruleId);
    return {
      ...spiff,
      dealStatus: deals.find(({ id }) => id === spiff.dealId)?.status ?? 'open',
      ...outcomeOf(accrual, earnings, mayMoney(context)),
      reason: accrual?.reason ?? null,
    };
  });
}
