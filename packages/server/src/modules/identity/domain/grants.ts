import { isPartnerRole, isRole, scopesOfRole, type Role, type Scope } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';

export type Giver = { readonly kind: 'person' | 'api_key' | 'system' | 'link'; readonly role: string; readonly scopes: ReadonlySet<Scope> };

/**
 * Nobody gives more rights of the workspace than they have. Owner and admin have the same scopes, so owner is guarded by name: only an owner,
 * in person, makes or unmakes one.
 */
export function mayGive(giver: Giver, role: Role): boolean {
  if (giver.kind === 'system' || (giver.kind === 'person' && giver.role === 'owner')) return true;
  // Rights in a partner's own pages are no part of the workspace's: whoever looks after people, here or there, hands them out.
  if (isPartnerRole(role)) return giver.scopes.has('people:write') || giver.scopes.has('partners:write') || giver.scopes.has('portal:team');
  return role !== 'owner' && scopesOfRole[role].every((scope) => giver.scopes.has(scope));
}

/**
 * Whether somebody may read a sign-in link that is on its way to another person. To hand out a partner's role is not to be that
 * partner: whoever opened the link would act in its name, where looking through its eyes only reads and is on record.
 */
export const mayOpenSignInLink = (giver: Giver, role: Role): boolean =>
  giver.scopes.has('people:write') && (isPartnerRole(role) ? giver.kind === 'person' && giver.role === 'owner' : mayGive(giver, role));

export function assertMayGive(giver: Giver, role: Role): void {
  if (!mayGive(giver, role))
    throw new Problem('not_allowed', `Only somebody with at least the rights of ${spoken(role)} can give or take that role.`, { reason: 'role_above_own' });
}

/** People of a partner have a partner and a partner role; people of the workspace have neither. */
export function audienceOf(role: Role, partnerId: string | null): 'workspace' | 'partner' {
  if (isPartnerRole(role)) {
    if (partnerId === null)
      throw new Problem('invalid_input', 'Choose the partner this person belongs to.', {
        fields: [{ path: 'body.partnerId', code: 'required', sentence: 'A partner role needs a partner.' }],
      });
    return 'partner';
  }
  if (partnerId !== null)
    throw new Problem('invalid_input', 'People of a partner have a partner role.', {
      fields: [{ path: 'body.role', code: 'wrong_audience', sentence: 'Choose a partner role, or no partner.' }],
    });
  return 'workspace';
}

export function assertSameAudience(from: string, to: Role): void {
  if (isRole(from) && isPartnerRole(from) !== isPartnerRole(to))
    throw new Problem('invalid_input', 'People of a partner cannot become people of the workspace, or the other way round. Remove and invite them instead.');
}

/** `owners` are the active owners before the change. */
export function assertOwnerRemains(owners: readonly string[], leavingId: string): void {
  if (owners.length === 1 && owners[0] === leavingId)
    throw new Problem('conflict', 'This is the last owner of the workspace. Make somebody else an owner first.', { reason: 'last_owner' });
}

/** `admins` are the active admins of the partner before the change. */
export function assertPartnerAdminRemains(admins: readonly string[], leavingId: string): void {
  if (admins.length === 1 && admins[0] === leavingId)
    throw new Problem('conflict', 'This is the last admin of the team. Make somebody else an admin first.', { reason: 'last_admin' });
}

const spoken = (role: string): string => role.replaceAll('_', ' ');
