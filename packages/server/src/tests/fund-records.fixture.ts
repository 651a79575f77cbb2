import type { FundPolicy, Result } from '@entente/contracts';
import { addDays } from '@entente/kernel';
import type { StartedServer } from '@entente/testkit';
import type { Client } from './api.fixture.ts';
import type { PartnerSide } from './partner-records.fixture.ts';

/** Funds of one partner, from the budget to the claim: each call makes a new one, and what it names holds the partner's word. */
export type FundRecords = {
  readonly budget: (side: PartnerSide) => Promise<Result<'funds.createBudget'>>;
  readonly allocation: (side: PartnerSide) => Promise<Result<'funds.allocate'>>;
  readonly draft: (side: PartnerSide) => Promise<Request>;
  readonly submitted: (side: PartnerSide) => Promise<Request>;
  readonly asked: (side: PartnerSide) => Promise<Request>;
  readonly approved: (side: PartnerSide) => Promise<Request>;
  /** Its activity has begun, so that it can be claimed. */
  readonly running: (side: PartnerSide) => Promise<Request>;
  readonly linked: (side: PartnerSide, dealId: string) => Promise<Request>;
  /** Somebody asked to claim it later. */
  readonly extension: (side: PartnerSide) => Promise<{ id: string; requestId: string }>;
  readonly claimDraft: (side: PartnerSide) => Promise<Claim>;
  readonly claim: (side: PartnerSide) => Promise<Claim>;
  readonly claimApproved: (side: PartnerSide) => Promise<Claim>;
  /** What a claim says, with files of the partner's own. */
  readonly claimBody: (side: PartnerSide) => Promise<ClaimBody>;
};
type Request = { readonly id: string; readonly version: number };
type Claim = { readonly id: string; readonly version: number; readonly fileId: string };
type ClaimBody = {
  title: string;
  final: boolean;
  lines: {
    description: string;
    supplier: string;
    invoiceNumber: string;
    invoiceDate: string;
    invoiceFileId: string;
    costMinor: number;
    claimedMinor: number;
  }[];
  proofs: { kind: 'photo'; fileId: string; note: string }[];
};

const dayIn = (days: number): string => addDays(new Date().toISOString().slice(0, 10), days);
export const fundTerms: FundPolicy = {
  costShareBp: 5000,
  leadWorkingDays: 0,
  decisionWorkingDays: 5,
  claimWindowDays: 60,
  paymentDays: 30,
  maxPerActivityMinor: null,
  activityTypes: [{ key: 'event', name: 'Event', proof: ['photo', 'invoice'] }],
  approvals: [{ fromMinor: 0, people: 1 }],
  claimRate: 'request',
  timeZone: 'UTC',
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  accrual: null,
};
export const budgetBody = (name: string) => ({
  name,
  kind: 'proposal' as Result<'funds.createBudget'>['kind'],
  currency: 'EUR',
  amountMinor: 10_000_000,
  startsOn: dayIn(-30),
  endsOn: dayIn(300),
  ownerId: null,
  policy: fundTerms,
});
export const allocationOf = (budgetId: string, partnerId: string) => ({
  budgetId,
  partnerId,
  amountMinor: 1_000_000,
  startsOn: dayIn(-30),
  endsOn: dayIn(200),
});
export const activityOf = (name: string) => ({
  name,
  activityType: 'event',
  inPerson: true,
  description: name,
  startsOn: dayIn(3),
  endsOn: dayIn(4),
  place: 'Lyon',
  campaign: null,
  targetContacts: null,
  expectedPipelineMinor: null,
  localCurrency: 'EUR',
  totalCostMinor: 40_000,
  requestedLocalMinor: 20_000,
});
export const claimUntilIn = (days: number): string => dayIn(days);

export function fundRecords(server: StartedServer, tenantId: string, api: Client, unique: () => string): FundRecords {
  const named = (side: PartnerSide, what: string): string => `${side.word} ${what} ${unique()}`;
  const budget = (side: PartnerSide) => api('funds.createBudget', { body: budgetBody(named(side, 'budget')) });
  const allocation = async (side: PartnerSide) => api('funds.allocate', { body: allocationOf((await budget(side)).id, side.partnerId) });
  const draft = async (side: PartnerSide) =>
    side.api('portalFunds.createRequest', { body: { ...activityOf(named(side, 'evening')), allocationId: (await allocation(side)).id } });
  const submitted = async (side: PartnerSide) => {
    const { id, version } = await draft(side);
    return side.api('portalFunds.submitRequest', { params: { id }, ifVersion: version, body: {} });
  };
  const approved = async (side: PartnerSide): Promise<Request> => {
    const { id, version } = await submitted(side);
    return api('fundRequests.approve', { params: { id }, ifVersion: version, body: {} });
  };
  const current = (side: PartnerSide, id: string) => side.api('portalFunds.request', { params: { id } });
  const running = async (side: PartnerSide): Promise<Request> => {
    const { id } = await approved(side);
    const begin = server.app.modules.money.clockHandlers['fund.start'];
    if (!begin) throw new Error('nothing begins an activity');
    const now = new Date(Date.now() + 4 * 86_400_000);
    await server.test.db.inTenant(tenantId, (tx) => begin(tx, { tenantId, recordId: id, dueAt: now, now }));
    return current(side, id);
  };
  const claimBody = async (side: PartnerSide): Promise<ClaimBody> => {
    const base64 = Buffer.from(`${side.word} invoice`).toString('base64');
    const { id: fileId } = await side.api('portalFunds.uploadFile', { body: { fileName: `${side.word}.txt`, mediaType: 'text/plain', base64 } });
    const line = { description: named(side, 'room'), supplier: named(side, 'house'), invoiceNumber: `I-${unique()}`, invoiceDate: dayIn(0) };
    return {
      title: named(side, 'costs'),
      final: false,
      lines: [{ ...line, invoiceFileId: fileId, costMinor: 4_000, claimedMinor: 2_000 }],
      proofs: [{ kind: 'photo', fileId, note: named(side, 'picture') }],
    };
  };
  const claimDraft = async (side: PartnerSide): Promise<Claim> => {
    const [{ id: requestId }, body] = [await running(side), await claimBody(side)];
    const { id, version } = await side.api('portalFunds.createClaim', { body: { ...body, requestId } });
    return { id, version, fileId: body.proofs[0]?.fileId ?? '' };
  };
  const claim = async (side: PartnerSide): Promise<Claim> => {
    const { id, version, fileId } = await claimDraft(side);
    return { ...(await side.api('portalFunds.submitClaim', { params: { id }, ifVersion: version, body: {} })), fileId };
  };
  return {
    budget,
    allocation,
    draft,
    submitted,
    approved,
    running,
    claimDraft,
    claim,
    claimBody,
    asked: async (side) => {
      const { id, version } = await submitted(side);
      return api('fundRequests.ask', { params: { id }, ifVersion: version, body: { question: named(side, 'question') } });
    },
    linked: async (side, dealId) => api('fundRequests.linkDeal', { params: { id: (await approved(side)).id }, body: { dealId } }),
    extension: async (side) => {
      const { id: requestId } = await running(side);
      const body = { claimUntil: claimUntilIn(90), reason: named(side, 'reason') };
      const { extensions } = await side.api('portalFunds.askExtension', { params: { id: requestId }, body });
      return { id: extensions[0]?.id ?? '', requestId };
    },
    claimApproved: async (side) => {
      const { id, version, fileId } = await claim(side);
      return { ...(await api('fundClaims.approve', { params: { id }, ifVersion: version, body: {} })), fileId };
    },
  };
}
