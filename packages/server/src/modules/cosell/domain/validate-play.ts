import { compileCondition } from './expression.ts';
import { CLOCK_CHECKS, STEP_KINDS, successors } from './play.ts';
import type { Assignee, PlayDefinition, PlayStep } from './play.ts';
import { participantRoles } from '@entente/kernel';

export interface PlayProblem {
  readonly code:
    | 'empty'
    | 'duplicate_step'
    | 'unknown_kind'
    | 'missing_next'
    | 'unreachable'
    | 'cycle_without_wait'
    | 'never_ends'
    | 'condition'
    | 'trigger'
    | 'step'
    | 'too_many_steps';
  readonly stepId: string | null;
  readonly sentence: string;
}

const MAX_STEPS = 60;
const DUTIES: readonly string[] = ['deal_owner', 'partner_manager', 'alliance_manager', 'finance', 'marketer', 'admin'];

/** Everything wrong with a play, in the order a person would read it. An empty list means it may run. */
export function validatePlay(play: PlayDefinition): PlayProblem[] {
  const problems: PlayProblem[] = [];
  const report = (code: PlayProblem['code'], stepId: string | null, sentence: string): void => {
    problems.push({ code, stepId, sentence });
  };
  triggerProblems(play, (sentence) => report('trigger', null, sentence));
  const condition = compileCondition(play.condition);
  if (!condition.ok) report('condition', null, condition.error.sentence);
  const first = play.steps[0];
  if (first === undefined) {
    report('empty', null, 'The play has no steps.');
    return problems;
  }
  if (play.steps.length > MAX_STEPS) {
    report('too_many_steps', null, `The play has ${play.steps.length} steps; at most ${MAX_STEPS} are allowed.`);
    return problems;
  }
  const byId = new Map<string, PlayStep>();
  for (const step of play.steps) {
    if (byId.has(step.id)) report('duplicate_step', step.id, `Two steps are called ${step.id}.`);
    byId.set(step.id, step);
    if (!isKnownKind(step.kind)) {
      report('unknown_kind', step.id, `Step ${step.id} is of the unknown kind ${String(step.kind)}.`);
      continue;
    }
    for (const target of successors(step))
      if (!play.steps.some((other) => other.id === target)) report('missing_next', step.id, `Step ${step.id} leads to ${target}, which does not exist.`);
    for (const sentence of stepProblems(step)) report('step', step.id, sentence);
    if (step.kind === 'branch') {
      const compiled = compileCondition(step.condition);
      if (!compiled.ok) report('condition', step.id, compiled.error.sentence);
    }
  }
  const reached = reachable(first.id, byId);
  for (const id of byId.keys()) if (!reached.has(id)) report('unreachable', id, `Step ${id} can never be reached.`);
  for (const id of [...byId.keys()].filter((step) => returnsWithoutPause(step, byId)))
    report('cycle_without_wait', id, `Step ${id} leads back to itself without a wait.`);
  for (const id of reached) if (!endsSomewhere(id, byId)) report('never_ends', id, `From step ${id} the play can never end.`);
  return problems;
}

function isKnownKind(kind: string): boolean {
  return (STEP_KINDS as readonly string[]).includes(kind);
}

function triggerProblems(play: PlayDefinition, report: (sentence: string) => void): void {
  const { trigger } = play;
  if ('on' in trigger) {
    if (trigger.on.length === 0) report('The trigger names no event.');
    for (const type of trigger.on) if (!/^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$/.test(type)) report(`${type} is not an event type.`);
    return;
  }
  if (!('clock' in trigger)) {
    report('The trigger must be an event or a clock.');
    return;
  }
  const { check, days, amountMinor, percent } = trigger.clock;
  if (!(CLOCK_CHECKS as readonly string[]).includes(check)) report(`The clock check ${String(check)} is unknown.`);
  if ((check === 'stalled' || check === 'renewal') && !(days !== undefined && Number.isInteger(days) && days > 0))
    report(`The clock check ${check} needs a number of days.`);
  if (check === 'close_slipped' && days !== undefined && !(Number.isInteger(days) && days >= 0)) report('Days past the close date must be zero or more.');
  if (check === 'high_value_without_partner' && !(amountMinor !== undefined && Number.isSafeInteger(amountMinor) && amountMinor > 0))
    report('The clock check high_value_without_partner needs an amount.');
  if (check === 'usage' && !(percent !== undefined && Number.isFinite(percent) && percent !== 0)) report('The clock check usage needs a change in percent.');
}

function isAssignee(value: Assignee): boolean {
  return DUTIES.includes(value) || participantRoles.some((role) => value === `participant:${role}`) || /^user:.+/.test(value);
}

function stepProblems(step: PlayStep): string[] {
  const found: string[] = [];
  const holder = (value: Assignee): void => {
    if (!isAssignee(value)) found.push(`Step ${step.id} names ${String(value)}, which is nobody.`);
  };
  if (step.id === '' || step.title.trim() === '') found.push('A step needs an id and a title.');
  if (step.clockHours !== undefined && !(Number.isFinite(step.clockHours) && step.clockHours > 0))
    found.push(`The clock of step ${step.id} must be more than zero hours.`);
  if (step.escalateTo !== undefined) {
    holder(step.escalateTo);
    if (step.clockHours === undefined) found.push(`Step ${step.id} escalates but has no clock.`);
  }
  switch (step.kind) {
    case 'assign':
    case 'approve':
      holder(step.assignee);
      break;
    case 'notify':
      holder(step.to);
      if (step.message.trim() === '') found.push(`Step ${step.id} has no message.`);
      break;
    case 'meeting':
      holder(step.organizer);
      if (!(step.durationMinutes > 0 && step.durationMinutes <= 480)) found.push(`The meeting of step ${step.id} must last between 1 and 480 minutes.`);
      if (!(step.withinDays > 0)) found.push(`The meeting of step ${step.id} needs a number of days.`);
      break;
    case 'wait':
      if (step.hours === undefined && (step.until ?? []).length === 0) found.push(`Step ${step.id} waits for nothing.`);
      if (step.hours !== undefined && !(Number.isFinite(step.hours) && step.hours > 0)) found.push(`Step ${step.id} must wait for more than zero hours.`);
      break;
    case 'match':
      if (step.maxPartners !== undefined && !(Number.isInteger(step.maxPartners) && step.maxPartners > 0))
        found.push(`Step ${step.id} must allow at least one partner.`);
      break;
    case 'branch':
      if (step.condition.trim() === '') found.push(`Step ${step.id} has no condition.`);
      break;
    case 'brief':
    case 'log':
      break;
  }
  return found;
}

function reachable(from: string, byId: ReadonlyMap<string, PlayStep>): Set<string> {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = byId.get(id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(...successors(step));
  }
  return seen;
}

/** Only a wait pauses for certain: an act can be done at once, and a loop of those would bury its holder. */
function returnsWithoutPause(id: string, byId: ReadonlyMap<string, PlayStep>): boolean {
  const start = byId.get(id);
  if (start === undefined || start.kind === 'wait') return false;
  const seen = new Set<string>();
  const open = successors(start);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === id) return true;
    const step = byId.get(at);
    if (step === undefined || step.kind === 'wait' || seen.has(at)) continue;
    seen.add(at);
    open.push(...successors(step));
  }
  return false;
}

function endsSomewhere(from: string, byId: ReadonlyMap<string, PlayStep>): boolean {
  return [...reachable(from, byId)].some((id) => {
    const step = byId.get(id);
    if (step === undefined) return false;
    return (step.next ?? null) === null || (step.kind === 'branch' && step.else === null);
  });
}
