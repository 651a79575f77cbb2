import type { Handlers } from '../../platform/http/handlers.ts';
import type { UsageDeps } from './context.ts';
import { actOnMany } from './bulk.ts';
import { correctLine, retryLine, writeOffLine } from './line-acts.ts';
import { listBatches, listLines, readTotals } from './lists.ts';
import { reportRecords } from './report.ts';
import { uploadUsage } from './upload.ts';

type Operation = Extract<keyof Handlers, `metering.${string}`>;

export function usageRoutes(deps: UsageDeps): Pick<Handlers, Operation> {
  return {
    'metering.report': (context, { body }) => reportRecords(deps, context, body),
    'metering.upload': (context, { body }) => uploadUsage(deps, context, body),
    'metering.lines': (context, { query }) => listLines(deps, context, query),
    'metering.totals': (context, { query }) => readTotals(deps, context, query),
    'metering.batches': (context, { query }) => listBatches(deps, context, query),
    'metering.retry': (context, { params }, extra) => retryLine(deps, context, params.id, extra),
    'metering.writeOff': (context, { params, body }, extra) => writeOffLine(deps, context, params.id, body, extra),
    'metering.bulk': (context, { body }) => actOnMany(deps, context, body),
    'metering.correct': (context, { params, body }, extra) => correctLine(deps, context, params.id, body, extra),
  };
}
