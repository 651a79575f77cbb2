/** Rights as data. A role is a list of scopes; an operation names the one scope it needs. No zod here: the browser loads this. */
export const scopes = [
  'workspace:read',
  'workspace:write',
  'people:read',
  'people:write',
  'api_keys:write',
  'audit:read',
  'partners:read',
  'partners:write',
  'accounts:read',
  'accounts:write',
  'products:read',
  'products:write',
  'deals:read',
  'deals:write',
  'deals:comment',
  'plays:read',
  'plays:write',
  'plays:run',
  'acts:read',
  'acts:decide',
  'imports:read',
  'imports:write',
  'views:write',
  'mailbox:read',
  'jobs:read',
  'programs:read',
  'programs:write',
  'registrations:read',
  'registrations:write',
  'registrations:decide',
  'cases:read',
  'cases:write',
  'cases:mediate',
  'leads:read',
  'leads:write',
  'distribution:read',
  'distribution:write',
  'links:write',
  'partners:view_as',
  'notifications:read',
  'portal:read',
  'portal:register',
  'portal:deals',
  'portal:leads',
  'portal:distribution',
  'portal:team',
] as const;
export type Scope = (typeof scopes)[number];

export const staffRoles = ['owner', 'admin', 'partner_manager', 'alliance_manager', 'seller', 'marketer', 'finance', 'auditor'] as const;
export type StaffRole = (typeof staffRoles)[number];
export const partnerRoles = ['partner_admin', 'partner_seller', 'partner_marketer'] as const;
export type PartnerRole = (typeof partnerRoles)[number];
export type Role = StaffRole | PartnerRole;

const reading: readonly Scope[] = [
  'workspace:read',
  'people:read',
  'partners:read',
  'accounts:read',
  'products:read',
  'deals:read',
  'plays:read',
  'acts:read',
  'jobs:read',
  'views:write',
  'programs:read',
  'registrations:read',
  'cases:read',
  'leads:read',
  'distribution:read',
  'notifications:read',
];
const working: readonly Scope[] = [
  ...reading,
  'deals:write',
  'deals:comment',
  'plays:run',
  'acts:decide',
  'accounts:write',
  'registrations:write',
  'cases:write',
  'leads:write',
];
const managing: readonly Scope[] = [
  ...working,
  'partners:write',
  'plays:write',
  'imports:read',
  'imports:write',
  'mailbox:read',
  'registrations:decide',
  'cases:mediate',
  'distribution:write',
  'links:write',
  'partners:view_as',
];
/** What people of a partner may do, in their own pages only: no role of the workspace holds one of these. */
const portal: readonly Scope[] = ['portal:read', 'portal:register', 'portal:deals', 'portal:leads', 'portal:distribution', 'portal:team', 'notifications:read'];
const staffScopes: readonly Scope[] = scopes.filter((scope) => !scope.startsWith('portal:'));

export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  owner: staffScopes,
  admin: staffScopes,
  partner_manager: [...managing, 'programs:write'],
  alliance_manager: managing,
  seller: working,
  marketer: [...reading, 'deals:comment', 'acts:decide', 'leads:write'],
  finance: [...reading, 'deals:comment', 'acts:decide', 'audit:read'],
  auditor: [...reading, 'audit:read', 'imports:read', 'mailbox:read'],
  partner_admin: portal,
  partner_seller: portal.filter((scope) => scope !== 'portal:team'),
  partner_marketer: ['portal:read', 'portal:leads', 'notifications:read'],
};

export const isRole = (value: string): value is Role => value in scopesOfRole;
export const roleAllows = (role: Role, scope: Scope): boolean => scopesOfRole[role].includes(scope);
export const isPartnerRole = (role: Role): role is PartnerRole => (partnerRoles as readonly string[]).includes(role);
