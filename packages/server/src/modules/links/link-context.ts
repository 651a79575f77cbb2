import type { Scope } from '@entente/contracts/permissions';
import type { LinkPurpose } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';

const SCOPES: Readonly<Record<LinkPurpose, Scope>> = {
  register: 'portal:register',
  update: 'portal:register',
  answer: 'portal:register',
  extend: 'portal:register',
  accept_lead: 'portal:leads',
  evidence: 'portal:register',
};

/** The holder of a link, as the services see them: a person of its partner, with the one right its purpose needs. */
export function linkContext(
  link: { readonly tenant_id: string; readonly id: string; readonly purpose: LinkPurpose; readonly partner_id: string; readonly email: string },
  at: { readonly requestId: string; readonly now: Date },
): Context {
  return {
    tenantId: link.tenant_id,
    requestId: at.requestId,
    now: at.now,
    actor: {
      kind: 'link',
      id: link.id,
      name: link.email,
      memberId: null,
      audience: 'partner',
      partnerId: link.partner_id,
      role: 'partner_seller',
      scopes: new Set([SCOPES[link.purpose]]),
      onBehalfOf: null,
    },
  };
}
