import { newId } from '@entente/kernel';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { placeholderAddress } from './domain/placeholder-address.ts';

export type PersonRow = { readonly name: string; readonly email?: string | null; readonly region?: string | null; readonly managerId?: string | null };

/**
 * People of an imported file, as sellers, in the order of the rows. A person who already is a member (by address, or by name
 * where there is no address) is not made again. They receive no mail; who has a real address can ask for a sign-in link.
 */
export async function bulkInsertPeople(tx: Tx, context: Context, rows: readonly PersonRow[]): Promise<readonly { id: string; created: boolean }[]> {
  if (rows.length === 0) return [];
  const { tenantId } = context;
  const at = context.now.toISOString();
  const people = withAddresses(rows, tenantId);
  const addresses = [...new Set(people.map((person) => person.email))];
  const names = new Map(people.map((person) => [person.email, person.name]));
  await tx
    .insertInto('user')
    .values(addresses.map((email) => ({ id: newId(), name: names.get(email) ?? email, email })))
    .onConflict((c) => c.column('email').doNothing())
    .execute();
  const users = new Map((await tx.selectFrom('user').select(['id', 'email']).where('email', 'in', addresses).execute()).map((user) => [user.email, user.id]));
  const wanted = new Map(
    people.map((person) => [
      users.get(person.email) ?? '',
      {
        tenant_id: tenantId,
        id: newId(),
        user_id: users.get(person.email) ?? '',
        audience: 'workspace',
        role: 'seller',
        region: person.region ?? null,
        manager_id: person.managerId ?? null,
        created_at: at,
      },
    ]),
  );
  const made = new Set(
    (
      await tx
        .insertInto('membership')
        .values([...wanted.values()])
        .onConflict((c) => c.doNothing())
        .returning('id')
        .execute()
    ).map((row) => row.id),
  );
  const members = new Map(
    (
      await tx
        .selectFrom('membership')
        .select(['id', 'user_id'])
        .where('tenant_id', '=', tenantId)
        .where('user_id', 'in', [...wanted.keys()])
        .where('status', '=', 'active')
        .where('partner_id', 'is', null)
        .execute()
    ).map((row) => [row.user_id, row.id]),
  );
  await recordChanges(
    tx,
    context,
    [...wanted.values()]
      .filter((row) => made.has(row.id))
      .map((row) => ({
        operation: 'people.import',
        recordType: 'member',
        recordId: row.id,
        after: { role: row.role, region: row.region, managerId: row.manager_id },
      })),
  );
  return people.map((person) => {
    const id = members.get(users.get(person.email) ?? '');
    if (id === undefined) throw new Error('a person was neither found nor made');
    return { id, created: made.has(id) };
  });
}

function withAddresses(rows: readonly PersonRow[], tenantId: string): readonly (PersonRow & { email: string })[] {
  const turns = new Map<string, number>();
  return rows.map((row) => {
    const given = row.email?.trim().toLowerCase() ?? '';
    if (given !== '') return { ...row, email: given };
    const first = placeholderAddress(row.name, tenantId);
    const turn = (turns.get(first) ?? 0) + 1;
    turns.set(first, turn);
    return { ...row, email: placeholderAddress(row.name, tenantId, turn) };
  });
}

/** Members by name, without regard to case and outer spaces; several when there are namesakes. Keys are the names as given. */
export async function findPeopleByName(tx: Tx, tenantId: string, names: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const keys = [...new Set(names.map(keyOf))];
  if (keys.length > 0) {
    const rows = await tx
      .selectFrom('membership as m')
      .innerJoin('user as u', 'u.id', 'm.user_id')
      .select(['m.id', 'u.name'])
      .where('m.tenant_id', '=', tenantId)
      .where('m.status', '=', 'active')
      .where('m.audience', '=', 'workspace')
      .where((e) => e(e.fn<string>('lower', [e.fn<string>('btrim', ['u.name'])]), 'in', keys))
      .orderBy('m.id')
      .execute();
    for (const row of rows) found.set(keyOf(row.name), [...(found.get(keyOf(row.name)) ?? []), row.id]);
  }
  return new Map(names.map((name) => [name, found.get(keyOf(name)) ?? []]));
}

const keyOf = (name: string): string => name.trim().toLowerCase();
