import type { Parsed, Result } from '@entente/contracts';
import { addDays, applyRate, dayIn, encodeCursor, explained, newId, notFound, percent, placeIn, Problem, type ExplainedStep } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { keep } from './accrue.ts';
import { matches } from './domain/conditions.ts';
import { enrolmentOf, inForce, isKind, type DealFacts, type Kinded, type Known, type RuleVersion } from './domain/facts.ts';
import { waits, WAITS, written } from './domain/limits.ts';
import { periodOf } from './domain/periods.ts';
import type { IncentivesPorts } from './ports.ts';
import { ruleVersions } from './rule-store.ts';
import { collectedOfDeal, enrolmentsOn, lockPool, partnersOf } from './store.ts';

export type ClaimShown = Result<'incentives.claim'>;
type InfluenceRule = RuleVersion<Kinded<'influence'>>;
const select = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<ClaimShown>`
  select c.id, c.rule_id as "ruleId", r.name as "ruleName", c.partner_id as "partnerId", p.name as "partnerName", c.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", c.note, c.evidence, c.state,
    c.claimed_by as "claimedBy", c.claimed_at as "claimedAt", c.decided_by as "decidedBy", c.decided_at as "decidedAt", c.reason, a.amount_minor as "amountMinor", a.currency, c.version
  from incentive_claim c join incentive_rule r on r.tenant_id = c.tenant_id and r.id = c.rule_id join partner p on p.tenant_id = c.tenant_id and p.id = c.partner_id join deal d on d.tenant_id = c.tenant_id and d.id = c.deal_id
    left join incentive_accrual a on a.tenant_id = c.tenant_id and a.id = c.accrual_id
  where ${where} ${order}`;

export async function listClaims(
  tx: Tx,
  tenantId: string,
  query: Partial<Parsed<'incentives.claims'>['query']> & { limit: number },
): Promise<{ items: ClaimShown[]; nextCursor: string | null }> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await select(
    sql`c.tenant_id = ${tenantId}::uuid ${query.state === undefined ? sql`` : sql`and c.state = ${query.state}`} ${query.partnerId === undefined ? sql`` : sql`and c.partner_id = ${query.partnerId}::uuid`}
      ${query.ruleId === undefined ? sql`` : sql`and c.rule_id = ${query.ruleId}::uuid`} ${query.dealId === undefined ? sql`` : sql`and c.deal_id = ${query.dealId}::uuid`} ${place === null ? sql`` : sql`and c.id < ${place.id}::uuid`}`,
    sql`order by c.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}
export async function oneClaim(tx: Tx, tenantId: string, id: string): Promise<ClaimShown> {
  const { rows } = await select(sql`c.tenant_id = ${tenantId}::uuid and c.id = ${id}::uuid`, sql``).execute(tx);
  if (!rows[0]) throw notFound('claim');
  return rows[0];
}

async function influenceRule(tx: Tx, tenantId: string, ruleId: string, day: string): Promise<InfluenceRule> {
  const rule = inForce(await ruleVersions(tx, tenantId), day)
    .filter(isKind('influence'))
    .find((one) => one.ruleId === ruleId);
  if (!rule) throw notFound('programme');
  return rule;
}

async function refuseOthers(tx: Tx, tenantId: string, rule: InfluenceRule, deal: DealFacts, partnerId: string, day: string): Promise<void> {
  const enrolments = await enrolmentsOn(tx, tenantId, [partnerId]);
  const tier = (await partnersOf(tx, tenantId, [partnerId])).get(partnerId)?.tier ?? null;
  const line = { lineId: 'deal', productId: null, vendorId: null, description: '', quantity: null, netMinor: 0n, feeMinor: 0n };
  const known: Known = {
    fact: { type: 'sale', id: deal.dealId, on: day, source: null, currency: rule.document.currency, lines: [line] },
    deal,
    enrolments,
    tiers: new Map([[partnerId, tier]]),
    registrations: [],
    given: () => 0n,
    units: () => 0n,
  };
  if (rule.document.enrolled && !enrolmentOf(enrolments, rule.ruleId, partnerId, day))
    throw new Problem('conflict', 'This partner is not enrolled in the programme.');
  const match = matches(rule, known, partnerId, line);
  if (match === 'no_tier') throw new Problem('conflict', 'The enrolment says no tier, and this programme asks for one.');
  if (match === 'no') throw new Problem('conflict', 'The programme does not hold for this partner and deal.');
}

type Asked = { readonly ruleId: string; readonly partnerId: string; readonly dealId: string };

/** The touches of the partner on the deal that the programme counts, as they are now; refused where it does not hold for them. */
async function countedTouches(tx: Tx, ports: IncentivesPorts, { tenantId, now, actor }: Context, { ruleId, partnerId, dealId }: Asked) {
  const rule = await influenceRule(tx, tenantId, ruleId, now.toISOString().slice(0, 10));
  const { document } = rule;
  const day = dayIn(now, document.period.timeZone);
  const deal = await ports.deal(tx, tenantId, dealId, day);
  if (!deal || (actor.partnerId !== null && !deal.participants.some((one) => one.partnerId === actor.partnerId))) throw notFound('deal');
  if (!(await partnersOf(tx, tenantId, [partnerId])).has(partnerId)) throw notFound('partner');
  await refuseOthers(tx, tenantId, rule, deal, partnerId, day);
  const wanted: readonly string[] | 'any' = document.evidence.touches;
  const touches = (await ports.touches(tx, tenantId, dealId, partnerId)).filter(({ kind }) => wanted === 'any' || wanted.includes(kind));
  return { rule, deal, touches };
}

/** From what a claim may be made; and whether it was. */
export async function evidenceFor(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  asked: Asked,
): Promise<{ atLeast: number; items: { id: string; kind: string; at: string }[]; claimId: string | null }> {
  const { rule, touches } = await countedTouches(tx, ports, context, asked);
  const { rows } = await sql<{ id: string }>`
    select id from incentive_claim where tenant_id = ${context.tenantId}::uuid and rule_id = ${asked.ruleId}::uuid and partner_id = ${asked.partnerId}::uuid and deal_id = ${asked.dealId}::uuid and state <> 'declined'
    order by id desc limit 1`.execute(tx);
  return { atLeast: rule.document.evidence.atLeast, items: touches.map(({ id, kind, at }) => ({ id, kind, at })), claimId: rows[0]?.id ?? null };
}

/** A claim with the touches that show it, as they are now, or those of them that are named. Enough of them approve it where the programme says so. */
export async function claimInfluence(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  body: { ruleId: string; partnerId: string; dealId: string; note: string; touchIds?: readonly string[] | undefined },
): Promise<ClaimShown> {
  const { tenantId, now, actor } = context;
  const { rule, deal, touches } = await countedTouches(tx, ports, context, body);
  const { document } = rule;
  const named = body.touchIds === undefined ? null : new Set(body.touchIds);
  const evidence = touches.filter(({ id }) => named === null || named.has(id)).map(({ kind, label, at }) => ({ kind, label, at }));
  if (named !== null && evidence.length < named.size) throw notFound('touch');
  const { atLeast } = document.evidence;
  if (evidence.length < atLeast)
    throw new Problem(
      'conflict',
      `The programme asks for ${atLeast === 1 ? 'a touch' : `${atLeast} touches`} of this partner on the deal; ${evidence.length === 1 ? '1 is' : `${evidence.length} are`} ${named === null ? 'known. Log what is missing first.' : 'chosen.'}`,
    );
  const id = newId();
  const { rows: added } = await sql<{ id: string }>`
    insert into incentive_claim (tenant_id, id, rule_id, partner_id, deal_id, note, evidence, state, claimed_by, claimed_by_member, claimed_at)
    values (${tenantId}::uuid, ${id}::uuid, ${body.ruleId}::uuid, ${body.partnerId}::uuid, ${body.dealId}::uuid, ${body.note}, ${JSON.stringify(evidence.slice(0, 200))}::jsonb, 'proposed', ${actor.name}, ${actor.memberId}::uuid, ${now.toISOString()}::timestamptz)
    on conflict do nothing returning id`.execute(tx);
  if (added.length === 0) throw new Problem('conflict', 'This influence is claimed already.');
  await recordChange(tx, context, {
    operation: 'incentives.claim',
    recordType: 'incentive_claim',
    recordId: id,
    after: body,
    events: [{ type: 'incentive.claimed', dealId: body.dealId, payload: { partnerId: body.partnerId, ruleName: rule.name } }],
  });
  if (document.approval === 'rule')
    await approve(tx, ports, context, rule, await oneClaim(tx, tenantId, id), deal.accountId, 'The programme: enough evidence', null, null);
  else
    await ports.openAct(tx, context, {
      kind: 'influence_claim',
      title: 'Influence was claimed',
      detail: body.note.slice(0, 500),
      dealId: body.dealId,
      partnerId: body.partnerId,
      assigneeId: null,
      assigneeRole: 'partner_manager',
      dueAt: new Date(now.getTime() + 5 * 86_400_000).toISOString(),
      recordId: id,
    });
  return oneClaim(tx, tenantId, id);
}

export async function decideClaim(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  id: string,
  ifVersion: number | null,
  body: { approve: boolean; reason?: string | undefined },
): Promise<ClaimShown> {
  const { tenantId, now, actor } = context;
  const { rows } = await sql<{ state: string; version: number; member: string | null; ruleId: string; dealId: string; partnerId: string }>`
    select state, version, claimed_by_member as member, rule_id as "ruleId", deal_id as "dealId", partner_id as "partnerId" from incentive_claim where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw notFound('claim');
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'Somebody changed this claim since you opened it. Reload to see it.');
  if (row.state !== 'proposed') throw new Problem('conflict', 'This claim is decided.');
  if (actor.memberId === null) throw new Problem('not_allowed', 'A person decides about a claim.');
  if (row.member === actor.memberId) throw new Problem('not_allowed', 'You made this claim. Somebody else decides about it.');
  if (!body.approve && (body.reason ?? '') === '')
    throw new Problem('invalid_input', 'Say why the claim is declined.', { fields: [{ path: 'reason', code: 'required', sentence: 'Say why.' }] });
  if (body.approve) {
    const rule = await influenceRule(tx, tenantId, row.ruleId, now.toISOString().slice(0, 10));
    const deal = await ports.deal(tx, tenantId, row.dealId, dayIn(now, rule.document.period.timeZone));
    await approve(tx, ports, context, rule, await oneClaim(tx, tenantId, id), deal?.accountId ?? null, actor.name, actor.memberId, body.reason ?? null);
  } else {
    await sql`
      update incentive_claim set state = 'declined', decided_by = ${actor.name}, decided_by_member = ${actor.memberId}::uuid, decided_at = ${now.toISOString()}::timestamptz, reason = ${body.reason ?? null}, version = version + 1
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  }
  await recordChange(tx, context, {
    operation: 'incentives.decideClaim',
    recordType: 'incentive_claim',
    recordId: id,
    before: { state: 'proposed' },
    after: { approved: body.approve },
    reason: body.reason ?? null,
    events: [
      { type: 'incentive.claim_decided', dealId: row.dealId, payload: { partnerId: row.partnerId, approved: body.approve, reason: body.reason ?? null } },
    ],
  });
  await ports.closeActs(tx, context, id, body.approve ? 'Approved' : 'Declined');
  return oneClaim(tx, tenantId, id);
}

/** Pays out of what is left of the pool of the period, and no more: whoever comes second waits for the first. */
async function approve(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  rule: InfluenceRule,
  claim: ClaimShown,
  accountId: string | null,
  by: string,
  member: string | null,
  reason: string | null,
): Promise<void> {
  const { tenantId, now } = context;
  const { document } = rule;
  const { currency } = document;
  const on = dayIn(now, document.period.timeZone);
  await lockPool(tx, tenantId, rule.ruleId);
  const period = periodOf(on, document.period);
  const { rows } = await sql<{ used: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as used from incentive_accrual
    where tenant_id = ${tenantId}::uuid and rule_id = ${rule.ruleId}::uuid and on_day >= ${period.from}::date and on_day < ${period.to}::date and state in ('earned', 'waiting')`.execute(
    tx,
  );
  const left = BigInt(document.poolMinor) - BigInt(rows[0]?.used ?? 0);
  const collected = document.pay.kind === 'percent' ? await collectedOfDeal(tx, tenantId, claim.dealId, currency) : 0n;
  const wanted = document.pay.kind === 'fixed' ? BigInt(document.pay.amountMinor) : collected > 0n ? applyRate(collected, percent(document.pay.percent)) : 0n;
  const amount = wanted > left ? (left > 0n ? left : 0n) : wanted;
  const waiting = waits(document.approveAbove, amount, currency);
  const sentence =
    amount < wanted
      ? amount === 0n
        ? 'The pool of the period is used up.'
        : 'Limited to what was left in the pool of the period.'
      : wanted === 0n
        ? 'Nothing was collected for the deal yet.'
        : waiting
          ? WAITS
          : null;
  const steps: ExplainedStep[] = [
    document.pay.kind === 'fixed'
      ? { label: 'Amount for influence', formula: written(wanted, currency), resultMinor: Number(wanted), currency }
      : { label: 'Part of what was collected', formula: `${written(collected, currency)} × ${document.pay.percent} %`, resultMinor: Number(wanted), currency },
    ...(amount < wanted
      ? [
          {
            label: 'Left in the pool',
            formula: `${written(BigInt(document.poolMinor), currency)} less what was paid before`,
            resultMinor: Number(amount),
            currency,
          },
        ]
      : []),
  ];
  const id = newId();
  await keep(tx, ports, context, [
    {
      id,
      ruleId: rule.ruleId,
      ruleNumber: rule.number,
      kind: 'influence',
      partnerId: claim.partnerId,
      personId: null,
      factType: 'claim',
      factId: claim.id,
      dealId: claim.dealId,
      accountId,
      on,
      currency,
      baseMinor: Number(collected),
      quantity: null,
      amountMinor: Number(amount),
      state: amount === 0n ? 'nothing' : waiting ? 'waiting' : 'earned',
      sentence,
      reversesId: null,
      earningKey: `influence:claim:${claim.id}`,
      heldUntil: document.holdDays > 0 ? addDays(on, document.holdDays) : null,
      clawbackUntil: null,
      lines: [],
      askedByMember: member,
      explanation: explained(`Influence on the deal “${claim.dealName}”, by the programme “${rule.name}”.${sentence === null ? '' : ` ${sentence}`}`, {
        rule: { name: rule.name, id: rule.ruleId, version: rule.number },
        inputs: [{ label: 'Touches that show it', value: String(claim.evidence.length) }],
        steps,
        evidence: claim.evidence.slice(0, 20).map(({ kind, label, at }) => ({ kind, label, type: 'incentive_claim', id: claim.id, at })),
        approvedBy: by,
      }),
    },
  ]);
  await sql`
    update incentive_claim set state = 'approved', decided_by = ${by}, decided_by_member = ${member}::uuid, decided_at = ${now.toISOString()}::timestamptz, reason = ${reason}, accrual_id = ${id}::uuid, version = version + 1
    where tenant_id = ${tenantId}::uuid and id = ${claim.id}::uuid`.execute(tx);
}
