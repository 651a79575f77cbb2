import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { periodChecks, subLedgers } from './balances.ts';
import type { InvoicesDeps } from './context.ts';
import { recordMarketplaceReceipt, type MarketplacePaid } from './marketplace.ts';
import { receipt, receiptsBetween } from './read-receipts.ts';
import { recogniseDue } from './recognise.ts';
import { invoicesRoutes } from './routes.ts';
import { runEndedMonth, runInvoices } from './run.ts';

/** What customers are invoiced, what they pay, and the receipts that others divide. */
export function createInvoicesModule(deps: InvoicesDeps) {
  const { database, ports, now } = deps;
  return {
    routes: invoicesRoutes(deps),
    /** Of months that have ended: revenue, and open charges where they are invoiced by themselves. */
    async work(tenantId: string): Promise<void> {
      await runEndedMonth(deps, systemContext(tenantId, 'Invoices', now()));
      await recogniseDue(database, ports, tenantId, now());
    },
    /** Drafts, or issued invoices, for what is open until a day. */
    run: (context: Context, body: Parameters<typeof runInvoices>[2]) => runInvoices(deps, context, body),
    receipt,
    receiptsBetween,
    recordMarketplaceReceipt: (tx: Tx, context: Context, paid: MarketplacePaid): Promise<boolean> => recordMarketplaceReceipt(tx, context, ports, paid),
    periodChecks,
    subLedgers,
  };
}
export type InvoicesModule = ReturnType<typeof createInvoicesModule>;
export type { InvoicesPorts } from './ports.ts';
export type { MarketplacePaid } from './marketplace.ts';
