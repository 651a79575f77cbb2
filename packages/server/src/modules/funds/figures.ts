import type { Parsed, Result } from '@entente/contracts';
import { majorOf, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';
import { allocationViews } from './budget-lists.ts';
import { selectClaims } from './claim-store.ts';
import type { FundsDeps } from './context.ts';
import { selectRequests } from './request-store.ts';
import { invalid } from './requests.ts';
import { pageOf, policiesOf, typeName } from './views.ts';

const MOST_ROWS = 2000;
const MOST_EXPORTED = 50_000;

export function figures({ database }: FundsDeps, context: Context, query: Parsed<'funds.figures'>['query']): Promise<Result<'funds.figures'>> {
  requireScope(context, 'funds:read');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    // What leaves a place again counts against it, in the quarter in which it leaves. What a claim releases was claimed, and committed before.
    const net = (place: string) =>
      sql`sum(case when m.to_place = ${place} then m.amount_minor when m.from_place = ${place} then -m.amount_minor else 0 end)::bigint`;
    const { rows } = await sql<Result<'funds.figures'>['items'][number]>`
      select a.partner_id as "partnerId", p.name as "partnerName", to_char(m.on_day, 'YYYY"-Q"Q') as quarter, a.currency,
        (-coalesce(${net('outside')}, 0))::bigint as "allocatedMinor",
        sum(case when m.kind = 'committed' then m.amount_minor when m.kind = 'released' then -m.amount_minor else 0 end)::bigint as "committedMinor",
        sum(case when m.kind = 'claimed' then m.amount_minor when m.kind = 'refused' or (m.kind = 'released' and m.from_place = 'claimed') then -m.amount_minor else 0 end)::bigint as "claimedMinor",
        sum(case when m.kind = 'approved' then m.amount_minor when m.kind = 'reversed' then -m.amount_minor else 0 end)::bigint as "approvedMinor",
        coalesce(${net('paid')}, 0)::bigint as "paidMinor", coalesce(${net('expired')}, 0)::bigint as "expiredMinor"
      from fund_movement m join fund_allocation a on a.tenant_id = m.tenant_id and a.id = m.allocation_id join partner p on p.tenant_id = a.tenant_id and p.id = a.partner_id
      where m.tenant_id = ${tenantId}::uuid ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`} ${query.partnerId === undefined ? sql`` : sql`and a.partner_id = ${query.partnerId}::uuid`}
        ${query.from === undefined ? sql`` : sql`and m.on_day >= ${query.from}::date`} ${query.to === undefined ? sql`` : sql`and m.on_day < ${query.to}::date`}
      group by 1, 2, 3, 4 order by 3 desc, 2, 1, 4 limit ${MOST_ROWS + 1}`.execute(tx);
    return { items: rows.slice(0, MOST_ROWS), more: rows.length > MOST_ROWS };
  });
}

export function calendar({ database }: FundsDeps, context: Context, query: Parsed<'funds.calendar'>['query']): Promise<Result<'funds.calendar'>> {
  requireScope(context, 'funds:read');
  if (query.from >= query.to) throw invalid('to', 'The time ends after it begins.');
  const after = placeIn(query.cursor, 'day');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await selectRequests(
      tx,
      context.tenantId,
      sql`and r.state in ('submitted', 'info_requested', 'approved', 'in_execution', 'executed', 'settled') and r.starts_on < ${query.to}::date and r.ends_on >= ${query.from}::date
        ${query.partnerId === undefined ? sql`` : sql`and r.partner_id = ${query.partnerId}::uuid`} ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`} ${after === null ? sql`` : sql`and (r.starts_on, r.id) > (${after.sort}::date, ${after.id}::uuid)`}`,
      sql`r.starts_on, r.id`,
      query.limit + 1,
    );
    const { items, nextCursor } = pageOf(rows, query.limit, ({ startsOn }) => startsOn);
    return {
      items: items.map(({ id, number, name, activityType, inPerson, place, startsOn, endsOn, partnerId, partnerName, state, approvedMinor, currency }) => ({
        requestId: id,
        number,
        name,
        activityType,
        inPerson,
        place,
        startsOn,
        endsOn,
        partnerId,
        partnerName,
        state,
        approvedMinor,
        currency,
      })),
      nextCursor,
    };
  });
}

type Export = Parsed<'funds.export'>['query'];
export function exportFunds({ database }: FundsDeps, context: Context, query: Export): Promise<Result<'funds.export'>> {
  requireScope(context, 'funds:read');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await tables[query.what](tx, context.tenantId, query, context.now);
    return {
      fileName: `fund-${query.what}.csv`,
      mediaType: 'text/csv',
      text: rows.map((cells) => writeCsvRow(cells.map((cell) => (cell === null ? '' : String(cell))))).join(''),
    };
  });
}
type Cells = (string | number | null)[];
const money = (amount: number | null, currency: string): string | null => (amount === null ? null : majorOf(amount, currency));
const tables: Readonly<Record<Export['what'], (tx: Tx, tenantId: string, query: Export, now: Date) => Promise<Cells[]>>> = {
  allocations: async (tx, tenantId, query) => [
    ['Budget', 'Kind', 'Partner', 'From', 'To', 'Currency', 'Allocated', 'Available', 'Committed', 'Claimed pending', 'Of that owed', 'Paid', 'Expired'],
    ...(
      await allocationViews(
        tx,
        tenantId,
        sql`${ofPartner('a', query)} ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`}`,
        MOST_EXPORTED,
      )
    ).map(({ balance, ...row }) => [
      row.budgetName,
      row.kind,
      row.partnerName,
      row.startsOn,
      row.endsOn,
      row.currency,
      ...[
        balance.allocatedMinor,
        balance.availableMinor,
        balance.committedMinor,
        balance.claimedPendingMinor,
        balance.owedMinor,
        balance.paidMinor,
        balance.expiredMinor,
      ].map((amount) => majorOf(amount, row.currency)),
    ]),
  ],
  requests: async (tx, tenantId, query, now) => {
    const rows = await selectRequests(
      tx,
      tenantId,
      sql`and r.state <> 'draft' ${ofPartner('r', query)} ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`}`,
      sql`r.number`,
      MOST_EXPORTED,
    );
    const terms = await policiesOf(tx, tenantId, rows, now);
    return [
      [
        'Number',
        'Partner',
        'Budget',
        'State',
        'Name',
        'Type',
        'From',
        'To',
        'Place',
        'Local currency',
        'Total cost',
        'Requested (local)',
        'Rate',
        'Currency',
        'Requested',
        'Approved',
        'Approved on',
        'Claim until',
      ],
      ...rows.map((row) => [
        row.number,
        row.partnerName,
        row.budgetName,
        row.state,
        row.name,
        typeName(terms(row), row.activityType),
        row.startsOn,
        row.endsOn,
        row.place,
        row.localCurrency,
        money(row.totalCostMinor, row.localCurrency),
        money(row.requestedLocalMinor, row.localCurrency),
        row.rate === null ? null : row.rate.rate,
        row.currency,
        money(row.requestedMinor, row.currency),
        money(row.approvedMinor, row.currency),
        row.approvedOn,
        row.claimUntil,
      ]),
    ];
  },
  claims: async (tx, tenantId, query) => [
    [
      'Number',
      'Request',
      'Partner',
      'State',
      'Title',
      'Local currency',
      'Claimed (local)',
      'Rate',
      'Currency',
      'Claimed',
      'Approved',
      'Taken back',
      'Pay by',
      'Paid on',
    ],
    ...(
      await selectClaims(
        tx,
        tenantId,
        sql`and c.state <> 'draft' ${ofPartner('c', query)} ${query.budgetId === undefined ? sql`` : sql`and c.allocation_id in (select id from fund_allocation where tenant_id = ${tenantId}::uuid and budget_id = ${query.budgetId}::uuid)`}`,
        sql`c.number`,
        MOST_EXPORTED,
      )
    ).map((row) => [
      row.number,
      row.requestNumber,
      row.partnerName,
      row.state,
      row.title,
      row.localCurrency,
      money(row.claimedLocalMinor, row.localCurrency),
      row.rate === null ? null : row.rate.rate,
      row.currency,
      money(row.claimedMinor, row.currency),
      money(row.approvedMinor, row.currency),
      money(row.reversedMinor, row.currency),
      row.payBy,
      row.paidOn,
    ]),
  ],
  movements: async (tx, tenantId, query) => {
    const { rows } = await sql<{
      day: string;
      budget: string;
      partner: string;
      kind: string;
      from: string;
      to: string;
      amount: number;
      currency: string;
      request: number | null;
      claim: number | null;
      note: string | null;
      by: string;
    }>`
      select m.on_day as day, b.name as budget, p.name as partner, m.kind, m.from_place as "from", m.to_place as "to", m.amount_minor as amount, a.currency, r.number as request, c.number as claim, m.note, m.by_name as by
      from fund_movement m join fund_allocation a on a.tenant_id = m.tenant_id and a.id = m.allocation_id join fund_budget b on b.tenant_id = a.tenant_id and b.id = a.budget_id
        join partner p on p.tenant_id = a.tenant_id and p.id = a.partner_id left join fund_request r on r.tenant_id = m.tenant_id and r.id = m.request_id left join fund_claim c on c.tenant_id = m.tenant_id and c.id = m.claim_id
      where m.tenant_id = ${tenantId}::uuid ${ofPartner('a', query)} ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`} order by m.id limit ${MOST_EXPORTED}`.execute(
      tx,
    );
    return [
      ['Day', 'Budget', 'Partner', 'Movement', 'From', 'To', 'Amount', 'Currency', 'Request', 'Claim', 'Note', 'By'],
      ...rows.map((row) => [
        row.day,
        row.budget,
        row.partner,
        row.kind,
        row.from,
        row.to,
        majorOf(row.amount, row.currency),
        row.currency,
        row.request,
        row.claim,
        row.note,
        row.by,
      ]),
    ];
  },
};
const ofPartner = (table: 'a' | 'r' | 'c', { partnerId }: Export) =>
  partnerId === undefined ? sql`` : sql`and ${sql.ref(`${table}.partner_id`)} = ${partnerId}::uuid`;
