import { newId, type CommitteeRole, type DealStage, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges, type ChangeEvent } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { insertWords } from '../../platform/db/search-words.ts';
import { createdPayload } from './create-deal.ts';
import { priceLines, type LineInput } from './domain/amount.ts';
import type { DealFacts } from './domain/deal.ts';
import { projectionOf } from './domain/projection.ts';
import { initialState } from './domain/route-machine.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';
import { day, factColumns, insist } from './store.ts';

type Some<T> = readonly T[] | undefined;
/** A deal with all that hangs on it, as imports and the sample bring it. What is left out is empty; the caller has checked that what it names exists. */
export type BulkDeal = Partial<Omit<DealFacts, 'name' | 'stage' | 'currency'>> &
  Pick<DealFacts, 'name' | 'stage' | 'currency'> & {
    readonly id?: string;
    readonly createdAt?: string;
    readonly lastActivityAt?: string;
    readonly lines?: Some<LineInput>;
    readonly participants?: Some<{
      readonly id?: string;
      readonly partnerId: string;
      readonly partnerName?: string;
      readonly role: ParticipantRole;
      readonly since: string;
      readonly until?: string | null;
      readonly state?: 'not_started' | 'in_progress' | 'waiting' | 'done';
      readonly step?: string | null;
      readonly dueAt?: string | null;
      readonly shareBasisPoints?: number | null;
      readonly evidence?: { readonly kind: string; readonly note: string | null; readonly at: string } | null;
      readonly addedBy?: string;
    }>;
    readonly routes?: Some<{
      readonly id?: string;
      readonly kind: RouteKind;
      readonly state?: string;
      readonly settles?: boolean;
      readonly ownerId?: string | null;
      readonly ownerName?: string | null;
      readonly externalSystem?: string | null;
      readonly externalId?: string | null;
      readonly chain?: readonly string[];
      readonly nextStep?: string | null;
      readonly dueAt?: string | null;
      readonly createdAt?: string;
      readonly endedAt?: string | null;
    }>;
    readonly stageHistory?: Some<{ readonly from: DealStage | null; readonly to: DealStage; readonly at: string; readonly by?: string }>;
    readonly committee?: Some<{
      readonly contactId: string;
      readonly role: CommitteeRole;
      readonly influence?: number;
      readonly ownerMemberId?: string | null;
      readonly ownerPartnerId?: string | null;
    }>;
    readonly handoffs?: Some<{
      readonly fromPartnerId?: string | null;
      readonly toPartnerId?: string | null;
      readonly title: string;
      readonly dueAt?: string | null;
      readonly doneAt?: string | null;
      readonly doneBy?: string | null;
    }>;
    readonly comments?: Some<{ readonly body: string; readonly byId: string; readonly byName: string; readonly at: string }>;
    readonly touches?: Some<{
      readonly partnerId?: string | null;
      readonly partnerName?: string;
      readonly kind: string;
      readonly note?: string | null;
      readonly at: string;
      readonly byName: string;
      readonly dedupeKey?: string | null;
    }>;
  };
export type BulkInsertOptions = {
  readonly operation?: string;
  /** `one` tells each deal's creation; `history` also what its stages, participants, routes and touches tell, each with the time it happened. */ readonly events?:
    | 'one'
    | 'history';
  /** They happen now, so that plays and people act on them; else they are told as what was there before. */
  readonly live?: boolean;
};

const columnsOf = {
  deal: 'id uuid, number bigint, name text, account_id uuid, account_name text, stage text, status text, amount_minor bigint, currency text, close_on date, opened_on date, closed_on date, closed_reason text, owner_id uuid, owner_name text, region text, source text, next_step text, external_id text, roles text[], partner_ids uuid[], route_kinds text[], last_activity_at timestamptz, created_at timestamptz, updated_at timestamptz',
  deal_line:
    'id uuid, deal_id uuid, position integer, product_id uuid, description text, quantity integer, unit_price_minor bigint, amount_minor bigint, term_months integer',
  deal_participant:
    'id uuid, deal_id uuid, partner_id uuid, role text, since date, until date, state text, step text, due_at timestamptz, share_bp integer, evidence_kind text, evidence_note text, evidence_at timestamptz, added_by text',
  deal_route:
    'id uuid, deal_id uuid, kind text, state text, settles boolean, owner_id uuid, owner_name text, external_system text, external_id text, chain uuid[], next_step text, due_at timestamptz, created_at timestamptz, ended_at timestamptz',
  deal_stage_change: 'id uuid, deal_id uuid, from_stage text, to_stage text, at timestamptz, by_name text',
  deal_committee: 'id uuid, deal_id uuid, contact_id uuid, role text, influence integer, owner_member_id uuid, owner_partner_id uuid',
  deal_handoff:
    'id uuid, deal_id uuid, position integer, from_partner_id uuid, to_partner_id uuid, title text, due_at timestamptz, done_at timestamptz, done_by text',
  deal_comment: 'id uuid, deal_id uuid, body text, by_id text, by_name text, at timestamptz',
  touch: 'id uuid, deal_id uuid, partner_id uuid, kind text, note text, at timestamptz, by_name text, dedupe_key text',
} as const;
type Table = keyof typeof columnsOf;

/** One statement a table, whatever the number of rows. */
async function insertRows(tx: Tx, tenantId: string, table: Table, rows: readonly Record<string, unknown>[]): Promise<void> {
  if (rows.length === 0) return;
  const definition = columnsOf[table];
  const names = sql.raw(definition.replaceAll(/(\w+) [\w[\]]+/g, '$1').replaceAll(/\bposition\b/g, '"position"'));
  const insert = sql`insert into ${sql.table(table)} (tenant_id, ${names}) select ${tenantId}::uuid, c.* from json_to_recordset(${JSON.stringify(rows)}::json) as c(${sql.raw(definition.replaceAll(/\bposition\b/g, '"position"'))})`;
  if (table === 'touch') await sql`${insert} on conflict (tenant_id, dedupe_key) where dedupe_key is not null do nothing`.execute(tx);
  else if (table === 'deal') await sql`with added as (${insert} returning id, name_key) ${insertWords(tenantId, 'deal', sql`added`)}`.execute(tx);
  else await insert.execute(tx);
}

/** Many deals at once, in the caller's transaction. About 500 to 2,000 a call keep memory and locks small. */
export const bulkInsertWith =
  (takeNumbers: TakeNumbers) =>
  (tx: Tx, context: Context, deals: readonly BulkDeal[], options: BulkInsertOptions = {}): Promise<InsertedDeal[]> =>
    bulkInsert(takeNumbers, tx, context, deals, options);

type InsertedDeal = { id: string; number: number; version: number };

async function bulkInsert(takeNumbers: TakeNumbers, tx: Tx, context: Context, deals: readonly BulkDeal[], options: BulkInsertOptions): Promise<InsertedDeal[]> {
  if (deals.length === 0) return [];
  const tenant = context.tenantId;
  const now = context.now.toISOString();
  const rows: Record<Table, Record<string, unknown>[]> = {
    deal: [],
    deal_line: [],
    deal_participant: [],
    deal_route: [],
    deal_stage_change: [],
    deal_committee: [],
    deal_handoff: [],
    deal_comment: [],
    touch: [],
  };
  const accounts = await accountNames(
    tx,
    tenant,
    deals.filter((deal) => deal.accountId && deal.accountName === undefined).map((deal) => deal.accountId ?? ''),
  );
  let next = await takeNumbers(tenant, deals.length);
  const changes = deals.map((deal) => {
    const id = deal.id ?? newId();
    const number = next++;
    const created = deal.createdAt ?? now;
    const priced = insist(priceLines(deal.lines ?? []), 'invalid_input');
    const closed = deal.stage === 'won' || deal.stage === 'lost';
    const facts: DealFacts = {
      name: deal.name,
      accountId: deal.accountId ?? null,
      accountName: deal.accountName ?? accounts.get(deal.accountId ?? '') ?? null,
      stage: deal.stage,
      amountMinor: priced.amountMinor ?? deal.amountMinor ?? null,
      currency: deal.currency,
      closeOn: deal.closeOn ?? null,
      openedOn: deal.openedOn ?? created.slice(0, 10),
      closedOn: closed ? (deal.closedOn ?? deal.closeOn ?? day(context.now)) : null,
      closedReason: closed ? (deal.closedReason ?? null) : null,
      ownerId: deal.ownerId ?? null,
      ownerName: deal.ownerName ?? null,
      region: deal.region ?? null,
      source: deal.source ?? null,
      nextStep: deal.nextStep ?? null,
      externalId: deal.externalId ?? null,
    };
    const participants = (deal.participants ?? []).map((one) => ({ ...one, id: one.id ?? newId(), until: one.until ?? null }));
    const routes = (deal.routes ?? []).map((route) => ({
      ...route,
      id: route.id ?? newId(),
      settles: route.settles ?? false,
      endedAt: route.endedAt ?? null,
      state: route.state ?? initialState(route.kind),
    }));
    const projection = projectionOf(participants, routes);
    rows.deal.push({
      id,
      number,
      ...factColumns(facts),
      roles: projection.roles,
      partner_ids: projection.partnerIds,
      route_kinds: projection.routeKinds,
      last_activity_at: deal.lastActivityAt ?? created,
      created_at: created,
      updated_at: now,
    });
    for (const line of priced.lines)
      rows.deal_line.push({
        id: newId(),
        deal_id: id,
        position: line.position,
        product_id: line.productId,
        description: line.description,
        quantity: line.quantity,
        unit_price_minor: line.unitPriceMinor,
        amount_minor: line.amountMinor,
        term_months: line.termMonths,
      });
    for (const one of participants)
      rows.deal_participant.push({
        id: one.id,
        deal_id: id,
        partner_id: one.partnerId,
        role: one.role,
        since: one.since,
        until: one.until,
        state: one.state ?? 'not_started',
        step: one.step,
        due_at: one.dueAt,
        share_bp: one.shareBasisPoints,
        evidence_kind: one.evidence?.kind,
        evidence_note: one.evidence?.note,
        evidence_at: one.evidence?.at,
        added_by: one.addedBy ?? context.actor.name,
      });
    for (const route of routes)
      rows.deal_route.push({
        id: route.id,
        deal_id: id,
        kind: route.kind,
        state: route.state,
        settles: route.settles,
        owner_id: route.ownerId,
        owner_name: route.ownerName,
        external_system: route.externalSystem,
        external_id: route.externalId,
        chain: route.chain ?? [],
        next_step: route.nextStep,
        due_at: route.dueAt,
        created_at: route.createdAt ?? created,
        ended_at: route.endedAt,
      });
    const stages = deal.stageHistory && deal.stageHistory.length > 0 ? deal.stageHistory : [{ from: null, to: deal.stage, at: created }];
    for (const change of stages)
      rows.deal_stage_change.push({
        id: newId(),
        deal_id: id,
        from_stage: change.from,
        to_stage: change.to,
        at: change.at,
        by_name: change.by ?? context.actor.name,
      });
    for (const one of deal.committee ?? [])
      rows.deal_committee.push({
        id: newId(),
        deal_id: id,
        contact_id: one.contactId,
        role: one.role,
        influence: one.influence ?? 3,
        owner_member_id: one.ownerMemberId,
        owner_partner_id: one.ownerPartnerId,
      });
    for (const [index, one] of (deal.handoffs ?? []).entries())
      rows.deal_handoff.push({
        id: newId(),
        deal_id: id,
        position: index + 1,
        from_partner_id: one.fromPartnerId,
        to_partner_id: one.toPartnerId,
        title: one.title,
        due_at: one.dueAt,
        done_at: one.doneAt,
        done_by: one.doneBy,
      });
    for (const one of deal.comments ?? [])
      rows.deal_comment.push({ id: newId(), deal_id: id, body: one.body, by_id: one.byId, by_name: one.byName, at: one.at });
    for (const one of deal.touches ?? [])
      rows.touch.push({
        id: newId(),
        deal_id: id,
        partner_id: one.partnerId,
        kind: one.kind,
        note: one.note,
        at: one.at,
        by_name: one.byName,
        dedupe_key: one.dedupeKey,
      });
    const creation: ChangeEvent = {
      type: 'deal.created',
      dealId: id,
      payload: { ...createdPayload({ number, ...facts }), ...(options.live === true ? {} : { imported: true, occurredAt: created }) },
    };
    return { id, number, facts, events: options.events === 'history' ? [creation, ...historyOf(id, deal, stages)] : [creation] };
  });
  for (const table of Object.keys(columnsOf) as Table[]) await insertRows(tx, tenant, table, rows[table]);
  await recordChanges(
    tx,
    context,
    changes.map(({ id, number, facts, events }) => ({
      operation: options.operation ?? 'deals.bulkInsert',
      recordType: 'deal',
      recordId: id,
      after: { number, ...facts },
      events,
    })),
  );
  return changes.map(({ id, number }) => ({ id, number, version: 1 }));
}

/** What the parts of a deal tell, in the order in which it happened. Told as history, so that nothing acts on it. */
function historyOf(dealId: string, deal: BulkDeal, stages: NonNullable<BulkDeal['stageHistory']>): ChangeEvent[] {
  const told: { at: string; type: string; payload: Record<string, unknown> }[] = [];
  for (const change of stages) if (change.from !== null) told.push({ at: change.at, type: 'deal.stage_moved', payload: { from: change.from, to: change.to } });
  for (const one of deal.participants ?? [])
    told.push({
      at: `${one.since}T09:00:00.000Z`,
      type: 'participant.added',
      payload: { partnerId: one.partnerId, ...(one.partnerName ? { partnerName: one.partnerName } : {}), role: one.role },
    });
  for (const route of deal.routes ?? [])
    told.push({ at: route.createdAt ?? deal.createdAt ?? '', type: 'route.added', payload: { kind: route.kind, settles: route.settles ?? false } });
  for (const one of deal.comments ?? []) told.push({ at: one.at, type: 'comment.added', payload: { excerpt: one.body.slice(0, 160) } });
  for (const one of deal.touches ?? [])
    told.push({
      at: one.at,
      type: 'touch.logged',
      payload: {
        kind: one.kind,
        partnerId: one.partnerId ?? null,
        ...(one.partnerName ? { partnerName: one.partnerName } : {}),
        ...(one.note ? { note: one.note.slice(0, 200) } : {}),
      },
    });
  told.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return told.map(({ at, type, payload }) => ({ type, dealId, payload: { ...payload, imported: true, ...(at ? { occurredAt: at } : {}) } }));
}

async function accountNames(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('account')
    .select(['id', 'name'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}
