import { isObject } from '../wire/json.ts';
import type { JsonObject } from '../wire/json.ts';
import { instant, nowOf, text } from './context.ts';
import type { Cosell } from './context.ts';
import type { AwsSide, NextStep, Opportunity } from './model.ts';
import { at } from './rules.ts';
import { republish } from './snapshots.ts';

/** The body as it is kept: without what only AWS writes, and with the coercions of the service. */
export function keptBody(input: JsonObject): JsonObject {
  const names = [
    'PrimaryNeedsFromAws',
    'NationalSecurity',
    'Customer',
    'Project',
    'OpportunityType',
    'Marketing',
    'SoftwareRevenue',
    'LifeCycle',
    'PartnerOpportunityIdentifier',
  ];
  const body: JsonObject = {};
  for (const name of names) if (input[name] !== undefined) body[name] = input[name];
  if (isObject(body.LifeCycle)) {
    const { ReviewStatus: _status, ReviewComments: _comments, ReviewStatusReason: _reason, NextStepsHistory: _history, ...own } = body.LifeCycle;
    body.LifeCycle = own;
  }
  if (isObject(body.Project) && Array.isArray(body.Project.ExpectedCustomerSpend)) {
    body.Project = {
      ...body.Project,
      ExpectedCustomerSpend: body.Project.ExpectedCustomerSpend.map((spend: unknown) => (isObject(spend) ? coercedTarget(spend) : spend)),
    };
  }
  return body;
}

/** Any company but Self becomes AWS, whatever the model would accept. */
const coercedTarget = (spend: JsonObject): JsonObject => ({ ...spend, TargetCompany: spend.TargetCompany === 'Self' ? 'Self' : 'AWS' });

function lagUntil(cosell: Cosell): number | undefined {
  const { readLagMs } = cosell.world.faults.of('aws');
  return readLagMs > 0 ? nowOf(cosell) + Math.ceil(cosell.world.faults.random() * readLagMs) : undefined;
}

export function addOpportunity(cosell: Cosell, record: Omit<Opportunity, 'id' | 'createdAt' | 'modifiedAt' | 'nextStepsHistory'>): Opportunity {
  const now = nowOf(cosell);
  const id = `O${1_000_000 + cosell.world.ids.next('cosell-opportunity')}`;
  const added: Opportunity = { ...record, id, createdAt: now, modifiedAt: now, nextStepsHistory: withStep([], '', record.body, now) };
  cosell.store.opportunities.put(added, lagUntil(cosell));
  cosell.events.opportunity('Created', added);
  return added;
}

/** Each change has a later LastModifiedDate than the one before, even within one millisecond: otherwise the lock would not hold. */
export function changeOpportunity(
  cosell: Cosell,
  before: Opportunity,
  change: Partial<Omit<Opportunity, 'id' | 'account' | 'catalog' | 'createdAt' | 'modifiedAt'>>,
  options: { readonly byAws?: boolean } = {},
): Opportunity {
  const modifiedAt = Math.max(nowOf(cosell), before.modifiedAt + 1);
  const nextStepsHistory =
    change.body === undefined
      ? before.nextStepsHistory
      : withStep(before.nextStepsHistory, text(at(before.body, 'LifeCycle.NextSteps')), change.body, modifiedAt);
  const after: Opportunity = { ...before, nextStepsHistory, ...change, modifiedAt };
  cosell.store.opportunities.put(after, lagUntil(cosell));
  cosell.events.opportunity('Updated', after);
  republish(cosell, before, after, options.byAws === true);
  return after;
}

const historyLimit = 50;
function withStep(history: readonly NextStep[], before: string, body: JsonObject, now: number): readonly NextStep[] {
  const value = text(at(body, 'LifeCycle.NextSteps'));
  return value === '' || value === before ? history : [{ value, at: now }, ...history].slice(0, historyLimit);
}

/** AWS takes the deal into its own pipeline. */
export function awsSideOf(record: Opportunity, submission: { readonly involvementType: string; readonly visibility: string }): AwsSide {
  const targetCloseDate = at(record.body, 'LifeCycle.TargetCloseDate');
  return { ...submission, stage: 'Not Started', nextStepsHistory: [], team: [], ...(typeof targetCloseDate === 'string' ? { targetCloseDate } : {}) };
}

export const lockValue = (record: Opportunity): string => instant(record.modifiedAt);
