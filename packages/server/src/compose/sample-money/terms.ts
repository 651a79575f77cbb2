import type { IncentiveDocument, SplitDocument } from '@entente/contracts';
import type { Scene } from './scene.ts';

const VENDORS: SplitDocument['steps'][number] = {
  key: 'makers',
  name: 'Makers of the products',
  from: 'pool',
  what: { kind: 'percent', percent: '62', base: 'pool' },
  to: { kind: 'vendor' },
  among: 'alike',
  lines: 'vendors',
  limits: null,
  whenNobody: 'skip',
};
const role = (key: string, name: string, of: 'source' | 'service' | 'influence', percent: string): SplitDocument['steps'][number] => ({
  key,
  name,
  from: 'pool',
  what: { kind: 'percent', percent, base: 'pool' },
  to: { kind: 'role', role: of },
  among: 'alike',
  lines: 'all',
  limits: null,
  whenNobody: 'skip',
});
/** Direct sales: makers first, then whoever brought, delivers and helped; what is left is ours. */
export const SPLIT: SplitDocument = {
  when: [{ kind: 'everyone' }],
  steps: [
    VENDORS,
    role('sourcing', 'Who brought the deal', 'source', '4'),
    {
      ...role('influence', 'Who helped it along', 'influence', '1.5'),
      limits: {
        per: 'deal',
        atLeast: null,
        atMost: [
          { currency: 'EUR', amountMinor: 500_000 },
          { currency: 'USD', amountMinor: 550_000 },
        ],
      },
    },
    role('delivery', 'Who delivers', 'service', '6'),
  ],
  remainder: null,
  keptFee: 'parties',
  holdDays: 0,
};
const REBATE: IncentiveDocument = {
  kind: 'rebate',
  when: [{ kind: 'everyone' }],
  enrolled: true,
  holdDays: 0,
  approveAbove: null,
  to: { roles: ['resell', 'source', 'service'] },
  currency: 'EUR',
  period: { every: 'quarter', firstMonth: 1, timeZone: 'Europe/Berlin' },
  settleAfterDays: 10,
  measure: 'amount',
  against: 'volume',
  baseline: null,
  basis: 'marginal',
  pays: 'whole',
  bands: [
    { from: '100000', reward: { kind: 'percent', percent: '2' } },
    { from: '250000', reward: { kind: 'percent', percent: '3' } },
    { from: '500000', reward: { kind: 'percent', percent: '4' } },
  ],
  atLeastMinor: null,
  atMostMinor: null,
};
const COMMISSION: IncentiveDocument = {
  kind: 'commission',
  when: [{ kind: 'term', term: 'first_year' }],
  enrolled: false,
  holdDays: 30,
  approveAbove: [{ currency: 'EUR', amountMinor: 2_500_000 }],
  to: { roles: ['source'] },
  basis: 'collected',
  rate: '3',
  among: 'alike',
  caps: [],
};

/** How receipts are divided and what is paid on top of it. */
export async function agreeTerms(scene: Scene, from: string, partnerId: string): Promise<void> {
  const call = scene.as('maker', from);
  const split = await call('splits.createRule', { body: { name: 'Everybody who had a part', document: SPLIT } });
  await call('splits.publishRule', { params: { id: split.id }, body: { effectiveFrom: from } }, split.version);
  for (const [name, document] of [
    ['First-year commission', COMMISSION],
    ['Quarterly rebate', REBATE],
  ] as const) {
    const rule = await call('incentives.createRule', { body: { name, document } });
    await call('incentives.publishRule', { params: { id: rule.id }, body: { effectiveFrom: from } }, rule.version);
    if (document.kind === 'rebate')
      await call('incentives.enrol', { body: { ruleId: rule.id, partnerId, from, until: null, tier: null, target: '300000.00', baseline: null } });
  }
}

/** A fund for activities, and what one partner has of it. */
export async function setFundAside(scene: Scene, from: string, partnerId: string): Promise<void> {
  const call = scene.as('maker', from);
  const end = scene.day(240);
  const budget = await call('funds.createBudget', {
    body: {
      name: 'Market development',
      kind: 'proposal',
      currency: 'EUR',
      amountMinor: 12_000_000,
      startsOn: from,
      endsOn: end,
      ownerId: null,
      policy: {
        costShareBp: 5000,
        leadWorkingDays: 10,
        decisionWorkingDays: 5,
        claimWindowDays: 60,
        paymentDays: 30,
        maxPerActivityMinor: 2_000_000,
        activityTypes: [
          { key: 'event', name: 'Event', proof: ['photo', 'invoice', 'lead_list'] },
          { key: 'campaign', name: 'Campaign', proof: ['invoice', 'report'] },
        ],
        approvals: [
          { fromMinor: 0, people: 1 },
          { fromMinor: 1_000_000, people: 2 },
        ],
        claimRate: 'request',
        timeZone: 'Europe/Berlin',
        workingDays: [1, 2, 3, 4, 5],
        holidays: [],
        accrual: null,
      },
    },
  });
  const allocation = await call('funds.allocate', {
    body: { budgetId: budget.id, partnerId, amountMinor: 3_000_000, startsOn: from, endsOn: end, note: null },
  });
  const asked = scene.asPartner(scene.day(-2));
  if (!asked) return;
  const request = await asked('portalFunds.createRequest', {
    body: {
      allocationId: allocation.id,
      name: 'Breakfast for harbour operators',
      activityType: 'event',
      inPerson: true,
      description: 'Thirty heads of operations, one customer on stage, one morning at the quay.',
      startsOn: scene.day(40),
      endsOn: scene.day(40),
      place: 'Hamburg',
      campaign: 'Harbour breakfast',
      targetContacts: 30,
      expectedPipelineMinor: 40_000_000,
      localCurrency: 'EUR',
      totalCostMinor: 1_240_000,
      requestedLocalMinor: 620_000,
    },
  });
  await asked('portalFunds.submitRequest', { params: { id: request.id }, body: { note: null } }, request.version);
}

/** Who invoices, at what tax, and from which account partners are paid. */
export async function openBooks(scene: Scene, from: string): Promise<void> {
  const call = scene.as('maker', from);
  await call('invoices.saveSettings', {
    body: {
      seller: {
        legalName: 'Kestrel Cloud GmbH',
        street: 'Am Sandtorkai 40',
        city: 'Hamburg',
        postalCode: '20457',
        country: 'DE',
        taxId: 'DE811907980',
        legalId: 'HRB 123456',
        email: 'billing@kestrel.example',
        peppol: null,
        iban: 'DE89370400440532013000',
        bic: 'COBADEFFXXX',
      },
      numberPrefix: 'INV',
      paymentDays: 30,
      taxPolicy: 'line',
      timeZone: 'Europe/Berlin',
      automatic: 'draft',
      note: null,
    },
  });
  for (const [country, code, rate, exemptionReason] of [
    ['DE', 'S', '19', null],
    ['*', 'O', '0', 'Not subject to German value added tax'],
  ] as const)
    await call('invoices.addTaxRule', { body: { country, category: 'S', code, rate, exemptionReason, from, to: null } });
  const settings = await call('payouts.settings', {});
  await scene.as('approver', from)(
    'payouts.changeSettings',
    {
      body: {
        disputeDays: 7,
        timeZone: 'Europe/Berlin',
        payDay: 13,
        documentPrefix: 'SB',
        minimums: [{ currency: 'EUR', amountMinor: 5_000 }],
        companyName: 'Kestrel Cloud GmbH',
        companyAddress: { street: 'Am Sandtorkai 40', city: 'Hamburg', postalCode: '20457', region: null, country: 'DE' },
        companyTaxId: 'DE811907980',
        payers: [{ currency: 'EUR', holder: 'Kestrel Cloud GmbH', iban: 'DE89370400440532013000', bic: 'COBADEFFXXX' }],
      },
    },
    settings.version,
  );
}

/** Example accounts of banks, published for documentation. */
const IBANS = [
  'DE02120300000000202051',
  'NL91ABNA0417164300',
  'FR1420041010050500013M02606',
  'ES9121000418450200051332',
  'AT611904300234573201',
  'BE68539007547034',
  'IT60X0542811101000000123456',
  'GB29NWBK60161331926819',
];

/** Everybody who is to be paid has said where to, and a second person has looked at it. */
export async function knowPayees(scene: Scene, from: string, partners: readonly { readonly id: string; readonly name: string }[]): Promise<void> {
  for (const [index, { id, name }] of partners.entries()) {
    const payee = await scene.as('maker', from)('payees.change', {
      params: { id },
      body: {
        legalName: name,
        address: { street: `Kontorweg ${index + 1}`, city: 'Hamburg', postalCode: '20095', region: null, country: 'DE' },
        taxId: `DE${810_000_000 + index}`,
        taxForm: { kind: 'vat', fileId: null, validUntil: scene.day(720) },
        bank: { kind: 'iban', iban: IBANS[index % IBANS.length] ?? '', bic: null, holder: name },
        currency: 'EUR',
        language: 'en',
      },
    });
    for (const { id: changeId, state } of payee.waiting)
      if (state === 'waiting') await scene.as('approver', from)('payees.approve', { params: { id: changeId } });
  }
}
