import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { requireScope } from '../../platform/context.ts';
import { assignAct, decideAct, listActs, reopenAct, type ActDeps } from './acts.ts';
import { dryRunPlay } from './dry-run.ts';
import { assertPartnersKnown } from './known-ids.ts';
import { logOutcome } from './log-outcome.ts';
import { latestMatch, matchDeal, matchShape } from './match-deal.ts';
import { createMeeting, listMeetings, proposeMeeting } from './meetings.ts';
import { createPlay, getPlay, listPlays, playTemplates, savePlayVersion, setPlayStatus } from './plays.ts';
import { cancelRun, getRun, listRuns, startPlay } from './runs.ts';
import { briefShape, latestBrief, writeBrief } from './write-brief.ts';

export function cosellRoutes(deps: ActDeps): SomeHandlers {
  const { database, ports, cache } = deps;
  return {
    'acts.list': (context, { query }) => listActs(deps, context, query),
    'acts.decide': (context, { params, body }) => decideAct(deps, context, params.id, body),
    'acts.reopen': (context, { params }) => reopenAct(deps, context, params.id),
    'acts.assign': (context, { params, body }) => assignAct(deps, context, params.id, body.assigneeId),
    'match.run': (context, { params }) => {
      requireScope(context, 'plays:run');
      return database.inTenant(context.tenantId, async (tx) => {
        const { id, result, team } = await matchDeal(tx, context, ports, cache, params.id);
        return matchShape(id, context.now.toISOString(), result, team);
      });
    },
    'match.latest': (context, { params }) =>
      database.inTenant(context.tenantId, async (tx) => {
        const latest = await latestMatch(tx, context.tenantId, params.id);
        return latest ? matchShape(latest.id, latest.at, latest.result, latest.team) : null;
      }),
    'brief.create': (context, { params, body }) => {
      requireScope(context, 'plays:run');
      return database.inTenant(context.tenantId, async (tx) => {
        await assertPartnersKnown(tx, ports, context.tenantId, body.partnerIds);
        return briefShape(await writeBrief(tx, context, ports, { dealId: params.id, partnerIds: body.partnerIds }));
      });
    },
    'brief.latest': (context, { params }) =>
      database.inTenant(context.tenantId, async (tx) => {
        const latest = await latestBrief(tx, context.tenantId, params.id);
        return latest ? briefShape(latest) : null;
      }),
    'meetings.propose': (context, { params }) => proposeMeeting(deps, context, params.id),
    'meetings.create': (context, { params, body }) => createMeeting(deps, context, params.id, body),
    'meetings.list': (context, { params }) => listMeetings(deps, context, params.id),
    'outcome.log': (context, { params, body }) => logOutcome(deps, context, params.id, body),
    'plays.list': (context) => listPlays(deps, context),
    'plays.get': (context, { params }) => getPlay(deps, context, params.id),
    'plays.create': (context, { body }) => createPlay(deps, context, body),
    'plays.saveVersion': (context, { params, body }) => savePlayVersion(deps, context, params.id, body),
    'plays.setStatus': (context, { params, body }) => setPlayStatus(deps, context, params.id, body.status),
    'plays.templates': () => Promise.resolve(playTemplates()),
    'plays.dryRun': (context, { body }) => dryRunPlay(deps, context, body),
    'plays.start': (context, { params, body }) => startPlay(deps, context, params.id, body.dealId),
    'runs.list': (context, { query }) => listRuns(deps, context, query),
    'runs.get': (context, { params }) => getRun(deps, context, params.id),
    'runs.cancel': (context, { params, body }) => cancelRun(deps, context, params.id, body.reason ?? null),
  };
}
