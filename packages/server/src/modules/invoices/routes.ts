import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import type { InvoicesDeps } from './context.ts';
import { issueCreditNote } from './credit-notes.ts';
import { creditNotePdf, creditNoteUbl, invoicePdf, invoiceUbl } from './documents.ts';
import { addLines, createDraft, dayOf, draftOf, removeLine, updateDraft, voidDraft } from './drafts.ts';
import { importPayments } from './import-payments.ts';
import { issue, writeOff } from './issue.ts';
import { applyPayment, dismissPayment, matchPayment, recordPayment, refundPayment, unapply } from './payments.ts';
import { ageing, exportInvoices, getCreditNote, getInvoice, listCreditNotes, listInvoices, oneCreditNote } from './read-invoices.ts';
import { customerCredit, getPayment, listPayments } from './read-payments.ts';
import { getReceipt, listReceipts } from './read-receipts.ts';
import { runInvoices } from './run.ts';
import { addTaxRule, endTaxRule, saveProfile, saveSettings } from './settings.ts';
import { accountName, lockWithAccount, profileOf, settingsOf, taxRules } from './store.ts';

type Own = Extract<keyof Handlers, `${'invoices' | 'creditNotes' | 'payments' | 'receipts'}.${string}`>;

export function invoicesRoutes(deps: InvoicesDeps): Pick<Handlers, Own> {
  const { database, ports } = deps;
  const reading = <Value>(context: Context, work: (tx: Tx, tenantId: string) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'invoices:read');
    return database.reading(context.tenantId, (tx) => work(tx, context.tenantId));
  };
  const writing = <Value>(context: Context, work: (tx: Tx, tenantId: string) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'invoices:write');
    return database.inTenant(context.tenantId, (tx) => work(tx, context.tenantId));
  };
  const shown = (tx: Tx, context: Context, id: string) => getInvoice(tx, context.tenantId, id, dayOf(context.now));
  return {
    'invoices.settings': (context) => reading(context, async (tx, tenantId) => ({ settings: await settingsOf(tx, tenantId) })),
    'invoices.saveSettings': (context, { body }) => writing(context, (tx) => saveSettings(tx, context, body)),
    'invoices.taxRules': (context, { query }) =>
      reading(context, async (tx, tenantId) => ({
        items: (await taxRules(tx, tenantId)).filter(
          (rule) =>
            (query.country === undefined || rule.country === query.country) &&
            (query.day === undefined || (rule.from <= query.day && (rule.to === null || query.day < rule.to))),
        ),
      })),
    'invoices.addTaxRule': (context, { body }) => writing(context, (tx) => addTaxRule(tx, context, body)),
    'invoices.endTaxRule': (context, { params, body }, { ifVersion }) => writing(context, (tx) => endTaxRule(tx, context, params.id, ifVersion, body.to)),
    'invoices.profile': (context, { params }) =>
      reading(context, async (tx, tenantId) => {
        await accountName(tx, tenantId, params.id);
        return { profile: await profileOf(tx, tenantId, params.id) };
      }),
    'invoices.saveProfile': (context, { params, body }) => writing(context, (tx) => saveProfile(tx, context, params.id, body)),

    'invoices.list': (context, { query }) => reading(context, (tx, tenantId) => listInvoices(tx, tenantId, query, dayOf(context.now))),
    'invoices.get': (context, { params }) => reading(context, (tx) => shown(tx, context, params.id)),
    'invoices.create': (context, { body }) => writing(context, async (tx) => shown(tx, context, await createDraft(tx, context, ports, body))),
    'invoices.update': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await updateDraft(tx, context, await draftOf(tx, tenantId, params.id, ifVersion), body);
        return shown(tx, context, params.id);
      }),
    'invoices.addLines': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await addLines(tx, context, ports, await draftOf(tx, tenantId, params.id, ifVersion), body);
        return shown(tx, context, params.id);
      }),
    'invoices.removeLine': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await removeLine(tx, context, ports, await draftOf(tx, tenantId, params.id, ifVersion), body.lineId);
        return shown(tx, context, params.id);
      }),
    'invoices.run': (context, { body }) => {
      requireScope(context, 'invoices:write');
      return runInvoices(deps, context, body);
    },
    'invoices.issue': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await issue(tx, context, ports, params.id, ifVersion, body.issuedOn);
        return shown(tx, context, params.id);
      }),
    'invoices.void': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await voidDraft(tx, context, ports, await draftOf(tx, tenantId, params.id, ifVersion), body.reason ?? null);
        return shown(tx, context, params.id);
      }),
    'invoices.writeOff': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await writeOff(tx, context, ports, await lockWithAccount(tx, tenantId, params.id, ifVersion), body.reason, body.on ?? dayOf(context.now));
        return shown(tx, context, params.id);
      }),
    'invoices.pdf': async (context, { params }) => (await reading(context, (tx, tenantId) => invoicePdf(tx, tenantId, params.id)))(),
    'invoices.ubl': (context, { params }) => reading(context, (tx, tenantId) => invoiceUbl(tx, tenantId, params.id)),
    'invoices.export': (context, { query }) => reading(context, (tx, tenantId) => exportInvoices(tx, tenantId, query)),
    'invoices.ageing': (context, { query }) => reading(context, (tx, tenantId) => ageing(tx, tenantId, query.asOf ?? dayOf(context.now), query)),

    'creditNotes.list': (context, { query }) => reading(context, (tx, tenantId) => listCreditNotes(tx, tenantId, query)),
    'creditNotes.get': (context, { params }) => reading(context, (tx, tenantId) => getCreditNote(tx, tenantId, params.id)),
    'creditNotes.issue': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => oneCreditNote(tx, tenantId, await issueCreditNote(tx, context, ports, params.id, ifVersion, body))),
    'creditNotes.pdf': async (context, { params }) => (await reading(context, (tx, tenantId) => creditNotePdf(tx, tenantId, params.id)))(),
    'creditNotes.ubl': (context, { params }) => reading(context, (tx, tenantId) => creditNoteUbl(tx, tenantId, params.id)),

    'payments.list': (context, { query }) => reading(context, (tx, tenantId) => listPayments(tx, tenantId, query)),
    'payments.get': (context, { params }) => reading(context, (tx, tenantId) => getPayment(tx, tenantId, params.id)),
    'payments.record': (context, { body }) => writing(context, async (tx, tenantId) => getPayment(tx, tenantId, await recordPayment(tx, context, ports, body))),
    'payments.import': (context, { body }) => {
      requireScope(context, 'invoices:write');
      return importPayments(deps, context, body);
    },
    'payments.match': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await matchPayment(tx, context, ports, params.id, ifVersion, body);
        return getPayment(tx, tenantId, params.id);
      }),
    'payments.dismiss': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await dismissPayment(tx, context, params.id, ifVersion, body.reason);
        return getPayment(tx, tenantId, params.id);
      }),
    'payments.apply': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await applyPayment(tx, context, ports, params.id, ifVersion, body);
        return getPayment(tx, tenantId, params.id);
      }),
    'payments.unapply': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await unapply(tx, context, ports, params.id, ifVersion, body);
        return getPayment(tx, tenantId, params.id);
      }),
    'payments.refund': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx, tenantId) => {
        await refundPayment(tx, context, ports, params.id, ifVersion, body);
        return getPayment(tx, tenantId, params.id);
      }),
    'payments.credit': (context, { query }) => reading(context, (tx, tenantId) => customerCredit(tx, tenantId, query.accountId)),

    'receipts.list': (context, { query }) => reading(context, (tx, tenantId) => listReceipts(tx, tenantId, query)),
    'receipts.get': (context, { params }) => reading(context, (tx, tenantId) => getReceipt(tx, tenantId, params.id)),
  };
}
