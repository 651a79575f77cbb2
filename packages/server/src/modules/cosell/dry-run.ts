import type { Parsed, Result } from '@entente/contracts';
import { requireScope, type Context } from '../../platform/context.ts';
import { clockFires, conditionHolds, listensTo, type ClockFacts } from './domain/trigger.ts';
import { clockCandidates } from './clock-candidates.ts';
import type { ActDeps } from './acts.ts';
import { problemsOf, readDefinition } from './plays.ts';

/** A clock's occasion comes with the facts that decide it. */
type Occasion = { dealId: string; type: string; at: string; to: string; candidate: ClockFacts | null };
const CONSIDERED_AT_MOST = 2000;
const SHOWN = 100;

const stageOf = (payload: unknown): string =>
  typeof payload === 'object' && payload !== null && 'to' in payload && typeof payload.to === 'string' ? payload.to : '';

/**
 * What a play would have done: goes over the events of the past days (or, for a clock, the deals as they stand) and asks the same
 * functions that decide when the play is live. Nothing is written. The condition sees the deal as it is today.
 */
export function dryRunPlay({ database, ports }: ActDeps, context: Context, body: Parsed<'plays.dryRun'>['body']): Promise<Result<'plays.dryRun'>> {
  requireScope(context, 'plays:read');
  const play = readDefinition(body.definition, 'dry-run', 1);
  const problems = problemsOf(play);
  // A play that does not read right would have done nothing; its faults are the answer.
  if (problems.length > 0) return Promise.resolve({ considered: 0, fired: 0, problems, deals: [] });
  return database.inTenant(context.tenantId, async (tx) => {
    const at = context.now.toISOString();
    const since = new Date(context.now.getTime() - body.days * 86_400_000).toISOString();
    const occasions: Occasion[] =
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
            .map((event) => ({ dealId: event.deal_id ?? '', type: event.type, at: event.at, to: stageOf(event.payload), candidate: null }))
            .filter((event) => listensTo(play, event.type) || listensTo(play, `deal.${event.to}`))
        : (await clockCandidates(tx, ports, context.tenantId, { clock: play.trigger.clock, now: context.now, after: null, limit: CONSIDERED_AT_MOST })).map(
            (candidate) => ({ dealId: candidate.dealId, type: 'clock', at, to: '', candidate }),
          );
    const deals: Result<'plays.dryRun'>['deals'] = [];
    let fired = 0;
    // Many events fall on one deal, which is read once.
    const known = new Map<string, Awaited<ReturnType<typeof ports.deal>>>();
    for (const occasion of occasions) {
      const deal = known.has(occasion.dealId) ? known.get(occasion.dealId) : await ports.deal(tx, context.tenantId, occasion.dealId, context.now);
      known.set(occasion.dealId, deal ?? null);
      if (!deal) continue;
      const { facts } = deal;
      const { candidate } = occasion;
      const clock = candidate ? clockFires(play, candidate, at) : null;
      if ('clock' in play.trigger && !clock) continue;
      const holds = conditionHolds(play, {
        ...deal.expression,
        event: {
          type: occasion.type,
          at: occasion.at,
          from: '',
          to: occasion.to,
          amountMinor: 0,
          days: 0,
          percent: candidate?.usageChangePercent ?? 0,
          source: 'dry_run',
        },
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
