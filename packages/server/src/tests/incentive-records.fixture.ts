import type { IncentiveDocument, Parsed, Result } from '@entente/contracts';
import { addDays, newId } from '@entente/kernel';
import type { StartedServer, Workspace } from '@entente/testkit';
import { sceneOf, type Scene } from '../compose/sample-money/scene.ts';
import type { Client } from './api.fixture.ts';
import type { PartnerSide } from './partner-records.fixture.ts';

/** What incentives give one partner: its programmes are made once, and what accrues by them anew with each call. */
export type IncentiveRecords = {
  /** Published once, with a draft waiting. */
  readonly rule: () => Promise<Result<'incentives.rule'>>;
  readonly programmes: (side: PartnerSide) => Promise<Programmes>;
  readonly enrolment: () => Promise<Result<'incentives.enrol'>>;
  /** Open, with the partner in a role that is paid and a touch of its own. */
  readonly deal: (side: PartnerSide) => Promise<string>;
  /** Of a sale; waits for an approval. */
  readonly accrual: (side: PartnerSide) => Promise<Result<'incentives.accruals'>['items'][number]>;
  readonly claim: (side: PartnerSide) => Promise<Result<'incentives.claims'>['items'][number]>;
  readonly spiff: (side: PartnerSide) => Promise<Result<'portalIncentives.registerSpiff'>>;
  /** A sale that cannot be worked out. */
  readonly held: () => Promise<{ type: 'sale'; id: string }>;
  /** Under way, with something accrued and not settled. */
  readonly period: (side: PartnerSide) => Promise<Result<'incentives.period'>>;
};
/** Told to this partner and to no other. */
type Programmes = { readonly commissionId: string; readonly spiffId: string; readonly influenceId: string; readonly rebateId: string };
type Ground = {
  readonly server: StartedServer;
  readonly workspace: Workspace;
  readonly marker: string;
  readonly api: Client;
  readonly unique: () => string;
  readonly partner: () => Promise<{ id: string }>;
  readonly product: () => Promise<{ id: string }>;
};

const today = (): string => new Date().toISOString().slice(0, 10);
const common = (partnerId: string) => ({ when: [{ kind: 'partner' as const, partnerIds: [partnerId] }], enrolled: false, holdDays: 0, approveAbove: null });
const to = { roles: ['resell' as const] };
const period = { every: 'year' as const, firstMonth: 1, timeZone: 'UTC' };
/** Nothing of it is paid before somebody approves. */
export const commissionOf = (partnerId: string): IncentiveDocument => ({
  kind: 'commission',
  ...common(partnerId),
  approveAbove: [{ amountMinor: 0, currency: 'EUR' }],
  to,
  basis: 'booked',
  rate: '10',
  among: 'each',
  caps: [],
});
/** Says its most in another currency than what is sold. */
const undecided = (partnerId: string): IncentiveDocument => ({
  ...commissionOf(partnerId),
  kind: 'commission',
  to,
  basis: 'booked',
  rate: '10',
  among: 'each',
  caps: [{ per: 'deal', amounts: [{ amountMinor: 100, currency: 'USD' }] }],
});
const spiffOf = (partnerId: string): IncentiveDocument => ({
  kind: 'spiff',
  ...common(partnerId),
  to,
  basis: 'booked',
  from: addDays(today(), -60),
  until: addDays(today(), 300),
  per: 'deal',
  everyNth: null,
  amounts: [{ amountMinor: 500, currency: 'EUR' }],
  capPerPerson: null,
});
const influenceOf = (partnerId: string): IncentiveDocument => ({
  kind: 'influence',
  ...common(partnerId),
  currency: 'EUR',
  period,
  poolMinor: 100_000_000,
  pay: { kind: 'fixed', amountMinor: 1_000 },
  evidence: { touches: 'any', atLeast: 1 },
  approval: 'person',
});
const rebateOf = (partnerId: string): IncentiveDocument => ({
  kind: 'rebate',
  ...common(partnerId),
  enrolled: true,
  to,
  currency: 'EUR',
  period,
  settleAfterDays: 30,
  measure: 'amount',
  against: 'volume',
  baseline: null,
  basis: 'marginal',
  pays: 'whole',
  bands: [{ from: '1', reward: { kind: 'percent', percent: '5' } }],
  atLeastMinor: null,
  atMostMinor: null,
});
/** Where no other record is taxed, so that each has its own rule. */
const COUNTRY = 'LU';
const party = (legalName: string) => ({
  legalName,
  street: 'Rue du Port 1',
  city: 'Luxembourg',
  postalCode: 'L-1111',
  country: COUNTRY,
  taxId: null,
  legalId: null,
  email: null,
  peppol: null,
});

export function incentiveRecords(ground: Ground): IncentiveRecords {
  const { server, workspace, marker, api, unique, product } = ground;
  const { tenantId, owner } = workspace;
  const { money } = server.app.modules;
  const named = (what: string): string => `${marker} ${what} ${unique()}`;
  const maker = { memberId: owner.memberId, name: `${marker} owner`, role: 'owner', partnerId: null };
  // Versions begin today at the earliest, and what accrues by the day needs a day that is over.
  const then = (): ReturnType<Scene['as']> => {
    const scene = sceneOf(server.app.modules, tenantId, { maker, approver: maker, partner: null }, new Date());
    return scene.as('maker', scene.day(-40));
  };
  async function publish(document: IncentiveDocument): Promise<string> {
    const body: Parsed<'incentives.createRule'>['body'] = { name: named(document.kind), document };
    const { id, version } = await then()('incentives.createRule', { body });
    await then()('incentives.publishRule', { params: { id }, body: { effectiveFrom: addDays(today(), -40) } }, version);
    return id;
  }
  const programmes = memo(async ({ partnerId }: PartnerSide): Promise<Programmes> => {
    const rebateId = await publish(rebateOf(partnerId));
    await api('incentives.enrol', { body: { ruleId: rebateId, partnerId, from: addDays(today(), -40) } });
    return {
      commissionId: await publish(commissionOf(partnerId)),
      spiffId: await publish(spiffOf(partnerId)),
      influenceId: await publish(influenceOf(partnerId)),
      rebateId,
    };
  });

  async function dealWith(word: string, partnerId: string): Promise<string> {
    const { id: accountId } = await api('accounts.create', { body: { name: `${word} customer ${unique()}` } });
    const { id } = await api('deals.create', {
      body: {
        name: `${word} sale ${unique()}`,
        accountId,
        currency: 'EUR',
        stage: 'committed',
        lines: [{ productId: (await product()).id, description: `${marker} line`, quantity: 1, unitPriceMinor: 100_000 }],
      },
    });
    await api('deals.addParticipant', { params: { id }, body: { partnerId, role: 'resell', since: addDays(today(), -20) } });
    // Who logs what a partner did writes it for colleagues.
    await api('outcome.log', { params: { id }, body: { outcome: 'advanced', note: `${marker}hush touch`, partnerId, role: 'resell' } });
    return id;
  }
  const deal = async (side: PartnerSide): Promise<string> => {
    await programmes(side);
    return dealWith(side.word, side.partnerId);
  };
  const tell = async (event: { type: string; recordType: string; recordId: string; dealId: string; payload: Record<string, unknown> }): Promise<void> => {
    const told = { tenantId, id: newId(), at: new Date().toISOString(), ...event };
    await money.incentives.onEvents([told]);
    await money.funds.onEvents([told]);
  };
  async function win(dealId: string): Promise<void> {
    const { version } = await api('deals.get', { params: { id: dealId } });
    await api('deals.moveStage', { params: { id: dealId }, ifVersion: version, body: { to: 'won' } });
    await tell({ type: 'deal.stage_moved', recordType: 'deal', recordId: dealId, dealId, payload: { from: 'committed', to: 'won' } });
  }

  const books = memo(async (): Promise<void> => {
    const { settings } = await api('invoices.settings');
    if (settings === null)
      await api('invoices.saveSettings', {
        body: {
          seller: { ...party(`${marker} seller`), iban: null, bic: null },
          numberPrefix: 'INV',
          paymentDays: 30,
          taxPolicy: 'line',
          timeZone: 'UTC',
          automatic: 'off',
          note: null,
        },
      });
    const rule = {
      country: COUNTRY,
      category: 'S',
      code: 'O' as const,
      rate: '0',
      exemptionReason: 'Not subject to tax',
      from: addDays(today(), -60),
      to: null,
    };
    const { items } = await api('invoices.taxRules', { query: { country: COUNTRY } });
    if (items.length === 0) await api('invoices.addTaxRule', { body: rule });
  });
  /** The customer of a deal paid for part of it yesterday. */
  async function collect(dealId: string): Promise<void> {
    await books(workspace);
    const paidOn = addDays(today(), -1);
    const { accountId } = await api('deals.get', { params: { id: dealId } });
    if (accountId === null) throw new Error('its deal has no account');
    await api('invoices.saveProfile', { params: { id: accountId }, body: { party: party(`${marker} buyer`) } });
    const line = { dealId, description: `${marker} service`, unitPrice: '250' };
    const draft = await api('invoices.create', { body: { accountId, currency: 'EUR', lines: [line] } });
    const issued = await api('invoices.issue', { params: { id: draft.id }, ifVersion: draft.version, body: { issuedOn: paidOn } });
    const payment = await api('payments.record', {
      body: {
        accountId,
        currency: 'EUR',
        amountMinor: issued.totalMinor,
        receivedOn: paidOn,
        applyTo: [{ invoiceId: issued.id, amountMinor: issued.totalMinor }],
      },
    });
    for (const recordId of payment.receiptIds) await tell({ type: 'receipt.recorded', recordType: 'receipt', recordId, dealId, payload: {} });
  }
  const collected = memo(async (side: PartnerSide): Promise<string> => {
    const { rebateId } = await programmes(side);
    await collect(await deal(side));
    await money.incentives.accrue(tenantId);
    const { items } = await api('incentives.progress', { query: { partnerId: side.partnerId, ruleId: rebateId } });
    return must(items[0]?.periodId);
  });
  const heldPartner = memo(async (): Promise<string> => {
    const { id } = await ground.partner();
    await publish(undecided(id));
    return id;
  });

  return {
    programmes,
    deal,
    rule: async () => {
      const id = await publish(commissionOf((await ground.partner()).id));
      const { version } = await api('incentives.rule', { params: { id } });
      const document = { ...commissionOf((await ground.partner()).id), rate: '5' } as IncentiveDocument;
      await api('incentives.updateRule', { params: { id }, ifVersion: version, body: { draft: document } });
      return api('incentives.rule', { params: { id } });
    },
    enrolment: async () => {
      const ruleId = await publish(rebateOf((await ground.partner()).id));
      return api('incentives.enrol', { body: { ruleId, partnerId: (await ground.partner()).id, from: today() } });
    },
    accrual: async (side) => {
      const dealId = await deal(side);
      await win(dealId);
      const { items } = await api('incentives.accruals', { query: { dealId, kind: 'commission' } });
      return must(items[0]);
    },
    claim: async (side) => {
      const { influenceId: ruleId } = await programmes(side);
      const { id } = await side.api('portalIncentives.claim', { body: { ruleId, dealId: await deal(side), note: `${side.word} note` } });
      const { items } = await api('incentives.claims', { query: { ruleId, limit: 200 } });
      return must(items.find((one) => one.id === id));
    },
    spiff: async (side) => {
      const { spiffId: ruleId } = await programmes(side);
      return side.api('portalIncentives.registerSpiff', { body: { ruleId, dealId: await deal(side) } });
    },
    held: async () => {
      const dealId = await dealWith(`${marker}hush`, await heldPartner(workspace));
      await win(dealId);
      return { type: 'sale', id: dealId };
    },
    period: async (side) => api('incentives.period', { params: { id: await collected(side) } }),
  };
}

const must = <T>(value: T | null | undefined): T => {
  if (value === undefined || value === null) throw new Error('what was just made is not in the answer');
  return value;
};
function memo<Key extends object, Value>(make: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const made = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
