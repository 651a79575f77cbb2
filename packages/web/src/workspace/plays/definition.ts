/** What a play is, as the editor needs it. The server checks it and names each problem; here it only has to be drawn and sent. */
export const stepKinds = ['match', 'brief', 'meeting', 'assign', 'approve', 'wait', 'branch', 'notify', 'log'] as const;
export type StepKind = (typeof stepKinds)[number];
export const clockChecks = ['stalled', 'renewal', 'high_value_without_partner', 'close_slipped', 'usage'] as const;
export type ClockCheck = (typeof clockChecks)[number];

export type Step = {
  id: string;
  kind: StepKind;
  title: string;
  next?: string | null;
  else?: string | null;
  clockHours?: number;
  escalateTo?: string;
  roles?: readonly string[];
  maxPartners?: number;
  durationMinutes?: number;
  withinDays?: number;
  organizer?: string;
  assignee?: string;
  detail?: string;
  hours?: number;
  until?: readonly string[];
  condition?: string;
  to?: string;
  message?: string;
  note?: string;
  touch?: string;
};
export type Clock = { check: ClockCheck; days?: number; amountMinor?: number; percent?: number };
export type Trigger = { on: readonly string[] } | { clock: Clock };
export type Definition = {
  key: string;
  version: number;
  name: string;
  purpose: string;
  trigger: Trigger;
  condition: string;
  steps: readonly Step[];
  kpis: readonly string[];
};

type Loose = Record<string, unknown>;
const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : undefined;
const target = (value: unknown): string | null | undefined => (value === null ? null : text(value));

/** Absent stays absent: a field the author never set must not come back as an empty one. */
function present<T extends object>(value: T): T {
  const kept: Partial<T> = { ...value };
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete kept[key];
  return kept as T;
}

function readStep(raw: Loose, index: number): Step {
  return present<Step>({
    id: text(raw['id']) ?? `step${index + 1}`,
    kind: stepKinds.find((kind) => kind === raw['kind']) ?? 'log',
    title: text(raw['title']) ?? '',
    next: target(raw['next']),
    else: target(raw['else']),
    clockHours: number(raw['clockHours']),
    escalateTo: text(raw['escalateTo']),
    roles: texts(raw['roles']),
    maxPartners: number(raw['maxPartners']),
    durationMinutes: number(raw['durationMinutes']),
    withinDays: number(raw['withinDays']),
    organizer: text(raw['organizer']),
    assignee: text(raw['assignee']),
    detail: text(raw['detail']),
    hours: number(raw['hours']),
    until: texts(raw['until']),
    condition: text(raw['condition']),
    to: text(raw['to']),
    message: text(raw['message']),
    note: text(raw['note']),
    touch: text(raw['touch']),
  });
}

function readTrigger(raw: unknown): Trigger {
  if (isRecord(raw) && isRecord(raw['clock'])) {
    const clock = raw['clock'];
    return {
      clock: present<Clock>({
        check: clockChecks.find((check) => check === clock['check']) ?? 'stalled',
        days: number(clock['days']),
        amountMinor: number(clock['amountMinor']),
        percent: number(clock['percent']),
      }),
    };
  }
  return { on: isRecord(raw) ? (texts(raw['on']) ?? []) : [] };
}

export function readDefinition(raw: Loose): Definition {
  return {
    key: text(raw['key']) ?? '',
    version: number(raw['version']) ?? 1,
    name: text(raw['name']) ?? '',
    purpose: text(raw['purpose']) ?? '',
    trigger: readTrigger(raw['trigger']),
    condition: text(raw['condition']) ?? '',
    steps: (Array.isArray(raw['steps']) ? raw['steps'] : []).filter(isRecord).map(readStep),
    kpis: texts(raw['kpis']) ?? [],
  };
}

const firstFields: Readonly<Record<StepKind, Partial<Step>>> = {
  match: { maxPartners: 3 },
  brief: {},
  meeting: { durationMinutes: 45, withinDays: 5, organizer: 'deal_owner' },
  assign: { assignee: 'deal_owner', clockHours: 48 },
  approve: { assignee: 'deal_owner', clockHours: 24 },
  wait: { hours: 72 },
  branch: { condition: '', else: null },
  notify: { to: 'deal_owner', message: '' },
  log: { note: '' },
};
export const hasElse = (kind: StepKind): boolean => kind === 'match' || kind === 'approve' || kind === 'wait' || kind === 'branch';

/** Another kind keeps what every step has and begins its own fields anew. */
export function withKind(step: Step, kind: StepKind): Step {
  return present<Step>({
    id: step.id,
    title: step.title,
    next: step.next,
    clockHours: step.clockHours,
    escalateTo: step.escalateTo,
    ...firstFields[kind],
    kind,
  });
}

export function newStep(steps: readonly Step[], kind: StepKind, title: string): Step {
  let n = steps.length + 1;
  while (steps.some((step) => step.id === `step${n}`)) n += 1;
  return withKind({ id: `step${n}`, kind, title }, kind);
}

/** A step that goes must leave no way leading to it: those ways go on to where it led. */
export function withoutStep(steps: readonly Step[], id: string): Step[] {
  const onward = steps.find((step) => step.id === id)?.next ?? null;
  return steps
    .filter((step) => step.id !== id)
    .map((step) => ({
      ...step,
      ...(step.next === id ? { next: onward === step.id ? null : onward } : {}),
      ...(step.else === id ? { else: onward === step.id ? null : onward } : {}),
    }));
}

export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(Math.min(list.length - 1, Math.max(0, from + by)), 0, taken);
  return next;
}

export type Problem = { path: string; code: string; sentence: string };

/** Which part of the editor a problem belongs to: a step by its id or place, else the trigger, the condition or the play. */
export function placeOf(problem: Problem, steps: readonly Step[]): string {
  const parts = problem.path.split(/[./[\]]+/).filter((part) => part !== '');
  const at = parts[0] === 'steps' ? parts[1] : parts[0];
  const step = steps.find((entry) => entry.id === at) ?? (at !== undefined && /^\d+$/.test(at) ? steps[Number(at)] : undefined);
  if (step !== undefined) return `step:${step.id}`;
  return parts[0] === 'trigger' || problem.code === 'trigger' ? 'trigger' : parts[0] === 'condition' || problem.code === 'condition' ? 'condition' : 'play';
}
