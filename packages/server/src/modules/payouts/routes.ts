import { requireScope } from '../../platform/context.ts';
import type { Handlers, SomeHandlers } from '../../platform/http/handlers.ts';
import type { WorkingDeps } from './context.ts';
import { answerDispute, disputeRoutes } from './disputes.ts';
import { earningFigures, exportEarnings, getEarning, listEarnings } from './earning-queries.ts';
import { holdEarnings, releaseEarnings } from './holds.ts';
import { leaveOut } from './leave-out.ts';
import { changePayee, decideChange, getPayee, listPayees, setHold } from './payees.ts';
import { listFiles, makeFile } from './payment-file.ts';
import { getPayout, listDocuments, listPayouts, payoutsOfRun } from './payout-queries.ts';
import { portalMoneyRoutes } from './portal.ts';
import { releaseRun } from './release.ts';
import { returnPayout } from './returned.ts';
import { cancelRun, collectRun, createRun, getRun, listRuns, makeReady, updateRun } from './runs.ts';
import { markPaid, sendRun } from './send.ts';
import { changeSettings, getSettings } from './settings.ts';
import { documentPdf, statementCsv, statementPdf } from './statements.ts';
import { readTaxForm } from './tax-forms.ts';

type Operation = Extract<keyof Handlers, `earnings.${string}` | `payoutRuns.${string}` | `payouts.${string}` | `payees.${string}` | `disputes.${string}`>;

export function payoutsRoutes(deps: WorkingDeps): SomeHandlers {
  const staff: Pick<Handlers, Operation> = {
    'earnings.list': (context, { query }) => listEarnings(deps, context, query),
    'earnings.figures': (context, { query }) => earningFigures(deps, context, query),
    'earnings.get': (context, { params }) => getEarning(deps, context, params.id),
    'earnings.export': (context, { query }) => exportEarnings(deps, context, query),
    'earnings.hold': (context, { body }) => holdEarnings(deps, context, body),
    'earnings.release': (context, { body }) => releaseEarnings(deps, context, body),
    'payoutRuns.list': (context, { query }) => listRuns(deps, context, query),
    'payoutRuns.get': (context, { params }) => getRun(deps, context, params.id),
    'payoutRuns.create': (context, { body }) => createRun(deps, context, body),
    'payoutRuns.update': (context, { params, body }, { ifVersion }) => updateRun(deps, context, params.id, body, ifVersion),
    'payoutRuns.collect': (context, { params }) => collectRun(deps, context, params.id),
    'payoutRuns.ready': (context, { params }, { ifVersion }) => makeReady(deps, context, params.id, ifVersion),
    'payoutRuns.release': (context, { params, body }) => releaseRun(deps, context, params.id, body),
    'payoutRuns.cancel': (context, { params, body }) => cancelRun(deps, context, params.id, body.reason),
    'payoutRuns.files': (context, { params }) => listFiles(deps, context, params.id),
    'payoutRuns.file': (context, { params, body }) => makeFile(deps, context, params.id, body.currency),
    'payoutRuns.send': (context, { params, body }) => sendRun(deps, context, params.id, body.provider),
    'payoutRuns.markPaid': (context, { params, body }) => markPaid(deps, context, params.id, body),
    'payoutRuns.payouts': (context, { params, query }) => payoutsOfRun(deps, context, params.id, query),
    'payouts.list': (context, { query }) => listPayouts(deps, context, query),
    'payouts.get': (context, { params }) => getPayout(deps, context, params.id),
    'payouts.statementPdf': (context, { params }) => {
      requireScope(context, 'payouts:read');
      return deps.database.reading(context.tenantId, (tx) => statementPdf(tx, context.tenantId, params.id));
    },
    'payouts.statementCsv': (context, { params }) => {
      requireScope(context, 'payouts:read');
      return deps.database.reading(context.tenantId, (tx) => statementCsv(tx, context.tenantId, params.id));
    },
    'payouts.leaveOut': (context, { params, body }) => leaveOut(deps, context, params.id, body.reason),
    'payouts.returned': (context, { params, body }) => returnPayout(deps, context, params.id, body),
    'payouts.documents': (context, { query }) => listDocuments(deps, context, query),
    'payouts.documentPdf': (context, { params }) => {
      requireScope(context, 'payouts:read');
      return deps.database.reading(context.tenantId, (tx) => documentPdf(tx, context.tenantId, params.id));
    },
    'payouts.settings': (context) => getSettings(deps, context),
    'payouts.changeSettings': (context, { body }, { ifVersion }) => changeSettings(deps, context, body, ifVersion),
    'payees.list': (context, { query }) => listPayees(deps, context, query),
    'payees.get': (context, { params }) => getPayee(deps, context, params.id),
    'payees.change': (context, { params, body }) => changePayee(deps, context, params.id, body),
    'payees.approve': (context, { params }) => decideChange(deps, context, params.id, true, null),
    'payees.refuse': (context, { params, body }) => decideChange(deps, context, params.id, false, body.reason),
    'payees.hold': (context, { params, body }) => setHold(deps, context, params.id, body.kind, body.reason, false),
    'payees.lift': (context, { params, body }) => setHold(deps, context, params.id, body.kind, body.reason, true),
    'payees.taxForm': (context, { params }) => readTaxForm(deps, context, params.id, params.childId),
    'disputes.list': (context, { query }) => disputeRoutes.list(deps, context, query),
    'disputes.get': (context, { params }) => disputeRoutes.get(deps, context, params.id),
    'disputes.open': (context, { body }) => disputeRoutes.open(deps, context, body),
    'disputes.comment': (context, { params, body }) => disputeRoutes.comment(deps, context, params.id, body.text),
    'disputes.answer': (context, { params, body }, { ifVersion }) => answerDispute(deps, context, params.id, body, ifVersion),
  };
  return { ...staff, ...portalMoneyRoutes(deps) };
}
