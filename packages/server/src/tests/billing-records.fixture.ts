import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { hushOf, type Ground } from './partner-records.fixture.ts';

type Invoice = Result<'invoices.get'>;
type Payment = Result<'payments.get'>;
/** What a customer owes for, and who takes part in it. */
export type Sale = { readonly accountId: string; readonly dealId: string; readonly productId: string; readonly word: string };
/** Somebody who has a part in what comes in; names of the sale hold the word. */
export type Earner = { readonly partnerId: string; readonly word: string };

/** What customers are invoiced and pay, and how it is divided; made through the API, but for what follows from events. */
export type BillingRecords = {
  /** An account that can be invoiced, with a deal; whoever is named delivers it. */
  readonly sale: (earner?: Earner) => Promise<Sale>;
  readonly draft: (sale?: Sale, currency?: string) => Promise<Invoice>;
  readonly issued: (sale?: Sale, currency?: string) => Promise<Invoice>;
  readonly creditNote: () => Promise<Result<'creditNotes.get'>>;
  /** Of an issued invoice of its account, and applied to none. */
  readonly credit: () => Promise<{ payment: Payment; invoice: Invoice }>;
  /** All of an invoice, and nothing else. */
  readonly payment: (sale?: Sale, currency?: string) => Promise<Payment>;
  /** A line of the bank that nobody knows whose it is. */
  readonly unmatched: () => Promise<Payment>;
  readonly receipt: () => Promise<Result<'receipts.get'>>;
  /** A receipt that was divided between us and whoever delivers. */
  readonly split: (sale?: Sale) => Promise<Result<'splits.get'>>;
  /** A receipt no rule speaks of. */
  readonly heldSplit: () => Promise<Result<'splits.get'>>;
  readonly splitRule: () => Promise<Result<'splits.createRule'>>;
  /** How a deal is settled; the deal has changed since that was chosen. */
  readonly changedPlan: (earner?: Earner) => Promise<{ id: string; number: number }>;
  /** The same, computed anew: a second version. */
  readonly plan: (earner?: Earner) => Promise<{ id: string; number: number }>;
};
type BillingGround = Ground & {
  readonly partner: () => Promise<{ id: string }>;
};

export const today = (): string => new Date().toISOString().slice(0, 10);
export const seller = (legalName: string) => ({ legalName, street: 'Kaistrasse 1', city: 'Hamburg', postalCode: '20457', country: 'DE', taxId: 'DE811907980' });
/** A tenth to whoever delivers, and the rest is ours; euros only. */
export const division = (name: string, partnerId?: string): Result<'splits.rule'>['versions'][number]['document'] => ({
  when: [{ kind: 'currency', currencies: ['EUR'] }, ...(partnerId === undefined ? [] : [{ kind: 'partner' as const, partnerIds: [partnerId] }])],
  steps: [
    {
      key: 'delivery',
      name,
      from: 'pool',
      what: { kind: 'percent', percent: '10', base: 'pool' },
      to: { kind: 'role', role: 'service' },
      among: 'alike',
      lines: 'all',
      limits: null,
      whenNobody: 'skip',
    },
  ],
  remainder: null,
  keptFee: 'us',
  holdDays: 0,
});

export function buildBilling(ground: BillingGround): BillingRecords {
  const { api, marker, server, workspace, unique } = ground;
  const hush = hushOf(marker);
  const named = (what: string): string => `${hush} ${what} ${unique()}`;
  let opened: Promise<void> | undefined;
  const open = (): Promise<void> => (opened ??= openBooks());

  /** Who invoices, at what tax, and by which rule receipts are divided. Partners are told the names of rules. */
  async function openBooks(): Promise<void> {
    const { settings } = await api('invoices.settings');
    await api('invoices.saveSettings', {
      body: {
        seller: { ...seller(`${marker} seller`), iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' },
        numberPrefix: 'INV',
        paymentDays: 14,
        taxPolicy: 'line',
        timeZone: 'UTC',
        ...(settings ? { ifVersion: settings.version } : {}),
      },
    });
    await api('invoices.addTaxRule', { body: { country: 'DE', category: 'S', code: 'S', rate: '19', from: '2020-01-01' } });
    const rule = await api('splits.createRule', { body: { name: `${marker} division`, document: division(`${marker} delivery`) } });
    await api('splits.publishRule', { params: { id: rule.id }, ifVersion: rule.version, body: { effectiveFrom: today() } });
  }

  async function sale(earner?: Earner): Promise<Sale> {
    await open();
    const word = earner?.word ?? hush;
    const { id: accountId } = await api('accounts.create', { body: { name: `${word} customer ${unique()}` } });
    await api('invoices.saveProfile', { params: { id: accountId }, body: { party: { ...seller(`${word} customer`), taxId: null } } });
    const { id: productId } = await ground.product();
    const { id: dealId } = await api('deals.create', {
      body: {
        name: `${word} sale ${unique()}`,
        accountId,
        currency: 'EUR',
        stage: 'qualified',
        ownerId: workspace.owner.memberId,
        lines: [{ productId, description: `${word} line`, quantity: 2, unitPriceMinor: 50_000 }],
      },
    });
    const partnerId = earner?.partnerId ?? (await ground.partner()).id;
    await api('deals.addParticipant', { params: { id: dealId }, body: { partnerId, role: 'service', since: '2026-01-01' } });
    return { accountId, dealId, productId, word };
  }

  async function draft(given?: Sale, currency = 'EUR'): Promise<Invoice> {
    const { accountId, dealId, productId, word } = given ?? (await sale());
    return api('invoices.create', {
      body: { accountId, currency, lines: [{ productId, dealId, description: `${word} line ${unique()}`, quantity: '2', unitPrice: '500' }] },
    });
  }
  async function issued(given?: Sale, currency?: string): Promise<Invoice> {
    const { id, version } = await draft(given, currency);
    return api('invoices.issue', { params: { id }, ifVersion: version, body: {} });
  }
  const record = (invoice: Invoice, applied: boolean): Promise<Payment> =>
    api('payments.record', {
      body: {
        accountId: invoice.accountId,
        amountMinor: invoice.totalMinor,
        currency: invoice.currency,
        receivedOn: today(),
        reference: named('reference'),
        applyTo: applied ? [{ invoiceId: invoice.id, amountMinor: invoice.totalMinor }] : [],
      },
    });
  const payment = async (given?: Sale, currency?: string): Promise<Payment> => record(await issued(given, currency), true);

  async function receiptOf(paid: Promise<Payment>): Promise<Result<'receipts.get'>> {
    const id = (await paid).receiptIds[0];
    if (id === undefined) throw new Error('what was paid left no receipt');
    return api('receipts.get', { params: { id } });
  }
  async function split(given?: Sale, currency?: string): Promise<Result<'splits.get'>> {
    const receipt = await receiptOf(payment(given ?? (await sale()), currency));
    // The worker reads of it in its own time, and does not run here.
    await server.app.modules.money.onEvents([
      {
        tenantId: workspace.tenantId,
        id: newId(),
        type: 'receipt.recorded',
        recordType: 'receipt',
        recordId: receipt.id,
        dealId: receipt.dealId,
        payload: {},
        at: new Date().toISOString(),
      },
    ]);
    const { items } = await api('splits.list', { query: { dealId: receipt.dealId ?? '' } });
    const made = items.find(({ receiptId }) => receiptId === receipt.id);
    if (!made) throw new Error('the receipt was not divided');
    return api('splits.get', { params: { id: made.id } });
  }

  async function changedPlan(earner?: Earner): Promise<{ id: string; number: number }> {
    const { dealId: id, productId, word } = await sale(earner);
    const params = { id };
    const { number } = await api('settlement.choose', { params, body: { candidate: { kind: 'direct' }, reason: named('reason'), seen: 0 } });
    const { version } = await api('deals.get', { params });
    const lines = [{ productId, description: `${word} line`, quantity: 3, unitPriceMinor: 50_000 }];
    await api('deals.setLines', { params, ifVersion: version, body: { lines } });
    return { id, number };
  }

  return {
    sale,
    draft,
    issued,
    payment,
    split,
    async creditNote() {
      const invoice = await issued();
      const { id } = await api('creditNotes.issue', {
        params: { id: invoice.id },
        ifVersion: invoice.version,
        body: { reason: named('reason'), lines: [{ lineId: invoice.lines[0]?.id ?? '', netMinor: 10_000 }] },
      });
      return api('creditNotes.get', { params: { id } });
    },
    async credit() {
      const invoice = await issued();
      return { payment: await record(invoice, false), invoice };
    },
    async unmatched() {
      const payer = named('payer');
      await api('payments.import', { body: { rows: [{ key: payer, receivedOn: today(), amount: '25.00', currency: 'EUR', payer }] } });
      const [line] = (await api('payments.list', { query: { q: payer } })).items;
      if (!line) throw new Error('the line of the bank was not taken');
      return api('payments.get', { params: { id: line.id } });
    },
    receipt: () => receiptOf(payment()),
    heldSplit: () => split(undefined, 'USD'),
    splitRule: async () => api('splits.createRule', { body: { name: named('rule'), document: division(named('step')) } }),
    changedPlan,
    async plan(earner) {
      const { id, number } = await changedPlan(earner);
      const plan = await api('settlement.recompute', { params: { id }, body: { reason: named('reason'), seen: number } });
      return { id, number: plan.number };
    },
  };
}
