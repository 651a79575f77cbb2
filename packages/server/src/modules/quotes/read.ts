import { isRole, type Parsed, type Result } from '@entente/contracts';
import { encodeCursor, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { compareVersions } from './domain/compare.ts';
import { stepsOf } from './domain/quote-machine.ts';
import type { QuotesDeps } from './ports.ts';
import { findQuotes, readApprovals, readQuote, readVersion, readVersions, type ApprovalRow, type QuoteRow } from './store.ts';

type Quote = Result<'quotes.get'>;
type Row = Result<'quotes.list'>['items'][number];
type StaffRole = Quote['approvals'][number]['approverRole'];

const shapeRow = ({ dealStatus: _d, authorId: _a, copiedFrom: _c, closedBy: _b, closingNote: _n, ...row }: QuoteRow): Row => row;
const roleOf = (role: string): StaffRole =>
  isRole(role) && role !== 'partner_admin' && role !== 'partner_seller' && role !== 'partner_marketer' ? role : 'admin';

/** Of the role that is asked, or an owner; and never whoever made the version. */
export const mayDecide = (context: Context, approval: ApprovalRow, madeById: string): boolean =>
  approval.state === 'waiting' &&
  context.actor.scopes.has('quotes:approve') &&
  context.actor.id !== madeById &&
  (context.actor.role === approval.approverRole || context.actor.role === 'owner');

export async function shapeQuote(tx: Tx, context: Context, id: string, number?: number): Promise<Quote> {
  const quote = await readQuote(tx, context.tenantId, id);
  const versions = await readVersions(tx, context.tenantId, id);
  const shown = number === undefined || number === quote.quoteVersion ? versions[0] : await readVersion(tx, context.tenantId, id, number);
  if (!shown) throw new TypeError('a quote without a version');
  const newest = versions.find((version) => version.number === quote.quoteVersion) ?? shown;
  const approvals = await readApprovals(tx, context.tenantId, id);
  return {
    ...shapeRow(quote),
    closingNote: quote.closingNote,
    closedBy: quote.closedBy,
    copiedFrom: quote.copiedFrom,
    request: shown.request,
    priced: shown.priced,
    steps: stepsOf(quote.state, { expiresOn: quote.expiresOn, today: context.now.toISOString().slice(0, 10) }),
    approvals: approvals.map(({ decidedById: _by, decidedByName, ...approval }) => ({
      ...approval,
      approverRole: roleOf(approval.approverRole),
      decidedBy: decidedByName,
      mayDecide: mayDecide(context, { ...approval, decidedById: null, decidedByName }, newest.madeById),
    })),
    versions: versions.map(({ priced, ...version }) => ({
      number: version.number,
      currency: priced.currency,
      netMinor: priced.netMinor,
      oursMinor: priced.oursMinor,
      lines: priced.lines.length,
      madeBy: version.madeByName,
      madeAt: version.madeAt,
      sentAt: version.sentAt,
      acceptedAt: version.acceptedAt,
    })),
  };
}

export function getQuote({ database }: QuotesDeps, context: Context, id: string, number: number | undefined): Promise<Quote> {
  requireScope(context, 'quotes:read');
  return database.reading(context.tenantId, (tx) => shapeQuote(tx, context, id, number));
}

export function listQuotes({ database }: QuotesDeps, context: Context, query: Parsed<'quotes.list'>['query']): Promise<Result<'quotes.list'>> {
  requireScope(context, 'quotes:read');
  const place = placeIn(query.cursor, 'id');
  const like = query.q ? `%${query.q.replaceAll(/[\\%_]/g, String.raw`\$&`)}%` : null;
  const asked = context.actor.role === 'owner' ? sql`true` : sql`w.approver_role = ${context.actor.role}`;
  const where = sql`true
    ${query.state ? sql`and q.state = ${query.state}` : sql``}
    ${query.dealId ? sql`and q.deal_id = ${query.dealId}::uuid` : sql``}
    ${query.partnerId ? sql`and q.partner_id = ${query.partnerId}::uuid` : sql``}
    ${like ? sql`and (q.name ilike ${like} or d.name ilike ${like} or d.account_name ilike ${like} or q.number::text = ${query.q})` : sql``}
    ${query.mine === 'written' ? sql`and q.author_id = ${context.actor.id}` : sql``}
    ${
      query.mine === 'to_approve'
        ? sql`and exists (select 1 from quote_approval w join quote_version v on v.tenant_id = w.tenant_id and v.quote_id = w.quote_id and v.number = w.quote_version
            where w.tenant_id = q.tenant_id and w.quote_id = q.id and w.state = 'waiting' and v.made_by_id <> ${context.actor.id} and ${asked})`
        : sql``
    }
    ${place ? sql`and q.id < ${place.id}::uuid` : sql``}`;
  return database.reading(context.tenantId, async (tx) => {
    const rows = await findQuotes(tx, context.tenantId, where, query.limit + 1);
    const items = rows.slice(0, query.limit).map(shapeRow);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > query.limit && last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function compareQuote(
  { database }: QuotesDeps,
  context: Context,
  id: string,
  query: Parsed<'quotes.compare'>['query'],
): Promise<Result<'quotes.compare'>> {
  requireScope(context, 'quotes:read');
  return database.reading(context.tenantId, async (tx) => {
    await readQuote(tx, context.tenantId, id);
    return compareVersions(await readVersion(tx, context.tenantId, id, query.from), await readVersion(tx, context.tenantId, id, query.to));
  });
}
