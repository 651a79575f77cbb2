import { setClocks, type ClockHandlers } from '../../platform/clocks.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { Tx } from '../../platform/db/database.ts';
import { endOffers, routeLead, type LeadsDeps } from './route-lead.ts';
import { lockLeadIfFree, type Lead } from './store.ts';

const SOON_MS = 1_000;

/** What happens when a partner lets its time pass: the lead is taken back, that is remembered, and the next is asked. */
export function leadClockHandlers(deps: LeadsDeps): ClockHandlers {
  const handler =
    (kind: string, due: (lead: Lead, at: string) => boolean, reason: string, told: (lead: Lead) => string): ClockHandlers[string] =>
    async (tx: Tx, { tenantId, recordId, now }) => {
      const lead = await lockLeadIfFree(tx, tenantId, recordId);
      if (lead === 'busy') return setClocks(tx, tenantId, [{ kind, recordId, dueAt: new Date(now.getTime() + SOON_MS) }]);
      if (lead === null || !due(lead, now.toISOString())) return;
      const context = systemContext(tenantId, 'Lead clock', now);
      const lastPartnerId = lead.partner_id;
      const free = await endOffers(tx, context, deps, lead, { operation: 'leads.expire', reason, partnerSentence: told(lead) });
      await routeLead(tx, context, deps, free, { operation: 'leads.expire', lastPartnerId });
    };
  return {
    'lead.answer': handler(
      'lead.answer',
      (lead, at) => lead.state === 'offered' && lead.answer_by !== null && lead.answer_by <= at,
      'Not answered in time.',
      (lead) => `The time to answer the lead ${lead.company_name} has passed; it was given back.`,
    ),
    'lead.contact': handler(
      'lead.contact',
      (lead, at) => lead.state === 'accepted' && lead.contact_by !== null && lead.contact_by <= at,
      'The customer was not contacted in time.',
      (lead) => `The time to contact ${lead.company_name} has passed; the lead was given back.`,
    ),
  };
}
