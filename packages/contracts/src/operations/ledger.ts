import { z } from 'zod';
import { accountPurposes, postingTemplates } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, currency, cursor, date, decimalText, id, instant, limit, minor, month, name, note, page, textFile } from '../shapes.ts';

const purpose = z.enum(accountPurposes);
const template = z.enum(postingTemplates);
const accountClasses = ['asset', 'liability', 'income', 'expense', 'equity'] as const;
/** A partner's, account's or marketplace's id; marketplaces may be known by a word. */
const party = z.string().min(1).max(100);
const partyOf = { party: party.nullable(), partyName: z.string().nullable() };

/** Amounts in entries: a debit is positive, a credit negative. `balanceMinor` is as people read it: positive on the account's own side. */
const accountBalance = z.object({
  id,
  purpose,
  class: z.enum(accountClasses),
  ...partyOf,
  currency,
  /** Before the period, as people read it; with `asOf` alone, zero. */
  openingMinor: minor,
  debitMinor: minor,
  creditMinor: minor,
  balanceMinor: minor,
  entries: z.number().int(),
});
const transaction = z.object({
  id,
  template,
  cause: z.string(),
  memo: z.string(),
  /** Day of the fact. */ factOn: date,
  /** Day it is booked on: another one where the month of the fact was closed. */ bookedOn: date,
  period: month,
  /** The month of the fact was closed when it came. */ late: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  /** What it moves, by currency: the sum of its debits. */
  amounts: z.array(z.object({ currency, amountMinor: minor })),
  reverses: id.nullable(),
  reversedBy: id.nullable(),
  reason: z.string().nullable(),
  /** Its place in the chain; null for the moments until it is sealed. */
  sequence: z.number().int().nullable(),
});
const entry = z.object({
  transactionId: id,
  position: z.number().int(),
  accountId: id,
  purpose,
  ...partyOf,
  currency,
  /** A debit is positive, a credit negative. */ amountMinor: minor,
  bookedOn: date,
  factOn: date,
  template,
  memo: z.string(),
  dealId: id.nullable(),
  lineId: z.string().nullable(),
});
const transactionDetail = transaction.extend({
  entries: z.array(entry),
  ruleVersions: z.record(z.string(), z.number().int()),
  facts: z.record(z.string(), z.unknown()),
  contentHash: z.string(),
  seal: z.object({ sequence: z.number().int(), hash: z.string(), previous: z.string(), sealedAt: instant }).nullable(),
});
const period = z.object({
  month,
  state: z.enum(['open', 'closing', 'closed']),
  entries: z.number().int(),
  /** Facts of this month that came when it was closed, and are booked later. */ bookedLater: z.number().int(),
  closingBy: z.string().nullable(),
  closingAt: instant.nullable(),
  closedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  version: z.number().int(),
});
const checklistItem = z.object({
  key: z.string(),
  title: z.string(),
  /** `computed`: found out each time. `tick`: a person says so. */
  kind: z.enum(['computed', 'tick']),
  done: z.boolean(),
  /** How many stand in the way; zero when done. */ open: z.number().int(),
  sentence: z.string(),
  doneBy: z.string().nullable(),
  doneAt: instant.nullable(),
});
const checklist = period.extend({ items: z.array(checklistItem), ready: z.boolean() });
const verification = z.object({
  id,
  jobId: id.nullable(),
  state: z.enum(['running', 'whole', 'broken', 'failed']),
  transactions: z.number().int(),
  entries: z.number().int(),
  /** Booked, and not yet in the chain. */ unsealed: z.number().int(),
  headSequence: z.number().int(),
  /** Note it down outside: a chain that is whole and ends with it has lost nothing. */ headHash: z.string().nullable(),
  brokenSequence: z.number().int().nullable(),
  brokenTransactionId: id.nullable(),
  sentence: z.string().nullable(),
  startedBy: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
});
const fxRate = z.object({
  id,
  from: currency,
  to: currency,
  /** Units of `to` for one of `from`, both in major units; decimal text. */ rate: decimalText,
  day: date,
  source: z.string(),
  at: instant,
  createdBy: z.string(),
});
const newRate = z.object({ from: currency, to: currency, rate: decimalText, day: date, source: name });
const control = z.object({
  key: z.string(),
  title: z.string(),
  purposes: z.array(purpose),
  /** Whether another module keeps records to compare with. */ compared: z.boolean(),
  totals: z.array(z.object({ currency, ledgerMinor: minor, recordsMinor: minor.nullable(), differenceMinor: minor.nullable() })),
  differences: z.array(
    z.object({
      ...partyOf,
      currency,
      ledgerMinor: minor,
      recordsMinor: minor,
      differenceMinor: minor,
      /** Where to look: the accounts whose entries make the sum. */ accountIds: z.array(id),
    }),
  ),
});

const read = { audience: 'workspace', scope: 'ledger:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'ledger:write', assistant: 'none' } as const;
const byMonth = z.object({ month });
/** Of one file in parts: ask again with the cursor and put the parts behind each other. */
const filePart = textFile.extend({ nextCursor: z.string().nullable() });

/** The books: entries that only ever grow, their balances, their chain, and the months they are closed by. */
export const ledger = {
  'ledger.accounts': operation({
    method: 'GET',
    path: '/ledger/accounts',
    summary: 'Accounts with what moved them in a period, or what stood on them at the end of a day',
    ...read,
    query: z.object({
      purpose: purpose.optional(),
      party: party.optional(),
      currency: currency.optional(),
      /** The balance at the end of this day. */ asOf: date.optional(),
      /** What moved it in this month; not together with `asOf`. */ period: month.optional(),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(accountBalance),
  }),
  'ledger.transactions': operation({
    method: 'GET',
    path: '/ledger/transactions',
    summary: 'Transactions, the newest first, or the latest booked first',
    ...read,
    query: z.object({
      template: template.optional(),
      dealId: id.optional(),
      accountId: id.optional(),
      party: party.optional(),
      period: month.optional(),
      late: z.enum(['true', 'false']).optional(),
      /** Words of the memo, or a cause from its beginning. */ q: z.string().trim().max(200).optional(),
      sort: z.enum(['-createdAt', 'createdAt', '-bookedOn', 'bookedOn']).default('-createdAt'),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(transaction),
  }),
  'ledger.transaction': operation({
    method: 'GET',
    path: '/ledger/transactions/:id',
    summary: 'One transaction: its entries, the facts and rule versions it was made from, its seal and its reversal',
    ...read,
    params: byId,
    output: transactionDetail,
  }),
  'ledger.entries': operation({
    method: 'GET',
    path: '/ledger/entries',
    summary: 'Entries of an account or a deal, the latest first: the rows behind a balance',
    ...read,
    query: z.object({
      accountId: id.optional(),
      purpose: purpose.optional(),
      party: party.optional(),
      currency: currency.optional(),
      dealId: id.optional(),
      period: month.optional(),
      /** Booked on this day or before. */ asOf: date.optional(),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(entry),
  }),
  'ledger.trialBalance': operation({
    method: 'GET',
    path: '/ledger/trial-balance',
    summary: 'Debits and credits of a month by purpose and currency; per currency they are the same',
    ...read,
    query: z.object({ period: month, currency: currency.optional() }),
    output: z.object({
      period: month,
      rows: z.array(
        z.object({
          purpose,
          class: z.enum(accountClasses),
          currency,
          openingMinor: minor,
          debitMinor: minor,
          creditMinor: minor,
          /** Debit positive, as opening. */ closingMinor: minor,
          accounts: z.number().int(),
        }),
      ),
      totals: z.array(z.object({ currency, debitMinor: minor, creditMinor: minor, /** Zero, or the books are broken. */ differenceMinor: minor })),
    }),
  }),
  'ledger.adjust': operation({
    method: 'POST',
    path: '/ledger/adjustments',
    summary: 'Book what no event books, by hand and with a reason; entries sum to zero per currency',
    ...write,
    body: z.object({
      bookedOn: date,
      reason: note.min(1),
      memo: name,
      dealId: id.optional(),
      legs: z
        .array(z.object({ purpose, partyId: party.nullable(), currency, amountMinor: minor }))
        .min(2)
        .max(200),
    }),
    output: transactionDetail,
    status: 201,
  }),
  'ledger.reverse': operation({
    method: 'POST',
    path: '/ledger/transactions/:id/reverse',
    summary: 'Take a transaction back in whole, once: its entries mirrored, never computed anew',
    ...write,
    params: byId,
    body: z.object({ reason: note.min(1), /** Today where left out. */ bookedOn: date.optional() }),
    output: transactionDetail,
    status: 201,
  }),
  'ledger.periods': operation({
    method: 'GET',
    path: '/ledger/periods',
    summary: 'Months with anything in them, the latest first, and how each stands',
    ...read,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(period),
  }),
  'ledger.checklist': operation({
    method: 'GET',
    path: '/ledger/periods/:month',
    summary: 'What closing a month waits for, found out now',
    ...read,
    params: byMonth,
    output: checklist,
  }),
  'ledger.startClosing': operation({
    method: 'POST',
    path: '/ledger/periods/:month/start-closing',
    summary: 'Begin to close a month; it still takes entries',
    ...write,
    params: byMonth,
    output: checklist,
  }),
  'ledger.tick': operation({
    method: 'POST',
    path: '/ledger/periods/:month/ticks',
    summary: 'Say that an item of the checklist is done, or that it is not',
    ...write,
    params: byMonth,
    body: z.object({ key: z.string().min(1).max(60), done: z.boolean() }),
    output: checklist,
  }),
  'ledger.close': operation({
    method: 'POST',
    path: '/ledger/periods/:month/close',
    summary: 'Close a month for good: what comes later is booked in the next open one',
    ...write,
    params: byMonth,
    versioned: true,
    output: checklist,
  }),
  'ledger.abandonClosing': operation({
    method: 'POST',
    path: '/ledger/periods/:month/abandon-closing',
    summary: 'Stop closing a month; its ticks are forgotten',
    ...write,
    params: byMonth,
    body: z.object({ reason: note.min(1) }),
    output: checklist,
  }),
  'ledger.reconciliation': operation({
    method: 'GET',
    path: '/ledger/reconciliation',
    summary: 'Control accounts beside the records they control, at the end of a day, with every difference',
    ...read,
    query: z.object({ asOf: date }),
    output: z.object({
      asOf: date,
      controls: z.array(control),
      /** Balances that are not the sum of their entries. */ projectionDifferences: z.number().int(),
    }),
  }),
  'ledger.verify': operation({
    method: 'POST',
    path: '/ledger/verifications',
    summary: 'Walk the chain from its beginning and read every entry again',
    ...write,
    output: verification,
    status: 202,
  }),
  'ledger.verifications': operation({
    method: 'GET',
    path: '/ledger/verifications',
    summary: 'How the chain was found, the latest first',
    ...read,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(verification),
  }),
  'ledger.verification': operation({
    method: 'GET',
    path: '/ledger/verifications/:id',
    summary: 'How far a verification is, or what it found',
    ...read,
    params: byId,
    output: verification,
  }),
  'ledger.rebuild': operation({
    method: 'POST',
    path: '/ledger/balances/rebuild',
    summary: 'Sum the balances again from the entries, and say which were not the same',
    ...write,
    output: z.object({ balances: z.number().int(), differences: z.number().int() }),
  }),
  'ledger.export': operation({
    method: 'GET',
    path: '/ledger/export',
    summary: 'Months as a CSV of entries, or as a journal for hledger with cause and hash of each transaction',
    ...read,
    assistant: 'none',
    query: z.object({ format: z.enum(['csv', 'hledger']), from: month, to: month, cursor: cursor.optional() }),
    output: filePart,
  }),
  'ledger.rates': operation({
    method: 'GET',
    path: '/ledger/rates',
    summary: 'Exchange rates by day, the latest first',
    ...read,
    query: z.object({ from: currency.optional(), to: currency.optional(), day: date.optional(), cursor: cursor.optional(), limit }),
    output: page(fxRate),
  }),
  'ledger.addRate': operation({
    method: 'POST',
    path: '/ledger/rates',
    summary: 'Add an exchange rate with its day and source; the latest of a day counts',
    ...write,
    body: newRate,
    output: fxRate,
    status: 201,
  }),
  'ledger.importRates': operation({
    method: 'POST',
    path: '/ledger/rates/import',
    summary: 'Take in rates as a CSV file with from, to, rate and day; rows that are known are left out',
    ...write,
    body: z.object({ csv: z.string().min(1).max(1_500_000), source: name }),
    output: z.object({
      added: z.number().int(),
      known: z.number().int(),
      refused: z.array(z.object({ row: z.number().int(), sentence: z.string() })),
    }),
    status: 201,
  }),
};
