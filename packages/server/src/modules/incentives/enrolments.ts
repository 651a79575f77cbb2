import type { Parsed, Result } from '@entente/contracts';
import { compare, decimal, encodeCursor, newId, notFound, placeIn, Problem, ZERO } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { inForce, type RuleVersion } from './domain/facts.ts';
import { lockRule, ruleVersions } from './rule-store.ts';

type Shown = Result<'incentives.enrol'>;
type Row = Omit<Shown, 'missing'>;
const select = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<Row>`
  select e.id, e.rule_id as "ruleId", r.name as "ruleName", r.kind, e.partner_id as "partnerId", p.name as "partnerName", e.from_on as "from", e.until_on as "until", e.tier, trim_scale(e.target)::text as target,
    trim_scale(e.baseline)::text as baseline, e.enrolled_by as "enrolledBy", e.version
  from incentive_enrolment e join incentive_rule r on r.tenant_id = e.tenant_id and r.id = e.rule_id join partner p on p.tenant_id = e.tenant_id and p.id = e.partner_id
  where ${where} ${order}`;

/** What the programme asks for and the enrolment does not say. */
export function missingOf(rule: RuleVersion | undefined, row: Pick<Row, 'tier' | 'target' | 'baseline'>): string | null {
  if (!rule) return 'No version of the programme holds yet.';
  const { document } = rule;
  const missing = [
    ...(document.when.some(({ kind }) => kind === 'tier') && row.tier === null ? ['tier'] : []),
    ...(document.kind === 'rebate' && document.against === 'target_percent' && row.target === null ? ['target'] : []),
    ...((document.kind === 'rebate' || document.kind === 'adoption') && document.baseline === 'enrolment' && row.baseline === null ? ['baseline'] : []),
  ];
  return missing.length === 0 ? null : `The programme asks for a ${missing.join(' and a ')}. Nothing is paid until it is there.`;
}

async function shown(tx: Tx, context: Context, rows: readonly Row[]): Promise<Shown[]> {
  const rules = new Map(inForce(await ruleVersions(tx, context.tenantId), context.now.toISOString().slice(0, 10)).map((rule) => [rule.ruleId, rule]));
  return rows.map((row) => ({ ...row, missing: missingOf(rules.get(row.ruleId), row) }));
}

export async function listEnrolments(tx: Tx, context: Context, query: Parsed<'incentives.enrolments'>['query']): Promise<Result<'incentives.enrolments'>> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await select(
    sql`e.tenant_id = ${context.tenantId}::uuid ${query.ruleId === undefined ? sql`` : sql`and e.rule_id = ${query.ruleId}::uuid`} ${query.partnerId === undefined ? sql`` : sql`and e.partner_id = ${query.partnerId}::uuid`}
      ${query.on === undefined ? sql`` : sql`and e.from_on <= ${query.on}::date and (e.until_on is null or e.until_on > ${query.on}::date)`} ${place === null ? sql`` : sql`and e.id < ${place.id}::uuid`}`,
    sql`order by e.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = await shown(tx, context, rows.slice(0, query.limit));
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}

async function one(tx: Tx, context: Context, id: string): Promise<Shown> {
  const { rows } = await select(sql`e.tenant_id = ${context.tenantId}::uuid and e.id = ${id}::uuid`, sql``).execute(tx);
  const [found] = await shown(tx, context, rows);
  if (!found) throw notFound('enrolment');
  return found;
}

function check(terms: { readonly target?: string | null | undefined; readonly baseline?: string | null | undefined }): void {
  if (terms.target && compare(decimal(terms.target), ZERO) <= 0)
    throw new Problem('invalid_input', 'A target is more than nothing.', {
      fields: [{ path: 'target', code: 'too_small', sentence: 'Say more than nothing.' }],
    });
  if (terms.baseline && compare(decimal(terms.baseline), ZERO) < 0)
    throw new Problem('invalid_input', 'A baseline is not negative.', { fields: [{ path: 'baseline', code: 'too_small', sentence: 'Say nothing or more.' }] });
}
async function refuseOverlap(
  tx: Tx,
  tenantId: string,
  of: { ruleId: string; partnerId: string; from: string; until: string | null },
  except: string | null,
): Promise<void> {
  if (of.until !== null && of.until <= of.from)
    throw new Problem('invalid_input', 'An enrolment ends after it begins.', {
      fields: [{ path: 'until', code: 'too_small', sentence: 'Choose a later day.' }],
    });
  const { rows } = await sql<{ from_on: string }>`
    select from_on from incentive_enrolment where tenant_id = ${tenantId}::uuid and rule_id = ${of.ruleId}::uuid and partner_id = ${of.partnerId}::uuid
      and (${of.until}::date is null or from_on < ${of.until}::date) and (until_on is null or until_on > ${of.from}::date) and (${except}::uuid is null or id <> ${except}::uuid) limit 1`.execute(
    tx,
  );
  const [other] = rows;
  if (other) throw new Problem('conflict', `This partner is enrolled from ${other.from_on} already. End that enrolment first.`);
}

export async function enrol(tx: Tx, context: Context, body: Parsed<'incentives.enrol'>['body']): Promise<Shown> {
  const { tenantId, now, actor } = context;
  check(body);
  // Held, so that two enrolments of one partner come one after the other.
  const rule = await lockRule(tx, tenantId, body.ruleId, null);
  if (rule.retired_at !== null) throw new Problem('conflict', 'This programme is retired.');
  const partner = await tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', '=', body.partnerId).executeTakeFirst();
  if (!partner) throw notFound('partner');
  await refuseOverlap(tx, tenantId, body, null);
  const id = newId();
  const at = now.toISOString();
  await tx
    .insertInto('incentive_enrolment')
    .values({
      tenant_id: tenantId,
      id,
      rule_id: body.ruleId,
      partner_id: body.partnerId,
      from_on: body.from,
      until_on: body.until,
      tier: body.tier,
      target: body.target,
      baseline: body.baseline,
      enrolled_by: actor.name,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await recordChange(tx, context, {
    operation: 'incentives.enrol',
    recordType: 'incentive_enrolment',
    recordId: id,
    after: body,
    events: [{ type: 'incentive.enrolled', payload: { partnerId: body.partnerId, ruleName: rule.name, from: body.from } }],
  });
  return one(tx, context, id);
}

export async function updateEnrolment(
  tx: Tx,
  context: Context,
  id: string,
  ifVersion: number | null,
  body: Parsed<'incentives.updateEnrolment'>['body'],
): Promise<Shown> {
  const { tenantId, now } = context;
  check(body);
  const row = await tx.selectFrom('incentive_enrolment').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw notFound('enrolment');
  if (ifVersion !== null && row.version !== ifVersion)
    throw new Problem('version_stale', 'Somebody changed this enrolment since you opened it. Reload to see it.');
  const until = body.until === undefined ? row.until_on : body.until;
  await lockRule(tx, tenantId, row.rule_id, null);
  await refuseOverlap(tx, tenantId, { ruleId: row.rule_id, partnerId: row.partner_id, from: row.from_on, until }, id);
  await tx
    .updateTable('incentive_enrolment')
    .set((eb) => ({
      until_on: until,
      ...(body.tier === undefined ? {} : { tier: body.tier }),
      ...(body.target === undefined ? {} : { target: body.target }),
      ...(body.baseline === undefined ? {} : { baseline: body.baseline }),
      version: eb('version', '+', 1),
      updated_at: now.toISOString(),
    }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await recordChange(tx, context, {
    operation: 'incentives.updateEnrolment',
    recordType: 'incentive_enrolment',
    recordId: id,
    before: { until: row.until_on, tier: row.tier, target: row.target, baseline: row.baseline },
    after: body,
  });
  return one(tx, context, id);
}
