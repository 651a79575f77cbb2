import { mailDomainOf, normaliseDomain } from '@entente/account-matching';
import type { Parsed } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { routeLead, type LeadsDeps } from './route-lead.ts';
import { baseCurrency, changeLead, lockLead, readLead, requireVersion, tellLead, type Lead } from './store.ts';

export type NewLead = Omit<Parsed<'leads.create'>['body'], 'route'>;

const invalid = (path: string, code: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code, sentence }] });
const text = (value: string | null | undefined): string | null => (value === undefined || value === null || value === '' ? null : value);

function domainOf(given: string | null): string | null {
  if (given === null) return null;
  const domain = normaliseDomain(given);
  if (!domain.ok) throw invalid('customerDomain', domain.code, domain.sentence);
  return domain.domain;
}

/** Where nobody said the company's domain, a mail address at work tells it. */
function domainOfMail(email: string | null): string | null {
  const domain = email === null ? null : mailDomainOf(email);
  return domain === null || domain.free ? null : domain.domain;
}

/** A lead with everything that follows from what was said: its account by the domain, and from that where the customer is. */
export async function completeLead(tx: Tx, deps: LeadsDeps, tenantId: string, input: NewLead) {
  const contactEmail = text(input.contactEmail);
  const customerDomain = domainOf(text(input.customerDomain)) ?? domainOfMail(contactEmail);
  const productId = input.productId ?? null;
  if (productId !== null && !(await deps.ports.productExists(tx, tenantId, productId))) throw invalid('productId', 'unknown', 'There is no such product.');
  const account = customerDomain === null ? null : await deps.ports.accountOf(tx, tenantId, customerDomain);
  const amountMinor = input.amountMinor ?? null;
  return {
    company_name: input.companyName,
    customer_domain: customerDomain,
    contact_name: text(input.contactName),
    contact_email: contactEmail,
    contact_phone: text(input.contactPhone),
    country: text(input.country) ?? account?.country ?? null,
    region: text(input.region) ?? account?.region ?? null,
    product_id: productId,
    amount_minor: amountMinor,
    currency: input.currency ?? (amountMinor === null ? null : await baseCurrency(tx, tenantId)),
    story: text(input.story),
    account_id: account?.id ?? null,
  };
}

export async function createLead(tx: Tx, context: Context, deps: LeadsDeps, body: Parsed<'leads.create'>['body']): Promise<Lead> {
  requireScope(context, 'leads:write');
  const fields = await completeLead(tx, deps, context.tenantId, body);
  const id = newId();
  const at = context.now.toISOString();
  const row = { ...fields, source: body.source, source_detail: text(body.sourceDetail) };
  await tx
    .insertInto('lead')
    .values({ tenant_id: context.tenantId, id, number: await deps.ports.takeNumber(context.tenantId), state: 'new', ...row, created_at: at, updated_at: at })
    .execute();
  const lead = await readLead(tx, context.tenantId, id);
  const { source } = row;
  await tellLead(tx, context, lead, { operation: 'leads.create', events: [{ kind: 'created', partnerId: null, payload: { source } }] }, null, row);
  return body.route ? routeLead(tx, context, deps, lead, { operation: 'leads.route', lastPartnerId: null }) : lead;
}

export async function updateLead(
  tx: Tx,
  context: Context,
  deps: LeadsDeps,
  id: string,
  ifVersion: number | null,
  body: Parsed<'leads.update'>['body'],
): Promise<Lead> {
  requireScope(context, 'leads:write');
  const lead = await lockLead(tx, context.tenantId, id);
  requireVersion(lead, ifVersion);
  if (lead.state === 'converted' || lead.state === 'closed')
    throw new Problem('conflict', 'This lead is at its end and stays as it was.', { reason: `lead_${lead.state}` });
  const before = {
    companyName: lead.company_name,
    customerDomain: lead.customer_domain,
    contactName: lead.contact_name,
    contactEmail: lead.contact_email,
    contactPhone: lead.contact_phone,
    country: lead.country,
    region: lead.region,
    productId: lead.product_id,
    amountMinor: lead.amount_minor,
    currency: lead.currency,
    story: lead.story,
    source: lead.source,
  };
  const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
  const fields = await completeLead(tx, deps, context.tenantId, { ...before, ...given });
  return changeLead(tx, context, lead, fields, { operation: 'leads.update', events: [{ kind: 'updated', partnerId: lead.partner_id }] });
}
