import { newId, Problem } from '@entente/kernel';
import type { Role } from '@entente/contracts/permissions';
import { hashPassword } from 'better-auth/crypto';
import type { Tx } from '../../platform/db/database.ts';
import { MAX_PASSWORD, MIN_PASSWORD } from './auth.ts';
import { audienceOf } from './domain/grants.ts';

export type NewPerson = {
  readonly email: string;
  readonly name: string;
  /** With a password the address counts as proven: whoever may set passwords from outside vouches for it. */
  readonly password?: string;
};

/** The user of this address, made if there is none. An existing name is left alone; a given password replaces the old one. */
export async function createPerson(tx: Tx, person: NewPerson): Promise<{ userId: string; created: boolean }> {
  const email = person.email.trim().toLowerCase();
  const { password } = person;
  if (password !== undefined && (password.length < MIN_PASSWORD || password.length > MAX_PASSWORD))
    throw new Problem('invalid_input', `A password has ${MIN_PASSWORD} to ${MAX_PASSWORD} characters.`);
  const made = await tx
    .insertInto('user')
    .values({ id: newId(), name: person.name, email, emailVerified: password !== undefined })
    .onConflict((c) => c.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  const userId = made?.id ?? (await tx.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow()).id;
  if (password !== undefined) await setPassword(tx, userId, password);
  return { userId, created: made !== undefined };
}

async function setPassword(tx: Tx, userId: string, password: string): Promise<void> {
  const hash = await hashPassword(password);
  await tx.updateTable('user').set({ emailVerified: true }).where('id', '=', userId).execute();
  const updated = await tx
    .updateTable('authAccount')
    .set({ password: hash, updatedAt: new Date().toISOString() })
    .where('userId', '=', userId)
    .where('providerId', '=', 'credential')
    .returning('id')
    .execute();
  if (updated.length === 0)
    await tx.insertInto('authAccount').values({ id: newId(), accountId: userId, providerId: 'credential', userId, password: hash }).execute();
}

export type NewMembership = {
  readonly userId: string;
  readonly role: Role;
  readonly partnerId?: string | null;
  readonly region?: string | null;
  readonly managerId?: string | null;
  readonly now: Date;
};

/** Gives the id of the active membership; `created` is false when the person already was a member. */
export async function addMembership(tx: Tx, tenantId: string, membership: NewMembership): Promise<{ id: string; created: boolean }> {
  const partnerId = membership.partnerId ?? null;
  const audience = audienceOf(membership.role, partnerId);
  const id = newId();
  const row = {
    tenant_id: tenantId,
    id,
    user_id: membership.userId,
    audience,
    partner_id: partnerId,
    role: membership.role,
    region: membership.region ?? null,
    manager_id: membership.managerId ?? null,
    created_at: membership.now.toISOString(),
  };
  const made = await tx
    .insertInto('membership')
    .values(row)
    .onConflict((c) => c.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return { id, created: true };
  const known = await tx
    .selectFrom('membership')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('user_id', '=', membership.userId)
    .where('status', '=', 'active')
    .where('partner_id', partnerId === null ? 'is' : '=', partnerId)
    .executeTakeFirstOrThrow();
  return { id: known.id, created: false };
}
