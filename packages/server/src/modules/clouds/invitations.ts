import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { cosellOf, nameOfConnection, type CloudsDeps } from './deps.ts';
import { domainOf } from './domain/invitation.ts';
import { changeInvitation, listInvitations, lockInvitation, type Invitation, type Listed } from './invitation-store.ts';
import { wantStep } from './want-step.ts';

type Row = Result<'invitations.list'>['items'][number];
/** An answer that is under way is on its way to being that answer. */
const shownAs: Readonly<Record<string, readonly string[]>> = {
  pending: ['pending'],
  accepted: ['accepting', 'accepted'],
  rejected: ['rejecting', 'rejected'],
  expired: ['expired'],
};

export async function pageOfInvitations(deps: CloudsDeps, context: Context, { query }: Parsed<'invitations.list'>): Promise<Result<'invitations.list'>> {
  requireScope(context, 'deals:read');
  const before = placeIn(query.cursor, 'id')?.id ?? null;
  const statuses = query.status === undefined ? null : (shownAs[query.status] ?? [query.status]);
  const rows = await deps.database.reading(context.tenantId, (tx) => listInvitations(tx, context.tenantId, { statuses, before, limit: query.limit + 1 }));
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { items: shown.map(rowOf), nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** Deals that may be the same are shown before it is accepted: afterwards there would be two. */
export async function invitationDetail(deps: CloudsDeps, context: Context, { params }: Parsed<'invitations.get'>): Promise<Result<'invitations.get'>> {
  requireScope(context, 'deals:read');
  const { tenantId } = context;
  const { row, candidates } = await deps.database.reading(tenantId, async (tx) => {
    const found = await one(tx, tenantId, params.id);
    const { customer, title } = found;
    const name = customer['name'] ?? title;
    return {
      row: found,
      candidates: found.status === 'pending' ? await deps.ports.deals.alike(tx, tenantId, { name, domain: domainOf(customer['website'] ?? null), title }) : [],
    };
  });
  const port = await cosellOf(deps, tenantId, row.connection_id);
  return { ...rowOf(row), candidates: [...candidates], rejectReasons: [...port.capabilities.rejectReasons] };
}

export async function acceptInvitation(
  deps: CloudsDeps,
  context: Context,
  { params, body }: Parsed<'invitations.accept'>,
  ifVersion: number | null,
): Promise<Row> {
  const dealId = body.dealId ?? null;
  return answer(deps, context, params.id, ifVersion, 'accepting', { accept: true, dealId }, async (tx, invitation) => {
    if (dealId === null) return;
    await deps.ports.deals.brief(tx, context.tenantId, dealId);
    if ((await deps.ports.views.ofDeal(tx, context.tenantId, dealId, invitation.connection_id)) === null) return;
    const { name } = await nameOfConnection(tx, context.tenantId, invitation.connection_id);
    throw new Problem(
      'conflict',
      `This deal has a record at ${name} already, and can have one only. Accept as a new deal, or reject the invitation as a duplicate.`,
      { reason: 'already_shared' },
    );
  });
}

export async function rejectInvitation(
  deps: CloudsDeps,
  context: Context,
  { params, body }: Parsed<'invitations.reject'>,
  ifVersion: number | null,
): Promise<Row> {
  return answer(deps, context, params.id, ifVersion, 'rejecting', { accept: false, reason: body.reason }, async () => undefined, body.reason);
}

type Answer = { accept: true; dealId: string | null } | { accept: false; reason: string };
async function answer(
  deps: CloudsDeps,
  context: Context,
  id: string,
  ifVersion: number | null,
  status: 'accepting' | 'rejecting',
  input: Answer,
  check: (tx: Tx, invitation: Invitation) => Promise<void>,
  reason: string | null = null,
): Promise<Row> {
  requireScope(context, 'cosell:submit');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const invitation = await lockInvitation(tx, tenantId, id);
    if (ifVersion !== null && invitation.version !== ifVersion)
      throw new Problem('version_stale', 'This invitation changed since you read it. Read it again, then decide.');
    if (invitation.status !== 'pending')
      throw new Problem('conflict', `This invitation is ${invitation.status} and cannot be answered any more.`, { reason: 'not_pending' });
    if (invitation.expires_at !== null && invitation.expires_at <= context.now.toISOString())
      throw new Problem('conflict', 'The time to answer is over.', { reason: 'expired' });
    await check(tx, invitation);
    const { name } = await nameOfConnection(tx, tenantId, invitation.connection_id);
    const dealId = input.accept ? input.dealId : null;
    await wantStep(tx, context, deps.ports.inbox, { connectionId: invitation.connection_id, viewId: null, invitationId: id, dealId, step: 'respond', input });
    const decided = { status, reason, decided_by: context.actor.memberId ?? context.actor.id, decided_at: context.now.toISOString() };
    await changeInvitation(tx, context, deps.ports.inbox, invitation, decided, { with: name, outcome: null });
    return rowOf(await one(tx, tenantId, id));
  });
}

async function one(tx: Tx, tenantId: string, id: string): Promise<Listed> {
  const [row] = await listInvitations(tx, tenantId, { id, statuses: null, before: null, limit: 1 });
  if (!row) throw notFound('invitation');
  return row;
}

const rowOf = (row: Listed): Row => ({
  id: row.id,
  connectionId: row.connection_id,
  connectionName: row.connection_name,
  system: row.system as Row['system'],
  outsideId: row.outside_id,
  kind: row.payload_kind,
  sender: row.sender,
  title: row.title,
  customer: row.customer,
  details: row.details,
  status: row.status,
  expiresAt: row.expires_at,
  reason: row.reason,
  dealId: row.deal_id,
  dealNumber: row.deal_number,
  decidedBy: row.decided_name,
  decidedAt: row.decided_at,
  receivedAt: row.received_at,
  version: row.version,
});
