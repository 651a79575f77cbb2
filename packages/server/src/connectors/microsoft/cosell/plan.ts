import type { CosellFacts, CosellRemote, Goal, Issue, PlanResult, Severity } from '../../../modules/clouds/index.ts';
import { isBlank, type Value, type Values } from '../values.ts';
import { CONTACT_CONSENT, fieldByKey, normal, OUTCOME, REASON } from './fields.ts';
import { SOLUTIONS } from './lists.ts';
import { stageOf } from './mapping.ts';
import { changes, demandedForSubmit, neededKeys, recordIssues, submitIssues, valueIssues, wantedKind, type Found } from './requirements.ts';
import { isDraft, isLocked, lockOf, outcomeTrouble, standingIn, type Standing } from './standing.ts';
import { taxonomyIssues } from './taxonomy.ts';

/** What the connection adds to every referral. */
export type Usual = { readonly solutionId: string | null; readonly partnerRole: string | null };

/**
 * What a step with Microsoft would write, what is locked, and what is missing for it. Everything here is known without asking: the
 * facts of the deal, and the referral as it was read last.
 */
export function planMicrosoft(facts: CosellFacts, remote: CosellRemote | null, goal: Goal, today: string, usual: Usual): PlanResult {
  const standing = remote === null ? null : standingIn(remote.state?.label ?? '');
  const lock = standing === null ? null : lockOf(standing);
  const now = remote?.values ?? (usual.partnerRole === null ? {} : { PartnerRole: usual.partnerRole });
  const wanted = goalValues(facts.theirs, goal);
  const writes: PlanResult['writes'][number][] = [];
  const locked: PlanResult['locked'][number][] = [];
  const after: Record<string, Value> = { ...now };
  for (const [outsideField, to] of Object.entries(wanted)) {
    const from = now[outsideField] ?? null;
    if (!changes(outsideField, from, to)) continue;
    if (isLocked(lock, outsideField)) locked.push({ outsideField, why: 'locked_by_review', sentence: lock?.sentence ?? '' });
    else {
      writes.push({ outsideField, from, to });
      after[outsideField] = to;
    }
  }
  const closed = standing?.status === 'Closed';
  const saving = closed ? [] : savingIssues(after, writes, standing, solutionsOf(facts, remote, usual), goal);
  return {
    writes,
    locked,
    issues: [...as('blocks_save', saving), ...goalIssues(goal, standing, after, saving, today)],
    demanded: goal.kind === 'submit' ? demandedForSubmit(after) : goal.kind === 'stage' && stageOf[goal.stage] === 'Lost' ? [REASON] : [...neededKeys],
    nextStages: nextStages(standing),
  };
}

/** A step to a stage writes what that stage means over there, whatever the deal stands in. */
function goalValues(theirs: Values, goal: Goal): Values {
  const known = Object.fromEntries(Object.entries(theirs).flatMap(([key, value]) => (fieldByKey.has(key) ? [[key, normal(key, value)] as const] : [])));
  const outcome = goal.kind === 'stage' ? stageOf[goal.stage] : undefined;
  return outcome === undefined ? known : { ...known, [OUTCOME]: outcome };
}

function solutionsOf(facts: CosellFacts, remote: CosellRemote | null, usual: Usual): number {
  const links = [...facts.links, ...(remote?.links ?? [])].filter(({ type }) => type === SOLUTIONS);
  return links.length + (remote === null && usual.solutionId !== null ? 1 : 0);
}

function savingIssues(after: Values, writes: PlanResult['writes'], standing: Standing | null, solutions: number, goal: Goal): Found[] {
  const written = writes.map(({ outsideField }) => outsideField);
  const outcome = goal.kind !== 'stage' && written.includes(OUTCOME) ? outcomeTrouble(standing, after[OUTCOME]) : null;
  return [
    ...valueIssues(after, written),
    ...(standing === null || written.length > 0 ? recordIssues(after, solutions) : []),
    ...(outcome === null ? [] : [{ field: OUTCOME, code: 'state', sentence: outcome }]),
  ];
}

function goalIssues(goal: Goal, standing: Standing | null, after: Values, already: readonly Found[], today: string): Issue[] {
  if (goal.kind === 'save') return [];
  if (goal.kind === 'stage') return stageIssues(goal.stage, standing, after);
  const state = standing === null ? null : submitState(standing);
  if (state !== null) return as('blocks_submit', [{ field: null, code: 'state', sentence: state }]);
  const taxonomy = taxonomyIssues(after, today);
  const fresh = (found: readonly Found[]): Found[] =>
    found.filter((each) => !already.some(({ field, sentence }) => sentence === each.sentence || (field !== null && field === each.field)));
  return [
    ...as('blocks_submit', fresh(submitIssues(after))),
    ...as(taxonomy.certain ? 'blocks_submit' : 'warning', fresh(taxonomy.found)),
    ...as('warning', warnings(after, today)),
  ];
}
function submitState(standing: Standing): string | null {
  if (standing.status === 'Closed')
    return `It is closed at Microsoft (${standing.substatus.toLowerCase()}), which is final; share the deal anew if it has changed.`;
  if (standing.substatus === 'Received') return 'It came from Microsoft: accept it instead.';
  if (isDraft(standing)) return null;
  return standing.kind === 'Co-sell' && standing.status === 'New'
    ? 'It is with Microsoft already; wait until a seller there has answered.'
    : 'Microsoft’s sellers see it already; there is nothing to submit.';
}
function warnings(after: Values, today: string): Found[] {
  const close = after['details.closingDateTime'];
  return [
    ...(typeof close === 'string' && close < today
      ? [{ field: 'details.closingDateTime', code: 'range', sentence: 'The close date is in the past; Microsoft’s sellers look at it first.' }]
      : []),
    ...(wantedKind(after) === 'Co-sell' && isBlank(after['contact.email'])
      ? [{ field: 'contact.email', code: 'required', sentence: 'Name a contact at the customer; without one Microsoft’s sellers may decline.' }]
      : []),
    {
      field: CONTACT_CONSENT,
      code: 'not_told',
      sentence: 'Whether the purchase counts towards the customer’s Azure commitment, Microsoft does not tell by its API; look it up in Partner Center.',
    },
  ];
}
function stageIssues(stage: string, standing: Standing | null, after: Values): Issue[] {
  const wanted = stageOf[stage];
  const blocks = (sentence: string, code = 'state'): Issue[] => as('blocks_stage', [{ field: OUTCOME, code, sentence }]);
  if (wanted === undefined) return blocks('Microsoft has no such stage; choose another.', 'choice');
  if (standing?.status === 'Closed')
    return standing.substatus === wanted ? [] : blocks(`It is closed as ${standing.substatus.toLowerCase()} at Microsoft, which is final.`);
  if (wanted === 'Open') return [];
  if (standing?.substatus === 'Received') return blocks('Accept the referral first.');
  const trouble = outcomeTrouble(standing, wanted);
  if (trouble !== null) return blocks(trouble);
  return wanted === 'Lost' && isBlank(after[REASON])
    ? as('warning', [{ field: REASON, code: 'required', sentence: 'Say why it was lost; Microsoft’s sellers see it.' }])
    : [];
}

function nextStages(standing: Standing | null): PlanResult['nextStages'] {
  if (standing === null || standing.status === 'Closed' || standing.substatus === 'Received') return [];
  return [...(outcomeTrouble(standing, 'Won') === null ? [{ stage: 'won', outside: 'Closed/Won' }] : []), { stage: 'lost', outside: 'Closed/Lost' }];
}
const as = (severity: Severity, found: readonly Found[]): Issue[] => found.map((each) => ({ ...each, severity }));
