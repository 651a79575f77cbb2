import type { OperationId } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import { today } from './billing-records.fixture.ts';
import { inDays, payeeOf, payoutSettings } from './payout-records.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with what partners earn and are paid; see sweep-inputs.fixture.ts. */
type Area = 'earnings' | 'payoutRuns' | 'payouts' | 'payees' | 'disputes' | 'portalMoney';
export type PayoutsOperation = Extract<OperationId, `${Area}.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in PayoutsOperation]: Build<Id> };
type InRun = { readonly run: { readonly id: string; readonly version: number }; readonly payoutId: string };

const at = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const ofRun = async (made: Promise<InRun>): Promise<{ params: { id: string } }> => ({ params: { id: (await made).run.id } });
const ofPayout = async (made: Promise<InRun>): Promise<{ params: { id: string } }> => ({ params: { id: (await made).payoutId } });
const on = async (record: Promise<{ id: string; version: number }>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const ofPayee = async (of: Records): Promise<{ params: { id: string } }> => ({ params: { id: (await of.payouts.payee()).partnerId } });
/** As a partner's own record: what it earned, disputes, or was paid. */
const myEarning = async (of: Records) => of.payouts.earning(await of.mine());
const myDispute = async (of: Records) => of.payouts.dispute(await of.mine());
const myStatement = async (of: Records) => of.payouts.sent(await of.mine());

const pdf = (text: string): string => Buffer.from(`%PDF-1.4\n% ${text}\n`).toString('base64');
/** A tax form a partner has named in how it is paid. */
async function taxForm(of: Records): Promise<{ id: string; childId: string }> {
  const { api, word, partnerId } = await of.mine();
  const { id: fileId } = await api('portalMoney.uploadTaxForm', { body: { fileName: `${word} form.pdf`, base64: pdf(word) } });
  await api('portalMoney.changePayee', { body: { taxForm: { kind: 'vat', fileId, validUntil: '2090-01-01' } } });
  return { id: partnerId, childId: fileId };
}

export const payoutsInputs: Inputs = {
  'earnings.list': async (of) => {
    const { partnerId, dealId } = await of.payouts.earning();
    return { query: { partnerId, dealId: dealId ?? undefined } };
  },
  'earnings.figures': async (of) => ({ query: { partnerId: (await of.payouts.earning()).partnerId } }),
  'earnings.get': (of) => at(of.payouts.earning()),
  'earnings.export': async (of) => ({ query: { partnerId: (await of.payouts.earning()).partnerId } }),
  'earnings.hold': async (of) => ({ body: { ids: [(await of.payouts.earning()).id], until: null, reason: 'New' } }),
  'earnings.release': async (of) => {
    const { id } = await of.payouts.earning();
    await of.api('earnings.hold', { body: { ids: [id], until: null, reason: `${of.marker} reason` } });
    return { body: { ids: [id], reason: 'New' } };
  },

  'payoutRuns.list': async (of) => {
    await of.payouts.draftRun();
    return { query: { state: 'draft' } };
  },
  'payoutRuns.get': (of) => at(of.payouts.draftRun()),
  'payoutRuns.create': async (of) => ({ body: { name: 'New', until: today(), partnerIds: [(await of.partner()).id] } }),
  'payoutRuns.update': async (of) => ({ ...(await on(of.payouts.draftRun())), body: { name: 'New', partnerIds: [(await of.partner()).id] } }),
  'payoutRuns.collect': (of) => at(of.payouts.draftRun()),
  'payoutRuns.ready': async (of) => on(of.payouts.collected().then(({ run }) => run)),
  'payoutRuns.release': async (of) => {
    const { run } = await of.payouts.ready();
    return { params: { id: run.id }, body: { contentHash: run.contentHash ?? '', payOn: inDays(3) } };
  },
  'payoutRuns.cancel': async (of) => ({ ...(await ofRun(of.payouts.collected())), body: { reason: 'New' } }),
  'payoutRuns.files': async (of) => {
    const { params } = await ofRun(of.payouts.released());
    await of.api('payoutRuns.file', { params, body: { currency: 'EUR' } });
    return { params };
  },
  'payoutRuns.file': async (of) => ({ ...(await ofRun(of.payouts.released())), body: { currency: 'EUR' } }),
  'payoutRuns.send': async (of) => ({ ...(await ofRun(of.payouts.released())), body: {} }),
  'payoutRuns.markPaid': async (of) => {
    const { run, payoutId } = await of.payouts.sent();
    return { params: { id: run.id }, body: { paidOn: today(), payoutIds: [payoutId] } };
  },
  'payoutRuns.payouts': (of) => ofRun(of.payouts.collected()),

  'payouts.list': async (of) => ({ query: { partnerId: (await of.payouts.collected()).partnerId } }),
  'payouts.get': (of) => ofPayout(of.payouts.collected()),
  'payouts.statementPdf': (of) => ofPayout(of.payouts.released()),
  'payouts.statementCsv': (of) => ofPayout(of.payouts.released()),
  'payouts.leaveOut': async (of) => ({ ...(await ofPayout(of.payouts.collected())), body: { reason: 'New' } }),
  'payouts.returned': async (of) => ({ ...(await ofPayout(of.payouts.sent())), body: { returnedOn: today(), reason: 'New' } }),
  'payouts.documents': async (of) => ({ query: { partnerId: (await of.payouts.document()).partnerId } }),
  'payouts.documentPdf': (of) => at(of.payouts.document()),
  'payouts.settings': async (of) => {
    await of.payouts.settings();
    return {};
  },
  'payouts.changeSettings': async (of) => ({ ifVersion: (await of.payouts.settings()).version, body: payoutSettings('New') }),

  'payees.list': async (of) => {
    await of.payouts.payeeChange();
    return { query: { waiting: 'true' } };
  },
  'payees.get': ofPayee,
  'payees.change': async (of) => ({ params: { id: (await of.partner()).id }, body: payeeOf('New') }),
  'payees.approve': (of) => at(of.payouts.payeeChange()),
  'payees.refuse': async (of) => ({ ...(await at(of.payouts.payeeChange())), body: { reason: 'New' } }),
  'payees.hold': async (of) => ({ ...(await ofPayee(of)), body: { kind: 'hold', reason: 'New' } }),
  'payees.lift': async (of) => {
    const { params } = await ofPayee(of);
    await of.api('payees.hold', { params, body: { kind: 'compliance', reason: `${of.marker} reason` } });
    return { params, body: { kind: 'compliance', reason: 'New' } };
  },
  'payees.taxForm': async (of) => ({ params: await taxForm(of) }),

  'disputes.list': async (of) => ({ query: { partnerId: (await of.payouts.dispute()).partnerId } }),
  'disputes.get': (of) => at(of.payouts.dispute()),
  'disputes.open': async (of) => ({ body: { earningId: (await of.payouts.earning()).id, reason: 'New' } }),
  'disputes.comment': async (of) => ({ ...(await at(of.payouts.dispute())), body: { text: 'New' } }),
  'disputes.answer': async (of) => ({ ...(await on(of.payouts.dispute())), body: { outcome: 'accepted', reason: 'New', correctionMinor: 5 } }),

  'portalMoney.summary': async (of) => {
    await myEarning(of);
    return {};
  },
  'portalMoney.earnings': async (of) => {
    await myEarning(of);
    return {};
  },
  'portalMoney.earning': (of) => at(myEarning(of)),
  'portalMoney.statements': async (of) => {
    await myStatement(of);
    return {};
  },
  'portalMoney.statement': (of) => ofPayout(myStatement(of)),
  'portalMoney.statementPdf': (of) => ofPayout(myStatement(of)),
  'portalMoney.statementCsv': (of) => ofPayout(myStatement(of)),
  'portalMoney.disputes': async (of) => {
    await myDispute(of);
    return {};
  },
  'portalMoney.dispute': (of) => at(myDispute(of)),
  'portalMoney.openDispute': async (of) => ({ body: { earningId: (await myEarning(of)).id, reason: 'New' } }),
  'portalMoney.comment': async (of) => ({ ...(await at(myDispute(of))), body: { text: 'New' } }),
  'portalMoney.withdrawDispute': (of) => at(myDispute(of)),
  'portalMoney.payee': async (of) => {
    await of.payouts.payee(await of.mine());
    return {};
  },
  'portalMoney.changePayee': async (of) => ({
    body: { legalName: 'New', taxForm: { kind: 'vat', fileId: (await taxForm(of)).childId, validUntil: '2090-01-01' } },
  }),
  'portalMoney.uploadTaxForm': () => ({ body: { fileName: 'New.pdf', base64: pdf('New') } }),
  'portalMoney.taxForm': async (of) => ({ params: { id: (await taxForm(of)).childId } }),
};
