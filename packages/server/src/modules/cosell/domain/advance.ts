import { AROUND_THE_CLOCK } from './business-hours.ts';
import type { WorkCalendar } from './business-hours.ts';
import { enterStep } from './enter-step.ts';
import type { PlayDefinition, PlayStep } from './play.ts';
import { isHuman } from './run.ts';
import type { Advance, AdvanceOptions, RunEffect, RunEvent, RunState, StepState, StepStatus } from './run.ts';

/**
 * The state machine of a run: (play, state, event) → new state and effects. Nothing else is read.
 * An event applied before, one for a step that is not open, and any event after the end change nothing.
 */
export function advance(play: PlayDefinition, state: RunState, event: RunEvent, options: AdvanceOptions = {}): Advance {
  if (play.key !== state.playKey || play.version !== state.playVersion) throw new RangeError('A run goes on with the version of the play it began with.');
  const ended = state.status === 'done' || state.status === 'cancelled';
  if (ended || state.appliedEventIds.includes(event.id)) return { state, effects: [] };
  const machine = new RunMachine(play, state, event.at, options.calendar ?? AROUND_THE_CLOCK);
  const before = machine.state;
  if (event.facts !== undefined) machine.set({ facts: event.facts });
  const handled = machine.apply(event) || machine.state !== before;
  // A tick or an unrelated event that moved nothing is not remembered: repeats of it are harmless and the list stays short.
  if (!handled) return { state, effects: [] };
  machine.set({ appliedEventIds: [...machine.state.appliedEventIds, event.id] });
  return { state: machine.state, effects: machine.effects };
}

/** Guards a play that passed no validation: one event never walks further than this. */
const MAX_STEPS_PER_EVENT = 100;

/** One event's worth of work on a copy; it lives only inside `advance`. */
class RunMachine {
  state: RunState;
  readonly effects: RunEffect[] = [];
  readonly #play: PlayDefinition;
  readonly #at: string;
  readonly #calendar: WorkCalendar;

  constructor(play: PlayDefinition, state: RunState, at: string, calendar: WorkCalendar) {
    this.#play = play;
    this.state = state;
    this.#at = at;
    this.#calendar = calendar;
  }

  set(change: Partial<RunState>): void {
    this.state = { ...this.state, ...change };
  }

  apply(event: RunEvent): boolean {
    if (event.type === 'start') {
      if (this.state.status !== 'new') return false;
      this.set({ status: 'running' });
      this.#goTo(this.#play.steps[0]?.id ?? null);
      return true;
    }
    if (event.type === 'cancel') {
      const current = this.#current();
      if (current !== null) this.#finish(current, 'cancelled', event.by, event.reason);
      this.#end('cancelled', event.reason);
      return true;
    }
    const current = this.#current();
    const step = current === null ? undefined : this.#play.steps.find((candidate) => candidate.id === current.stepId);
    if (current === null || step === undefined) return false;
    if (event.type === 'tick') return this.#tick(current, step);
    if (event.type === 'happened') return this.#happened(current, step, event.eventType);
    if (event.stepId !== current.stepId) return false;
    switch (event.type) {
      case 'retry':
        if (current.status !== 'failed') return false;
        this.set({ status: 'running', reason: null });
        this.#goTo(step.id);
        return true;
      case 'skip':
        this.set({ status: 'running', reason: null });
        this.#finish(current, 'skipped', event.by, event.reason);
        this.#goTo(step.next ?? null);
        return true;
      case 'step_failed':
        if (!isOpen(current) || isStale(event.attempt, current)) return false;
        this.#fail(current, event.reason);
        return true;
      case 'reassign':
        if (current.status !== 'ready') return false;
        this.#reassign(current, step, event.to, event.by);
        return true;
      case 'step_done':
        if (!isOpen(current) || isStale(event.attempt, current) || step.kind === 'wait') return false;
        return this.#done(current, step, event);
    }
  }

  #done(current: StepState, step: PlayStep, event: Extract<RunEvent, { type: 'step_done' }>): boolean {
    if (step.kind === 'approve' && event.outcome !== 'approved' && event.outcome !== 'rejected') return false;
    const { results } = this.state;
    this.set({
      results: {
        partnerIds: event.partnerIds ?? results.partnerIds,
        briefId: event.briefId ?? results.briefId,
        meetingId: event.meetingId ?? results.meetingId,
      },
    });
    const rejected = step.kind === 'approve' && event.outcome === 'rejected';
    const nobody = step.kind === 'match' && (event.outcome === 'none_found' || event.partnerIds?.length === 0);
    this.#finish(current, 'done', event.by, event.note ?? (rejected ? 'Not approved' : nobody ? 'Nobody found' : null));
    const otherwise = 'else' in step ? (step.else ?? undefined) : undefined;
    if (rejected && otherwise === undefined) this.#end('cancelled', event.note ?? `${step.title}: not approved.`);
    else if (nobody && otherwise === undefined) this.#end('done', 'No partner was found for this deal.');
    else this.#goTo((rejected || nobody ? otherwise : step.next) ?? null);
    return true;
  }

  #tick(current: StepState, step: PlayStep): boolean {
    if (!isOpen(current) || current.dueAt === null || Date.parse(this.#at) < Date.parse(current.dueAt)) return false;
    if (step.kind === 'wait') {
      this.#finish(current, 'done', 'clock', 'The time is over');
      this.#goTo(step.else ?? step.next ?? null);
      return true;
    }
    if (step.escalateTo === undefined || current.escalatedAt !== null) return false;
    this.#store({ ...current, escalatedAt: this.#at });
    this.effects.push({
      key: `${this.#key(current)}:escalate`,
      stepId: step.id,
      kind: 'escalate',
      title: step.title,
      from: current.holder,
      to: step.escalateTo,
      dueAt: current.dueAt,
    });
    return true;
  }

  /** What happened before the wait began, delivered late, must not end it. */
  #happened(current: StepState, step: PlayStep, eventType: string): boolean {
    if (Date.parse(this.#at) < Date.parse(current.since)) return false;
    if (!isOpen(current) || step.kind !== 'wait' || !(step.until ?? []).includes(eventType)) return false;
    this.#finish(current, 'done', 'clock', eventType);
    this.#goTo(step.next ?? null);
    return true;
  }

  /** The clock goes on for the new holder: handing over must not be a way to stop it. */
  #reassign(current: StepState, step: PlayStep, to: Extract<RunEvent, { type: 'reassign' }>['to'], by: string): void {
    this.#store({ ...current, holder: to, note: `Handed over by ${by}` });
    const act = step.kind === 'approve' ? 'approval' : 'task';
    this.effects.push({
      key: `${this.#key(current)}:to:${to}`,
      stepId: step.id,
      kind: 'open-act',
      act,
      title: step.title,
      detail: '',
      assignee: to,
      dueAt: current.dueAt,
      escalateAt: step.escalateTo === undefined ? null : current.dueAt,
      escalateTo: step.escalateTo ?? null,
    });
  }

  #goTo(target: string | null): void {
    let stepId = target;
    for (let walked = 0; stepId !== null; walked += 1) {
      const step = this.#play.steps.find((candidate) => candidate.id === stepId);
      if (step === undefined || walked >= MAX_STEPS_PER_EVENT) {
        this.#end('failed', step === undefined ? `Step ${stepId} does not exist.` : 'The play goes in circles without a wait.');
        return;
      }
      const attempt = (this.state.steps.find((held) => held.stepId === step.id)?.attempt ?? 0) + 1;
      const entered = enterStep(this.state, step, attempt, this.#at, this.#calendar);
      const over = entered.goTo !== undefined;
      this.#store({
        stepId: step.id,
        kind: step.kind,
        title: step.title,
        status: entered.status,
        attempt,
        holder: entered.holder,
        since: this.#at,
        dueAt: entered.dueAt,
        escalatedAt: null,
        endedAt: over || entered.status === 'failed' ? this.#at : null,
        by: over ? 'system' : null,
        note: entered.note,
      });
      this.set({ currentStepId: step.id });
      this.effects.push(...entered.effects);
      if (entered.status === 'failed') {
        this.set({ status: 'failed', reason: entered.note });
        this.effects.push({
          key: `${this.state.runId}:ended:${step.id}:${attempt}`,
          stepId: step.id,
          kind: 'run-ended',
          status: 'failed',
          reason: entered.note,
        });
        return;
      }
      if (entered.goTo === undefined) {
        if (entered.dueAt !== null && step.kind !== 'wait')
          this.effects.push({ key: `${this.state.runId}:${step.id}:${attempt}:clock`, stepId: step.id, kind: 'wait-until', at: entered.dueAt });
        return;
      }
      stepId = entered.goTo;
    }
    this.#end('done', null);
  }

  /** A failed run keeps its step, so that a person can retry or skip it. */
  #fail(current: StepState, reason: string): void {
    this.#finish(current, 'failed', null, reason);
    this.set({ status: 'failed', reason });
    this.effects.push({
      key: `${this.state.runId}:ended:${current.stepId}:${current.attempt}`,
      stepId: current.stepId,
      kind: 'run-ended',
      status: 'failed',
      reason,
    });
  }

  #end(status: 'done' | 'failed' | 'cancelled', reason: string | null): void {
    this.set({ status, reason, currentStepId: null });
    this.effects.push({ key: `${this.state.runId}:ended:${status}`, stepId: null, kind: 'run-ended', status, reason });
  }

  #finish(current: StepState, status: StepStatus, by: string | null, note: string | null): void {
    const wasOpen = isOpen(current);
    this.#store({ ...current, status, by, note, endedAt: this.#at });
    if (wasOpen && isHuman(current.kind)) this.effects.push({ key: `${this.#key(current)}:close`, stepId: current.stepId, kind: 'close-act', outcome: status });
  }

  #current(): StepState | null {
    return this.state.steps.find((step) => step.stepId === this.state.currentStepId) ?? null;
  }

  #store(step: StepState): void {
    const known = this.state.steps.some((held) => held.stepId === step.stepId);
    this.set({ steps: known ? this.state.steps.map((held) => (held.stepId === step.stepId ? step : held)) : [...this.state.steps, step] });
  }

  #key(step: StepState): string {
    return `${this.state.runId}:${step.stepId}:${step.attempt}`;
  }
}

function isOpen(step: StepState): boolean {
  return step.status === 'waiting' || step.status === 'ready';
}

/** An answer to an earlier attempt must not finish the present one. */
function isStale(attempt: number | undefined, current: StepState): boolean {
  return attempt !== undefined && attempt !== current.attempt;
}
