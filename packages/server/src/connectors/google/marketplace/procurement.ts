import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import type { FulfilmentDecision } from '../../../modules/marketplaces/index.ts';
import { ask, orNull } from '../client.ts';
import { googleSettings } from '../settings.ts';
import { instantOf } from '../types.ts';
import { at, isJson, listAt, textAt, type Json } from '../values.ts';

export type Entitlement = {
  readonly id: string;
  readonly account: string | null;
  readonly product: string | null;
  readonly plan: string | null;
  readonly pendingPlan: string | null;
  readonly state: string;
  readonly offer: string | null;
  readonly offerEndTime: string | null;
  readonly usageReportingId: string | null;
  readonly createTime: string | null;
  readonly updateTime: string | null;
};

const providerPath = (access: Access): string => `/v1/providers/${googleSettings(access).provider}`;
export const entitlementsPath = (access: Access): string => `${providerPath(access)}/entitlements`;
/** The last part of a resource name, which is how entitlements are known everywhere else. */
export const bareId = (name: string): string => name.split('/').at(-1) ?? name;

export function entitlementOf(body: Json): Entitlement {
  const name = textAt(body, 'name');
  if (name === null) throw new OutsideError('protocol', 'Google answered an entitlement without its name.');
  return {
    id: bareId(name),
    account: textAt(body, 'account'),
    product: textAt(body, 'product'),
    plan: textAt(body, 'plan'),
    pendingPlan: textAt(body, 'newPendingPlan'),
    state: textAt(body, 'state') ?? '',
    offer: textAt(body, 'offer'),
    offerEndTime: instantOf(body['offerEndTime']),
    usageReportingId: textAt(body, 'usageReportingId'),
    createTime: instantOf(body['createTime']),
    updateTime: instantOf(body['updateTime']),
  };
}

export async function getEntitlement(access: Access, id: string): Promise<Entitlement | null> {
  const body = await orNull(ask(access, 'procurement', { method: 'GET', path: `${entitlementsPath(access)}/${encodeURIComponent(bareId(id))}` }));
  return body === null ? null : entitlementOf(body);
}

const MOST_BYTES = 256;
/** The longest beginning of a reason that Google takes, in whole characters. */
function reasonOf(reason: string): string {
  let text = '';
  for (const char of reason) {
    if (Buffer.byteLength(text + char) > MOST_BYTES) break;
    text += char;
  }
  return text;
}

/**
 * Lets a purchase begin, or a change of plan happen, or refuses it. The account of a new buyer is approved first. What has been approved
 * before is refused by Google with 400, and is what was wanted.
 */
export async function fulfil(access: Access, id: string, decision: FulfilmentDecision): Promise<void> {
  const now = await getEntitlement(access, id);
  if (now === null) throw new OutsideError('gone', 'Google does not know this purchase any more.');
  if (now.state === 'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL') {
    const change = { pendingPlanName: now.pendingPlan ?? '' };
    return decision.approve
      ? act(access, now, 'approvePlanChange', change)
      : act(access, now, 'rejectPlanChange', { ...change, reason: reasonOf(decision.reason) });
  }
  if (!decision.approve) return act(access, now, 'reject', { reason: reasonOf(decision.reason) });
  if (now.state === 'ENTITLEMENT_ACTIVATION_REQUESTED' && now.account !== null) await approveAccount(access, bareId(now.account));
  return act(access, now, 'approve', {});
}

async function act(access: Access, before: Entitlement, verb: string, body: Json): Promise<void> {
  try {
    await ask(access, 'procurement', { method: 'POST', path: `${entitlementsPath(access)}/${before.id}:${verb}`, body });
  } catch (error) {
    if (!wasRefused(error)) throw error;
    const after = await getEntitlement(access, before.id);
    if (after !== null && isDone(verb, after.state)) return;
    throw new OutsideError('invalid', error.message, { cause: error.cause });
  }
}
const wasRefused = (error: unknown): error is OutsideError => error instanceof OutsideError && (error.failure === 'locked' || error.failure === 'invalid');
const going = new Set([
  'ENTITLEMENT_ACTIVE',
  'ENTITLEMENT_PENDING_PLAN_CHANGE',
  'ENTITLEMENT_PENDING_CANCELLATION',
  'ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL',
]);
function isDone(verb: string, state: string): boolean {
  if (verb === 'approve') return going.has(state);
  if (verb === 'reject') return state === 'ENTITLEMENT_CANCELLED';
  return state === 'ENTITLEMENT_ACTIVE' || (verb === 'approvePlanChange' && state === 'ENTITLEMENT_PENDING_PLAN_CHANGE');
}

async function approveAccount(access: Access, id: string): Promise<void> {
  const path = `${providerPath(access)}/accounts/${encodeURIComponent(id)}`;
  const waiting = listAt(await ask(access, 'procurement', { method: 'GET', path }), 'approvals').filter((each) => isJson(each) && each['state'] === 'PENDING');
  for (const approval of waiting) {
    try {
      await ask(access, 'procurement', { method: 'POST', path: `${path}:approve`, body: { approvalName: at(approval, 'name') } });
    } catch (error) {
      // Somebody approved it meanwhile; if it was rejected, the purchase itself is refused next.
      if (!wasRefused(error)) throw error;
    }
  }
}
