import type { MeteringRules } from './rules.ts';

export const HOUR_MS = 3_600_000;
/** Clocks differ: a record this far ahead of ours is taken. */
export const SKEW_MS = 5 * 60_000;

export const hourOf = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;

export function nextMonth(at: number): number {
  const day = new Date(at);
  return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
}

/** Not before the hour is over and late records had their time. */
export const readyAt = (hour: number, rules: MeteringRules): number => hour + HOUR_MS + rules.settleMinutes * 60_000;

/** From this moment on the marketplace refuses the hour. */
export function expiresAt(hour: number, rules: MeteringRules): number {
  const byAge = hour + rules.oldestHours * HOUR_MS;
  return rules.monthEndGraceHours === null ? byAge : Math.min(byAge, nextMonth(hour) + rules.monthEndGraceHours * HOUR_MS);
}

export function expiredSentence(hour: number, rules: Pick<MeteringRules, 'oldestHours' | 'monthEndGraceHours'>): string {
  const byAge = hour + rules.oldestHours * HOUR_MS;
  const byMonth = rules.monthEndGraceHours === null ? Infinity : nextMonth(hour) + rules.monthEndGraceHours * HOUR_MS;
  return byMonth < byAge
    ? `The marketplace closed this month on ${shownInstant(byMonth)} and takes no hour of it any more.`
    : `The marketplace takes usage that is at most ${rules.oldestHours} hours old; this hour could be sent until ${shownInstant(byAge)}.`;
}

export const shownInstant = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
