import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import { activityOf, allocationOf, budgetBody, claimUntilIn, fundTerms, type FundRecords } from './fund-records.fixture.ts';
import type { PartnerSide } from './partner-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with funds; see sweep-inputs.fixture.ts. */
type Area = 'funds' | 'fundRequests' | 'fundClaims' | 'fundExtensions' | 'portalFunds';
export type FundsOperation = Extract<OperationId, `${Area}.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in FundsOperation]: Build<Id> };
type Versioned = { readonly id: string; readonly version: number };
type Make<Made> = (funds: FundRecords, mine: PartnerSide) => Promise<Made>;

const made = async <Made>(of: Records, make: Make<Made>): Promise<Made> => make(of.funds, await of.mine());
const at = async (of: Records, make: Make<{ id: string }>) => ({ params: { id: (await made(of, make)).id } });
const on = async (of: Records, make: Make<Versioned>) => {
  const { id, version } = await made(of, make);
  return { params: { id }, ifVersion: version };
};
const fileOf = async (of: Records) => {
  const { id, fileId } = await made(of, (funds, mine) => funds.claim(mine));
  return { params: { id, childId: fileId } };
};
const year = () => ({ from: claimUntilIn(-100), to: claimUntilIn(200) });
const reason = { reason: 'New' };

export const fundsInputs: Inputs = {
  'funds.budgets': async (of) => {
    await made(of, (funds, mine) => funds.budget(mine));
    return {};
  },
  'funds.budget': (of) => at(of, (funds, mine) => funds.budget(mine)),
  'funds.createBudget': async (of) => ({ body: { ...budgetBody(`New ${of.unique()}`), ownerId: await of.member() } }),
  'funds.updateBudget': async (of) => ({
    ...(await on(of, (funds, mine) => funds.budget(mine))),
    body: { name: `Renamed ${of.unique()}`, ownerId: await of.member() },
  }),
  'funds.closeBudget': async (of) => ({ ...(await on(of, (funds, mine) => funds.budget(mine))), body: reason }),
  'funds.publishPolicy': async (of) => ({
    ...(await on(of, (funds, mine) => funds.budget(mine))),
    body: { policy: { ...fundTerms, paymentDays: 20 }, effectiveFrom: claimUntilIn(1) },
  }),
  'funds.allocations': async (of) => ({ query: { budgetId: (await made(of, (funds, mine) => funds.allocation(mine))).budgetId } }),
  'funds.allocation': (of) => at(of, (funds, mine) => funds.allocation(mine)),
  'funds.movements': (of) => at(of, (funds, mine) => funds.allocation(mine)),
  'funds.allocate': async (of) => {
    const { id: budgetId } = await made(of, (funds, mine) => funds.budget(mine));
    return { body: allocationOf(budgetId, (await of.mine()).partnerId) };
  },
  'funds.adjustAllocation': async (of) => ({ ...(await on(of, (funds, mine) => funds.allocation(mine))), body: { byMinor: 100, ...reason } }),
  'funds.transfer': async (of) => ({
    ...(await on(of, (funds, mine) => funds.allocation(mine))),
    body: { toAllocationId: (await made(of, (funds, mine) => funds.allocation(mine))).id, amountMinor: 100, ...reason },
  }),
  'funds.calendar': async (of) => {
    await made(of, (funds, mine) => funds.approved(mine));
    return { query: year() };
  },
  'funds.figures': async (of) => {
    await made(of, (funds, mine) => funds.claimApproved(mine));
    return {};
  },
  'funds.export': async (of) => {
    await made(of, (funds, mine) => funds.allocation(mine));
    return { query: { what: 'allocations' } };
  },

  'fundRequests.list': async (of) => {
    await made(of, (funds, mine) => funds.submitted(mine));
    return {};
  },
  'fundRequests.get': (of) => at(of, (funds, mine) => funds.submitted(mine)),
  'fundRequests.approve': async (of) => ({ ...(await on(of, (funds, mine) => funds.submitted(mine))), body: {} }),
  'fundRequests.reject': async (of) => ({ ...(await on(of, (funds, mine) => funds.submitted(mine))), body: reason }),
  'fundRequests.ask': async (of) => ({ ...(await on(of, (funds, mine) => funds.submitted(mine))), body: { question: 'New' } }),
  'fundRequests.cancel': async (of) => ({ ...(await on(of, (funds, mine) => funds.approved(mine))), body: reason }),
  'fundRequests.linkDeal': async (of) => ({ ...(await at(of, (funds, mine) => funds.approved(mine))), body: { dealId: (await of.deal()).id } }),
  'fundRequests.unlinkDeal': async (of) => {
    const { id: childId } = await of.deal();
    return { params: { id: (await made(of, (funds, mine) => funds.linked(mine, childId))).id, childId } };
  },
  'fundExtensions.list': async (of) => {
    await made(of, (funds, mine) => funds.extension(mine));
    return {};
  },
  'fundExtensions.decide': async (of) => ({ ...(await at(of, (funds, mine) => funds.extension(mine))), body: { grant: true, answer: 'New' } }),
  'fundClaims.list': async (of) => {
    await made(of, (funds, mine) => funds.claim(mine));
    return {};
  },
  'fundClaims.get': (of) => at(of, (funds, mine) => funds.claim(mine)),
  'fundClaims.file': fileOf,
  'fundClaims.approve': async (of) => ({
    ...(await on(of, (funds, mine) => funds.claim(mine))),
    body: { lines: [{ number: 1, approvedMinor: 1_500, reason: 'New' }] },
  }),
  'fundClaims.reject': async (of) => ({ ...(await on(of, (funds, mine) => funds.claim(mine))), body: reason }),
  'fundClaims.ask': async (of) => ({ ...(await on(of, (funds, mine) => funds.claim(mine))), body: { question: 'New' } }),
  'fundClaims.reverse': async (of) => ({ ...(await on(of, (funds, mine) => funds.claimApproved(mine))), body: reason }),

  'portalFunds.list': async (of) => {
    await made(of, (funds, mine) => funds.allocation(mine));
    return {};
  },
  'portalFunds.quote': async (of) => ({ ...(await at(of, (funds, mine) => funds.allocation(mine))), query: { currency: 'EUR', amountMinor: 100 } }),
  'portalFunds.requests': async (of) => {
    await made(of, (funds, mine) => funds.draft(mine));
    return {};
  },
  'portalFunds.request': (of) => at(of, (funds, mine) => funds.claim(mine).then(() => funds.submitted(mine))),
  'portalFunds.createRequest': async (of) => ({
    body: { ...activityOf('New'), allocationId: (await made(of, (funds, mine) => funds.allocation(mine))).id },
  }),
  'portalFunds.updateRequest': async (of) => ({ ...(await on(of, (funds, mine) => funds.approved(mine))), body: { place: 'Ghent' } }),
  'portalFunds.submitRequest': async (of) => ({ ...(await on(of, (funds, mine) => funds.asked(mine))), body: { note: 'New' } }),
  'portalFunds.cancelRequest': async (of) => ({ ...(await on(of, (funds, mine) => funds.approved(mine))), body: reason }),
  'portalFunds.askExtension': async (of) => ({
    ...(await at(of, (funds, mine) => funds.running(mine))),
    body: { claimUntil: claimUntilIn(90), ...reason },
  }),
  'portalFunds.claims': async (of) => {
    await made(of, (funds, mine) => funds.claim(mine));
    return {};
  },
  'portalFunds.claim': (of) => at(of, (funds, mine) => funds.claimApproved(mine)),
  'portalFunds.createClaim': async (of) => {
    const { id: requestId } = await made(of, (funds, mine) => funds.running(mine));
    return { body: { ...(await made(of, (funds, mine) => funds.claimBody(mine))), requestId } };
  },
  'portalFunds.updateClaim': async (of) => ({
    ...(await on(of, (funds, mine) => funds.claimDraft(mine))),
    body: await made(of, (funds, mine) => funds.claimBody(mine)),
  }),
  'portalFunds.submitClaim': async (of) => ({ ...(await on(of, (funds, mine) => funds.claimDraft(mine))), body: {} }),
  'portalFunds.withdrawClaim': async (of) => ({ ...(await on(of, (funds, mine) => funds.claim(mine))), body: reason }),
  'portalFunds.uploadFile': () => ({ body: { fileName: 'New.txt', mediaType: 'text/plain', base64: Buffer.from('New').toString('base64') } }),
  'portalFunds.file': fileOf,
};
