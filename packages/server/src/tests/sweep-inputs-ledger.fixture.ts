import type { OperationId, Result } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with the ledger; see sweep-inputs.fixture.ts. */
export type LedgerOperation = Extract<OperationId, `ledger.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in LedgerOperation]: Build<Id> };

const DAY = '2026-01-15';
const MONTH = '2026-01';
const legs = (party: string | null) => [
  { purpose: 'cash' as const, partyId: null, currency: 'EUR', amountMinor: 500 },
  { purpose: 'customer_credit' as const, partyId: party, currency: 'EUR', amountMinor: -500 },
];
const booked = (of: Records): Promise<Result<'ledger.adjust'>> =>
  of.api('ledger.adjust', { body: { bookedOn: DAY, reason: `${of.marker} reason`, memo: `${of.marker} memo`, legs: legs(`${of.marker} party`) } });
const idOf = async (record: Promise<{ id: string }>) => ({ params: { id: (await record).id } });

/** A month nobody has touched, long ago. */
const freshMonth = (of: Records): string => {
  const number = Number(of.unique());
  return `${1900 + (Math.floor(number / 12) % 90)}-${String((number % 12) + 1).padStart(2, '0')}`;
};
async function closing(of: Records): Promise<{ month: string; version: number }> {
  const month = freshMonth(of);
  const { version } = await of.api('ledger.startClosing', { params: { month } });
  return { month, version };
}

export const ledgerInputs: Inputs = {
  'ledger.accounts': async (of) => {
    await booked(of);
    return { query: { purpose: 'customer_credit' } };
  },
  'ledger.transactions': async (of) => {
    await booked(of);
    return { query: { period: MONTH } };
  },
  'ledger.transaction': (of) => idOf(booked(of)),
  'ledger.entries': async (of) => {
    await booked(of);
    return { query: { purpose: 'cash' } };
  },
  'ledger.trialBalance': () => ({ query: { period: MONTH } }),
  'ledger.adjust': () => ({ body: { bookedOn: DAY, reason: 'New', memo: 'New', legs: legs(null) } }),
  'ledger.reverse': async (of) => ({ ...(await idOf(booked(of))), body: { reason: 'New' } }),
  'ledger.periods': () => ({}),
  'ledger.checklist': () => ({ params: { month: MONTH } }),
  'ledger.startClosing': (of) => ({ params: { month: freshMonth(of) } }),
  'ledger.tick': async (of) => ({ params: { month: (await closing(of)).month }, body: { key: 'cash', done: true } }),
  'ledger.close': async (of) => {
    const { month, version } = await closing(of);
    return { params: { month }, ifVersion: version };
  },
  'ledger.abandonClosing': async (of) => ({ params: { month: (await closing(of)).month }, body: { reason: 'New' } }),
  'ledger.reconciliation': () => ({ query: { asOf: DAY } }),
  'ledger.verify': () => ({}),
  'ledger.verifications': () => ({}),
  'ledger.verification': (of) => idOf(of.api('ledger.verify', {})),
  'ledger.rebuild': () => ({}),
  'ledger.export': async (of) => {
    await booked(of);
    return { query: { format: 'csv', from: MONTH, to: MONTH } };
  },
  'ledger.rates': async (of) => {
    await of.api('ledger.addRate', { body: { from: 'EUR', to: 'USD', rate: '1.0856', day: DAY, source: `${of.marker} ${of.unique()}` } });
    return {};
  },
  'ledger.addRate': (of) => ({ body: { from: 'EUR', to: 'USD', rate: '1.0856', day: DAY, source: `New ${of.unique()}` } }),
  'ledger.importRates': (of) => ({ body: { csv: `from,to,rate,day\nEUR,JPY,161.27,${DAY}\n`, source: `New ${of.unique()}` } }),
};
