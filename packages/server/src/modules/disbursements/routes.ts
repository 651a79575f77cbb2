import type { Handlers } from '../../platform/http/handlers.ts';
import type { DisbursementsDeps } from './context.ts';
import { readDealBilling, readFeeDifferences, readFigures } from './figures.ts';
import { listLines, listPayouts, listSources, readCandidates, shapeSource } from './line-queries.ts';
import { matchLine, unmatchLine, writeOffLine } from './match-acts.ts';
import { followFeed, readFeedNow } from './read-feed.ts';
import { uploadReport } from './upload.ts';

type Operation = Extract<keyof Handlers, `disbursements.${string}`>;

export function disbursementsRoutes(deps: DisbursementsDeps): Pick<Handlers, Operation> {
  return {
    'disbursements.figures': (context, { query }) => readFigures(deps, context, query),
    'disbursements.list': (context, { query }) => listPayouts(deps, context, query),
    'disbursements.lines': (context, { query }) => listLines(deps, context, query),
    'disbursements.candidates': (context, { params }) => readCandidates(deps, context, params.id),
    'disbursements.match': (context, { params, body }) => matchLine(deps, context, params.id, body),
    'disbursements.unmatch': (context, { params, body }) => unmatchLine(deps, context, params.id, body),
    'disbursements.writeOff': (context, { params, body }) => writeOffLine(deps, context, params.id, body),
    'disbursements.sources': (context, { query }) => listSources(deps, context, query),
    'disbursements.follow': async (context, { body }) => {
      const source = await followFeed(deps, context, body.connectionId);
      return deps.database.reading(context.tenantId, (tx) => shapeSource(tx, context.tenantId, source));
    },
    'disbursements.read': (context, { params }) => readFeedNow(deps, context, params.id),
    'disbursements.upload': (context, { body }) => uploadReport(deps, context, body),
    'disbursements.ofDeal': (context, { params }) => readDealBilling(deps, context, params.id),
    'disbursements.feeDifferences': (context, { query }) => readFeeDifferences(deps, context, query),
  };
}
