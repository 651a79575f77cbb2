import type { Parsed, Result } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { cosellOf, nameOfConnection, today, type CloudsDeps } from './deps.ts';
import type { CloudView, CosellPort, Goal, Issue, PlanResult } from './ports.ts';

export type Plan = Result<'clouds.plan'>;

export async function planOf(deps: CloudsDeps, context: Context, input: Parsed<'clouds.plan'>): Promise<Plan> {
  requireScope(context, 'deals:read');
  const { id: dealId, childId: connectionId } = input.params;
  const port = await cosellOf(deps, context.tenantId, connectionId);
  return deps.database.reading(context.tenantId, async (tx) => {
    const view = await viewOrDraft(tx, deps, context.tenantId, dealId, connectionId);
    const goal = goalOf(input.query.goal, input.query.stage);
    const result = port.plan(view.facts, view.remote, goal, today(context));
    const { system } = await nameOfConnection(tx, context.tenantId, connectionId);
    return inOurWords(view, result, { connectionId, system: system as Plan['system'], goal: goal.kind, port });
  });
}

export async function viewOrDraft(tx: Tx, deps: CloudsDeps, tenantId: string, dealId: string, connectionId: string): Promise<CloudView> {
  return (await deps.ports.views.ofDeal(tx, tenantId, dealId, connectionId)) ?? deps.ports.views.draftOf(tx, tenantId, dealId, connectionId);
}
export async function viewById(tx: Tx, deps: CloudsDeps, tenantId: string, viewId: string): Promise<CloudView & { readonly viewId: string }> {
  const view = await deps.ports.views.byId(tx, tenantId, viewId);
  if (view === null || view.viewId === null) throw notFound('view');
  return { ...view, viewId: view.viewId };
}

function goalOf(kind: 'save' | 'submit' | 'stage', stage: string | undefined): Goal {
  if (kind !== 'stage') return { kind };
  if (stage === undefined)
    throw new Problem('invalid_input', 'Say which stage the deal is to move to.', {
      fields: [{ path: 'stage', code: 'required', sentence: 'Choose a stage.' }],
    });
  return { kind: 'stage', stage };
}

/** A field is called as people here call it; theirs stands beside it. */
function inOurWords(view: CloudView, result: PlanResult, about: { connectionId: string; system: Plan['system']; goal: Plan['goal']; port: CosellPort }): Plan {
  const named = fieldNames(view);
  const looked = new Set([...result.demanded, ...result.issues.flatMap(({ field }) => field ?? []), ...result.writes.map((each) => each.outsideField)]);
  return {
    connectionId: about.connectionId,
    system: about.system,
    goal: about.goal,
    writes: result.writes.map((each) => ({ ...named(each.outsideField), outsideField: each.outsideField, from: mutable(each.from), to: mutable(each.to) })),
    locked: result.locked.map((each) => ({ ...named(each.outsideField), why: each.why, sentence: each.sentence })),
    issues: issuesInOurWords(view, result.issues),
    fields: view.fields
      .filter((each) => looked.has(each.outsideField))
      .map((each) => ({
        field: each.field,
        label: each.label,
        type: each.type,
        choices: [...each.choices],
        value: mutable(each.value),
        demanded: result.demanded.includes(each.outsideField),
        help: result.issues.find(({ field }) => field === each.outsideField)?.sentence ?? null,
      })),
    submitChoices: { involvement: [...about.port.capabilities.involvement], visibility: [...about.port.capabilities.visibility] },
    nextStages: result.nextStages.map((each) => ({ stage: each.stage as Plan['nextStages'][number]['stage'], outside: each.outside })),
    mayGo: !blocks(result.issues),
  };
}
const fieldNames =
  (view: CloudView) =>
  (outsideField: string): { field: string; label: string } => {
    const mapped = view.fields.find((each) => each.outsideField === outsideField);
    return { field: mapped?.field ?? outsideField, label: mapped?.label ?? outsideField };
  };
const mutable = <Value>(value: Value | readonly string[]): Exclude<Value, readonly string[]> | string[] =>
  Array.isArray(value) ? [...(value as string[])] : (value as Exclude<Value, readonly string[]>);

export const issuesInOurWords = (view: CloudView, issues: readonly Issue[]): Issue[] => {
  const named = fieldNames(view);
  return issues.map((each) => ({ ...each, field: each.field === null ? null : named(each.field).field }));
};
export const blocks = (issues: readonly Issue[]): boolean => issues.some(({ severity }) => severity !== 'warning');

/** @throws {Problem} with every field that stands in the way. */
export function requireMayGo(view: CloudView, issues: readonly Issue[], what: string): void {
  const blocking = issuesInOurWords(view, issues).filter(({ severity }) => severity !== 'warning');
  if (blocking.length === 0) return;
  throw new Problem('invalid_input', `${what} ${blocking.map(({ sentence }) => sentence).join(' ')}`, {
    reason: 'plan_blocked',
    fields: blocking.map(({ field, code, sentence }) => ({ path: field ?? '', code, sentence })),
  });
}
