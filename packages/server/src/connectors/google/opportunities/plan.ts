import type { CosellFacts, CosellRemote, Goal, Issue, PlanResult, Severity } from '../../../modules/clouds/index.ts';
import { alike, isBlank, type Value, type Values } from '../values.ts';
import { dateIssues, demandedForSubmit, submitIssues, valueIssues, type Found } from './constraints.ts';
import { fieldByKey } from './fields.ts';
import { afterWriting, isLocked, lockOf, type Lock } from './locks.ts';
import { normal } from './normal.ts';
import { isClosed, ourStage, stageOf, stages } from './stages.ts';

const CLOSE_SENTENCE = 'Only Google closes an opportunity; tell the Google seller how it ended.';

/**
 * What a step with Google would write, what is locked, and what is missing for it, known without asking Google. `usual` are values of
 * the connection that a submission fills in where the deal says nothing.
 */
export function planGoogle(facts: CosellFacts, remote: CosellRemote | null, goal: Goal, today: string, usual: Values = {}): PlanResult {
  const state = remote === null ? null : (remote.state?.label ?? 'DRAFT');
  const now = remote?.values ?? null;
  const lock = lockOf(state, now?.['stage']);
  const wanted = goalValues(facts.theirs, goal);
  const { writes, locked } = differences(wanted, now, lock);
  const after = afterWriting(now, Object.fromEntries(writes.map(({ outsideField, to }) => [outsideField, to])), lock);
  const written = writes.map(({ outsideField }) => outsideField);
  const saving = remote === null || written.length > 0 ? [...valueIssues(after, written), ...dateIssues(after, now, today)] : [];
  return {
    writes,
    locked,
    issues: [...as('blocks_save', saving), ...goalIssues(goal, state, now, filled(after, usual), saving)],
    demanded: goal.kind === 'submit' ? demandedForSubmit : goal.kind === 'save' ? ['opportunityInfo.displayName'] : [],
    nextStages: state === 'ACCEPTED' ? nextStages(now?.['stage']) : [],
  };
}

function goalValues(theirs: Values, goal: Goal): Values {
  const values = Object.fromEntries(Object.entries(theirs).flatMap(([key, value]) => (fieldByKey.has(key) ? [[key, normal(key, value)] as const] : [])));
  const stage = goal.kind === 'stage' ? stageOf(goal.stage) : null;
  return stage === null ? values : { ...values, stage };
}
const filled = (values: Values, usual: Values): Values => ({ ...values, ...Object.fromEntries(Object.entries(usual).filter(([key]) => isBlank(values[key]))) });

function differences(wanted: Values, now: Values | null, lock: Lock | null): Pick<PlanResult, 'writes' | 'locked'> {
  const writes: PlanResult['writes'][number][] = [];
  const locked: PlanResult['locked'][number][] = [];
  for (const [outsideField, to] of Object.entries(wanted)) {
    const from: Value = now?.[outsideField] ?? null;
    if (alike(from, to)) continue;
    // A currency says something only beside an amount, and a new opportunity begins at the first stage whatever is sent.
    if (outsideField === 'qualificationInfo.dealSize.currencyCode' && isBlank(wanted['qualificationInfo.dealSize'] ?? now?.['qualificationInfo.dealSize']))
      continue;
    if (outsideField === 'stage' && isClosed(to)) locked.push({ outsideField, why: 'theirs', sentence: CLOSE_SENTENCE });
    else if (outsideField === 'stage' && now === null) continue;
    else if (lock !== null && isLocked(lock, outsideField)) locked.push({ outsideField, why: 'locked_by_review', sentence: lock.sentence });
    else writes.push({ outsideField, from, to });
  }
  return { writes, locked };
}

function goalIssues(goal: Goal, state: string | null, now: Values | null, after: Values, already: readonly Found[]): Issue[] {
  if (goal.kind === 'save') return [];
  if (goal.kind === 'submit') {
    const sentence = submitState(state);
    const missing = submitIssues(after).filter(({ field }) => !already.some((each) => each.field === field));
    return as('blocks_submit', [...(sentence === null ? [] : [{ field: null, code: 'state', sentence }]), ...(sentence === null ? missing : [])]);
  }
  const sentence = stageState(goal.stage, state, now);
  return sentence === null ? [] : as('blocks_stage', [{ field: 'stage', code: 'state', sentence }]);
}
function submitState(state: string | null): string | null {
  if (state === 'SUBMITTED') return 'It is with Google already; wait until Google has decided.';
  return state === 'ACCEPTED' ? 'Google has accepted it already; there is nothing to submit.' : null;
}
function stageState(stage: string, state: string | null, now: Values | null): string | null {
  const wanted = stageOf(stage);
  if (wanted === null) return 'Google has no such stage; choose another.';
  if (isClosed(wanted)) return CLOSE_SENTENCE;
  if (state !== 'ACCEPTED') return 'Submit it and wait until Google has accepted it; the stage moves only then.';
  return isClosed(now?.['stage']) ? 'Google has closed it; its stage moves no more.' : null;
}

function nextStages(stage: unknown): PlanResult['nextStages'] {
  if (isClosed(stage)) return [];
  const place = stages.findIndex((each) => each === stage);
  return stages
    .slice(place + 1)
    .filter((each) => !isClosed(each))
    .flatMap((outside) => {
      const ours = ourStage(outside);
      return ours === null ? [] : [{ stage: ours, outside }];
    });
}

const as = (severity: Severity, found: readonly Found[]): Issue[] => found.map((each) => ({ ...each, severity }));
