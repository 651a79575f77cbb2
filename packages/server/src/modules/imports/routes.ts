import { requireScope } from '../../platform/context.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { recentJobs } from '../../platform/jobs/job-progress.ts';
import { cancelImport, configure, forgetChoices, getImport, importRows, listImports, startDryRun, startRun, startUndo, type ImportsDeps } from './service.ts';

type Ids =
  | 'imports.list'
  | 'imports.get'
  | 'imports.configure'
  | 'imports.dryRun'
  | 'imports.run'
  | 'imports.cancel'
  | 'imports.undo'
  | 'imports.forget'
  | 'imports.rows'
  | 'jobs.list';

export function importRoutes(deps: ImportsDeps): Pick<Handlers, Ids> {
  return {
    'imports.list': (context, { query }) => listImports(deps, context, query),
    'imports.get': (context, { params }) => getImport(deps, context, params.id),
    'imports.configure': (context, { params, body }) => configure(deps, context, params.id, body),
    'imports.dryRun': (context, { params }) => startDryRun(deps, context, params.id),
    'imports.run': (context, { params }) => startRun(deps, context, params.id),
    'imports.cancel': (context, { params }) => cancelImport(deps, context, params.id),
    'imports.undo': (context, { params }) => startUndo(deps, context, params.id),
    'imports.forget': (context, { params }) => forgetChoices(deps, context, params.id),
    'imports.rows': (context, { params, query }) => importRows(deps, context, params.id, query),
    'jobs.list': async (context, { query }) => {
      requireScope(context, 'jobs:read');
      return { items: await deps.engine.database.inTenant(context.tenantId, (tx) => recentJobs(tx, context.tenantId, query.limit)), nextCursor: null };
    },
  };
}
