import { recordChanges } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import { changed, missing, type BulkRemoved, type BulkUpdated, type Known, type Refusal, type RemoveRow, type UpdateRow } from '../../platform/db/bulk.ts';
import type { Tx } from '../../platform/db/database.ts';
import { isUnreachable } from '../../platform/mail/index.ts';
import { lockMembers, managersOf, membersByKeys, membersInUse, versionOfMember, type BulkMember } from './bulk-people-store.ts';
import { makesCircle } from './domain/manager-circle.ts';

/** What a file may change in a person; who may do what is decided under Settings. */
export type PersonChanges = { readonly email?: string | undefined; readonly managerId?: string | null | undefined };
export type PersonBefore = { readonly email: string; readonly managerId: string | null };
/** The address is null where there is only the one made for somebody who was imported without. */
export type PersonFields = { readonly name: string; readonly email: string | null; readonly managerId: string | null; readonly managerName: string | null };

export async function findPeople(tx: Tx, tenantId: string, keys: { names: readonly string[]; emails: readonly string[] }): Promise<Known<PersonFields>[]> {
  const found = await membersByKeys(tx, tenantId, keys);
  return found.map((member) => ({
    id: member.id,
    version: versionOfMember(member),
    fields: { name: member.name, email: isUnreachable(member.email) ? null : member.email, managerId: member.managerId, managerName: member.managerName },
  }));
}

/** As they are now, for whoever has just made them. */
export async function versionsOfPeople(tx: Tx, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  return new Map([...(await lockMembers(tx, tenantId, ids))].map(([id, member]) => [id, versionOfMember(member)]));
}

/** `takingBack`: the address given is the one a file replaced, so it may be one that receives no mail. */
export async function bulkUpdatePeople(
  tx: Tx,
  context: Context,
  given: readonly UpdateRow<PersonChanges>[],
  operation: string,
  takingBack = false,
): Promise<BulkUpdated<PersonBefore>> {
  requireScope(context, 'people:write');
  const { tenantId } = context;
  const members = await lockMembers(
    tx,
    tenantId,
    given.map((row) => row.id),
  );
  const managers = given.some((row) => row.changes.managerId) ? await managersOf(tx, tenantId) : new Map<string, string | null>();
  const refused: Refusal[] = [];
  const unchanged: string[] = [];
  const updated: { id: string; version: number; before: PersonBefore; after: PersonBefore }[] = [];
  for (const { id, version, changes } of given) {
    const member = members.get(id);
    if (!member) {
      refused.push(missing(id));
      continue;
    }
    if (version !== undefined && version !== versionOfMember(member)) {
      refused.push(changed(id));
      continue;
    }
    const before = { email: member.email, managerId: member.managerId };
    const after = {
      email: changes.email === undefined ? member.email : changes.email.trim().toLowerCase(),
      managerId: changes.managerId === undefined ? member.managerId : changes.managerId,
    };
    const moved = after.managerId !== before.managerId;
    const reason =
      after.managerId !== null && moved && makesCircle(managers, id, after.managerId)
        ? 'Somebody would report to themselves.'
        : after.email === before.email
          ? null
          : await refusalOfAddress(tx, member, after.email, takingBack);
    if (reason !== null) refused.push({ id, code: 'invalid', sentence: reason });
    else if (!moved && after.email === before.email) unchanged.push(id);
    else {
      if (moved) {
        await tx.updateTable('membership').set({ manager_id: after.managerId }).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
        managers.set(id, after.managerId);
      }
      if (after.email !== before.email) await tx.updateTable('user').set({ email: after.email }).where('id', '=', member.userId).execute();
      updated.push({ id, version: versionOfMember({ ...member, ...after }), before, after });
    }
  }
  await recordChanges(
    tx,
    context,
    updated.map(({ id, before, after }) => ({ operation, recordType: 'member', recordId: id, before, after })),
  );
  return { updated: updated.map(({ id, version, before }) => ({ id, version, before })), unchanged, refused };
}

/** An address is the key to an account: a file may give one to somebody who has none yet and can do little, and to nobody else. */
async function refusalOfAddress(tx: Tx, member: BulkMember, email: string, takingBack: boolean): Promise<string | null> {
  if (member.signedIn) return 'They have signed in with their address, so a file cannot change it.';
  if (member.role !== 'seller') return 'A file can give an address to sellers only. End the membership and invite the person under Settings.';
  if (!takingBack && !isUnreachable(member.email)) return 'They have another address already. End the membership and invite the person under Settings.';
  const taken = await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirst();
  return taken ? 'This address cannot be given to them. Invite the person under Settings.' : null;
}

/** Ends memberships that an import has made, as long as nothing came of them. */
export async function bulkRemovePeople(tx: Tx, context: Context, given: readonly RemoveRow[], operation: string): Promise<BulkRemoved> {
  requireScope(context, 'people:write');
  const { tenantId } = context;
  const ids = given.map((row) => row.id);
  const members = await lockMembers(tx, tenantId, ids);
  const inUse = await membersInUse(tx, tenantId, ids);
  const refused: Refusal[] = [];
  const removed: string[] = [];
  for (const { id, version } of given) {
    const member = members.get(id);
    if (!member) refused.push(missing(id));
    else if (member.signedIn) refused.push({ id, code: 'in_use', sentence: 'They have signed in. End their membership under Settings.' });
    else if (version !== versionOfMember(member)) refused.push(changed(id));
    else if (inUse.has(id)) refused.push({ id, code: 'in_use', sentence: 'Records are theirs, or somebody reports to them.' });
    else removed.push(id);
  }
  if (removed.length > 0) {
    await tx
      .updateTable('membership')
      .set({ status: 'ended', ended_at: context.now.toISOString() })
      .where('tenant_id', '=', tenantId)
      .where('id', 'in', removed)
      .execute();
    await recordChanges(
      tx,
      context,
      removed.map((id) => ({
        operation,
        recordType: 'member',
        recordId: id,
        before: { role: members.get(id)?.role, status: 'active' },
        after: { status: 'ended' },
      })),
    );
  }
  return { removed, refused };
}
