import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { answering, cosellOf, nameOfConnection, today, type CloudsDeps } from './deps.ts';
import type { StepInput, StepName } from './domain/step.ts';
import { engagementOfDeal } from './engagement-store.ts';
import { requireMayGo, viewById } from './plan.ts';
import type { CloudView, CosellPort } from './ports.ts';
import { wantStep } from './want-step.ts';

type DealView = Result<'clouds.share'>;

/** A co-sell route, and a view that the engine turns into a draft over there. */
export async function shareDeal(deps: CloudsDeps, context: Context, input: Parsed<'clouds.share'>): Promise<DealView> {
  requireScope(context, 'cosell:submit');
  const { tenantId } = context;
  const [dealId, { connectionId }] = [input.params.id, input.body];
  const port = await cosellOf(deps, tenantId, connectionId);
  const viewId = await deps.database.inTenant(tenantId, async (tx) => {
    const { name, system } = await nameOfConnection(tx, tenantId, connectionId);
    if ((await deps.ports.views.ofDeal(tx, tenantId, dealId, connectionId)) !== null)
      throw new Problem('conflict', `This deal is shared with ${name} already. Open its tab to go on.`, { reason: 'already_shared' });
    const draft = await deps.ports.views.draftOf(tx, tenantId, dealId, connectionId);
    requireMayGo(draft, port.plan(draft.facts, null, { kind: 'save' }, today(context)).issues, 'It cannot be shared yet.');
    const { ownerId } = await deps.ports.deals.brief(tx, tenantId, dealId);
    const routeId = await deps.ports.deals.addCosellRoute(tx, context, dealId, {
      system,
      ownerId,
      nextStep: `Fill in what is missing and submit it to ${name}`,
    });
    const begun = await deps.ports.views.begin(tx, context, { dealId, connectionId, routeId, outsideId: null });
    await deps.ports.views.touch(tx, tenantId, begun);
    await recordChange(tx, context, {
      operation: 'clouds.share',
      recordType: 'view',
      recordId: begun,
      after: { dealId, connectionId },
      events: [{ type: 'cosell.shared', dealId, payload: { with: name } }],
    });
    return begun;
  });
  return shape(deps, context, viewId);
}

export async function submitView(deps: CloudsDeps, context: Context, input: Parsed<'clouds.submit'>): Promise<DealView> {
  const choice = { involvement: input.body.involvement ?? null, visibility: input.body.visibility ?? null };
  return begin(deps, context, input.params.id, 'clouds.submit', (_tx, view, port) => {
    offered(port.capabilities.involvement, choice.involvement, 'involvement');
    offered(port.capabilities.visibility, choice.visibility, 'visibility');
    requireMayGo(view, port.plan(view.facts, view.remote, { kind: 'submit' }, today(context)).issues, 'It cannot be submitted yet.');
    return Promise.resolve({ step: 'submit', input: choice });
  });
}

export async function linkEntity(deps: CloudsDeps, context: Context, input: Parsed<'clouds.link'>): Promise<DealView> {
  const { type, entityId, linked } = input.body;
  return begin(deps, context, input.params.id, 'clouds.link', (_tx, _view, port) => {
    offered(port.capabilities.linkTypes, type, 'type');
    return Promise.resolve({ step: linked ? 'link' : 'unlink', input: { type, id: entityId } });
  });
}

export async function invitePartner(deps: CloudsDeps, context: Context, input: Parsed<'clouds.invite'>): Promise<DealView> {
  const { account, responsibilities, message } = input.body;
  return begin(deps, context, input.params.id, 'clouds.invite', async (tx, view, port) => {
    if (!port.capabilities.multiPartner)
      throw new Problem('invalid_input', 'This cloud does not know several partners on one opportunity.', { reason: 'unsupported' });
    for (const each of responsibilities) offered(port.capabilities.responsibilities, each, 'responsibilities');
    const engagement = await engagementOfDeal(tx, context.tenantId, view.connectionId, view.dealId);
    const most = port.capabilities.mostMembers;
    if (engagement && most !== null && engagement.members.length >= most)
      throw new Problem('conflict', `There are ${most} partners already, which is the most.`, { reason: 'too_many' });
    return { step: 'invite', input: { account, responsibilities, message } };
  });
}

export async function solutionsOf(deps: CloudsDeps, context: Context, input: Parsed<'clouds.solutions'>): Promise<Result<'clouds.solutions'>> {
  requireScope(context, 'deals:read');
  const port = await cosellOf(deps, context.tenantId, input.params.id);
  return { items: [...(await answering(() => port.solutions(input.query.q ?? null)))].slice(0, 200) };
}

type Decide = (tx: Tx, view: CloudView & { viewId: string }, port: CosellPort) => Promise<{ step: StepName; input: StepInput }>;
async function begin(deps: CloudsDeps, context: Context, viewId: string, operation: string, decide: Decide): Promise<DealView> {
  requireScope(context, 'cosell:submit');
  const { tenantId } = context;
  const { connectionId } = await deps.database.reading(tenantId, (tx) => viewById(tx, deps, tenantId, viewId));
  const port = await cosellOf(deps, tenantId, connectionId);
  await deps.database.inTenant(tenantId, async (tx) => {
    const view = await viewById(tx, deps, tenantId, viewId);
    const { step, input } = await decide(tx, view, port);
    const id = await wantStep(tx, context, deps.ports.inbox, { connectionId, viewId, invitationId: null, dealId: view.dealId, step, input });
    await recordChange(tx, context, { operation, recordType: 'cloud_step', recordId: id, after: { viewId, step, ...input } });
  });
  return shape(deps, context, viewId);
}

export const shape = async (deps: CloudsDeps, context: Context, viewId: string): Promise<DealView> =>
  (await deps.ports.views.shape(context, viewId)) as DealView;

function offered(list: readonly string[], value: string | null, path: string): void {
  if (value === null || list.includes(value)) return;
  const sentence = list.length === 0 ? 'This cloud offers no such choice.' : `Choose one of: ${list.join(', ')}.`;
  throw new Problem('invalid_input', sentence, { fields: [{ path, code: 'choice', sentence }] });
}
