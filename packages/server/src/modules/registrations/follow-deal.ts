import type { Database } from '../../platform/db/database.ts';
import type { OutboxHandler } from '../../platform/events/outbox.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { endClaim } from './decide.ts';
import { lockRegistration } from './store.ts';
import type { RegistrationsPorts } from './ports.ts';

/** A deal that is won or lost ends the claims on it: the outcome is the deal's, for whoever is registered. Done again, it does nothing. */
export function followDeals(deps: { database: Database; ports: RegistrationsPorts; now: () => Date }): OutboxHandler {
  return async (events) => {
    for (const event of events) {
      const to = event.payload['to'];
      if (event.type !== 'deal.stage_moved' || event.dealId === null || (to !== 'won' && to !== 'lost')) continue;
      const { dealId } = event;
      await deps.database.inTenant(event.tenantId, async (tx) => {
        await deps.ports.lockDeal(tx, event.tenantId, dealId);
        const rows = await tx
          .selectFrom('registration')
          .select('id')
          .where('tenant_id', '=', event.tenantId)
          .where('deal_id', '=', dealId)
          .where('state', 'in', ['approved', 'extended'])
          .orderBy('id')
          .execute();
        for (const { id } of rows) {
          const row = await lockRegistration(tx, event.tenantId, id);
          await endClaim(tx, deps.ports, systemContext(event.tenantId, 'Deal outcome', deps.now()), row, {
            state: to,
            operation: `registrations.${to}`,
            kind: to,
            partnerSentence: to === 'won' ? 'The deal is won.' : 'The deal is lost.',
            endRole: false,
          });
        }
      });
    }
  };
}
