import { addMonths, DAY, HOUR, quarterEnd, startOfDay, toWeekday } from './calendar.ts';
import type { Rng } from './rng.ts';
import { at } from './rng.ts';
import type { DealStage, OpenStage, Segment } from './types.ts';

const OPEN_STAGES: readonly OpenStage[] = ['prospect', 'qualified', 'technical', 'business', 'committed'];
const STAGE_WEIGHTS = [0.16, 0.22, 0.24, 0.2, 0.18] as const;
const MEDIAN_DAYS: Readonly<Record<Segment, number>> = { smb: 62, mid: 112, enterprise: 185 };

interface StageStep {
  from: OpenStage | null;
  to: DealStage;
  atMs: number;
}

export interface Timeline {
  openedMs: number;
  closeMs: number;
  closedMs: number | null;
  stage: DealStage;
  /** Nothing on the deal happened after this. */
  horizonMs: number;
  steps: StageStep[];
}

/** Some time in working hours of the day; later on the same day than anything at or before `afterMs`. */
const inWorkingHours = (rng: Rng, ms: number): number => startOfDay(ms) + 8 * HOUR + rng.int(0, 539) * 60_000;

/** Half of the wins are pulled to the last days of a quarter: that is where the seasonality of bookings comes from. */
const planClose = (rng: Rng, openedMs: number, days: number, won: boolean): number => {
  const plain = openedMs + days * DAY;
  const pulled = quarterEnd(plain) - rng.int(0, 8) * DAY;
  const atQuarterEnd = rng.chance(won ? 0.52 : 0.22) && pulled > openedMs + 14 * DAY;
  return toWeekday(startOfDay(atQuarterEnd ? pulled : plain));
};

const stageShares = (rng: Rng, stages: number): number[] => {
  const raw = STAGE_WEIGHTS.slice(0, stages).map((weight) => weight * rng.between(0.55, 1.45));
  const total = raw.reduce((sum, each) => sum + each, 0);
  return raw.map((each) => each / total);
};

const walk = (rng: Rng, openedMs: number, endMs: number, stages: number): StageStep[] => {
  const steps: StageStep[] = [{ from: null, to: 'prospect', atMs: openedMs }];
  let passed = 0;
  const shares = stageShares(rng, stages);
  for (let i = 1; i < stages; i++) {
    passed += at(shares, i - 1);
    steps.push({ from: at(OPEN_STAGES, i - 1), to: at(OPEN_STAGES, i), atMs: openedMs + Math.round(passed * (endMs - openedMs)) });
  }
  return steps;
};

export const drawTimeline = (rng: Rng, openedMs: number, segment: Segment, won: boolean, speed: number, nowMs: number): Timeline => {
  const days = Math.min(520, Math.max(12, rng.logNormal(MEDIAN_DAYS[segment] * speed, 0.45) * (won ? 1 : rng.between(0.4, 1))));
  const closeMs = planClose(rng, openedMs, days, won);
  const stagesReached = won
    ? 5
    : rng.weighted([
        [1, 22],
        [2, 26],
        [3, 26],
        [4, 18],
        [5, 8],
      ] as const);
  const closedMs = Math.max(openedMs + DAY, inWorkingHours(rng, closeMs));
  const slips = rng.chance(0.2);
  const gapDays = rng.chance(0.08) ? rng.between(20, 30) : Math.min(13, -4.5 * Math.log(1 - rng.next()));
  if (closedMs <= nowMs - HOUR) {
    const steps = walk(rng, openedMs, closedMs, stagesReached);
    const stage = won ? 'won' : 'lost';
    steps.push({ from: at(OPEN_STAGES, stagesReached - 1), to: stage, atMs: closedMs });
    return { openedMs, closeMs: closedMs, closedMs, stage, horizonMs: closedMs, steps };
  }
  const horizonMs = Math.max(openedMs, Math.round(nowMs - gapDays * DAY));
  // Judged by the plan of a win: a seller does not yet know which deals will be lost.
  const steps = walk(rng, openedMs, closedMs, 5).filter((step) => step.atMs <= horizonMs);
  const overdue = slips && nowMs - openedMs > 45 * DAY;
  const shownClose = overdue ? toWeekday(startOfDay(nowMs - rng.int(2, 24) * DAY)) : closeMs;
  return { openedMs, closeMs: shownClose, closedMs: null, stage: at(steps, steps.length - 1).to, horizonMs, steps };
};

/** An open deal at a given stage, for the planted ones. */
export const openTimeline = (rng: Rng, openedMs: number, stage: OpenStage, closeMs: number, horizonMs: number): Timeline => {
  const stages = OPEN_STAGES.indexOf(stage) + 1;
  return { openedMs, closeMs, closedMs: null, stage, horizonMs, steps: walk(rng, openedMs, openedMs + (horizonMs - openedMs) * 0.9, stages) };
};

export const wonTimeline = (rng: Rng, openedMs: number, closedMs: number): Timeline => ({
  openedMs,
  closeMs: closedMs,
  closedMs,
  stage: 'won',
  horizonMs: closedMs,
  steps: [...walk(rng, openedMs, closedMs, 5), { from: 'committed', to: 'won', atMs: closedMs }],
});

export const termEnd = (closedMs: number, termMonths: number): number => startOfDay(addMonths(closedMs, termMonths));
