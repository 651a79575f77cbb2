import type { Result } from '@entente/contracts';
import { notFound, type CommitteeRole, type DealStage, type ParticipantRole, type RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { committeeGaps } from './domain/committee.ts';
import { handoffState, isWaiting } from './domain/handoff.ts';
import { nextStates } from './domain/route-machine.ts';
import { nextStages } from './domain/stage-move.ts';
import { dealRowOf } from '../../platform/db/deal-row.ts';
import { readStoredDetail } from './detail-store.ts';
import { waitsOfDeal } from './handoffs.ts';
import type { DealsPorts } from './ports.ts';

export type DealDetail = Result<'deals.get'>;

/** The deal room, read inside the caller's transaction so that an answer to a write shows what it wrote. */
export async function readDetail(tx: Tx, context: Context, ports: DealsPorts, id: string): Promise<DealDetail> {
  const tenant = context.tenantId;
  const deal = await readStoredDetail(tx, tenant, id);
  if (!deal) throw notFound('deal');
  const { lines, participants, routes, stages, committee, handoffs, files } = deal;
  const waits = handoffs.length > 1 ? await waitsOfDeal(tx, tenant, id) : new Map<string, string[]>();
  const handoffsDone = new Set(handoffs.filter((one) => one.done_at !== null).map((one) => one.id));
  const named = new Set(
    [...routes.flatMap((route) => route.chain), ...handoffs.flatMap((handoff) => [handoff.from_partner_id, handoff.to_partner_id])].filter(
      (one) => one !== null,
    ),
  );
  const names = await displayNames(tx, tenant, [...named], handoffs.length > 0);
  const gaps = committeeGaps(
    committee.map((row) => ({
      contactId: row.contact_id,
      contactName: row.contact_name,
      role: row.role as CommitteeRole,
      ownerMemberId: row.owner_member_id,
      ownerPartnerId: row.owner_partner_id,
    })),
  );
  const visited = stages.flatMap((change) => [change.from_stage, change.to_stage]).filter((stage) => stage !== null) as DealStage[];
  const row = dealRowOf(deal);
  return {
    ...row,
    openedOn: deal.opened_on,
    closedOn: deal.closed_on,
    closedReason: deal.closed_reason,
    source: deal.source,
    externalId: deal.external_id,
    lines: lines.map((line) => ({
      id: line.id,
      productId: line.product_id,
      description: line.description,
      quantity: line.quantity,
      unitPriceMinor: line.unit_price_minor,
      amountMinor: line.amount_minor,
      termMonths: line.term_months,
    })),
    participants: participants.map((one) => ({
      id: one.id,
      partnerId: one.partner_id,
      partnerName: one.partner_name,
      role: one.role as ParticipantRole,
      since: one.since,
      until: one.until,
      state: one.state as DealDetail['participants'][number]['state'],
      step: one.step,
      dueAt: one.due_at,
      shareBasisPoints: one.share_bp,
      evidence: one.evidence_kind === null ? null : { kind: one.evidence_kind, note: one.evidence_note, at: one.evidence_at ?? `${one.since}T00:00:00.000Z` },
      addedBy: one.added_by,
    })),
    routeList: routes.map((route) => ({
      id: route.id,
      kind: route.kind as RouteKind,
      state: route.state,
      nextStates: [...nextStates(route.kind as RouteKind, route.state, route.ended_at !== null)],
      settles: route.settles,
      ownerId: route.owner_id,
      ownerName: route.owner_name,
      externalSystem: route.external_system,
      externalId: route.external_id,
      chain: route.chain.map((partnerId) => ({ partnerId, partnerName: names.get(partnerId) ?? '' })),
      nextStep: route.next_step,
      dueAt: route.due_at,
      endedAt: route.ended_at,
      version: route.version,
    })),
    stageHistory: stages.map((change) => ({
      from: change.from_stage as DealStage | null,
      to: change.to_stage as DealStage,
      at: change.at,
      by: change.by_name,
    })),
    committee: committee.map((one) => ({
      id: one.id,
      contactId: one.contact_id,
      contactName: one.contact_name,
      contactTitle: one.contact_title,
      role: one.role as CommitteeRole,
      influence: one.influence,
      ownerMemberId: one.owner_member_id,
      ownerPartnerId: one.owner_partner_id,
      ownerName: one.member_name ?? one.partner_name,
    })),
    committeeGaps: gaps,
    handoffs: handoffs.map((one) => ({
      id: one.id,
      position: one.position,
      fromPartnerId: one.from_partner_id,
      fromName: names.get(one.from_partner_id ?? tenant) ?? '',
      toPartnerId: one.to_partner_id,
      toName: names.get(one.to_partner_id ?? tenant) ?? '',
      title: one.title,
      dueAt: one.due_at,
      doneAt: one.done_at,
      doneBy: one.done_by,
      state: handoffState({ doneAt: one.done_at, dueAt: one.due_at }, context.now),
      waitsOn: waits.get(one.id) ?? [],
      waiting: isWaiting({ doneAt: one.done_at, waitsOn: waits.get(one.id) ?? [] }, (other) => handoffsDone.has(other)),
    })),
    acts: await ports.actsOfDeal(tx, context, id),
    stageDecidedBy: (await ports.stageDecidedBy?.(tx, tenant, id)) ?? null,
    currencyFixed: (await ports.settledIn?.(tx, tenant, id)) ?? null,
    files: files.map((file) => ({
      id: file.id,
      name: file.name,
      mediaType: file.media_type,
      sizeBytes: file.size_bytes,
      addedBy: file.added_by,
      addedAt: file.added_at,
    })),
    nextStages: nextStages({ stage: row.stage, amountMinor: row.amountMinor, closeOn: row.closeOn, visited }),
    mayWrite: context.actor.scopes.has('deals:write'),
  };
}

/** Partners by id, and the workspace itself under its own id: a handoff without a partner is the workspace's. */
async function displayNames(tx: Tx, tenantId: string, partnerIds: readonly string[], withWorkspace: boolean): Promise<Map<string, string>> {
  if (partnerIds.length === 0 && !withWorkspace) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from partner where tenant_id = ${tenantId}::uuid and id = any(${[...partnerIds]}::uuid[]) union all select id, name from workspace where id = ${tenantId}::uuid`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.name]));
}
