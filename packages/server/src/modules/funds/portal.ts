import type { Result } from '@entente/contracts';
import { notFound, placeIn, possibleSteps } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import { allocationViews } from './budget-lists.ts';
import { policyNow } from './budget-store.ts';
import { readClaim, selectClaims } from './claim-store.ts';
import { claimRate, createClaim, submitClaim, updateClaim, withdrawClaim } from './claims.ts';
import { partnerOf, type FundsDeps } from './context.ts';
import { inFund, requireCurrency, safe } from './domain/amounts.ts';
import { claimMachine, requestMachine } from './domain/machine.ts';
import { earliestStart, todayOf } from './domain/policy.ts';
import { askExtension } from './extensions.ts';
import { readFundFile, uploadFile } from './files.ts';
import { readAllocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { cancelRequest, createRequest, rateFor, submitRequest, updateRequest } from './requests.ts';
import { lockRequest, readRequest, selectRequests } from './request-store.ts';
import { factsOf, termsOf } from './settle.ts';
import { claimFields, claimParts, like, pageOf, requestParts, shapeRequests } from './views.ts';

type PortalOperation = Extract<keyof Handlers, `portalFunds.${string}`>;
type PortalRequest = Result<'portalFunds.request'>;
type PortalClaim = Result<'portalFunds.claim'>;

async function ownRequest(tx: Tx, ports: FundsPorts, context: Context, id: string): Promise<PortalRequest> {
  const { tenantId } = context;
  const request = await readRequest(tx, tenantId, id, partnerOf(context));
  const [shaped] = await shapeRequests(tx, ports, tenantId, [request], context.now);
  if (!shaped) throw notFound('request');
  const facts = await factsOf(tx, tenantId, request, shaped.policy, context.now);
  const steps = possibleSteps(requestMachine, request.state, facts);
  const executing = request.state === 'in_execution' || request.state === 'executed';
  const inTime = request.claimUntil !== null && facts.today <= request.claimUntil;
  const parts = await requestParts(tx, tenantId, id);
  const { rows: deals } = await sql<PortalRequest['deals'][number]>`
    select d.id as "dealId", d.number, d.name from fund_request_deal l join deal d on d.tenant_id = l.tenant_id and d.id = l.deal_id
    where l.tenant_id = ${tenantId}::uuid and l.request_id = ${id}::uuid
      and exists (select 1 from deal_participant q where q.tenant_id = d.tenant_id and q.deal_id = d.id and q.partner_id = ${request.partnerId}::uuid and q.until is null) order by d.number`.execute(
    tx,
  );
  const may: PortalRequest['may'] = [
    ...(request.state === 'draft' || request.state === 'info_requested' ? (['edit'] as const) : []),
    ...(steps.includes('submit') ? (['submit'] as const) : []),
    ...(steps.includes('change') ? (['amend'] as const) : []),
    ...(steps.includes('cancel') ? (['cancel'] as const) : []),
    ...(executing && inTime ? (['claim'] as const) : []),
    ...((executing || request.state === 'approved') && inTime && !parts.extensions.some(({ state }) => state === 'asked') ? (['extend'] as const) : []),
  ];
  return { ...shaped.fields, ...parts, costShareBp: shaped.policy.costShareBp, claimRate: shaped.policy.claimRate, deals, may };
}

async function ownClaim(tx: Tx, ports: FundsPorts, context: Context, id: string): Promise<PortalClaim> {
  const { tenantId } = context;
  const claim = await readClaim(tx, tenantId, id, partnerOf(context));
  const request = await readRequest(tx, tenantId, claim.requestId);
  const policy = await termsOf(tx, tenantId, request);
  const steps = possibleSteps(claimMachine, claim.state, { today: todayOf(policy, context.now), claimUntil: request.claimUntil });
  const edits = claim.state === 'draft' || claim.state === 'info_requested';
  const [payment] = await ports.payments(tx, tenantId, [id]);
  const rate = claim.state === 'draft' ? await claimRate(tx, ports, tenantId, { request, policy }, context.now) : claim.rate;
  return {
    ...claimFields(claim),
    rate,
    claimedMinor: claim.state === 'draft' ? safe(inFund(BigInt(claim.claimedLocalMinor), rate)) : claim.claimedMinor,
    ...(await claimParts(tx, tenantId, claim, policy.activityTypes.find(({ key }) => key === request.activityType)?.proof ?? [])),
    earningId: payment?.earningId ?? null,
    statementId: claim.state === 'paid' ? (payment?.payoutId ?? null) : null,
    may: [
      ...(edits ? (['edit'] as const) : []),
      ...(steps.includes('submit') || steps.includes('answer') ? (['submit'] as const) : []),
      ...(steps.includes('withdraw') ? (['withdraw'] as const) : []),
    ],
  };
}

export function portalFundsRoutes(deps: FundsDeps): Pick<Handlers, PortalOperation> {
  const { database, ports } = deps;
  const reading = <Value>(context: Context, work: (tx: Tx, partnerId: string) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'portal:funds');
    const partnerId = partnerOf(context);
    return database.reading(context.tenantId, (tx) => work(tx, partnerId));
  };
  const writing = <Value>(context: Context, work: (tx: Tx) => Promise<Value>): Promise<Value> => {
    requireScope(context, 'portal:funds');
    partnerOf(context);
    return database.inTenant(context.tenantId, work);
  };
  return {
    'portalFunds.list': (context) =>
      reading(context, async (tx, partnerId) => {
        const items: Result<'portalFunds.list'>['items'] = [];
        for (const view of await allocationViews(tx, context.tenantId, sql`and a.partner_id = ${partnerId}::uuid`, 200)) {
          const { policy } = await policyNow(tx, context.tenantId, view.budgetId, context.now);
          const today = todayOf(policy, context.now);
          items.push({
            allocationId: view.id,
            name: view.budgetName,
            kind: view.kind,
            currency: view.currency,
            balance: view.balance,
            startsOn: view.startsOn,
            endsOn: view.endsOn,
            open: view.endedAt === null && today < view.endsOn,
            terms: {
              costShareBp: policy.costShareBp,
              leadWorkingDays: policy.leadWorkingDays,
              decisionWorkingDays: policy.decisionWorkingDays,
              claimWindowDays: policy.claimWindowDays,
              paymentDays: policy.paymentDays,
              maxPerActivityMinor: policy.maxPerActivityMinor,
              activityTypes: policy.activityTypes,
              earliestStart: earliestStart(policy, today),
            },
          });
        }
        return { items };
      }),
    'portalFunds.quote': (context, { params, query }) =>
      reading(context, async (tx, partnerId) => {
        const allocation = await readAllocation(tx, context.tenantId, params.id);
        if (allocation.partnerId !== partnerId) throw notFound('fund');
        requireCurrency(query.currency, 'currency');
        const { policy } = await policyNow(tx, context.tenantId, allocation.budgetId, context.now);
        const rate = await rateFor(tx, ports, context.tenantId, query.currency, allocation.currency, todayOf(policy, context.now));
        return { amountMinor: safe(inFund(BigInt(query.amountMinor), rate)), currency: allocation.currency, rate };
      }),
    'portalFunds.requests': (context, { query }) => {
      const after = placeIn(query.cursor, 'id');
      return reading(context, async (tx, partnerId) => {
        const rows = await selectRequests(
          tx,
          context.tenantId,
          sql`and r.partner_id = ${partnerId}::uuid ${query.state === undefined ? sql`` : sql`and r.state = ${query.state}`} ${query.allocationId === undefined ? sql`` : sql`and r.allocation_id = ${query.allocationId}::uuid`}
            ${query.q ? sql`and (r.name ilike ${like(query.q)} or r.number::text = ${query.q})` : sql``} ${after === null ? sql`` : sql`and r.id < ${after.id}::uuid`}`,
          sql`r.id desc`,
          query.limit + 1,
        );
        const { items, nextCursor } = pageOf(rows, query.limit);
        return { items: (await shapeRequests(tx, ports, context.tenantId, items, context.now)).map(({ fields }) => fields), nextCursor };
      });
    },
    'portalFunds.request': (context, { params }) => reading(context, (tx) => ownRequest(tx, ports, context, params.id)),
    'portalFunds.createRequest': (context, { body }) => writing(context, async (tx) => ownRequest(tx, ports, context, await createRequest(tx, context, body))),
    'portalFunds.updateRequest': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await updateRequest(tx, ports, context, params.id, body, ifVersion);
        return ownRequest(tx, ports, context, params.id);
      }),
    'portalFunds.submitRequest': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await submitRequest(tx, ports, context, params.id, body.note, ifVersion);
        return ownRequest(tx, ports, context, params.id);
      }),
    'portalFunds.cancelRequest': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await cancelRequest(tx, ports, context, await lockRequest(tx, context.tenantId, params.id, partnerOf(context)), body.reason, ifVersion);
        return ownRequest(tx, ports, context, params.id);
      }),
    'portalFunds.askExtension': (context, { params, body }) =>
      writing(context, async (tx) => {
        await askExtension(tx, ports, context, params.id, body);
        return ownRequest(tx, ports, context, params.id);
      }),
    'portalFunds.claims': (context, { query }) => {
      const after = placeIn(query.cursor, 'id');
      return reading(context, async (tx, partnerId) => {
        const rows = await selectClaims(
          tx,
          context.tenantId,
          sql`and c.partner_id = ${partnerId}::uuid ${query.state === undefined ? sql`` : sql`and c.state = ${query.state}`} ${query.requestId === undefined ? sql`` : sql`and c.request_id = ${query.requestId}::uuid`}
            ${after === null ? sql`` : sql`and c.id < ${after.id}::uuid`}`,
          sql`c.id desc`,
          query.limit + 1,
        );
        const { items, nextCursor } = pageOf(rows, query.limit);
        return { items: items.map(claimFields), nextCursor };
      });
    },
    'portalFunds.claim': (context, { params }) => reading(context, (tx) => ownClaim(tx, ports, context, params.id)),
    'portalFunds.createClaim': (context, { body }) => writing(context, async (tx) => ownClaim(tx, ports, context, await createClaim(tx, context, body))),
    'portalFunds.updateClaim': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await updateClaim(tx, context, params.id, body, ifVersion);
        return ownClaim(tx, ports, context, params.id);
      }),
    'portalFunds.submitClaim': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await submitClaim(tx, ports, context, params.id, body.note, ifVersion);
        return ownClaim(tx, ports, context, params.id);
      }),
    'portalFunds.withdrawClaim': (context, { params, body }, { ifVersion }) =>
      writing(context, async (tx) => {
        await withdrawClaim(tx, ports, context, params.id, body.reason, ifVersion);
        return ownClaim(tx, ports, context, params.id);
      }),
    'portalFunds.uploadFile': (context, { body }) => uploadFile(deps, context, body),
    'portalFunds.file': (context, { params }) => {
      requireScope(context, 'portal:funds');
      return readFundFile(database, ports, context, params.id, params.childId, partnerOf(context));
    },
  };
}

type Need = Result<'portal.home'>['needsYou'][number];
/** What waits for a partner: questions to answer, and what must be claimed before it is lost. */
export async function needsOf(tx: Tx, context: Context): Promise<Need[]> {
  const { partnerId, scopes } = context.actor;
  if (partnerId === null || !scopes.has('portal:funds')) return [];
  const requests = await selectRequests(
    tx,
    context.tenantId,
    sql`and r.partner_id = ${partnerId}::uuid and r.state in ('info_requested', 'executed')`,
    sql`r.id desc`,
    20,
  );
  const claims = await selectClaims(tx, context.tenantId, sql`and c.partner_id = ${partnerId}::uuid and c.state = 'info_requested'`, sql`c.id desc`, 20);
  return [
    ...requests.map((request): Need => ({
      kind: request.state === 'executed' ? 'expiring' : 'answer',
      recordId: request.id,
      title: request.name,
      sentence:
        request.state === 'executed'
          ? `Claim what it cost by ${request.claimUntil ?? ''}; what is not claimed is lost.`
          : (request.question ?? 'We need to know more.'),
      dueAt: request.state === 'executed' && request.claimUntil !== null ? `${request.claimUntil}T23:59:59.000Z` : null,
      path: `/portal/funds/requests/${request.id}`,
    })),
    ...claims.map((claim): Need => ({
      kind: 'answer',
      recordId: claim.id,
      title: claim.title,
      sentence: claim.question ?? 'We need to know more.',
      dueAt: null,
      path: `/portal/funds/claims/${claim.id}`,
    })),
  ];
}
