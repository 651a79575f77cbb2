import type { Parsed, Result } from '@entente/contracts';
import { notFound, placeIn, possibleSteps } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { readClaim, selectClaims } from './claim-store.ts';
import type { FundsDeps } from './context.ts';
import { claimMachine, requestMachine } from './domain/machine.ts';
import { todayOf } from './domain/policy.ts';
import { balanceOf } from './moves-store.ts';
import { readFundFile } from './files.ts';
import type { FundsPorts } from './ports.ts';
import { approvalsOf } from './requests.ts';
import { extensionsOf, readRequest, selectRequests, tellRequest, type FundRequest } from './request-store.ts';
import { factsOf, termsOf } from './settle.ts';
import { claimFields, claimParts, like, pageOf, requestParts, shapeRequests, staffRequest } from './views.ts';

/** What a partner has not sent yet is its own. A request that was sent and is being changed is known to both. */
const SENT_REQUEST = sql`(r.state <> 'draft' or r.policy_number is not null)`;
const SENT_CLAIM = sql`c.state <> 'draft'`;
async function sentRequest(tx: Tx, tenantId: string, id: string): Promise<FundRequest> {
  const request = await readRequest(tx, tenantId, id);
  if (request.state === 'draft' && request.policyNumber === null) throw notFound('request');
  return request;
}

export async function listRequests(
  { database, ports }: FundsDeps,
  context: Context,
  query: Parsed<'fundRequests.list'>['query'],
): Promise<Result<'fundRequests.list'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await selectRequests(
      tx,
      context.tenantId,
      sql`and ${SENT_REQUEST} ${query.state === undefined ? sql`` : sql`and r.state = ${query.state}`} ${query.partnerId === undefined ? sql`` : sql`and r.partner_id = ${query.partnerId}::uuid`}
        ${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`} ${query.allocationId === undefined ? sql`` : sql`and r.allocation_id = ${query.allocationId}::uuid`}
        ${query.q ? sql`and (r.name ilike ${like(query.q)} or p.name ilike ${like(query.q)} or r.number::text = ${query.q})` : sql``} ${after === null ? sql`` : sql`and r.id < ${after.id}::uuid`}`,
      sql`r.id desc`,
      query.limit + 1,
    );
    const { items, nextCursor } = pageOf(rows, query.limit);
    const shaped = await shapeRequests(tx, ports, context.tenantId, items, context.now);
    const answer: Result<'fundRequests.list'>['items'] = [];
    for (const one of shaped) answer.push(await staffRequest(tx, context.tenantId, one));
    return { items: answer, nextCursor };
  });
}

export function getRequest({ database, ports }: FundsDeps, context: Context, id: string): Promise<Result<'fundRequests.get'>> {
  requireScope(context, 'funds:read');
  return database.reading(context.tenantId, (tx) => requestDetail(tx, ports, context, id));
}
async function requestDetail(tx: Tx, ports: FundsPorts, context: Context, id: string): Promise<Result<'fundRequests.get'>> {
  const { tenantId } = context;
  const request = await sentRequest(tx, tenantId, id);
  const [shaped] = await shapeRequests(tx, ports, tenantId, [request], context.now);
  if (!shaped) throw notFound('request');
  const facts = await factsOf(tx, tenantId, request, shaped.policy, context.now);
  const may = possibleSteps(requestMachine, request.state, facts);
  return {
    ...(await staffRequest(tx, tenantId, shaped)),
    ...(await requestParts(tx, tenantId, id, sql`and ${SENT_CLAIM}`)),
    approvals: (await approvalsOf(tx, tenantId, id, null)).map(({ personId: _who, ...rest }) => rest),
    available: (['approve', 'reject', 'ask', 'cancel'] as const).filter((step) => may.includes(step)),
    return: await returnOf(tx, ports, tenantId, request, Number(shaped.balance.owed + shaped.balance.paid)),
  };
}

/** What is known to have come of an activity; sums per currency, never across. */
async function returnOf(tx: Tx, ports: FundsPorts, tenantId: string, request: FundRequest, costMinor: number): Promise<Result<'fundRequests.get'>['return']> {
  const { rows: links } = await sql<{ dealId: string; linkedBy: string }>`
    select deal_id as "dealId", linked_by as "linkedBy" from fund_request_deal where tenant_id = ${tenantId}::uuid and request_id = ${request.id}::uuid order by linked_at, deal_id`.execute(
    tx,
  );
  const by = new Map(links.map((link) => [link.dealId, link.linkedBy]));
  const deals = links.length === 0 ? [] : await ports.deals(tx, tenantId, [...by.keys()], request.partnerId, request.startsOn);
  const sums = (status: 'open' | 'won') => {
    const found = new Map<string, number>();
    for (const deal of deals)
      if (deal.status === status && deal.amountMinor !== null) found.set(deal.currency, (found.get(deal.currency) ?? 0) + deal.amountMinor);
    return [...found].map(([currency, amountMinor]) => ({ currency, amountMinor }));
  };
  return {
    deals: deals.map((deal) => ({ ...deal, linkedBy: by.get(deal.dealId) ?? '' })),
    touches: deals.reduce((sum, deal) => sum + deal.touches, 0),
    sourcedDeals: deals.filter(({ sourced }) => sourced).length,
    open: sums('open'),
    won: sums('won'),
    leads: request.campaign === null ? 0 : await ports.leads(tx, tenantId, request.partnerId, request.campaign),
    costMinor,
    currency: request.currency,
  };
}

export async function linkDeal(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  dealId: string,
  link: boolean,
): Promise<Result<'fundRequests.linkDeal'>> {
  requireScope(context, 'funds:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const request = await sentRequest(tx, tenantId, id);
    if ((await ports.deals(tx, tenantId, [dealId], request.partnerId, request.startsOn)).length === 0) throw notFound('deal');
    const { rows } = link
      ? await sql`
          insert into fund_request_deal (tenant_id, request_id, deal_id, linked_by, linked_at) values (${tenantId}::uuid, ${id}::uuid, ${dealId}::uuid, ${context.actor.name}, ${context.now.toISOString()}::timestamptz)
          on conflict do nothing returning deal_id`.execute(tx)
      : await sql`delete from fund_request_deal where tenant_id = ${tenantId}::uuid and request_id = ${id}::uuid and deal_id = ${dealId}::uuid returning deal_id`.execute(
          tx,
        );
    if (rows.length > 0)
      await tellRequest(
        tx,
        context,
        request,
        {
          operation: link ? 'fundRequests.linkDeal' : 'fundRequests.unlinkDeal',
          event: link ? 'deal_linked' : 'deal_unlinked',
          sentence: link ? 'A deal that came of it was named.' : 'A deal was found not to have come of it.',
        },
        { after: { dealId } },
      );
    return requestDetail(tx, ports, context, id);
  });
}

export function listExtensions(
  { database }: FundsDeps,
  context: Context,
  query: Parsed<'fundExtensions.list'>['query'],
): Promise<Result<'fundExtensions.list'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await extensionsOf(
      tx,
      context.tenantId,
      sql`${query.state === undefined ? sql`` : sql`and e.state = ${query.state}`} ${after === null ? sql`` : sql`and e.id < ${after.id}::uuid`}`,
      query.limit + 1,
    );
    const { items, nextCursor } = pageOf(rows, query.limit);
    const ids = items.map(({ requestId }) => requestId);
    const requests = new Map(
      (ids.length === 0 ? [] : await selectRequests(tx, context.tenantId, sql`and r.id = any(${ids}::uuid[])`, sql`r.id`, ids.length)).map((request) => [
        request.id,
        request,
      ]),
    );
    return {
      items: items.flatMap((item) => {
        const request = requests.get(item.requestId);
        return request
          ? [{ ...item, requestNumber: request.number, requestName: request.name, partnerId: request.partnerId, partnerName: request.partnerName }]
          : [];
      }),
      nextCursor,
    };
  });
}

export function listClaims({ database }: FundsDeps, context: Context, query: Parsed<'fundClaims.list'>['query']): Promise<Result<'fundClaims.list'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await selectClaims(
      tx,
      context.tenantId,
      sql`and ${SENT_CLAIM} ${query.state === undefined ? sql`` : sql`and c.state = ${query.state}`} ${query.partnerId === undefined ? sql`` : sql`and c.partner_id = ${query.partnerId}::uuid`}
        ${query.budgetId === undefined ? sql`` : sql`and c.allocation_id in (select id from fund_allocation where tenant_id = ${context.tenantId}::uuid and budget_id = ${query.budgetId}::uuid)`}
        ${query.requestId === undefined ? sql`` : sql`and c.request_id = ${query.requestId}::uuid`} ${query.q ? sql`and (c.title ilike ${like(query.q)} or p.name ilike ${like(query.q)} or c.number::text = ${query.q})` : sql``}
        ${after === null ? sql`` : sql`and c.id < ${after.id}::uuid`}`,
      sql`c.id desc`,
      query.limit + 1,
    );
    const { items, nextCursor } = pageOf(rows, query.limit);
    return {
      items: items.map((claim) => ({ ...claimFields(claim), partnerId: claim.partnerId, partnerName: claim.partnerName, decidedBy: claim.decidedBy })),
      nextCursor,
    };
  });
}

export function getClaim({ database, ports }: FundsDeps, context: Context, id: string): Promise<Result<'fundClaims.get'>> {
  requireScope(context, 'funds:read');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    const claim = await readClaim(tx, tenantId, id);
    if (claim.state === 'draft') throw notFound('claim');
    const request = await readRequest(tx, tenantId, claim.requestId);
    const policy = await termsOf(tx, tenantId, request);
    const may = possibleSteps(claimMachine, claim.state, { today: todayOf(policy, context.now), claimUntil: request.claimUntil });
    const [payment] = await ports.payments(tx, tenantId, [id]);
    return {
      ...claimFields(claim),
      partnerId: claim.partnerId,
      partnerName: claim.partnerName,
      decidedBy: claim.decidedBy,
      ...(await claimParts(tx, tenantId, claim, policy.activityTypes.find(({ key }) => key === request.activityType)?.proof ?? [])),
      available: (['approve', 'reject', 'ask', 'reverse'] as const).filter((step) => may.includes(step)),
      committedMinor: Number((await balanceOf(tx, tenantId, 'request_id', request.id)).committed),
      payoutRunId: payment?.runId ?? null,
    };
  });
}

export async function claimFile({ database, ports }: FundsDeps, context: Context, id: string, fileId: string): Promise<Result<'fundClaims.file'>> {
  requireScope(context, 'funds:read');
  return readFundFile(database, ports, context, id, fileId, null);
}
