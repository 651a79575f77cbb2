import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { completeLead } from './enter-lead.ts';
import { findPartner, type LeadToRoute } from './find-partner.ts';
import { refusalsOf } from './offer-store.ts';
import type { LeadsDeps } from './route-lead.ts';
import { routingInForce, unknownIn } from './routing-definition.ts';
import { readLead } from './store.ts';

/** Where a lead would go, by the routing in force or by one that is being written. Changes nothing. */
export async function tryRouting(tx: Tx, context: Context, deps: LeadsDeps, body: Parsed<'leadRouting.try'>['body']): Promise<Result<'leadRouting.try'>> {
  const { tenantId, now } = context;
  const definition = body.definition ?? (await routingInForce(tx, tenantId, now)).definition;
  const unknown = body.definition ? await unknownIn(tx, deps.ports, context, body.definition) : [];
  if (unknown.length > 0) throw new Problem('invalid_input', 'The routing cannot be tried as it is.', { fields: unknown });
  const refusals = body.leadId ? await refusalsOf(tx, tenantId, body.leadId) : new Map();
  const found = await findPartner(tx, deps.ports, tenantId, { lead: await leadOf(tx, deps, tenantId, body), definition, refusals, now });
  return {
    routeId: found.route?.id ?? null,
    routeName: found.route?.name ?? null,
    chosen: found.chosen,
    passedOver: found.passedOver,
    sentence: found.sentence,
  };
}

async function leadOf(tx: Tx, deps: LeadsDeps, tenantId: string, body: Parsed<'leadRouting.try'>['body']): Promise<LeadToRoute> {
  if (!body.leadId && !body.lead) throw new Problem('invalid_input', 'Name a lead, or say what one would be.');
  const row = body.leadId ? await readLead(tx, tenantId, body.leadId) : null;
  const fields = body.lead ? { ...(await completeLead(tx, deps, tenantId, body.lead)), source: body.lead.source } : row;
  if (fields === null) throw new Problem('invalid_input', 'Name a lead, or say what one would be.');
  return {
    country: fields.country,
    region: fields.region,
    productId: fields.product_id,
    amountMinor: fields.amount_minor,
    currency: fields.currency,
    source: fields.source,
    accountId: fields.account_id,
  };
}
