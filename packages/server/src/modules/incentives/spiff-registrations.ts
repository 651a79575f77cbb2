import type { Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { takersOf } from './domain/conditions.ts';
import { inForce, isKind } from './domain/facts.ts';
import type { IncentivesPorts } from './ports.ts';
import { ruleVersions } from './rule-store.ts';

export type SpiffShown = Result<'incentives.registerSpiff'>;
const select = (where: RawBuilder<unknown>, order: RawBuilder<unknown>) => sql<SpiffShown>`
  select s.id, s.rule_id as "ruleId", r.name as "ruleName", s.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", s.partner_id as "partnerId", p.name as "partnerName", s.person_id as "personId",
    u.name as "personName", s.registered_on as "registeredOn", s.registered_by as "registeredBy"
  from spiff_registration s join incentive_rule r on r.tenant_id = s.tenant_id and r.id = s.rule_id join deal d on d.tenant_id = s.tenant_id and d.id = s.deal_id join partner p on p.tenant_id = s.tenant_id and p.id = s.partner_id
    join membership m on m.tenant_id = s.tenant_id and m.id = s.person_id join "user" u on u.id = m.user_id
  where ${where} ${order}`;

export async function listSpiffs(
  tx: Tx,
  tenantId: string,
  query: { cursor?: string | undefined; limit: number; ruleId?: string | undefined; partnerId?: string | undefined; dealId?: string | undefined },
): Promise<{ items: SpiffShown[]; nextCursor: string | null }> {
  const place = placeIn(query.cursor, 'id');
  const { rows } = await select(
    sql`s.tenant_id = ${tenantId}::uuid ${query.ruleId === undefined ? sql`` : sql`and s.rule_id = ${query.ruleId}::uuid`} ${query.partnerId === undefined ? sql`` : sql`and s.partner_id = ${query.partnerId}::uuid`}
      ${query.dealId === undefined ? sql`` : sql`and s.deal_id = ${query.dealId}::uuid`} ${place === null ? sql`` : sql`and s.id < ${place.id}::uuid`}`,
    sql`order by s.id desc limit ${query.limit + 1}`,
  ).execute(tx);
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** Before the sale, by somebody of a partner that takes part. `own`: the partner that asks; nobody else's person or deal is known to it. */
export async function registerSpiff(
  tx: Tx,
  ports: IncentivesPorts,
  context: Context,
  body: { ruleId: string; dealId: string; personId: string },
  own: string | null,
): Promise<SpiffShown> {
  const { tenantId, now, actor } = context;
  const today = now.toISOString().slice(0, 10);
  const rule = inForce(await ruleVersions(tx, tenantId), today)
    .filter(isKind('spiff'))
    .find(({ ruleId }) => ruleId === body.ruleId);
  if (!rule) throw notFound('spiff');
  const deal = await ports.deal(tx, tenantId, body.dealId, today);
  if (!deal || (own !== null && !deal.participants.some(({ partnerId }) => partnerId === own))) throw notFound('deal');
  const { rows } = await sql<{ partnerId: string }>`
    select partner_id as "partnerId" from membership where tenant_id = ${tenantId}::uuid and id = ${body.personId}::uuid and audience = 'partner' and status = 'active' ${own === null ? sql`` : sql`and partner_id = ${own}::uuid`}`.execute(
    tx,
  );
  const partnerId = rows[0]?.partnerId;
  if (partnerId === undefined) throw notFound('person');
  if (today < rule.document.from || today >= rule.document.until)
    throw new Problem('conflict', `This spiff runs from ${rule.document.from} to before ${rule.document.until}.`);
  if (!takersOf(rule.document, { deal }).includes(partnerId)) throw new Problem('conflict', 'This partner has none of the roles of the spiff on the deal.');
  if (deal.wonOn !== null) throw new Problem('conflict', 'The deal is won already. People register before the sale.');
  const id = newId();
  const { rows: added } = await sql<{ id: string }>`
    insert into spiff_registration (tenant_id, id, rule_id, deal_id, partner_id, person_id, registered_on, registered_at, registered_by)
    values (${tenantId}::uuid, ${id}::uuid, ${body.ruleId}::uuid, ${body.dealId}::uuid, ${partnerId}::uuid, ${body.personId}::uuid, ${today}::date, ${now.toISOString()}::timestamptz, ${actor.name}) on conflict do nothing returning id`.execute(
    tx,
  );
  if (added.length === 0) throw new Problem('conflict', 'Somebody of this partner is registered for this spiff on the deal already.');
  await recordChange(tx, context, {
    operation: 'incentives.registerSpiff',
    recordType: 'spiff_registration',
    recordId: id,
    after: { ...body, partnerId },
    events: [{ type: 'incentive.spiff_registered', dealId: body.dealId, payload: { partnerId, ruleName: rule.name } }],
  });
  const { rows: shown } = await select(sql`s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid`, sql``).execute(tx);
  if (!shown[0]) throw notFound('registration');
  return shown[0];
}
