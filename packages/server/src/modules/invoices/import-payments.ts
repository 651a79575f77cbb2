import { createHash } from 'node:crypto';
import type { Parsed, Result } from '@entente/contracts';
import { minorOf, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { InvoicesDeps } from './context.ts';
import { namedInvoices, sameName, type OpenInvoice } from './domain/match-payment.ts';
import { dayOf } from './drafts.ts';
import { bookPayment, insertPayment } from './payments.ts';
import type { InvoicesPorts } from './ports.ts';
import type { Wanted } from './settle.ts';
import { lockAccount } from './store.ts';

type BankRow = NonNullable<Parsed<'payments.import'>['body']['rows']>[number];
const MOST_ROWS = 5_000;
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  receivedOn: ['date', 'day', 'booking date', 'received on', 'value date'],
  amount: ['amount'],
  currency: ['currency'],
  reference: ['reference', 'remittance information', 'purpose', 'description'],
  payer: ['payer', 'debtor', 'debtor name', 'name', 'counterparty'],
  key: ['key', 'transaction id', 'entry reference', 'id'],
};

/** Lines of a bank, each in a transaction of its own and taken once; a line that cannot be read stops no other. */
export async function importPayments(
  { database, ports }: InvoicesDeps,
  context: Context,
  body: Parsed<'payments.import'>['body'],
): Promise<Result<'payments.import'>> {
  const { tenantId } = context;
  const refused: { row: number; sentence: string }[] = [];
  if ((body.csv === undefined) === (body.rows === undefined)) throw new Problem('invalid_input', 'Send lines either as CSV or as a list.');
  const rows = body.rows?.map((row, index) => ({ number: index + 1, row })) ?? (await readRows(ports, body.csv ?? '', refused));
  const seen = new Map<string, number>();
  const answer = { added: 0, known: 0, matched: 0, unmatched: 0 };
  for (const { number, row } of rows) {
    const read = readRow(row, dayOf(new Date(context.now.getTime() + 14 * 3_600_000)));
    if (typeof read === 'string') {
      refused.push({ row: number, sentence: read });
      continue;
    }
    const done = await database.inTenant(tenantId, (tx) => takeRow(tx, context, ports, row, read, bankKey(row, seen)));
    if (done === 'known') answer.known += 1;
    else {
      answer.added += 1;
      answer[done] += 1;
    }
  }
  await database.inTenant(tenantId, (tx) =>
    recordChange(tx, context, { operation: 'payments.import', recordType: 'payment', recordId: tenantId, after: { ...answer, refused: refused.length } }),
  );
  return { ...answer, refused: refused.sort((a, b) => a.row - b.row) };
}

async function readRows(ports: InvoicesPorts, csv: string, refused: { row: number; sentence: string }[]): Promise<{ number: number; row: BankRow }[]> {
  const table = await ports.readCsv(csv, 'payments.csv', MOST_ROWS);
  if (!table.ok) throw new Problem('invalid_input', table.sentence);
  const headers = table.headers.map((header) => header.trim().toLowerCase());
  const at = (field: string): number => headers.findIndex((header) => (COLUMNS[field] ?? []).includes(header));
  const missing = ['receivedOn', 'amount', 'currency'].filter((field) => at(field) < 0);
  if (missing.length > 0) throw new Problem('invalid_input', `The file has no column for ${missing.map((field) => COLUMNS[field]?.[0] ?? field).join(', ')}.`);
  const rows: { number: number; row: BankRow }[] = [];
  for (const { rowNumber, cells, problem } of table.rows) {
    const cell = (field: string): string | null => (at(field) < 0 ? null : (cells[at(field)] ?? '').trim() || null);
    if (problem !== null) refused.push({ row: rowNumber, sentence: problem });
    else {
      const key = cell('key');
      const own = {
        receivedOn: cell('receivedOn') ?? '',
        amount: cell('amount') ?? '',
        currency: (cell('currency') ?? '').toUpperCase(),
        reference: cell('reference'),
        payer: cell('payer'),
      };
      rows.push({ number: rowNumber, row: key === null ? own : { ...own, key } });
    }
  }
  return rows;
}

function readRow(row: BankRow, latest: string): number | string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(row.receivedOn) || Number.isNaN(Date.parse(row.receivedOn)))
    return `“${row.receivedOn.slice(0, 30)}” is not a day such as 2027-03-31.`;
  if (row.receivedOn > latest) return 'A payment does not come in the future.';
  if (!/^[A-Z]{3}$/.test(row.currency)) return `“${row.currency.slice(0, 10)}” is not a currency.`;
  try {
    const amount = minorOf(row.amount, row.currency);
    if (amount <= 0n) return 'Only money that came is taken in; this line is nothing or less.';
    return Number.isSafeInteger(Number(amount)) ? Number(amount) : 'The amount is too large.';
  } catch {
    return `“${row.amount.slice(0, 30)}” is not an amount in ${row.currency}, such as ${row.currency === 'JPY' ? '1190' : '1190.00'}.`;
  }
}

/** Lines that are alike in everything are told apart by their place among each other, so that the same file again is the same lines. */
function bankKey(row: BankRow, seen: Map<string, number>): string {
  if (row.key !== undefined) return `key:${row.key}`;
  const content = JSON.stringify([row.receivedOn, row.amount, row.currency, row.reference, row.payer]);
  const nth = (seen.get(content) ?? 0) + 1;
  seen.set(content, nth);
  return `content:${createHash('sha256').update(content).digest('hex')}:${nth}`;
}

async function takeRow(
  tx: Tx,
  context: Context,
  ports: InvoicesPorts,
  row: BankRow,
  amountMinor: number,
  key: string,
): Promise<'known' | 'matched' | 'unmatched'> {
  const { tenantId } = context;
  const found = await whose(tx, tenantId, row, amountMinor);
  if (found) await lockAccount(tx, tenantId, found.accountId);
  const id = await insertPayment(tx, context, {
    accountId: found?.accountId ?? null,
    currency: row.currency,
    amountMinor,
    received: null,
    receivedOn: row.receivedOn,
    reference: row.reference,
    payer: row.payer,
    origin: 'import',
    bankKey: key,
    note: null,
  });
  if (id === null) return 'known';
  if (!found) {
    await recordChange(tx, context, {
      operation: 'payments.import',
      recordType: 'payment',
      recordId: id,
      after: { amountMinor, currency: row.currency },
      events: [{ type: 'payment.unmatched', payload: { amountMinor, currency: row.currency, payer: row.payer, reference: row.reference } }],
    });
    return 'unmatched';
  }
  // Looked at again behind the lock: what was open before may have been paid meanwhile.
  const again = await whose(tx, tenantId, row, amountMinor);
  await bookPayment(tx, context, ports, id, { applyTo: again?.accountId === found.accountId ? again.applyTo : [], oldestFirst: false });
  return 'matched';
}

/** By the invoices that the reference names, all of one account; else by the payer's name, paying the one invoice that has this amount. */
async function whose(tx: Tx, tenantId: string, row: BankRow, amountMinor: number): Promise<{ accountId: string; applyTo: Wanted[] } | null> {
  const { rows: invoices } = await sql<OpenInvoice>`
    select id, number, account_id as "accountId", currency, (total_minor - paid_minor - credited_minor - written_off_minor) as "openMinor", due_on as "dueOn" from invoice
    where tenant_id = ${tenantId}::uuid and number is not null and currency = ${row.currency}
      and position(regexp_replace(upper(number), '[^A-Z0-9]', '', 'g') in regexp_replace(upper(${row.reference ?? ''}), '[^A-Z0-9]', '', 'g')) > 0 order by due_on, id limit 200`.execute(
    tx,
  );
  const named = namedInvoices(row.reference, invoices);
  const accounts = [...new Set(named.map(({ accountId }) => accountId))];
  const [only] = accounts;
  if (only !== undefined && accounts.length === 1) {
    let left = amountMinor;
    const applyTo: Wanted[] = [];
    for (const { id, openMinor } of named.sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1))) {
      const amount = Math.min(left, openMinor);
      if (amount > 0) applyTo.push({ invoiceId: id, amountMinor: amount });
      left -= amount;
    }
    return { accountId: only, applyTo };
  }
  // Names of several accounts, or of several customers, are for a person.
  if (accounts.length > 1 || row.payer === null) return null;
  const { rows: open } = await sql<OpenInvoice & { accountName: string; legalName: string | null }>`
    select i.id, i.number, i.account_id as "accountId", i.currency, (i.total_minor - i.paid_minor - i.credited_minor - i.written_off_minor) as "openMinor", i.due_on as "dueOn", a.name as "accountName", i.buyer->>'legalName' as "legalName"
    from invoice i join account a on a.tenant_id = i.tenant_id and a.id = i.account_id where i.tenant_id = ${tenantId}::uuid and i.currency = ${row.currency} and i.state in ('issued', 'part_paid')
      and i.total_minor - i.paid_minor - i.credited_minor - i.written_off_minor = ${amountMinor} limit 500`.execute(tx);
  const own = open.filter(({ accountName, legalName }) => sameName(accountName, row.payer ?? '') || sameName(legalName ?? '', row.payer ?? ''));
  const [invoice] = own;
  return invoice && own.length === 1 ? { accountId: invoice.accountId, applyTo: [{ invoiceId: invoice.id, amountMinor }] } : null;
}
