import type { Parsed, Result } from '@entente/contracts';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { clockFires, conditionHolds, listensTo } from './domain/trigger.ts';
import type { ActDeps } from './acts.ts';
import { problemsOf, readDefinition } from './plays.ts';

const CONSIDERED_AT_MOST = 2000;
const SHOWN = 100;

/**
 * What a play would have done: goes over the events of the past days (or, for a clock, the deals as they stand) and asks the same
 * functions that decide when the play is live. Nothing is written. The condition sees the deal as it is today.
 */
export function dryRunPlay({ database, ports }: ActDeps, context: Context, body: Parsed<'plays.dryRun'>['body']): Promise<Result<'plays.dryRun'>> {
  requireScope(context, 'plays:read');
  const play = readDefinition(body.definition, 'dry-run', 1);
  const problems = problemsOf(play);
  return database.inTenant(context.tenantId, async (tx) => {
    const at = context.now.toISOString();
    const since = new Date(context.now.getTime() - body.days * 86_400_000).toISOString();
    const occasions =
      'on' in play.trigger
        ? (
            await tx
              .selectFrom('outbox_event')
              .select(['deal_id', 'type', 'at', 'payload'])
              .where('tenant_id', '=', context.tenantId)
              .where('deal_id', 'is not', null)
              .where('at', '>=', since)
              .where('type', 'in', [...play.trigger.on, 'deal.stage_moved'])
              .orderBy('id', 'desc')
              .limit(CONSIDERED_AT_MOST)
              .execute()
          )
            .map((event) => ({ dealId: event.deal_id ?? '', type: event.type, at: event.at, to: String((event.payload as { to?: unknown }).to ?? '') }))
            .filter((event) => listensTo(play, event.type) || listensTo(play, `deal.${event.to}`))
        : (
            await sql<{
              id: string;
            }>`select id from deal where tenant_id = ${context.tenantId} and status in ('open', 'won') order by last_activity_at desc limit ${CONSIDERED_AT_MOST}`.execute(
              tx,
            )
          ).rows.map((row) => ({ dealId: row.id, type: 'clock', at, to: '' }));
    const deals: Result<'plays.dryRun'>['deals'] = [];
    let fired = 0;
    for (const occasion of occasions) {
      const deal = await ports.deal(tx, context.tenantId, occasion.dealId, context.now);
      if (!deal) continue;
      const { facts } = deal;
      const clock =
        'clock' in play.trigger
          ? clockFires(
              play,
              {
                dealId: facts.id,
                isOpen: facts.stage !== 'won' && facts.stage !== 'lost',
                amountMinor: facts.amountMinor,
                currency: facts.currency,
                closeOn: facts.closeOn,
                lastActivityAt: facts.lastActivityAt,
                openedAt: facts.openedAt,
                participants: facts.participants.length,
                renewsOn: null,
                usageChangePercent: null,
                usagePeriod: null,
              },
              at,
            )
          : null;
      if ('clock' in play.trigger && !clock) continue;
      const holds = conditionHolds(play, {
        ...deal.expression,
        event: { type: occasion.type, at: occasion.at, from: '', to: occasion.to, amountMinor: 0, days: 0, percent: 0, source: 'dry_run' },
      });
      if (!holds.ok || !holds.value) continue;
      fired += 1;
      if (deals.length < SHOWN)
        deals.push({
          dealId: facts.id,
          number: deal.dealNumber,
          name: deal.dealName,
          at: occasion.at,
          why:
            clock?.reason ??
            `${occasion.type.replaceAll(/[._]/g, ' ')}${occasion.to === '' ? '' : ` to ${occasion.to}`}; first: ${play.steps[0]?.title ?? ''}.`,
        });
    }
    return { considered: occasions.length, fired, problems, deals };
  });
}
