import type { ParticipantRole } from './types.ts';

/** A play is data: what starts it, when it applies, and its steps. Versions are kept; a run stays with the version it began with. */

export const STEP_KINDS = ['match', 'brief', 'meeting', 'assign', 'approve', 'wait', 'branch', 'notify', 'log'] as const;
export type StepKind = (typeof STEP_KINDS)[number];

export const CLOCK_CHECKS = ['stalled', 'renewal', 'high_value_without_partner', 'close_slipped', 'usage'] as const;
export type ClockCheck = (typeof CLOCK_CHECKS)[number];

export interface ClockTrigger {
  readonly check: ClockCheck;
  /** stalled: days without activity; renewal: days ahead; close_slipped: days past the close date. */
  readonly days?: number;
  /** high_value_without_partner: from this amount on. */
  readonly amountMinor?: number;
  /** usage: change in percent; negative = a fall of at least that much. */
  readonly percent?: number;
}

export type PlayTrigger = { readonly on: readonly string[] } | { readonly clock: ClockTrigger };

/** Who holds a step: a duty on the deal, a role among participants, or one person by id. */
export type Assignee =
  | 'deal_owner'
  | 'partner_manager'
  | 'alliance_manager'
  | 'finance'
  | 'marketer'
  | 'admin'
  | `participant:${ParticipantRole}`
  | `user:${string}`;

interface StepBase {
  readonly id: string;
  readonly title: string;
  /** The step that follows; null or absent = the run ends here. */
  readonly next?: string | null;
  /** Hours of working time the holder has. */
  readonly clockHours?: number;
  /** Who is told when the clock runs out. Needs clockHours. */
  readonly escalateTo?: Assignee;
}

export interface MatchStep extends StepBase {
  readonly kind: 'match';
  readonly roles?: readonly ParticipantRole[];
  readonly maxPartners?: number;
  /** Where to go when nobody is found. */ readonly else?: string;
}
export interface BriefStep extends StepBase {
  readonly kind: 'brief';
}
export interface MeetingStep extends StepBase {
  readonly kind: 'meeting';
  readonly durationMinutes: number;
  readonly withinDays: number;
  readonly organizer: Assignee;
}
export interface AssignStep extends StepBase {
  readonly kind: 'assign';
  readonly assignee: Assignee;
  readonly detail?: string;
}
/** A refusal goes to `else`; without one it ends the run as cancelled. */
export interface ApproveStep extends StepBase {
  readonly kind: 'approve';
  readonly assignee: Assignee;
  readonly else?: string;
  readonly detail?: string;
}
/** Ends when the time is over or one of the events happens; with both, an event goes to `next` and the end of time to `else` (or `next`). */
export interface WaitStep extends StepBase {
  readonly kind: 'wait';
  readonly hours?: number;
  readonly until?: readonly string[];
  readonly else?: string;
}
export interface BranchStep extends StepBase {
  readonly kind: 'branch';
  readonly condition: string;
  readonly else: string | null;
}
export interface NotifyStep extends StepBase {
  readonly kind: 'notify';
  readonly to: Assignee;
  readonly message: string;
}
export interface LogStep extends StepBase {
  readonly kind: 'log';
  readonly note: string;
  readonly touch?: string;
}

export type PlayStep = MatchStep | BriefStep | MeetingStep | AssignStep | ApproveStep | WaitStep | BranchStep | NotifyStep | LogStep;

export interface PlayDefinition {
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly purpose: string;
  readonly trigger: PlayTrigger;
  /** CEL over deal, account, event, partner; empty = always. */
  readonly condition: string;
  /** The first step is where a run starts. */
  readonly steps: readonly PlayStep[];
  /** What the play is measured by, so that results of runs can be compared. */
  readonly kpis: readonly string[];
}

/** Steps a run can go to from here. */
export function successors(step: PlayStep): string[] {
  const targets = [step.next ?? null, 'else' in step ? (step.else ?? null) : null];
  return [...new Set(targets.filter((target) => target !== null))];
}
