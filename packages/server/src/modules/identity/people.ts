import type { Parsed, Result } from '@entente/contracts';
import { isRole } from '@entente/contracts/permissions';
import { decodeCursor, encodeCursor, newId, notFound, Problem } from '@entente/kernel';
import { randomBytes } from 'node:crypto';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { linkTokenHash } from './auth.ts';
import { inviteMail } from './auth-mail.ts';
import { addMembership, createPerson } from './create-person.ts';
import { assertMayGive, assertOwnerRemains, assertSameAudience, audienceOf } from './domain/grants.ts';
import { findMember, isMemberAnywhere, listMembers, lockActiveMember, lockOwners, type MemberRow } from './store.ts';

export type PeopleDeps = { readonly database: Database; readonly mail: Mail; readonly publicUrl: string; readonly onChange: () => void };
type Member = Result<'people.invite'>;
const INVITATION_MS = 3 * 86_400_000;

export async function listPeople({ database }: PeopleDeps, context: Context, { query }: Parsed<'people.list'>): Promise<Result<'people.list'>> {
  requireScope(context, 'people:read');
  const cursor = query.cursor === undefined ? null : decodeCursor(query.cursor);
  const after = cursor && typeof cursor.sort === 'string' ? { name: cursor.sort, id: cursor.id } : null;
  if (query.cursor !== undefined && !after) throw new Problem('invalid_input', 'This place in the list is not known.');
  const rows = await database.inTenant(context.tenantId, (tx) => listMembers(tx, context.tenantId, { q: query.q, after, limit: query.limit + 1 }));
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  return { items: items.map(toMember), nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: last.name, id: last.id }) : null };
}

export async function invitePerson(deps: PeopleDeps, context: Context, { body }: Parsed<'people.invite'>): Promise<Member> {
  requireScope(context, 'people:write');
  assertMayGive(context.actor, body.role);
  const partnerId = body.partnerId ?? null;
  audienceOf(body.role, partnerId);
  const { tenantId } = context;
  const member = await deps.database.inTenant(tenantId, async (tx) => {
    if (partnerId !== null && !(await tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst()))
      throw notFound('partner');
    const { userId } = await createPerson(tx, { email: body.email, name: body.name });
    const membership = await addMembership(tx, tenantId, { userId, role: body.role, partnerId, now: context.now });
    if (!membership.created) throw new Problem('conflict', 'This person already is a member. Change the role instead.', { reason: 'already_member' });
    await sendInvitation(tx, deps, context, { email: body.email, name: body.name, role: body.role });
    await recordChange(tx, context, {
      operation: 'people.invite',
      recordType: 'member',
      recordId: membership.id,
      after: { email: body.email, name: body.name, role: body.role, partnerId },
    });
    return reload(tx, tenantId, membership.id);
  });
  deps.onChange();
  return member;
}

/** The same kind of link that signing in by mail uses, but it lasts until an invitation is usually read. */
export async function sendInvitation(tx: Tx, deps: PeopleDeps, context: Context, person: { email: string; name: string; role: string }): Promise<void> {
  const token = randomBytes(32).toString('base64url');
  await tx
    .insertInto('verification')
    .values({
      id: newId(),
      identifier: linkTokenHash(token),
      value: JSON.stringify({ email: person.email, name: person.name }),
      expiresAt: new Date(context.now.getTime() + INVITATION_MS).toISOString(),
    })
    .execute();
  const workspace = await tx.selectFrom('workspace').select(['name', 'slug']).where('id', '=', context.tenantId).executeTakeFirstOrThrow();
  // Somebody who works in several workspaces comes into the one that invited them.
  const inside = encodeURIComponent(`/?workspace=${encodeURIComponent(workspace.slug)}`);
  const url = `${deps.publicUrl}/api/auth/magic-link/verify?token=${token}&callbackURL=${inside}&errorCallbackURL=%2Fsign-in`;
  await deps.mail.enqueue(tx, {
    tenantId: context.tenantId,
    ...inviteMail(person.email, { name: person.name, by: context.actor.name, workspace: workspace.name, role: person.role, url }),
  });
}

export async function changeRole(deps: PeopleDeps, context: Context, { params, body }: Parsed<'people.update'>): Promise<Member> {
  requireScope(context, 'people:write');
  const { tenantId } = context;
  const member = await deps.database.inTenant(tenantId, async (tx) => {
    const { before, owners } = await loadForChange(tx, context, params.id);
    if (before.role === body.role) return toMember(before);
    assertMayGive(context.actor, body.role);
    assertSameAudience(before.role, body.role);
    if (before.role === 'owner') assertOwnerRemains(owners, params.id);
    await tx.updateTable('membership').set({ role: body.role }).where('tenant_id', '=', tenantId).where('id', '=', params.id).execute();
    await recordChange(tx, context, {
      operation: 'people.update',
      recordType: 'member',
      recordId: params.id,
      before: { role: before.role },
      after: { role: body.role },
    });
    return reload(tx, tenantId, params.id);
  });
  deps.onChange();
  return member;
}

/** Whoever is a member nowhere any more is signed out everywhere; elsewhere, only this membership is gone. */
export async function endSessionsOfFormer(database: Database, userId: string): Promise<void> {
  await database.inSystem(async (tx) => {
    if (!(await isMemberAnywhere(tx, userId))) await tx.deleteFrom('session').where('userId', '=', userId).execute();
  });
}

export async function removePerson(deps: PeopleDeps, context: Context, { params }: Parsed<'people.remove'>): Promise<Member> {
  requireScope(context, 'people:write');
  const { tenantId } = context;
  const member = await deps.database.inTenant(tenantId, async (tx) => {
    const { before, owners } = await loadForChange(tx, context, params.id);
    if (before.role === 'owner') assertOwnerRemains(owners, params.id);
    await tx
      .updateTable('membership')
      .set({ status: 'ended', ended_at: context.now.toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', params.id)
      .execute();
    await recordChange(tx, context, {
      operation: 'people.remove',
      recordType: 'member',
      recordId: params.id,
      before: { role: before.role, status: 'active' },
      after: { status: 'ended' },
    });
    return reload(tx, tenantId, params.id);
  });
  deps.onChange();
  await endSessionsOfFormer(deps.database, member.userId);
  return member;
}

/** Owners first, then the member, always in this order, so that two changes at once cannot wait for each other. */
async function loadForChange(tx: Tx, context: Context, id: string): Promise<{ before: MemberRow; owners: string[] }> {
  const owners = await lockOwners(tx, context.tenantId);
  const locked = await lockActiveMember(tx, context.tenantId, id);
  const before = locked ? await findMember(tx, context.tenantId, id) : undefined;
  if (!before) throw notFound('person');
  if (isRole(before.role)) assertMayGive(context.actor, before.role);
  return { before, owners };
}

async function reload(tx: Tx, tenantId: string, id: string): Promise<Member> {
  const row = await findMember(tx, tenantId, id);
  if (!row) throw notFound('person');
  return toMember(row);
}

function toMember(row: MemberRow): Member {
  if (!isRole(row.role)) throw new Error(`member ${row.id} has the unknown role ${row.role}`);
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    audience: row.audience === 'partner' ? 'partner' : 'workspace',
    partnerId: row.partner_id,
    partnerName: row.partner_name,
    region: row.region,
    status: row.status === 'ended' ? 'ended' : 'active',
    twoFactor: row.two_factor,
    createdAt: row.created_at,
  };
}
