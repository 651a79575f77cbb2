import type { Handlers } from '../../platform/http/handlers.ts';
import { adjust, reverseTransaction } from './adjust.ts';
import type { LedgerDeps } from './context.ts';
import { exportBooks } from './export.ts';
import { listAccounts } from './list-accounts.ts';
import { abandonClosing, closePeriod, listPeriods, readChecklist, startClosing, tickItem } from './periods.ts';
import { rebuildBalances } from './projection.ts';
import { addRate, importRates, listRates } from './rates.ts';
import { getTransaction, listEntries, listTransactions } from './read-transactions.ts';
import { readReconciliation } from './reconcile.ts';
import { readTrialBalance } from './trial-balance.ts';
import { getVerification, listVerifications, startVerification } from './verify.ts';

type Operation = Extract<keyof Handlers, `ledger.${string}`>;

export function ledgerRoutes(deps: LedgerDeps, afterVerify: (tenantId: string) => void): Pick<Handlers, Operation> {
  return {
    'ledger.accounts': (context, { query }) => listAccounts(deps, context, query),
    'ledger.transactions': (context, { query }) => listTransactions(deps, context, query),
    'ledger.transaction': (context, { params }) => getTransaction(deps, context, params.id),
    'ledger.entries': (context, { query }) => listEntries(deps, context, query),
    'ledger.trialBalance': (context, { query }) => readTrialBalance(deps, context, query),
    'ledger.adjust': (context, { body }) => adjust(deps, context, body),
    'ledger.reverse': (context, { params, body }) => reverseTransaction(deps, context, params.id, body),
    'ledger.periods': (context, { query }) => listPeriods(deps, context, query),
    'ledger.checklist': (context, { params }) => readChecklist(deps, context, params.month),
    'ledger.startClosing': (context, { params }) => startClosing(deps, context, params.month),
    'ledger.tick': (context, { params, body }) => tickItem(deps, context, params.month, body),
    'ledger.close': (context, { params }, { ifVersion }) => closePeriod(deps, context, params.month, ifVersion),
    'ledger.abandonClosing': (context, { params, body }) => abandonClosing(deps, context, params.month, body.reason),
    'ledger.reconciliation': (context, { query }) => readReconciliation(deps, context, query),
    'ledger.verify': async (context) => {
      const started = await startVerification(deps, context);
      afterVerify(context.tenantId);
      return started;
    },
    'ledger.verifications': (context, { query }) => listVerifications(deps, context, query),
    'ledger.verification': (context, { params }) => getVerification(deps, context, params.id),
    'ledger.rebuild': (context) => rebuildBalances(deps, context),
    'ledger.export': (context, { query }) => exportBooks(deps, context, query),
    'ledger.rates': (context, { query }) => listRates(deps, context, query),
    'ledger.addRate': (context, { body }) => addRate(deps, context, body),
    'ledger.importRates': (context, { body }) => importRates(deps, context, body),
  };
}
