import type { CosellFacts, CosellRemote, Goal, Issue, PlanResult, Severity } from '../../modules/clouds/index.ts';
import { demandedForStage, demandedForSubmit, linkIssues, recordIssues, stageIssues, submitIssues, valueIssues, type Found, type Link } from './constraints.ts';
import { fieldByKey } from './fields.ts';
import { afterWriting, isLocked, lockOf, type Lock } from './locks.ts';
import { ourStage, stageOf } from './mapping.ts';
import { normal } from './normal.ts';
import { stages } from './lists.ts';
import { alike, type Value, type Values } from './values.ts';

type Writes = PlanResult['writes'][number];

/**
 * What a step with AWS would write, what is locked, and what is missing for it. Everything here is known without asking AWS: the facts
 * of the deal, and the record as it was read last.
 */
export function planAws(facts: CosellFacts, remote: CosellRemote | null, goal: Goal, today: string): PlanResult {
  const review = remote === null ? null : (remote.state?.label ?? 'Pending Submission');
  const now = remote?.values ?? null;
  const stageNow = typeof now?.['LifeCycle.Stage'] === 'string' ? now['LifeCycle.Stage'] : null;
  const lock = lockOf(review, stageNow);
  const wanted = goalValues(known(facts.theirs), goal);
  const { writes, locked } = differences(wanted, now, lock);
  const after = afterWriting(now, wanted, lock);
  const links = unionOf(facts.links, remote?.links ?? []);
  const written = writes.map(({ outsideField }) => outsideField);
  const saving = [...valueIssues(after, written), ...(written.length > 0 ? recordIssues(after, now, today) : []), ...standing(review, written, after, links)];
  const issues = [...as('blocks_save', saving), ...as('blocks_submit', linkIssues(links)), ...goalIssues(goal, review, stageNow, after, wanted, links, saving)];
  return {
    writes,
    locked,
    issues,
    demanded: demandedFor(goal, after),
    nextStages: review === 'Approved' ? nextStages(stageNow) : [],
  };
}

const known = (theirs: Values): Values => Object.fromEntries(Object.entries(theirs).filter(([key]) => fieldByKey.has(key)));

/** A step to a stage writes that stage, whatever the deal stands in. */
function goalValues(theirs: Values, goal: Goal): Values {
  const normalised = Object.fromEntries(Object.entries(theirs).map(([key, value]) => [key, normal(key, value)]));
  if (goal.kind !== 'stage') return normalised;
  const stage = stageOf[goal.stage];
  return stage === undefined ? normalised : { ...normalised, 'LifeCycle.Stage': stage };
}

function differences(wanted: Values, now: Values | null, lock: Lock | null): { writes: Writes[]; locked: PlanResult['locked'] } {
  const writes: Writes[] = [];
  const locked: PlanResult['locked'][number][] = [];
  const stage = isLocked(lock, 'LifeCycle.Stage') ? now?.['LifeCycle.Stage'] : (wanted['LifeCycle.Stage'] ?? now?.['LifeCycle.Stage']);
  for (const [outsideField, to] of Object.entries(wanted)) {
    const from: Value = now?.[outsideField] ?? null;
    if (alike(from, to)) continue;
    // The reason goes out together with the stage it belongs to, and waits until then.
    if (outsideField === 'LifeCycle.ClosedLostReason' && stage !== 'Closed Lost') continue;
    // A currency says something only beside an amount.
    if (outsideField === 'spend.currency' && ['spend.monthly', 'spend.tcv'].every((key) => alike(wanted[key] ?? now?.[key], null))) continue;
    if (lock !== null && isLocked(lock, outsideField)) locked.push({ outsideField, why: 'locked_by_review', sentence: lock.sentence });
    else writes.push({ outsideField, from, to });
  }
  return { writes, locked };
}

/** Once approved, every change is looked at by what the stage asks for, also a change of something else. */
const standing = (review: string | null, written: readonly string[], after: Values, links: readonly Link[]): Found[] =>
  review === 'Approved' && written.length > 0 && typeof after['LifeCycle.Stage'] === 'string' ? stageIssues(after['LifeCycle.Stage'], after, links) : [];

function goalIssues(
  goal: Goal,
  review: string | null,
  stageNow: string | null,
  after: Values,
  wanted: Values,
  links: readonly Link[],
  already: readonly Found[],
): Issue[] {
  const fresh = (found: readonly Found[]): Found[] =>
    found.filter((each) => !already.some(({ field, sentence }) => sentence === each.sentence || (field !== null && field === each.field)));
  if (goal.kind === 'submit') {
    const state = submitState(review);
    return as('blocks_submit', [...(state === null ? [] : [{ field: null, code: 'state', sentence: state }]), ...fresh(submitIssues(after, links))]);
  }
  if (goal.kind === 'save') return [];
  const stage = stageOf[goal.stage];
  if (stage === undefined) return as('blocks_stage', [{ field: 'LifeCycle.Stage', code: 'choice', sentence: 'AWS has no such stage; choose another.' }]);
  const state = stageState(review, stageNow);
  if (state !== null) return as('blocks_stage', [{ field: 'LifeCycle.Stage', code: 'state', sentence: state }]);
  return as('blocks_stage', fresh(stageIssues(stage, { ...after, ...pick(wanted, demandedForStage(stage)) }, links)));
}

function submitState(review: string | null): string | null {
  switch (review) {
    case 'Submitted':
    case 'In review':
      return 'It is with AWS already; wait until AWS has decided.';
    case 'Action Required':
      return 'Mend what AWS asks for; it goes back to AWS by itself as soon as a change is written.';
    case 'Approved':
      return 'AWS has approved it already; there is nothing to submit.';
    case 'Rejected':
      return 'AWS has rejected it, which is final; share the deal anew if it has changed.';
    default:
      return null;
  }
}
function stageState(review: string | null, stageNow: string | null): string | null {
  if (review !== 'Approved')
    return review === 'Rejected' ? 'AWS has rejected it; its stage moves no more.' : 'Submit it and wait for the approval of AWS; the stage moves only then.';
  if (stageNow === 'Closed Lost' || stageNow === 'Launched') return `It is ${stageNow.toLowerCase()} at AWS, which is final.`;
  return null;
}

function demandedFor(goal: Goal, after: Values): string[] {
  if (goal.kind === 'submit') return demandedForSubmit(after);
  return goal.kind === 'stage' ? demandedForStage(stageOf[goal.stage] ?? '') : ['Customer.Account.CompanyName'];
}

function nextStages(stageNow: string | null): PlanResult['nextStages'] {
  if (stageNow === 'Closed Lost' || stageNow === 'Launched') return [];
  const place = stages.findIndex((each) => each === stageNow);
  return stages.slice(place + 1).flatMap((outside) => {
    const stage = ourStage(outside);
    return stage === null ? [] : [{ stage, outside }];
  });
}

const as = (severity: Severity, found: readonly Found[]): Issue[] => found.map((each) => ({ ...each, severity }));
const pick = (values: Values, keys: readonly string[]): Values =>
  Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key] ?? null] as const])));
function unionOf(ours: readonly Link[], theirs: readonly Link[]): Link[] {
  const seen = new Map([...ours, ...theirs].map((link) => [`${link.type} ${link.id}`, link]));
  return [...seen.values()];
}
