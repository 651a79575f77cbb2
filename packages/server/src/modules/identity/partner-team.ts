import type { Parsed, Result } from '@entente/contracts';
import { isPartnerRole, isRole, type PartnerRole } from '@entente/contracts/permissions';
import { notFound, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { addMembership, createPerson } from './create-person.ts';
import { assertMayGive, assertPartnerAdminRemains } from './domain/grants.ts';
import { endSessionsOfFormer, sendInvitation, type PeopleDeps } from './people.ts';
import { findMember, listMembersOfPartner, lockPartnerAdmins, type MemberRow } from './store.ts';

export type Colleague = Result<'portalTeam.invite'>;
/** Whose team it is, and under which name its changes are on record. The caller has checked who may. */
export type TeamOf = { readonly partnerId: string; readonly operation: string };
export type PartnerTeam = ReturnType<typeof partnerTeam>;

/** The people of one partner, whoever looks after them: the partner itself, or the workspace. */
export function partnerTeam(deps: PeopleDeps) {
  const { database } = deps;
  return {
    list: async (context: Context, partnerId: string): Promise<{ items: Colleague[] }> => {
      const rows = await database.inTenant(context.tenantId, (tx) => listMembersOfPartner(tx, context.tenantId, partnerId));
      return { items: rows.map((row) => toColleague(row, context)) };
    },
    invite: async (context: Context, { partnerId, operation }: TeamOf, body: Parsed<'portalTeam.invite'>['body']): Promise<Colleague> => {
      assertMayGive(context.actor, body.role);
      const invited = await database.inTenant(context.tenantId, async (tx) => {
        const { userId } = await createPerson(tx, { email: body.email, name: body.name });
        const membership = await addMembership(tx, context.tenantId, { userId, role: body.role, partnerId, now: context.now });
        if (!membership.created) throw new Problem('conflict', 'This person already is in the team. Change the role instead.', { reason: 'already_member' });
        await sendInvitation(tx, deps, context, body);
        await recordChange(tx, context, {
          operation,
          recordType: 'member',
          recordId: membership.id,
          after: { email: body.email, name: body.name, role: body.role, partnerId },
        });
        return toColleague(await required(tx, context, membership.id), context);
      });
      deps.onChange();
      return invited;
    },
    changeRole: async (context: Context, { partnerId, operation }: TeamOf, id: string, role: PartnerRole): Promise<Colleague> => {
      assertMayGive(context.actor, role);
      const changed = await database.inTenant(context.tenantId, async (tx) => {
        const { before, admins } = await loadForChange(tx, context, partnerId, id);
        if (before.role === role) return toColleague(before, context);
        assertPartnerAdminRemains(admins, id);
        await tx.updateTable('membership').set({ role }).where('tenant_id', '=', context.tenantId).where('id', '=', id).execute();
        await recordChange(tx, context, { operation, recordType: 'member', recordId: id, before: { role: before.role }, after: { role } });
        return toColleague(await required(tx, context, id), context);
      });
      deps.onChange();
      return changed;
    },
    remove: async (context: Context, { partnerId, operation }: TeamOf, id: string): Promise<Colleague> => {
      const { colleague, userId } = await database.inTenant(context.tenantId, async (tx) => {
        const { before, admins } = await loadForChange(tx, context, partnerId, id);
        assertPartnerAdminRemains(admins, id);
        await tx
          .updateTable('membership')
          .set({ status: 'ended', ended_at: context.now.toISOString() })
          .where('tenant_id', '=', context.tenantId)
          .where('id', '=', id)
          .execute();
        await recordChange(tx, context, {
          operation,
          recordType: 'member',
          recordId: id,
          before: { role: before.role, status: 'active' },
          after: { status: 'ended' },
        });
        return { colleague: toColleague(await required(tx, context, id), context), userId: before.user_id };
      });
      deps.onChange();
      await endSessionsOfFormer(database, userId);
      return colleague;
    },
  };
}

/** The admins first, then the colleague: two admins who remove each other do not both succeed. */
async function loadForChange(tx: Tx, context: Context, partnerId: string, id: string): Promise<{ before: MemberRow; admins: string[] }> {
  const admins = await lockPartnerAdmins(tx, context.tenantId, partnerId);
  const locked = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .where('partner_id', '=', partnerId)
    .where('status', '=', 'active')
    .forUpdate()
    .executeTakeFirst();
  if (!locked) throw notFound('person');
  return { before: await required(tx, context, id), admins };
}

async function required(tx: Tx, context: Context, id: string): Promise<MemberRow> {
  const row = await findMember(tx, context.tenantId, id);
  if (!row) throw notFound('person');
  return row;
}

function toColleague(row: MemberRow, context: Context): Colleague {
  if (!isRole(row.role) || !isPartnerRole(row.role)) throw new Error(`member ${row.id} has the role ${row.role}, which is none of a partner's`);
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    status: row.status === 'ended' ? 'ended' : 'active',
    me: row.id === context.actor.memberId,
    createdAt: row.created_at,
  };
}
