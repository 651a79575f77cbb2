import { requireScope, type Context } from '../../platform/context.ts';
import type { Handlers, SomeHandlers } from '../../platform/http/handlers.ts';
import { adjustAllocation, allocate, transfer } from './allocations.ts';
import { allocationView, budgetView, getAllocation, getBudget, listAllocations, listBudgets, listMovements } from './budget-lists.ts';
import { closeBudget, createBudget, publishPolicy, updateBudget } from './budgets.ts';
import type { FundsDeps } from './context.ts';
import { approveClaim, askAboutClaim, rejectClaim, reverseClaim } from './decide-claims.ts';
import { decideExtension } from './extensions.ts';
import { calendar, exportFunds, figures } from './figures.ts';
import { portalFundsRoutes } from './portal.ts';
import { answerRequest, approveRequest, cancelRequest } from './requests.ts';
import { lockRequest } from './request-store.ts';
import { claimFile, getClaim, getRequest, linkDeal, listClaims, listExtensions, listRequests } from './staff.ts';

type Operation = Extract<keyof Handlers, `funds.${string}` | `fundRequests.${string}` | `fundExtensions.${string}` | `fundClaims.${string}`>;

export function fundsRoutes(deps: FundsDeps): SomeHandlers {
  const { database, ports } = deps;
  const budgetOf = (context: Context, id: string) => database.reading(context.tenantId, (tx) => budgetView(tx, context, id));
  const fundOf = (context: Context, id: string) => database.reading(context.tenantId, (tx) => allocationView(tx, context.tenantId, id));
  const staff: Pick<Handlers, Operation> = {
    'funds.budgets': (context, { query }) => listBudgets(deps, context, query),
    'funds.budget': (context, { params }) => getBudget(deps, context, params.id),
    'funds.createBudget': async (context, { body }) => budgetOf(context, await createBudget(deps, context, body)),
    'funds.updateBudget': async (context, { params, body }, { ifVersion }) => {
      await updateBudget(deps, context, params.id, body, ifVersion);
      return budgetOf(context, params.id);
    },
    'funds.closeBudget': async (context, { params, body }, { ifVersion }) => {
      await closeBudget(deps, context, params.id, body.reason, ifVersion);
      return budgetOf(context, params.id);
    },
    'funds.publishPolicy': async (context, { params, body }, { ifVersion }) => {
      await publishPolicy(deps, context, params.id, body, ifVersion);
      return budgetOf(context, params.id);
    },
    'funds.allocations': (context, { query }) => listAllocations(deps, context, query),
    'funds.allocation': (context, { params }) => getAllocation(deps, context, params.id),
    'funds.movements': (context, { params, query }) => listMovements(deps, context, params.id, query),
    'funds.allocate': async (context, { body }) => fundOf(context, await allocate(deps, context, body)),
    'funds.adjustAllocation': async (context, { params, body }, { ifVersion }) => {
      await adjustAllocation(deps, context, params.id, body, ifVersion);
      return fundOf(context, params.id);
    },
    'funds.transfer': async (context, { params, body }, { ifVersion }) => {
      await transfer(deps, context, params.id, body, ifVersion);
      return { from: await fundOf(context, params.id), to: await fundOf(context, body.toAllocationId) };
    },
    'fundRequests.list': (context, { query }) => listRequests(deps, context, query),
    'fundRequests.get': (context, { params }) => getRequest(deps, context, params.id),
    'fundRequests.approve': async (context, { params, body }, { ifVersion }) => {
      await approveRequest(deps, context, params.id, body, ifVersion);
      return getRequest(deps, context, params.id);
    },
    'fundRequests.reject': async (context, { params, body }, { ifVersion }) => {
      await answerRequest(deps, context, params.id, 'reject', body.reason, ifVersion);
      return getRequest(deps, context, params.id);
    },
    'fundRequests.ask': async (context, { params, body }, { ifVersion }) => {
      await answerRequest(deps, context, params.id, 'ask', body.question, ifVersion);
      return getRequest(deps, context, params.id);
    },
    'fundRequests.cancel': async (context, { params, body }, { ifVersion }) => {
      requireScope(context, 'funds:approve');
      await database.inTenant(context.tenantId, async (tx) =>
        cancelRequest(tx, ports, context, await lockRequest(tx, context.tenantId, params.id), body.reason, ifVersion),
      );
      return getRequest(deps, context, params.id);
    },
    'fundRequests.linkDeal': (context, { params, body }) => linkDeal(deps, context, params.id, body.dealId, true),
    'fundRequests.unlinkDeal': (context, { params }) => linkDeal(deps, context, params.id, params.childId, false),
    'fundExtensions.list': (context, { query }) => listExtensions(deps, context, query),
    'fundExtensions.decide': async (context, { params, body }) => getRequest(deps, context, await decideExtension(deps, context, params.id, body)),
    'fundClaims.list': (context, { query }) => listClaims(deps, context, query),
    'fundClaims.get': (context, { params }) => getClaim(deps, context, params.id),
    'fundClaims.file': (context, { params }) => claimFile(deps, context, params.id, params.childId),
    'fundClaims.approve': async (context, { params, body }, { ifVersion }) => {
      await approveClaim(deps, context, params.id, body, ifVersion);
      return getClaim(deps, context, params.id);
    },
    'fundClaims.reject': async (context, { params, body }, { ifVersion }) => {
      await rejectClaim(deps, context, params.id, body, ifVersion);
      return getClaim(deps, context, params.id);
    },
    'fundClaims.ask': async (context, { params, body }, { ifVersion }) => {
      await askAboutClaim(deps, context, params.id, body.question, ifVersion);
      return getClaim(deps, context, params.id);
    },
    'fundClaims.reverse': async (context, { params, body }, { ifVersion }) => {
      await reverseClaim(deps, context, params.id, body, ifVersion);
      return getClaim(deps, context, params.id);
    },
    'funds.calendar': (context, { query }) => calendar(deps, context, query),
    'funds.figures': (context, { query }) => figures(deps, context, query),
    'funds.export': (context, { query }) => exportFunds(deps, context, query),
  };
  return { ...staff, ...portalFundsRoutes(deps) };
}
