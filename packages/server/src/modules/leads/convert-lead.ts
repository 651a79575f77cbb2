import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { clearClocks } from '../../platform/clocks.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { lockOwn, partnerOf } from './partner-answers.ts';
import { insistOn, leadClocks, numbered, type LeadsDeps } from './route-lead.ts';
import { baseCurrency, changeLead, lockLead, requireVersion, type Lead } from './store.ts';

/** The vendor makes it a deal, new or one that is there; a partner that has the lead comes with it as its source. */
export async function convertLead(tx: Tx, context: Context, deps: LeadsDeps, id: string, ifVersion: number | null, dealId: string | null): Promise<Lead> {
  requireScope(context, 'leads:write');
  const lead = await lockLead(tx, context.tenantId, id);
  requireVersion(lead, ifVersion);
  insistOn(lead, 'convert');
  const deal = dealId === null ? await newDeal(tx, context, deps, lead, null, context.actor.memberId) : await attach(tx, context, deps, lead, dealId);
  if (lead.partner_id !== null) await deps.ports.addSource(tx, context, deal.id, { partnerId: lead.partner_id, evidence: evidenceOf(lead) });
  return finish(tx, context, deps, lead, deal, 'leads.convert');
}

/** The partner makes it a deal of its own: one deal, the partner its source, and its claim on it registered. */
export async function convertAsPartner(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  id: string,
  ifVersion: number | null,
  body: Parsed<'portalLeads.convert'>['body'],
): Promise<Lead> {
  const partnerId = partnerOf(context, 'portal:leads');
  const { lead } = await lockOwn(tx, context, id, partnerId);
  requireVersion(lead, ifVersion);
  insistOn(lead, 'convert');
  if (lead.customer_domain === null || lead.contact_email === null)
    throw new Problem('conflict', 'To register this deal, the lead needs the company’s domain and a contact’s mail address. Ask the vendor to add them.', {
      reason: 'lead_incomplete',
    });
  // People of a partner have no right to the vendor's book; what follows from their step the system does in their name.
  const own = { ...systemContext(context.tenantId, 'Leads', context.now, context.actor.name), requestId: context.requestId };
  const owner = await deps.ports.managerOf(tx, context.tenantId, partnerId);
  const deal = await newDeal(tx, own, deps, lead, body.closeOn, owner);
  await deps.ports.addSource(tx, own, deal.id, { partnerId, evidence: evidenceOf(lead) });
  await deps.ports.register(tx, context, partnerId, {
    customerDomain: lead.customer_domain,
    contactEmail: lead.contact_email,
    valueBand: body.valueBand,
    closeOn: body.closeOn,
    kind: 'sourcing',
    companyName: lead.company_name,
    contactName: lead.contact_name,
    country: lead.country,
    region: lead.region,
    productIds: lead.product_id === null ? [] : [lead.product_id],
    story: lead.story,
    dealId: deal.id,
  });
  return finish(tx, context, deps, lead, deal, 'portalLeads.convert');
}

type Made = { readonly id: string; readonly accountId: string | null };

const evidenceOf = (lead: Lead): string => `Lead ${numbered(lead)}; source: ${lead.source}${lead.source_detail === null ? '' : ` (${lead.source_detail})`}`;

async function newDeal(tx: Tx, context: Context, deps: LeadsDeps, lead: Lead, closeOn: string | null, ownerId: string | null): Promise<Made> {
  const { ports } = deps;
  const accountId =
    lead.account_id ??
    (await ports.ensureAccount(tx, context, { name: lead.company_name, domain: lead.customer_domain, country: lead.country, region: lead.region }));
  const product =
    lead.product_id === null
      ? undefined
      : await tx.selectFrom('product').select('name').where('tenant_id', '=', context.tenantId).where('id', '=', lead.product_id).executeTakeFirst();
  const id = await ports.createDeal(tx, context, {
    name: `${lead.company_name}${product ? `: ${product.name}` : ''}`.slice(0, 200),
    accountId,
    amountMinor: lead.amount_minor,
    currency: lead.currency ?? (await baseCurrency(tx, context.tenantId)),
    closeOn,
    region: lead.region,
    ownerId: lead.owner_id ?? ownerId,
    source: lead.source,
  });
  return { id, accountId };
}

async function attach(tx: Tx, context: Context, deps: LeadsDeps, lead: Lead, dealId: string): Promise<Made> {
  const deal = await deps.ports.attachDeal(tx, context, dealId, lead.source);
  if (deal.status !== 'open') throw new Problem('conflict', `Deal D-${deal.number} is ${deal.status}. Choose an open deal, or make a new one.`);
  if (lead.account_id !== null && deal.accountId !== null && lead.account_id !== deal.accountId)
    throw new Problem('conflict', `Deal D-${deal.number} is with another account than the lead.`, { reason: 'other_account' });
  return { id: deal.id, accountId: deal.accountId };
}

async function finish(tx: Tx, context: Context, deps: LeadsDeps, lead: Lead, deal: Made, operation: string): Promise<Lead> {
  await clearClocks(tx, context.tenantId, lead.id, leadClocks);
  await deps.ports.closeActs(tx, context, lead.id, 'converted');
  const holderId = lead.partner_id === null ? lead.owner_id : await deps.ports.managerOf(tx, context.tenantId, lead.partner_id);
  return changeLead(
    tx,
    context,
    lead,
    {
      state: 'converted',
      deal_id: deal.id,
      account_id: lead.account_id ?? deal.accountId,
      answer_by: null,
      contact_by: null,
      contacted_at: lead.contacted_at ?? context.now.toISOString(),
    },
    {
      operation,
      events: [
        {
          kind: 'converted',
          partnerId: lead.partner_id,
          holderId,
          partnerSentence: lead.partner_id === null ? null : `The lead ${lead.company_name} became a deal.`,
          payload: { dealId: deal.id, source: lead.source },
        },
      ],
    },
  );
}
