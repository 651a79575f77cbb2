import type { Parsed, Result } from '@entente/contracts';
import { accountClass, addMonths, encodeCursor, majorOf, placeIn, Problem, type AccountPurpose } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { journalHead, journalText, type JournalTransaction } from './domain/journal.ts';
import { partyNames } from './party-names.ts';

/** Transactions in one part of a file. */
const PART = 2_000;
const HEAD = [
  'Booked on',
  'Day of the fact',
  'Transaction',
  'Event',
  'Cause',
  'Memo',
  'Account',
  'Party',
  'Party id',
  'Deal',
  'Line',
  'Currency',
  'Debit',
  'Credit',
  'Rule versions',
  'Reverses',
  'Seal',
  'Hash',
];

type Entry = { purpose: AccountPurpose; party: string | null; currency: string; amountMinor: number; lineId: string | null };
type Row = Omit<JournalTransaction, 'entries'> & { dealNumber: number | null; reverses: string | null; ruleVersions: unknown; entries: Entry[] };

/** In the order booked. A part ends after so many transactions; the next begins where it ended. */
export function exportBooks({ database }: LedgerDeps, context: Context, query: Parsed<'ledger.export'>['query']): Promise<Result<'ledger.export'>> {
  requireScope(context, 'ledger:read');
  const { tenantId } = context;
  const { format, from, to } = query;
  if (to < from) throw new Problem('invalid_input', 'The last month is before the first.');
  const place = placeIn(query.cursor, 'day');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Row>`
      select t.id, t.template, t.cause, t.memo, t.fact_on as "factOn", t.booked_on as "bookedOn", t.content_hash as "contentHash", t.reverses, t.rule_versions as "ruleVersions", s.sequence, d.number as "dealNumber",
        coalesce((select json_agg(json_build_object('purpose', a.purpose, 'party', a.party, 'currency', a.currency, 'amountMinor', e.amount_minor, 'lineId', e.line_id) order by e.position)
          from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = t.tenant_id and e.transaction_id = t.id), '[]') as entries
      from ledger_transaction t left join ledger_seal s on s.tenant_id = t.tenant_id and s.transaction_id = t.id left join deal d on d.tenant_id = t.tenant_id and d.id = t.deal_id
      where t.tenant_id = ${tenantId}::uuid and t.booked_on >= ${`${from}-01`}::date and t.booked_on < ${addMonths(`${to}-01`, 1)}::date
        ${place === null ? sql`` : sql`and (t.booked_on, t.id) > (${place.sort}::date, ${place.id}::uuid)`}
      order by t.booked_on, t.id limit ${PART + 1}`.execute(tx);
    const part = rows.slice(0, PART);
    const last = rows.length > PART ? part.at(-1) : undefined;
    const nameOf = await partyNames(
      tx,
      tenantId,
      part.flatMap(({ entries }) => entries.map(({ party }) => party)),
    );
    const first = query.cursor === undefined;
    const text = format === 'csv' ? csvOf(part, nameOf, first) : await journalOf(tx, tenantId, part, nameOf, first ? { from, to } : null);
    const span = from === to ? from : `${from} to ${to}`;
    return {
      fileName: `Ledger ${span}.${format === 'csv' ? 'csv' : 'journal'}`,
      mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : 'text/plain; charset=utf-8',
      text,
      nextCursor: last ? encodeCursor({ sort: last.bookedOn, id: last.id }) : null,
    };
  });
}

type NameOf = (party: string | null) => string | null;

function csvOf(part: readonly Row[], nameOf: NameOf, withHead: boolean): string {
  const lines = part.flatMap((row) =>
    row.entries.map(({ purpose, party, currency, amountMinor, lineId }) =>
      writeCsvRow([
        row.bookedOn,
        row.factOn,
        row.id,
        row.template,
        row.cause,
        row.memo,
        purpose,
        nameOf(party) ?? '',
        party ?? '',
        row.dealNumber === null ? '' : String(row.dealNumber),
        lineId ?? '',
        currency,
        amountMinor > 0 ? majorOf(amountMinor, currency) : '',
        amountMinor < 0 ? majorOf(-amountMinor, currency) : '',
        JSON.stringify(row.ruleVersions),
        row.reverses ?? '',
        row.sequence === null ? '' : String(row.sequence),
        row.contentHash,
      ]),
    ),
  );
  return `${withHead ? writeCsvRow(HEAD) : ''}${lines.join('')}`;
}

async function journalOf(tx: Tx, tenantId: string, part: readonly Row[], nameOf: NameOf, head: { from: string; to: string } | null): Promise<string> {
  const text = part
    .map((row) =>
      journalText({ ...row, entries: row.entries.map((entry) => ({ ...entry, class: accountClass[entry.purpose], partyName: nameOf(entry.party) })) }),
    )
    .join('');
  if (head === null) return text;
  const { rows } = await sql<{ currency: string }>`select distinct currency from ledger_account where tenant_id = ${tenantId}::uuid order by 1`.execute(tx);
  return (
    journalHead(
      head.from,
      head.to,
      rows.map(({ currency }) => currency),
    ) + text
  );
}
