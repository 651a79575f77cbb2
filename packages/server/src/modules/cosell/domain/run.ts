import type { WorkCalendar } from './business-hours.ts';
import type { ExpressionFacts } from './expression.ts';
import type { Assignee, PlayDefinition, StepKind } from './play.ts';
import type { ParticipantRole } from './types.ts';

/** The state of one run, the events that move it and the effects it asks for. All plain data: it can be stored as JSON as it is. */

export const STEP_STATUSES = ['waiting', 'ready', 'done', 'skipped', 'failed', 'cancelled'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** `system` = the engine works on it, `clock` = only time or an event moves it. */
export type Holder = Assignee | 'system' | 'clock';

export interface StepState {
  readonly stepId: string;
  readonly kind: StepKind;
  readonly title: string;
  /** waiting: for the engine, time or an event; ready: a person can act now. Steps not yet reached have no state. */
  readonly status: StepStatus;
  readonly attempt: number;
  readonly holder: Holder | null;
  readonly since: string;
  readonly dueAt: string | null;
  readonly escalatedAt: string | null;
  readonly endedAt: string | null;
  readonly by: string | null;
  readonly note: string | null;
}

export interface RunState {
  readonly runId: string;
  readonly dealId: string;
  readonly playKey: string;
  readonly playVersion: number;
  readonly status: 'new' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly currentStepId: string | null;
  /** In the order they were first reached; a step of a loop keeps its place and counts attempts. */
  readonly steps: readonly StepState[];
  /** What earlier steps produced, for later ones. */
  readonly results: { readonly partnerIds: readonly string[]; readonly briefId: string | null; readonly meetingId: string | null };
  readonly facts: ExpressionFacts;
  /** Ids of events already applied: an event that comes twice changes nothing. */
  readonly appliedEventIds: readonly string[];
  readonly reason: string | null;
}

interface EventBase {
  readonly id: string;
  readonly at: string;
  /** Newest facts, when the sender has them; kept for the branches that follow. */
  readonly facts?: ExpressionFacts;
}

export type RunEvent =
  | (EventBase & { readonly type: 'start' })
  | (EventBase & {
      readonly type: 'step_done';
      readonly stepId: string;
      readonly attempt?: number;
      readonly by: string;
      readonly outcome?: 'approved' | 'rejected' | 'none_found';
      readonly note?: string;
      readonly partnerIds?: readonly string[];
      readonly briefId?: string;
      readonly meetingId?: string;
    })
  | (EventBase & { readonly type: 'step_failed'; readonly stepId: string; readonly attempt?: number; readonly reason: string })
  | (EventBase & { readonly type: 'retry'; readonly stepId: string; readonly by: string })
  | (EventBase & { readonly type: 'skip'; readonly stepId: string; readonly by: string; readonly reason: string })
  | (EventBase & { readonly type: 'reassign'; readonly stepId: string; readonly to: Assignee; readonly by: string })
  | (EventBase & { readonly type: 'tick' })
  | (EventBase & { readonly type: 'happened'; readonly eventType: string })
  | (EventBase & { readonly type: 'cancel'; readonly by: string; readonly reason: string });

/** `key` is the same whenever the same effect is asked for again, so the receiver can drop repeats. */
interface EffectBase {
  readonly key: string;
  readonly stepId: string | null;
}

export type RunEffect =
  | (EffectBase & { readonly kind: 'match'; readonly roles: readonly ParticipantRole[] | null; readonly maxPartners: number })
  | (EffectBase & { readonly kind: 'brief'; readonly partnerIds: readonly string[] })
  | (EffectBase & {
      readonly kind: 'send-invite';
      readonly title: string;
      readonly organizer: Assignee;
      readonly partnerIds: readonly string[];
      readonly briefId: string | null;
      readonly durationMinutes: number;
      readonly notAfter: string;
    })
  | (EffectBase & {
      readonly kind: 'open-act';
      readonly act: 'task' | 'approval';
      readonly title: string;
      readonly detail: string;
      readonly assignee: Assignee;
      readonly dueAt: string | null;
      readonly escalateAt: string | null;
      readonly escalateTo: Assignee | null;
    })
  | (EffectBase & { readonly kind: 'close-act'; readonly outcome: StepStatus })
  | (EffectBase & { readonly kind: 'escalate'; readonly title: string; readonly from: Holder | null; readonly to: Assignee; readonly dueAt: string })
  | (EffectBase & { readonly kind: 'wait-until'; readonly at: string })
  | (EffectBase & { readonly kind: 'notify'; readonly to: Assignee; readonly message: string })
  | (EffectBase & { readonly kind: 'log'; readonly note: string; readonly touch: string | null; readonly partnerIds: readonly string[] })
  | (EffectBase & { readonly kind: 'run-ended'; readonly status: 'done' | 'failed' | 'cancelled'; readonly reason: string | null });

export interface Advance {
  readonly state: RunState;
  readonly effects: readonly RunEffect[];
}
export interface AdvanceOptions {
  readonly calendar?: WorkCalendar;
}

export function newRun(runId: string, dealId: string, play: PlayDefinition, facts: ExpressionFacts = {}): RunState {
  return {
    runId,
    dealId,
    playKey: play.key,
    playVersion: play.version,
    status: 'new',
    currentStepId: null,
    steps: [],
    results: { partnerIds: [], briefId: null, meetingId: null },
    facts,
    appliedEventIds: [],
    reason: null,
  };
}

export function isHuman(kind: StepKind): boolean {
  return kind === 'assign' || kind === 'approve';
}
