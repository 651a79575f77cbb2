import { dueAt } from './business-hours.ts';
import type { WorkCalendar } from './business-hours.ts';
import { evaluateCondition } from './expression.ts';
import type { PlayStep } from './play.ts';
import type { Holder, RunEffect, RunState, StepStatus } from './run.ts';

/** What happens when a run reaches a step: who holds it, until when, what is asked of the outside, and whether it is over at once. */
export interface Entered {
  readonly status: StepStatus;
  readonly holder: Holder | null;
  readonly dueAt: string | null;
  readonly note: string | null;
  readonly effects: readonly RunEffect[];
  /** Where to go at once; undefined = the step stays open. */
  readonly goTo?: string | null;
}

const DEFAULT_MAX_PARTNERS = 5;
const DAY_MS = 86_400_000;

export function enterStep(run: RunState, step: PlayStep, attempt: number, at: string, calendar: WorkCalendar): Entered {
  const base = { key: `${run.runId}:${step.id}:${attempt}`, stepId: step.id };
  const due = step.clockHours === undefined ? null : dueAt(at, step.clockHours, calendar);
  const next = step.next ?? null;
  const waiting = (holder: Holder, effect: RunEffect): Entered => ({ status: 'waiting', holder, dueAt: due, note: null, effects: [effect] });
  switch (step.kind) {
    case 'match':
      return waiting('system', { ...base, kind: 'match', roles: step.roles ?? null, maxPartners: step.maxPartners ?? DEFAULT_MAX_PARTNERS });
    case 'brief':
      return waiting('system', { ...base, kind: 'brief', partnerIds: run.results.partnerIds });
    case 'meeting':
      return waiting(step.organizer, {
        ...base,
        kind: 'send-invite',
        title: step.title,
        organizer: step.organizer,
        partnerIds: run.results.partnerIds,
        briefId: run.results.briefId,
        durationMinutes: step.durationMinutes,
        notAfter: new Date(Date.parse(at) + step.withinDays * DAY_MS).toISOString(),
      });
    case 'assign':
    case 'approve':
      return {
        status: 'ready',
        holder: step.assignee,
        dueAt: due,
        note: null,
        effects: [
          {
            ...base,
            kind: 'open-act',
            act: step.kind === 'approve' ? 'approval' : 'task',
            title: step.title,
            detail: step.detail ?? '',
            assignee: step.assignee,
            dueAt: due,
            escalateAt: step.escalateTo === undefined ? null : due,
            escalateTo: step.escalateTo ?? null,
          },
        ],
      };
    case 'wait': {
      const until = step.hours === undefined ? null : dueAt(at, step.hours, calendar);
      return { status: 'waiting', holder: 'clock', dueAt: until, note: null, effects: until === null ? [] : [{ ...base, kind: 'wait-until', at: until }] };
    }
    case 'branch': {
      const answer = evaluateCondition(step.condition, run.facts);
      if (!answer.ok) return { status: 'failed', holder: null, dueAt: null, note: answer.error.sentence, effects: [] };
      return { status: 'done', holder: null, dueAt: null, note: answer.value ? 'Yes' : 'No', effects: [], goTo: answer.value ? next : step.else };
    }
    case 'notify':
      return { status: 'done', holder: null, dueAt: null, note: null, effects: [{ ...base, kind: 'notify', to: step.to, message: step.message }], goTo: next };
    case 'log':
      return {
        status: 'done',
        holder: null,
        dueAt: null,
        note: null,
        effects: [{ ...base, kind: 'log', note: step.note, touch: step.touch ?? null, partnerIds: run.results.partnerIds }],
        goTo: next,
      };
    default:
      return { status: 'failed', holder: null, dueAt: null, note: 'This step is of a kind that is not known.', effects: [] };
  }
}
