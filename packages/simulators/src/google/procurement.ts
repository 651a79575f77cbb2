import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { at, isText, textAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import type { Handler, Parameters, Route } from '../microsoft/kit/routes.ts';
import { route } from '../microsoft/kit/routes.ts';
import { callerOf, cloudScopes } from './identity.ts';
import { bodyOf, maskOf, paged } from './masks.ts';
import type { Entitlement, Google, ProcurementAccount } from './model.ts';
import { lag, now } from './model.ts';
import { accountEvent, entitlementEvent } from './notifications.ts';
import { addMonths } from '../microsoft/catalogue.ts';
import { googleError, invalid, precondition } from './refusals.ts';

const accounts = '/v1/providers/:provider/accounts';
const entitlements = '/v1/providers/:provider/entitlements';
const done: SimulatedResponse = { status: 200, body: {} };

export function procurementRoutes(google: Google): readonly Route[] {
  const guarded = (run: (request: SimulatedRequest, parameters: Parameters) => SimulatedResponse): Handler => {
    return (request, parameters) => {
      const caller = callerOf(google, request, cloudScopes);
      if (caller.provider !== parameters.provider)
        throw googleError('PERMISSION_DENIED', `The caller does not have permission for providers/${parameters.provider ?? ''}.`);
      return run(request, parameters);
    };
  };
  const account = (id: string): ProcurementAccount => present(google.accounts.get(id), `accounts/${id}`);
  const entitlement = (id: string): Entitlement => present(google.entitlements.get(id), `entitlements/${id}`);
  return [
    route(
      'GET',
      accounts,
      guarded((request, { provider = '' }) => {
        const { page, nextPageToken } = paged(
          request,
          google.accounts.allSeen(lag(google)).filter((one) => one.provider === provider),
          200,
        );
        return { status: 200, body: { accounts: page.map((one) => shownAccount(one, request)), nextPageToken } };
      }),
    ),
    route(
      'GET',
      `${accounts}/:id`,
      guarded((request, { id = '' }) => ({ status: 200, body: shownAccount(present(google.accounts.seen(id, lag(google)), `accounts/${id}`), request) })),
    ),
    route(
      'POST',
      `${accounts}/:id!approve`,
      guarded((request, { id = '' }) => decide(google, account(id), request, 'APPROVED')),
    ),
    route(
      'POST',
      `${accounts}/:id!reject`,
      guarded((request, { id = '' }) => decide(google, account(id), request, 'REJECTED')),
    ),
    route(
      'POST',
      `${accounts}/:id!reset`,
      guarded((_, { id = '' }) => {
        const one = account(id);
        google.accounts.put(id, {
          ...one,
          state: 'ACCOUNT_ACTIVATION_REQUESTED',
          approvals: one.approvals.map((approval) => ({ ...approval, state: 'PENDING', reason: '', updateTime: now(google) })),
        });
        return done;
      }),
    ),
    route(
      'GET',
      entitlements,
      guarded((request, { provider = '' }) => list(google, provider, request)),
    ),
    route(
      'GET',
      `${entitlements}/:id`,
      guarded((_, { id = '' }) => ({ status: 200, body: shownEntitlement(present(google.entitlements.seen(id, lag(google)), `entitlements/${id}`)) })),
    ),
    route(
      'PATCH',
      `${entitlements}/:id`,
      guarded((request, { id = '' }) => {
        const mask = maskOf(request);
        if (mask.length === 0 || mask.some((one) => one !== 'messageToUser'))
          throw invalid([{ field: 'updateMask', description: 'Only messageToUser can be updated.' }]);
        return {
          status: 200,
          body: shownEntitlement(keepEntitlement(google, { ...entitlement(id), messageToUser: textAt(bodyOf(request), 'messageToUser') })),
        };
      }),
    ),
    route(
      'POST',
      `${entitlements}/:id!approve`,
      guarded((_, { id = '' }) => approve(google, entitlement(id))),
    ),
    route(
      'POST',
      `${entitlements}/:id!reject`,
      guarded((request, { id = '' }) => {
        const one = entitlement(id);
        reasonOf(request);
        if (one.state !== 'ENTITLEMENT_ACTIVATION_REQUESTED')
          throw precondition(`The entitlement is ${one.state}; only one whose activation was requested can be rejected.`, one.name);
        entitlementEvent(
          google,
          'ENTITLEMENT_CANCELLED',
          keepEntitlement(google, { ...one, state: 'ENTITLEMENT_CANCELLED', cancellationReason: 'Rejected by the provider.' }),
        );
        return done;
      }),
    ),
    route(
      'POST',
      `${entitlements}/:id!approvePlanChange`,
      guarded((request, { id = '' }) => planChange(google, entitlement(id), request, true)),
    ),
    route(
      'POST',
      `${entitlements}/:id!rejectPlanChange`,
      guarded((request, { id = '' }) => planChange(google, entitlement(id), request, false)),
    ),
    route(
      'POST',
      `${entitlements}/:id!suspend`,
      guarded((_, { id = '' }) => {
        throw googleError('UNIMPLEMENTED', `Suspending ${entitlement(id).name} is not yet supported.`);
      }),
    ),
  ];
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw googleError('NOT_FOUND', `${name} was not found.`);
  return value;
}

function shownAccount(account: ProcurementAccount, request: SimulatedRequest): Json {
  const { billingAccount, buyer: _, ...shown } = account;
  return request.query.get('view') === 'ACCOUNT_VIEW_FULL' || request.query.get('view') === 'FULL'
    ? { ...shown, resellerParentBillingAccount: account.resellerParentBillingAccount ?? '', billingAccount }
    : shown;
}
export const shownEntitlement = (one: Entitlement): Json => {
  const { id: _, changeAt: __, periodEnd: ___, chargedThrough: ____, newPendingPlan, offer, offerEndTime, ...shown } = one;
  return {
    ...shown,
    ...(newPendingPlan === null ? {} : { newPendingPlan }),
    ...(offer === null ? {} : { offer }),
    ...(offerEndTime === null ? {} : { offerEndTime }),
  };
};
export const keepEntitlement = (google: Google, one: Entitlement): Entitlement => google.entitlements.put(one.id, { ...one, updateTime: now(google) });

function reasonOf(request: SimulatedRequest): string {
  const reason = textAt(bodyOf(request), 'reason');
  if (Buffer.byteLength(reason) > 256) throw invalid([{ field: 'reason', description: 'The reason has at most 256 bytes.' }]);
  return reason;
}

function decide(google: Google, account: ProcurementAccount, request: SimulatedRequest, state: 'APPROVED' | 'REJECTED'): SimulatedResponse {
  const name = at(bodyOf(request), 'approvalName') ?? 'signup';
  const reason = reasonOf(request);
  const approval = account.approvals.find((one) => one.name === name);
  if (approval === undefined) throw invalid([{ field: 'approvalName', description: 'The account has no such approval.' }]);
  if (approval.state !== 'PENDING') throw precondition(`The approval '${approval.name}' is ${approval.state} already.`, account.name);
  const approvals = account.approvals.map((one) => (one === approval ? { ...one, state, reason, updateTime: now(google) } : one));
  const id = account.name.split('/').at(-1) ?? '';
  const kept = google.accounts.put(id, { ...account, approvals, state: state === 'APPROVED' ? 'ACCOUNT_ACTIVE' : account.state, updateTime: now(google) });
  if (state === 'APPROVED') accountEvent(google, 'ACCOUNT_ACTIVE', kept);
  return done;
}

/** Approving twice is refused, as practitioners report; a client takes that for success. */
function approve(google: Google, one: Entitlement): SimulatedResponse {
  if (one.state !== 'ENTITLEMENT_ACTIVATION_REQUESTED')
    throw precondition(`The entitlement is ${one.state}; only one whose activation was requested can be approved.`, one.name);
  if (google.accounts.get(one.account.split('/').at(-1) ?? '')?.state !== 'ACCOUNT_ACTIVE')
    throw precondition('The account must be approved first.', one.account);
  const start = now(google);
  entitlementEvent(
    google,
    'ENTITLEMENT_ACTIVE',
    keepEntitlement(google, { ...one, state: 'ENTITLEMENT_ACTIVE', chargedThrough: start, periodEnd: addMonths(start, 1) }),
  );
  return done;
}

function planChange(google: Google, one: Entitlement, request: SimulatedRequest, approved: boolean): SimulatedResponse {
  const wanted = at(bodyOf(request), 'pendingPlanName');
  reasonOf(request);
  if (one.state !== 'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL')
    throw precondition(`The entitlement is ${one.state}; no plan change waits for approval.`, one.name);
  if (!isText(wanted) || wanted !== one.newPendingPlan)
    throw invalid([{ field: 'pendingPlanName', description: `The pending plan is ${one.newPendingPlan ?? ''}.` }]);
  if (!approved) {
    entitlementEvent(google, 'ENTITLEMENT_PLAN_CHANGE_CANCELLED', keepEntitlement(google, { ...one, state: 'ENTITLEMENT_ACTIVE', newPendingPlan: null }));
  } else if (one.changeAt === 'now') changePlan(google, one);
  else keepEntitlement(google, { ...one, state: 'ENTITLEMENT_PENDING_PLAN_CHANGE' });
  return done;
}
export function changePlan(google: Google, one: Entitlement): void {
  const kept = keepEntitlement(google, { ...one, state: 'ENTITLEMENT_ACTIVE', plan: one.newPendingPlan ?? one.plan, newPendingPlan: null });
  entitlementEvent(google, 'ENTITLEMENT_PLAN_CHANGED', kept, { newPlan: kept.plan });
}

/** `key=value` joined by spaces or AND, on the keys the service documents. */
function list(google: Google, provider: string, request: SimulatedRequest): SimulatedResponse {
  const tests = (request.query.get('filter') ?? '')
    .split(/\s+AND\s+|\s+/)
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^(account|state|plan|product|offer)\s*=\s*"?([^"]+)"?$/.exec(part);
      if (match === null) throw invalid([{ field: 'filter', description: `'${part}' cannot be filtered by.` }]);
      const [, key = '', value = ''] = match;
      const wanted = key === 'state' ? `ENTITLEMENT_${value.toUpperCase().replaceAll('-', '_').replace('ENTITLEMENT_', '')}` : value;
      return (one: Entitlement): boolean => {
        const given = textAt(one, key);
        return given === wanted || given.endsWith(`/${wanted}`);
      };
    });
  const all = google.entitlements.allSeen(lag(google)).filter((one) => one.provider === provider && tests.every((test) => test(one)));
  const { page, nextPageToken } = paged(request, all, 200);
  return { status: 200, body: { entitlements: page.map(shownEntitlement), nextPageToken } };
}
