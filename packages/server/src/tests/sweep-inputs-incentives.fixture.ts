import type { OperationId } from '@entente/contracts';
import { addDays } from '@entente/kernel';
import type { CallInput } from './api.fixture.ts';
import { commissionOf } from './incentive-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with incentives; see sweep-inputs.fixture.ts. */
export type IncentivesOperation = Extract<OperationId, `incentives.${string}` | `portalIncentives.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in IncentivesOperation]: Build<Id> };
type Versioned = { readonly id: string; readonly version: number };

const dayIn = (days: number): string => addDays(new Date().toISOString().slice(0, 10), days);
const span = () => ({ from: dayIn(-100), to: dayIn(100) });
const on = async (record: Promise<Versioned>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const documentOf = async (of: Records) => commissionOf((await of.partner()).id);
const accrual = async (of: Records) => of.incentives.accrual(await of.mine());
const claim = async (of: Records) => of.incentives.claim(await of.mine());
const period = async (of: Records) => of.incentives.period(await of.mine());
/** What a partner registers or claims: a programme and a deal of its own. */
async function own(of: Records) {
  const mine = await of.mine();
  const { spiffId, influenceId } = await of.incentives.programmes(mine);
  return { mine, spiffId, influenceId, dealId: await of.incentives.deal(mine) };
}

export const incentivesInputs: Inputs = {
  'incentives.rules': async (of) => {
    await of.incentives.rule();
    return {};
  },
  'incentives.rule': async (of) => ({ params: { id: (await of.incentives.rule()).id } }),
  'incentives.createRule': async (of) => ({ body: { name: `New ${of.unique()}`, document: await documentOf(of) } }),
  'incentives.updateRule': async (of) => ({
    ...(await on(of.incentives.rule())),
    body: { name: `Renamed ${of.unique()}`, draft: await documentOf(of) },
  }),
  'incentives.publishRule': async (of) => ({ ...(await on(of.incentives.rule())), body: { effectiveFrom: dayIn(1) } }),
  'incentives.simulate': async (of) => {
    await accrual(of);
    return { body: { document: await documentOf(of), ruleId: (await of.incentives.programmes(await of.mine())).commissionId, ...span() } };
  },
  'incentives.enrolments': async (of) => ({ query: { ruleId: (await of.incentives.enrolment()).ruleId } }),
  'incentives.enrol': async (of) => ({
    body: { ruleId: (await of.incentives.enrolment()).ruleId, partnerId: (await of.partner()).id, from: dayIn(0) },
  }),
  'incentives.updateEnrolment': async (of) => ({ ...(await on(of.incentives.enrolment())), body: { target: '1000' } }),
  'incentives.accruals': async (of) => ({ query: { dealId: (await accrual(of)).dealId ?? '' } }),
  'incentives.accrual': async (of) => ({ params: { id: (await accrual(of)).id } }),
  'incentives.approve': async (of) => ({ ...(await on(accrual(of))), body: {} }),
  'incentives.decline': async (of) => ({ ...(await on(accrual(of))), body: { reason: 'New' } }),
  'incentives.progress': async (of) => ({ query: { ruleId: (await period(of)).ruleId } }),
  'incentives.period': async (of) => ({ params: { id: (await period(of)).periodId ?? '' } }),
  'incentives.settlePart': async (of) => {
    const { periodId, version } = await period(of);
    return { params: { id: periodId ?? '' }, ifVersion: version ?? 0, body: { amountMinor: 1 } };
  },
  'incentives.facts': async (of) => {
    await of.incentives.held();
    return { query: { state: 'held' } };
  },
  'incentives.retry': async (of) => ({ params: await of.incentives.held() }),
  'incentives.claims': async (of) => {
    await claim(of);
    return {};
  },
  'incentives.claim': async (of) => {
    const { mine, influenceId, dealId } = await own(of);
    return { body: { ruleId: influenceId, partnerId: mine.partnerId, dealId, note: 'New' } };
  },
  'incentives.decideClaim': async (of) => ({ ...(await on(claim(of))), body: { approve: true } }),
  'incentives.spiffRegistrations': async (of) => {
    await of.incentives.spiff(await of.mine());
    return {};
  },
  'incentives.registerSpiff': async (of) => {
    const { mine, spiffId, dealId } = await own(of);
    return { body: { ruleId: spiffId, dealId, personId: mine.people.partner_seller.memberId } };
  },
  'incentives.estimate': async (of) => ({ params: { id: (await own(of)).dealId }, body: { netMinor: 1000, currency: 'EUR' } }),
  'incentives.export': async (of) => {
    await accrual(of);
    return { query: span() };
  },

  'portalIncentives.progress': async (of) => {
    await period(of);
    return {};
  },
  'portalIncentives.programmes': async (of) => {
    await own(of);
    return {};
  },
  'portalIncentives.spiffRegistrations': async (of) => {
    await of.incentives.spiff(await of.mine());
    return {};
  },
  'portalIncentives.registerSpiff': async (of) => {
    const { mine, spiffId, dealId } = await own(of);
    return { body: { ruleId: spiffId, dealId, personId: mine.people.partner_seller.memberId } };
  },
  'portalIncentives.evidence': async (of) => {
    const { influenceId, dealId } = await own(of);
    return { query: { ruleId: influenceId, dealId } };
  },
  'portalIncentives.getClaim': async (of) => ({ params: { id: (await claim(of)).id } }),
  'portalIncentives.claims': async (of) => {
    await claim(of);
    return {};
  },
  'portalIncentives.claim': async (of) => {
    const { influenceId, dealId } = await own(of);
    return { body: { ruleId: influenceId, dealId, note: 'New' } };
  },
};
