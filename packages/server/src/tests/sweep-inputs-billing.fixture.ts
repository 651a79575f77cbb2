import type { OperationId, Result } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import { division, seller, today } from './billing-records.fixture.ts';
import type { Records } from './records.fixture.ts';
import { charged } from './sweep-inputs-subscriptions.fixture.ts';

/** The part of the inputs that has to do with what customers owe and pay, and how it is divided; see sweep-inputs.fixture.ts. */
type Area = 'invoices' | 'creditNotes' | 'payments' | 'receipts' | 'splits' | 'settlement' | 'portalSettlement';
export type BillingOperation = Extract<OperationId, `${Area}.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in BillingOperation]: Build<Id> };

type Versioned = { readonly id: string; readonly version: number };
const at = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const on = async (record: Promise<Versioned>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const span = () => ({ from: '2026-01-01', to: '2090-01-01' });
const ruleOfTax = (of: Records) => ({ country: 'DE', category: `n${of.unique()}`, code: 'S' as const, rate: '7', from: '2026-01-01' });
const taxRule = (of: Records): Promise<Result<'invoices.addTaxRule'>> =>
  of.api('invoices.addTaxRule', { body: { ...ruleOfTax(of), code: 'E', rate: '0', exemptionReason: `${of.marker} reason` } });
/** Ways a deal could go, with one of each record they can name. */
async function candidates(of: Records) {
  const [{ marketplaceId }, { partnerId: distributorId, resellerId }] = [await of.market(), await of.mine()];
  return [
    { kind: 'direct' as const },
    { kind: 'distribution' as const, distributorId, resellerId },
    { kind: 'marketplace' as const, marketplaceId },
    { kind: 'channel_private_offer' as const, marketplaceId, resellerId },
  ];
}
async function settlementTerms(of: Records, marketplaceId: string | null) {
  const { version, document } = await of.api('settlement.settings');
  const term = { from: '2026-01-01', marketplaceId, base: 'buyer_price' as const, bearer: 'us' as const, upliftBearer: 'us' as const };
  return { document: { ...document, feeTerms: [term] }, seen: version };
}

export const billingInputs: Inputs = {
  'invoices.settings': async (of) => {
    await of.billing.sale();
    return {};
  },
  'invoices.saveSettings': async (of) => {
    await of.billing.sale();
    const { settings } = await of.api('invoices.settings');
    return {
      body: {
        seller: seller('New'),
        numberPrefix: 'INV',
        paymentDays: 14,
        taxPolicy: 'line',
        timeZone: 'UTC',
        ...(settings ? { ifVersion: settings.version } : {}),
      },
    };
  },
  'invoices.taxRules': async (of) => {
    await taxRule(of);
    return {};
  },
  'invoices.addTaxRule': (of) => ({ body: ruleOfTax(of) }),
  'invoices.endTaxRule': async (of) => ({ ...(await on(taxRule(of))), body: { to: '2026-06-01' } }),
  'invoices.profile': async (of) => ({ params: { id: (await of.billing.sale()).accountId } }),
  'invoices.saveProfile': async (of) => {
    const { accountId: id } = await of.billing.sale();
    const { profile } = await of.api('invoices.profile', { params: { id } });
    return { params: { id }, body: { party: seller('New'), ...(profile ? { ifVersion: profile.version } : {}) } };
  },
  'invoices.list': async (of) => {
    const { accountId, dealId } = await of.billing.sale();
    await of.billing.draft({ accountId, dealId, productId: (await of.product()).id, word: of.marker });
    return { query: { accountId, dealId } };
  },
  'invoices.get': (of) => at(of.billing.issued()),
  'invoices.create': async (of) => {
    const { id: chargeId, accountId, dealId } = await charged(of);
    const line = { productId: (await of.product()).id, dealId, description: 'New', unitPrice: '5' };
    return { body: { accountId, currency: 'EUR', chargeIds: [chargeId], lines: [line] } };
  },
  'invoices.update': async (of) => ({ ...(await on(of.billing.draft())), body: { orderNumber: 'New', note: 'New' } }),
  'invoices.addLines': async (of) => {
    const { id: chargeId, accountId, dealId } = await charged(of);
    const draft = of.api('invoices.create', { body: { accountId, currency: 'EUR' } });
    const line = { productId: (await of.product()).id, dealId, description: 'New', unitPrice: '5' };
    return { ...(await on(draft)), body: { chargeIds: [chargeId], lines: [line] } };
  },
  'invoices.removeLine': async (of) => {
    const draft = await of.billing.draft();
    return { ...(await on(Promise.resolve(draft))), body: { lineId: draft.lines[0]?.id ?? '' } };
  },
  'invoices.run': async (of) => ({ body: { until: today(), accountId: (await charged(of)).accountId } }),
  'invoices.issue': async (of) => ({ ...(await on(of.billing.draft())), body: {} }),
  'invoices.void': async (of) => ({ ...(await on(of.billing.draft())), body: { reason: 'New' } }),
  'invoices.writeOff': async (of) => ({ ...(await on(of.billing.issued())), body: { reason: 'New' } }),
  'invoices.pdf': (of) => at(of.billing.issued()),
  'invoices.ubl': (of) => at(of.billing.issued()),
  'invoices.export': async (of) => ({ query: { ...span(), accountId: (await of.billing.issued()).accountId } }),
  'invoices.ageing': async (of) => ({ query: { accountId: (await of.billing.issued()).accountId } }),

  'creditNotes.list': async (of) => {
    const { invoiceId, accountId } = await of.billing.creditNote();
    return { query: { invoiceId, accountId } };
  },
  'creditNotes.get': (of) => at(of.billing.creditNote()),
  'creditNotes.issue': async (of) => {
    const invoice = await of.billing.issued();
    return { ...(await on(Promise.resolve(invoice))), body: { reason: 'New', lines: [{ lineId: invoice.lines[0]?.id ?? '', quantity: '1' }] } };
  },
  'creditNotes.pdf': (of) => at(of.billing.creditNote()),
  'creditNotes.ubl': (of) => at(of.billing.creditNote()),

  'payments.list': async (of) => ({ query: { accountId: (await of.billing.payment()).accountId ?? undefined } }),
  'payments.get': (of) => at(of.billing.payment()),
  'payments.record': async (of) => {
    const { id: invoiceId, accountId } = await of.billing.issued();
    return { body: { accountId, amountMinor: 500, currency: 'EUR', receivedOn: today(), applyTo: [{ invoiceId, amountMinor: 500 }] } };
  },
  'payments.import': (of) => ({ body: { rows: [{ key: `new ${of.unique()}`, receivedOn: today(), amount: '5', currency: 'EUR', payer: 'New' }] } }),
  'payments.match': async (of) => {
    const { id: invoiceId, accountId } = await of.billing.issued();
    return { ...(await on(of.billing.unmatched())), body: { accountId, applyTo: [{ invoiceId, amountMinor: 500 }] } };
  },
  'payments.dismiss': async (of) => ({ ...(await on(of.billing.unmatched())), body: { reason: 'New' } }),
  'payments.apply': async (of) => {
    const { payment, invoice } = await of.billing.credit();
    return { ...(await on(Promise.resolve(payment))), body: { applyTo: [{ invoiceId: invoice.id, amountMinor: 500 }] } };
  },
  'payments.unapply': async (of) => {
    const payment = await of.billing.payment();
    return { ...(await on(Promise.resolve(payment))), body: { applicationId: payment.applications[0]?.id ?? '' } };
  },
  'payments.refund': async (of) => ({ ...(await on(of.billing.payment())), body: { amountMinor: 500, reason: 'New' } }),
  'payments.credit': async (of) => ({ query: { accountId: (await of.billing.credit()).invoice.accountId } }),

  'receipts.list': async (of) => {
    const { dealId, accountId } = await of.billing.receipt();
    return { query: { dealId: dealId ?? undefined, accountId: accountId ?? undefined } };
  },
  'receipts.get': (of) => at(of.billing.receipt()),

  'splits.rules': async (of) => {
    await of.billing.splitRule();
    return {};
  },
  'splits.rule': (of) => at(of.billing.splitRule()),
  'splits.createRule': async (of) => ({ body: { name: `New ${of.unique()}`, document: division('New', (await of.partner()).id) } }),
  'splits.updateRule': async (of) => ({ ...(await on(of.billing.splitRule())), body: { draft: division('New', (await of.partner()).id) } }),
  'splits.publishRule': async (of) => ({ ...(await on(of.billing.splitRule())), body: { effectiveFrom: today(), note: 'New' } }),
  'splits.simulate': async (of) => {
    const { dealId } = await of.billing.split();
    return { body: { ...span(), document: division('New', (await of.partner()).id), dealId: dealId ?? undefined } };
  },
  'splits.preview': async (of) => ({ params: { id: (await of.billing.sale()).dealId }, body: { netMinor: 5000, currency: 'EUR' } }),
  'splits.list': async (of) => ({ query: { dealId: (await of.billing.split()).dealId ?? undefined } }),
  'splits.get': (of) => at(of.billing.split()),
  'splits.retry': (of) => at(of.billing.heldSplit()),
  'splits.export': async (of) => ({ query: { ...span(), dealId: (await of.billing.split()).dealId ?? undefined } }),

  'settlement.compare': async (of) => ({ ...(await at(of.billing.plan())), body: { candidates: await candidates(of) } }),
  'settlement.whatIf': async (of) => ({
    ...(await at(of.billing.plan())),
    body: { candidate: { kind: 'direct' }, discount: { kind: 'percent', percent: '5' }, split: division('New', (await of.partner()).id) },
  }),
  'settlement.choose': async (of) => ({
    params: { id: (await of.billing.sale()).dealId },
    body: { candidate: { kind: 'resale', resellerId: (await of.mine()).resellerId }, reason: 'New', seen: 0 },
  }),
  'settlement.recompute': async (of) => {
    const { id, number: seen } = await of.billing.changedPlan();
    return { params: { id }, body: { reason: 'New', seen } };
  },
  'settlement.plan': (of) => at(of.billing.plan()),
  'settlement.history': (of) => at(of.billing.plan()),
  'settlement.version': async (of) => ({ params: await of.billing.plan() }),
  'settlement.difference': async (of) => ({ ...(await at(of.billing.plan())), query: { from: 1, to: 2 } }),
  'settlement.waterfall': (of) => at(of.billing.plan()),
  'settlement.export': async (of) => ({ ...(await at(of.billing.plan())), body: { candidates: await candidates(of) } }),
  'settlement.settings': async (of) => {
    await of.api('settlement.setSettings', { body: { ...(await settlementTerms(of, null)), note: `${of.marker} note` } });
    return {};
  },
  'settlement.setSettings': async (of) => ({ body: { ...(await settlementTerms(of, (await of.market()).marketplaceId)), note: 'New' } }),
  'portalSettlement.waterfall': async (of) => at(of.billing.plan(await of.mine())),
};
